/**
 * The calendar as the coordinator loads it: days on which an office is closed or open against the rule, for the whole
 * city or one section (a museum's Mondays, an 出張所 on a Saturday), and national holidays beyond those that are fixed.
 */
import { addDays, type Closures, HOLIDAYS_CONFIRMED_UNTIL, holidayName } from './working-days.js';

/** `closed` 休み, `open` 開庁 (a working Saturday), `holiday` a national holiday of an official table. */
const CALENDAR_KINDS = ['closed', 'open', 'holiday'] as const;
export type CalendarKind = (typeof CALENDAR_KINDS)[number];

/** A day as a calendar file has it. */
export type CalendarRow = {
  /** counts from 1 */
  readonly line: number;
  /** ISO date */
  readonly day: string;
  readonly kind: CalendarKind;
  /** the section's name as typed; null: the whole city */
  readonly section: string | null;
  readonly name: string;
};

export type CalendarDay = {
  /** null: the whole city */
  readonly sectionId: string | null;
  /** ISO date */
  readonly day: string;
  readonly kind: CalendarKind;
  /** 館内整理日, 成人の日 …; may be '' */
  readonly name: string;
};

/** The last day (ISO date) whose national holidays are known for certain, with the tables that were loaded. */
export function holidaysConfirmedUntil(days: readonly CalendarDay[]): string {
  const loaded = yearsLoaded(days);
  let year = Number(HOLIDAYS_CONFIRMED_UNTIL.slice(0, 4));
  while (loaded.has(year + 1)) year += 1;
  return `${year}-12-31`;
}

/** What a section's working days differ in from the rule; a section's own days come before the city's. null: the city's. */
export function closuresOf(days: readonly CalendarDay[], sectionId: string | null): Closures {
  const kinds = new Map<string, 'closed' | 'open'>();
  for (const day of notHolidays(days)) kinds.set(day, 'open');
  const city = days.filter((one) => one.sectionId === null);
  // A closing or opening of the city's own comes before the national table.
  for (const { day } of city.filter(({ kind }) => kind === 'holiday')) kinds.set(day, 'closed');
  for (const { day, kind } of city) if (kind !== 'holiday') kinds.set(day, kind);
  for (const one of days)
    if (sectionId !== null && one.sectionId === sectionId && one.kind !== 'holiday')
      kinds.set(one.day, one.kind);
  const all = [...kinds];
  const daysOf = (wanted: 'closed' | 'open') =>
    all.flatMap(([day, kind]) => (kind === wanted ? [day] : [])).sort();
  return { closed: daysOf('closed'), open: daysOf('open') };
}

function yearsLoaded(days: readonly CalendarDay[]): Set<number> {
  return new Set(days.filter(({ kind }) => kind === 'holiday').map(({ day }) => Number(day.slice(0, 4))));
}

/** Forecast holidays of loaded years that the official table does not have: ordinary days, when they are weekdays. */
function notHolidays(days: readonly CalendarDay[]): string[] {
  const official = new Set(days.filter(({ kind }) => kind === 'holiday').map(({ day }) => day));
  const found: string[] = [];
  for (const year of yearsLoaded(days)) {
    if (`${year}-12-31` <= HOLIDAYS_CONFIRMED_UNTIL) continue;
    for (let day = `${year}-01-04`; day < `${year}-12-29`; day = addDays(day, 1)) {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      if (holidayName(day) !== null && !official.has(day) && weekday !== 0 && weekday !== 6) found.push(day);
    }
  }
  return found;
}
