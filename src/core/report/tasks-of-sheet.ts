/** The tasks of a sheet: what its goals ask in each round, with what was answered earlier. */
import type { Round } from '../calendar/round.js';
import type { EvidenceItem } from '../evidence/evidence.js';
import { type MemoBeside, sumBeside } from '../memo/beside.js';
import type { Section } from '../organization/people.js';
import type { SaidDirections } from '../sheet/direction.js';
import { type Numbering, taskIdOf } from '../sheet/ids.js';
import { foldSymbol, type RatingCode, type Scale } from '../sheet/scale.js';
import type { Goal, Sheet } from '../sheet/sheet.js';
import { type Erratum, firstPublished, type SheetPublication } from './errata.js';
import { besideIn, goalOfPlan, planAsItStands } from './plan/goal-plan.js';
import { placesLastYear } from './plan/last-year.js';
import { promisesFor } from './plan/promised.js';
import { approvedReport, isReported, type Report } from './report.js';
import type { EarlierAnswer, Task, TaskIndicator } from './task.js';
import { ofSection } from './year/forecast.js';
import { approvedChanges, type TargetChange, targetInForce } from './year/target-change.js';
import { noteInForce, type YearNote } from './year/year-note.js';

export type NumberedSheet = { readonly sheet: Sheet; readonly numbering: Numbering };

export type SheetRecord = NumberedSheet & {
  readonly section: Section;
  readonly scale: Scale;
  /** which way its indicators count, where a person has said so */
  readonly directions: SaidDirections;
  /** who has said so, by the id of the indicator */
  readonly sayers?: Readonly<Record<string, { readonly name: string; readonly post: string }>>;
  /** reports of this year, and last year's of 目標設定 and at year-end */
  readonly reports: readonly Report[];
  /** targets that were changed, and changes that wait */
  readonly targetChanges?: readonly TargetChange[];
  /** 根拠資料 of its goals, oldest first */
  readonly evidence?: readonly (EvidenceItem & { readonly task: string })[];
  /** in their order */
  readonly publications?: readonly SheetPublication[];
  /** what imports after the publication changed in the sheet itself, oldest first */
  readonly errata?: readonly Erratum[];
  /** 来年の担当者へ of this year and before */
  readonly yearNotes?: readonly YearNote[];
  /** 実績メモ of the year about its goals, by their days */
  readonly memos?: readonly MemoBeside[];
  /** the same section's sheet of the year before */
  readonly lastYear: NumberedSheet | null;
};

/** The target in force; of what is submitted, the one it was rated against. */
function inForce(
  { targetChanges = [] }: SheetRecord,
  indicatorId: string,
  printed: string,
  report: Report | null,
): Pick<TaskIndicator, 'target' | 'changed'> {
  const stands = report?.state === 'submitted' || report?.state === 'approved';
  const changes = approvedChanges(targetChanges, indicatorId);
  const { target, changed } = targetInForce(printed, changes, stands ? report.writer.at : undefined);
  return changed ? { target, changed } : { target };
}

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
    .flatMap((round) => [
      ...record.sheet.goals.map((goal, place) =>
        taskOf(record, round, goal, record.numbering[place]!, place),
      ),
      ...(round.kind === 'targets' ? droppedTasks(record, round) : []),
    ]);
}

function taskOf(
  record: SheetRecord,
  round: Round,
  goal: Goal,
  ids: Pick<Numbering[number], 'goalId' | 'indicatorIds' | 'added'>,
  place: number | null,
): Task {
  const { goalId, indicatorIds } = ids;
  const earlier = [
    ...(place === null ? [] : midyear(record, round, place)),
    ...lastYear(record, round, goal),
  ];
  const id = taskIdOf(goalId, round.kind);
  const report = record.reports.find((one) => one.id === id) ?? null;
  const memos =
    round.kind === 'targets'
      ? []
      : (record.memos ?? []).filter((one) => one.goalId === goalId && one.day <= round.asOf);
  const beside = memos.length > 0 ? besideIn(record.reports.map(({ content }) => content.plan)) : {};
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
      const note = noteInForce(record.yearNotes ?? [], goal, at, indicatorId, record.lastYear);
      const aim = inForce(record, indicatorId, indicator.target, report);
      const { growth = null, period = '' } = beside[indicatorId] ?? {};
      const measured = { id: indicatorId, name: indicator.name, target: aim.target, growth, period };
      const memoSum = sumBeside(memos, measured, round.fiscalYear, round.asOf);
      return {
        id: indicatorId,
        seq: at + 1,
        name: indicator.name,
        ...aim,
        initiative: initiativeOf(goal, at),
        overview: indicator.overview,
        direction: record.directions[indicatorId] ?? null,
        ...(record.sayers?.[indicatorId] ? { directionBy: record.sayers[indicatorId] } : {}),
        earlier: earlier.flatMap(({ from, answer }) => {
          const found = answer(at);
          return found ? [{ from, ...found }] : [];
        }),
        ...(note ? { note } : {}),
        ...(memoSum ? { memoSum } : {}),
      };
    }),
    policyAsked: goal.nextPolicy !== null,
    ...(memos.length > 0 ? { memos } : {}),
    earlierPolicies: earlier.flatMap(({ from, policy }) => (policy === '' ? [] : [{ from, text: policy }])),
    ...(round.kind === 'yearend' ? firstPublished(record.publications ?? [], id) : {}),
    ...(round.kind === 'targets'
      ? {
          planned: plannedIn(record, goal, { last: 0, ...ids }),
          ...promisesOf(record, goal, round),
          ...(ids.added ? { added: ids.added } : {}),
          ...(place !== null && isReported(latestAtYearEnd(record.reports, goalId))
            ? { reported: true as const }
            : {}),
        }
      : {}),
    ...evidenceOf(record, id),
    report,
  };
}

function evidenceOf({ evidence = [] }: SheetRecord, id: string): Pick<Task, 'evidence'> {
  const own = evidence.filter(({ task }) => task === id).map(({ task: _, ...item }) => item);
  return own.length > 0 ? { evidence: own } : {};
}

function plannedIn({ directions, lastYear: last, reports }: SheetRecord, goal: Goal, ids: Numbering[number]) {
  const before = last?.numbering.map(
    ({ goalId }) => reports.find(({ id }) => id === taskIdOf(goalId, 'targets'))?.content.plan,
  );
  return planAsItStands(goal, ids, directions, last, besideIn(before ?? []));
}

function promisesOf(
  { lastYear: last, reports }: SheetRecord,
  goal: Goal,
  { fiscalYear }: Round,
): Pick<Task, 'promises'> {
  const at = last ? placesLastYear(last.sheet, goal).goalAt : -1;
  if (!last || at < 0) return {};
  const { goalId } = last.numbering[at]!;
  const report = approvedAtYearEnd(reports, goalId)?.content;
  const promises = promisesFor({ goal: last.sheet.goals[at]!, goalId, report }, fiscalYear);
  return promises.length > 0 ? { promises } : {};
}

/** Goals of a round of 目標設定 that an approved plan has taken out of the sheet: they stay decided, and in sight. */
function droppedTasks(record: SheetRecord, round: Round): Task[] {
  const there = new Set(record.numbering.map(({ goalId }) => goalId));
  return record.reports.flatMap(({ goalId, roundId, content: { plan } }) => {
    if (roundId !== round.id || there.has(goalId) || !plan) return [];
    const goal = goalOfPlan(plan);
    return [taskOf(record, round, goal, { goalId, indicatorIds: plan.indicators.map(({ id }) => id) }, null)];
  });
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
  const latest = reports.find(({ id }) => id === taskIdOf(goalId, 'midyear')) ?? null;
  const report = latest?.state === 'submitted' ? latest : approvedReport(latest);
  if (!report) return [];
  return [
    {
      from: { kind: 'midyear' },
      policy: report.content.nextPolicy,
      answer: (at) => answerOf(report, indicatorIds[at]!),
    },
  ];
}

/** What was answered last year; in a round of 目標設定 with what was aimed at then, also where nothing was answered. */
function lastYear(record: SheetRecord, round: Round, goal: Goal): Earlier[] {
  const { lastYear: last, reports } = record;
  if (!last) return [];
  const places = placesLastYear(last.sheet, goal);
  const same = places.goalAt;
  const plans = round.kind === 'targets';
  const printed = (goalAt: number, indicatorAt: number): Omit<EarlierAnswer, 'from'> | null => {
    const { goalId, indicatorIds } = last.numbering[goalAt]!;
    const report = approvedAtYearEnd(reports, goalId);
    const row = last.sheet.goals[goalAt]!.indicators[indicatorAt]!;
    const aim = plans ? { target: row.target } : {};
    const answered = report ? answerOf(report, indicatorIds[indicatorAt]!) : null;
    if (answered) return { ...aim, ...answered };
    if (!plans && row.result === '' && row.rating === '' && row.status === '') return null;
    return { ...aim, result: row.result, rating: codeOf(record.scale, row.rating), status: row.status };
  };
  const approved = same < 0 ? null : approvedAtYearEnd(reports, last.numbering[same]!.goalId);
  return [
    {
      from: { kind: 'year', fiscalYear: last.sheet.fiscalYear },
      policy: approved?.content.nextPolicy ?? last.sheet.goals[same]?.nextPolicy ?? '',
      answer: (at) => {
        const place = places.of(at);
        return place && printed(place.goalAt, place.at);
      },
    },
  ];
}

const latestAtYearEnd = (reports: readonly Report[], goalId: string): Report | null =>
  reports.find(({ id }) => id === taskIdOf(goalId, 'yearend')) ?? null;

const approvedAtYearEnd = (reports: readonly Report[], goalId: string): Report | null =>
  approvedReport(latestAtYearEnd(reports, goalId));

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
