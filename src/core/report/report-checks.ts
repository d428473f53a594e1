/** The checks of a report: what it says beside last year's, mid-year's and the other goals of its sheet. */
import type { Check, GoalTexts } from '../checks/check.js';
import { checkKey } from '../checks/check.js';
import { findChecks } from '../checks/find.js';
import type { RatingCode } from '../sheet/scale.js';
import { memoized } from '../text/memoize.js';
import type { Answer, KeptCheck, ReportContent } from './report.js';
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

/**
 * What does not fit in a report, each with the answer it had: `answered` are the checks of before, by what they compare,
 * so that an answer holds as long as its texts do.
 */
export function checksOf(
  task: Task,
  content: SaidOfGoal,
  beside: CheckedBeside,
  answered: readonly Pick<KeptCheck, 'kind' | 'texts' | 'indicatorId' | 'reason'>[] = content.checks ?? [],
): KeptCheck[] {
  const reasons = new Map(answered.map((one) => [checkKey(one, one.indicatorId), one.reason]));
  return found(goalTexts(task, content, beside)).map(({ kind, texts, message, indicator }) => {
    const indicatorId = indicator === null ? '' : task.indicators[indicator]!.id;
    return {
      kind,
      texts,
      message,
      indicatorId,
      reason: reasons.get(checkKey({ kind, texts }, indicatorId)) ?? null,
    };
  });
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
    lastPolicy: task.earlierPolicies.find(({ from }) => isLastYear(from))?.text ?? '',
    others,
  };
}
