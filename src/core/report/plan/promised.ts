/** Promises (約束) of last year's 今後の方針 that fall into the year whose targets are set. */
import { fiscalYearEnd, fiscalYearStart } from '../../calendar/japanese-dates.js';
import { findFollowUps, followUpId } from '../../followup/find.js';
import type { Goal } from '../../sheet/sheet.js';

/** A promise as a plan may take it over. */
export type TakenPromise = {
  readonly id: string;
  /** as typed */
  readonly sentence: string;
  /** the last day of its time, ISO date */
  readonly until: string;
};

/** What a report says of what goes on. */
type Said = { readonly nextPolicy: string; readonly answers: readonly { readonly status: string }[] };

/** What a button names a promise by: an id is longer than a button's own may be. */
export const promiseMark = ({ id }: Pick<TakenPromise, 'id'>): string => id.slice(id.lastIndexOf(':') + 1);

/** Of what somebody said at year-end, else as it was printed. On the 10-column form (T03) 今後の方針 stands in 目標達成状況. */
export function policyOf(goal: Goal, report: Said | undefined): string {
  if (goal.nextPolicy !== null) return report?.nextPolicy ?? goal.nextPolicy;
  return (report?.answers ?? goal.indicators).map(({ status }) => status).join('\n');
}

/**
 * The promises of a goal of last year for the year after it, in the order of the text.
 *
 * @param goal    last year's, with its id and what was approved of it at year-end
 * @param year    fiscal year that is planned
 */
export function promisesFor(
  { goal, goalId, report }: { goal: Goal; goalId: string; report: Said | undefined },
  year: number,
): TakenPromise[] {
  return findFollowUps(policyOf(goal, report), year - 1)
    .filter(({ due }) => due.from <= fiscalYearEnd(year) && due.until >= fiscalYearStart(year))
    .map(({ sentence, due }) => ({ id: followUpId(goalId, sentence), sentence, until: due.until }));
}
