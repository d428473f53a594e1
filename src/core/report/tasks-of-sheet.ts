/** The tasks of a sheet: what its goals ask in each round, with what was answered earlier. */
import type { Round } from '../calendar/round.js';
import type { Section } from '../organization/people.js';
import type { SaidDirections } from '../sheet/direction.js';
import { type Numbering, taskIdOf } from '../sheet/ids.js';
import { foldSymbol, type RatingCode, type Scale } from '../sheet/scale.js';
import type { Goal, Sheet } from '../sheet/sheet.js';
import { foldLabel } from '../text/fold.js';
import { type Erratum, firstPublished, type SheetPublication } from './errata.js';
import type { Report } from './report.js';
import type { EarlierAnswer, Task, TaskIndicator } from './task.js';
import { ofSection } from './year/forecast.js';

export type NumberedSheet = { readonly sheet: Sheet; readonly numbering: Numbering };

export type SheetRecord = NumberedSheet & {
  readonly section: Section;
  readonly scale: Scale;
  /** which way its indicators count, where a person has said so */
  readonly directions: SaidDirections;
  /** who has said so, by the id of the indicator */
  readonly sayers?: Readonly<Record<string, { readonly name: string; readonly post: string }>>;
  /** reports of this year, and last year's at year-end */
  readonly reports: readonly Report[];
  /** in their order */
  readonly publications?: readonly SheetPublication[];
  /** what imports after the publication changed in the sheet itself, oldest first */
  readonly errata?: readonly Erratum[];
  /** the same section's sheet of the year before */
  readonly lastYear: NumberedSheet | null;
};

type Earlier = {
  readonly from: EarlierAnswer['from'];
  readonly policy: string;
  readonly answer: (indicator: number) => Omit<EarlierAnswer, 'from'> | null;
};

/** The tasks of a sheet in these rounds: round by round, in the order of the sheet. */
export function sheetTasks(record: SheetRecord, rounds: readonly Round[]): Task[] {
  const printed = record.sheet.header.evaluatedOn.text;
  return rounds
    .map((one) => ofSection(one, printed))
    .flatMap((round) =>
      record.sheet.goals.map((goal, place) => {
        const { goalId, indicatorIds } = record.numbering[place]!;
        const earlier = [...midyear(record, round, place), ...lastYear(record, goal)];
        const id = taskIdOf(goalId, round.kind);
        return {
          id,
          goalId,
          goalNo: goal.no,
          goalText: goal.text,
          sectionId: record.section.id,
          sectionName: record.section.name,
          round,
          scale: record.scale,
          indicators: goal.indicators.map((indicator, at): TaskIndicator => {
            const indicatorId = indicatorIds[at]!;
            return {
              id: indicatorId,
              seq: at + 1,
              name: indicator.name,
              target: indicator.target,
              initiative: initiativeOf(goal, at),
              overview: indicator.overview,
              direction: record.directions[indicatorId] ?? null,
              ...(record.sayers?.[indicatorId] ? { directionBy: record.sayers[indicatorId] } : {}),
              earlier: earlier.flatMap(({ from, answer }) => {
                const found = answer(at);
                return found ? [{ from, ...found }] : [];
              }),
            };
          }),
          policyAsked: goal.nextPolicy !== null,
          earlierPolicies: earlier.flatMap(({ from, policy }) =>
            policy === '' ? [] : [{ from, text: policy }],
          ),
          ...(round.kind === 'yearend' ? firstPublished(record.publications ?? [], id) : {}),
          report: record.reports.find((report) => report.id === id) ?? null,
        };
      }),
    );
}

/** A blank initiative on a continuation row inherits (T07). */
function initiativeOf(goal: Goal, place: number): string {
  return (
    goal.indicators
      .slice(0, place + 1)
      .reverse()
      .find(({ initiativeCell }) => initiativeCell !== '')?.initiativeCell ?? ''
  );
}

/** At year-end, mid-year's report, when it was approved or at least submitted. */
function midyear({ numbering, reports }: SheetRecord, round: Round, place: number): Earlier[] {
  if (round.kind !== 'yearend') return [];
  const { goalId, indicatorIds } = numbering[place]!;
  const report = reports.find(({ id }) => id === taskIdOf(goalId, 'midyear'));
  if (report?.state !== 'approved' && report?.state !== 'submitted') return [];
  return [
    {
      from: { kind: 'midyear' },
      policy: report.content.nextPolicy,
      answer: (at) => answerOf(report, indicatorIds[at]!),
    },
  ];
}

/**
 * Last year's goal of the same wording, else the indicator of the same name wherever it stood. Only inside a goal of
 * the same wording does the place of an indicator stand for its name: elsewhere it would show another's answer.
 */
function lastYear(record: SheetRecord, goal: Goal): Earlier[] {
  const { lastYear: last, reports } = record;
  if (!last) return [];
  const same = last.sheet.goals.findIndex(({ text }) => foldLabel(text) === foldLabel(goal.text));
  const printed = (goalAt: number, indicatorAt: number): Omit<EarlierAnswer, 'from'> | null => {
    const { goalId, indicatorIds } = last.numbering[goalAt]!;
    const report = approvedAtYearEnd(reports, goalId);
    const answered = report ? answerOf(report, indicatorIds[indicatorAt]!) : null;
    if (answered) return answered;
    const row = last.sheet.goals[goalAt]!.indicators[indicatorAt]!;
    if (row.result === '' && row.rating === '' && row.status === '') return null;
    return { result: row.result, rating: codeOf(record.scale, row.rating), status: row.status };
  };
  const named = (name: string) =>
    last.sheet.goals.flatMap((g, goalAt) =>
      g.indicators.flatMap((i, at) => (foldLabel(i.name) === foldLabel(name) ? [{ goalAt, at }] : [])),
    );
  const approved = same < 0 ? null : approvedAtYearEnd(reports, last.numbering[same]!.goalId);
  return [
    {
      from: { kind: 'year', fiscalYear: last.sheet.fiscalYear },
      policy: approved?.content.nextPolicy ?? last.sheet.goals[same]?.nextPolicy ?? '',
      answer: (at) => {
        const found = named(goal.indicators[at]!.name);
        const match =
          found.find(({ goalAt }) => goalAt === same) ?? (found.length === 1 ? found[0] : undefined);
        if (match) return printed(match.goalAt, match.at);
        return last.sheet.goals[same]?.indicators[at] ? printed(same, at) : null;
      },
    },
  ];
}

function approvedAtYearEnd(reports: readonly Report[], goalId: string): Report | null {
  return reports.find(({ id, state }) => id === taskIdOf(goalId, 'yearend') && state === 'approved') ?? null;
}

function answerOf(report: Report, indicatorId: string): Omit<EarlierAnswer, 'from'> | null {
  const answer = report.content.answers.find((a) => a.indicatorId === indicatorId);
  if (!answer) return null;
  const { result, rating, status, reason, measures } = answer;
  return {
    result,
    rating,
    status,
    ...(reason === '' ? {} : { reason }),
    ...(measures === undefined ? {} : { measures }),
  };
}

function codeOf(scale: Scale, symbol: string): RatingCode | null {
  const folded = foldSymbol(symbol);
  return scale.steps.find((step) => step.symbol === folded)?.code ?? null;
}
