/**
 * When people hear of a round: the ladder of reminders, what managers and approvers are told, and the day of the weekly
 * digest, as pure functions of the round's dates and the calendar. Reminders at opening, seven days, two working days and one working day before the deadline and the working
 * day after; only on working days, so none falls into 12/29–1/3 or on a holiday.
 */
import { mondayOf } from './office-hours.js';
import type { Round } from './round.js';
import { addDays, addWorkingDays, type Closures, noClosures, workingDayFrom } from './working-days.js';

export type RungKind = 'opening' | 'week_before' | 'two_days_before' | 'day_before' | 'day_after';

/** One step of the ladder: the working day on which those with open goals hear of them. */
type Rung = { readonly kind: RungKind; readonly day: string };

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

/** A day on which managers hear, in private, who is missing: the last day of the deadline and the working day after. */
type MissingRung = { readonly kind: 'due_day' | 'day_after'; readonly day: string };

/** The days on which managers hear who is missing, earliest first. */
export function missingRungs(round: Dates, closures: Closures = noClosures): MissingRung[] {
  const due = effectiveDue(round, closures);
  return [
    { kind: 'due_day', day: due },
    { kind: 'day_after', day: addWorkingDays(due, 1, closures) },
  ];
}

/** Which of them is owed on a day: the latest that has come and is still of use; null when none is. */
export function missingRungOn(
  round: Dates,
  today: string,
  closures: Closures = noClosures,
): MissingRung | null {
  const latest = missingRungs(round, closures)
    .filter((rung) => rung.day <= today)
    .at(-1);
  if (latest?.kind !== 'day_after') return latest ?? null;
  return today <= addWorkingDays(latest.day, AFTER_DEADLINE_WORKING_DAYS, closures) ? latest : null;
}

/** Approvers hear of what waits for them after this many working days, and again after as many. */
export const WAITING_WORKING_DAYS = 2;

/** A digest that could not go out on its day is still of use for this many working days. */
const DIGEST_WORKING_DAYS = 1;

/** The day of a week's digest, its Monday or the first working day after it; null in a week without any. */
export function digestDay(week: string, closures: Closures = noClosures): string | null {
  const day = workingDayFrom(week, closures);
  return day < addDays(week, 7) ? day : null;
}

/**
 * The Monday from which on what has changed is of a week's digest: of the week before, or of those before it that had none.
 * Where 12/29 is a Monday the offices are closed all of that week.
 */
export function digestSince(week: string, closures: Closures = noClosures): string {
  const before = addDays(week, -7);
  return digestDay(before, closures) === null ? digestSince(before, closures) : before;
}

/** The week (its Monday) whose digest may go out on a day; null when it is too early or too late in the week. */
export function digestWeekOn(today: string, closures: Closures = noClosures): string | null {
  const week = mondayOf(today);
  const day = digestDay(week, closures);
  if (day === null || today < day) return null;
  return today <= addWorkingDays(day, DIGEST_WORKING_DAYS, closures) ? week : null;
}

/** The next day of a digest after a day. */
export function nextDigestDay(after: string, closures: Closures = noClosures): string {
  for (let week = mondayOf(after); ; week = addDays(week, 7)) {
    const day = digestDay(week, closures);
    if (day !== null && day > after) return day;
  }
}
