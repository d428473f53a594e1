/**
 * 目標の変更 that waits for an approval goes up as a report does: whoever decides is told again every second working day, then
 * who is above, then 事務局, once each. It belongs to no round, so its word is a message of its own.
 */

import { eveningOf } from '../../calendar/office-hours.js';
import { workingDaysUntil } from '../../calendar/working-days.js';
import { type PostTerms, running } from '../../organization/terms.js';
import type { TargetChange } from '../../report/year/target-change.js';
import { type OwedNotice, owed } from '../notice.js';
import { approversOf, type GoalStanding, waitsSince } from '../section-round.js';
import {
  type PostNamed,
  raisedOn,
  raisedTo,
  type WaitingCall,
  type WaitingPlace,
  waitingCalls,
  waitsFor,
} from '../waiting.js';

/** A request that waits, with who holds the posts of its section and the one above, and the section's calendar. */
export type WaitingChange = Omit<WaitingPlace, 'goals'> & { readonly change: TargetChange };

/** The request as what waits in the place of a goal. */
function standing({ change: { id, approvals, by } }: WaitingChange): GoalStanding {
  const since = (approvals.at(-1) ?? by).at;
  const at = { step: approvals.length, since, writerId: by.personId, version: 0, questions: [] };
  return { taskId: id, state: 'submitted', ...at };
}

const placeOf = (waiting: WaitingChange): WaitingPlace => ({ ...waiting, goals: [standing(waiting)] });

const desk = (coordinators: readonly PostTerms[], today: string) =>
  coordinators.flatMap(({ holders }) => running(holders, today));

/** Everybody who is called on a day about requests, whether told already or not. */
export const targetCallsOn = (
  waiting: readonly WaitingChange[],
  coordinators: readonly PostTerms[],
  today: string,
): WaitingCall[] => waiting.flatMap((one) => waitingCalls(placeOf(one), desk(coordinators, today), today));

/**
 * The messages then owed, one a person and day.
 *
 * @param reminded  the last day (ISO date) on which a person's message went out; null: never
 */
export function targetReminders(
  calls: readonly WaitingCall[],
  reminded: (personId: string) => string | null,
  today: string,
  now: string,
): OwedNotice[] {
  const people = calls.flatMap(({ personId, since }) => {
    const last = reminded(personId);
    return last === null || last < since ? [personId] : [];
  });
  return [...new Set(people)].map((personId) =>
    owed({ kind: 'targets_waiting', personId, day: today }, personId, now, {
      staleAt: eveningOf(today),
      inHours: true,
    }),
  );
}

/** How a request stands on a day. */
export type ChangeStanding = {
  readonly workingDays: number;
  /** to whom it has gone up; null: to nobody yet */
  readonly raised: PostNamed | null;
  /** whose approval it waits for, and who they are; nobody: 事務局 decides */
  readonly post: PostNamed | null;
  readonly names: readonly string[];
  /** who hears of it because it has waited too long */
  readonly above: readonly string[];
};

export function changeStanding(
  waiting: WaitingChange,
  coordinators: readonly PostTerms[],
  today: string,
): ChangeStanding {
  const place = placeOf(waiting);
  const [goal] = place.goals as [GoalStanding];
  return {
    workingDays: workingDaysUntil(waitsSince(goal)!, today, waiting.closures),
    raised: raisedTo(place, goal, today),
    post: waitsFor(place, goal),
    names: approversOf(place, goal, today).map(({ name }) => name),
    above: raisedOn(place, desk(coordinators, today), today).map(({ personId }) => personId),
  };
}
