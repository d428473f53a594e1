/** The checks of a report: what it says beside last year's, mid-year's and the other goals of its sheet. */
import { cityDate } from '../calendar/working-days.js';
import type { Check, GoalTexts } from '../checks/check.js';
import { checkKey } from '../checks/check.js';
import { findChecks } from '../checks/find.js';
import type { RatingCode } from '../sheet/scale.js';
import { memoized } from '../text/memoize.js';
import type { Answer, KeptCheck, Report, ReportContent } from './report.js';
import type { EarlierAnswer, Task } from './task.js';

/** What is said of one goal: of a report, or as it stands printed in its sheet. */
export type SaidOfGoal = Pick<ReportContent, 'nextPolicy' | 'checks'> & {
  readonly answers: readonly (Pick<Answer, 'indicatorId' | 'result' | 'reason' | 'status'> & {
    /** null when nothing is rated yet */
    readonly rating: RatingCode | null;
  })[];
};

export type CheckedBeside = {
  /** ISO date */
  readonly today: string;
  /** what is said of other goals in the same round; in any order */
  readonly others: GoalTexts['others'];
};

/** What the rest of a section's goals say in the same round, for `checksOf`. */
export function othersOf(task: Task, tasks: readonly Task[]): GoalTexts['others'] {
  return tasks.flatMap((other) =>
    other.id !== task.id &&
    other.sectionId === task.sectionId &&
    other.round.id === task.round.id &&
    other.report
      ? [{ where: `No.${other.goalNo}`, texts: textsOf(other.report.content) }]
      : [],
  );
}

/** What people wrote in it. */
export function textsOf({ answers, nextPolicy }: SaidOfGoal): string[] {
  return [...answers.map(({ status }) => status), nextPolicy].filter((text) => text !== '');
}

/** What tells one check of a report from another: what it compares, so that an answer holds as long as its texts do. */
export function keyOf(check: Pick<KeptCheck, 'kind' | 'texts' | 'indicatorId'>): string {
  return checkKey(check, check.indicatorId);
}

/** The answers that checks were given, by their keys. */
export function reasonsIn(checks: readonly KeptCheck[] = []): Record<string, string> {
  return Object.fromEntries(checks.flatMap((one) => (one.reason === null ? [] : [[keyOf(one), one.reason]])));
}

/** What does not fit in a report, each with the answer it had. */
export function checksOf(
  task: Task,
  content: SaidOfGoal,
  beside: CheckedBeside,
  reasons: Readonly<Record<string, string>> = reasonsIn(content.checks),
): KeptCheck[] {
  return found(goalTexts(task, content, beside)).map(({ kind, texts, message, indicator }) => {
    const indicatorId = indicator === null ? '' : task.indicators[indicator]!.id;
    const check = { kind, texts, message, indicatorId };
    return { ...check, reason: reasons[keyOf(check)] ?? null };
  });
}

/** The checks as a report was submitted with them; of a report of before they were kept, as of the day it was submitted. */
export function checksIn(
  task: Task,
  { content, writer }: Pick<Report, 'content' | 'writer'>,
): readonly KeptCheck[] {
  return content.checks ?? checksOf(task, content, { today: cityDate(new Date(writer.at)), others: [] });
}

/** Checks kept of what was looked at lately: the same report is shown to its writer and to whoever decides. */
const MANY = 500;
const found = memoized(
  (goal: GoalTexts) => JSON.stringify(goal),
  (goal: GoalTexts): readonly Check[] => findChecks(goal).checks,
  MANY,
);

function goalTexts(task: Task, content: SaidOfGoal, { today, others }: CheckedBeside): GoalTexts {
  const { round, scale } = task;
  const isLastYear = (from: EarlierAnswer['from']) =>
    from.kind === 'year' && from.fiscalYear === round.fiscalYear - 1;
  return {
    fiscalYear: round.fiscalYear,
    round: round.kind,
    scale,
    asOf: round.asOf,
    today,
    indicators: task.indicators.map(({ id, name, target, overview, direction, earlier }) => {
      const answer = content.answers.find(({ indicatorId }) => indicatorId === id);
      return {
        name,
        target,
        overview,
        direction,
        result: answer?.result ?? '',
        rating: answer?.rating ?? null,
        reason: answer?.reason ?? '',
        status: answer?.status ?? '',
        lastYear: earlier.find(({ from }) => isLastYear(from)) ?? null,
        midyear: earlier.find(({ from }) => from.kind === 'midyear') ?? null,
      };
    }),
    policy: content.nextPolicy,
    midyearPolicy: task.earlierPolicies.find(({ from }) => from.kind === 'midyear')?.text ?? '',
    lastPolicy: task.earlierPolicies.find(({ from }) => isLastYear(from))?.text ?? '',
    others,
  };
}
