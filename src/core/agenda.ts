/**
 * When people are reminded of a round: the ladder of reminders, as a pure function of the round's dates and the
 * calendar. Reminders at opening, seven days, two working days and one working day before the deadline and the working
 * day after (DESIGN.md, Time); only on working days, so none falls into 12/29–1/3 or on a holiday.
 */
import type { Round } from './round.js';
import { addDays, addWorkingDays, type Closures, noClosures, workingDayFrom } from './working-days.js';

export type RungKind = 'opening' | 'week_before' | 'two_days_before' | 'day_before' | 'day_after';

/** One step of the ladder: the working day on which those with open goals hear of them. */
export type Rung = { readonly kind: RungKind; readonly day: string };

type Dates = Pick<Round, 'opensOn' | 'dueOn'>;

/** After the deadline a reminder missed in an outage is still of use for this many working days. */
const AFTER_DEADLINE_WORKING_DAYS = 3;

/** The day on which a deadline that falls on a closed day really ends: the next working day (地方自治法 4条の2 ③). */
export function effectiveDue(round: Dates, closures: Closures = noClosures): string {
  return workingDayFrom(round.dueOn, closures);
}

/** The ladder of a round, earliest first, each day once: in a short round the later kind stands for the day. */
export function ladder(round: Dates, closures: Closures = noClosures): Rung[] {
  const opening = workingDayFrom(round.opensOn, closures);
  const due = effectiveDue(round, closures);
  const rungs: Rung[] = [
    { kind: 'opening', day: opening },
    { kind: 'week_before', day: workingDayFrom(addDays(due, -7), closures) },
    { kind: 'two_days_before', day: addWorkingDays(due, -2, closures) },
    { kind: 'day_before', day: addWorkingDays(due, -1, closures) },
    { kind: 'day_after', day: addWorkingDays(due, 1, closures) },
  ];
  const inTime = rungs.filter((rung) => rung.day >= opening);
  const last = new Map(inTime.map((rung) => [rung.day, rung]));
  return [...last.values()].sort((a, b) => a.day.localeCompare(b.day));
}

/**
 * The rung that is owed on a day: the latest whose day has come and that is still of use. After an outage only the
 * latest counts, and one from before the deadline is stale once the deadline has passed. null when none is.
 */
export function rungOn(round: Dates, today: string, closures: Closures = noClosures): Rung | null {
  const due = effectiveDue(round, closures);
  const come = ladder(round, closures).filter((rung) => rung.day <= today);
  const latest = come.at(-1);
  if (!latest) return null;
  if (latest.kind === 'day_after')
    return today <= addWorkingDays(latest.day, AFTER_DEADLINE_WORKING_DAYS, closures) ? latest : null;
  return today <= due ? latest : null;
}

/** The next rung after a day; null when the ladder has ended. */
export function nextRung(round: Dates, after: string, closures: Closures = noClosures): Rung | null {
  return ladder(round, closures).find((rung) => rung.day > after) ?? null;
}
