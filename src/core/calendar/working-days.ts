/**
 * Working days of a city office: not Saturdays and Sundays, national holidays (国民の祝日に関する法律, with substitutes),
 * 12/29–1/3 (市の休日: 地方自治法 4条の2 and every city's own 条例) and the closures the coordinator added. Dates are ISO
 * dates local to the city, computed as UTC midnights so that no time zone leaks in.
 */
import holidayJp from '@holiday-jp/holiday_jp';
import type { Language } from '../text/language.js';

const NATIONAL_HOLIDAYS: Readonly<
  Record<string, { readonly name: string; readonly name_en: string } | undefined>
> = holidayJp.holidays;

/** What the coordinator loads on top of the law. */
export type Closures = {
  /** ISO dates on which the office is closed though it would be open */
  readonly closed: readonly string[];
  /** ISO dates on which it is open though it would be closed: working Saturdays */
  readonly open: readonly string[];
};

export const noClosures: Closures = { closed: [], open: [] };

const MS_PER_DAY = 86_400_000;

/** The date `days` after (before, when negative) an ISO date. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Days from one ISO date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY);
}

/**
 * The last day whose national holidays are fixed: 春分の日 and 秋分の日 of a year are announced in 官報 in February of the
 * year before (暦要項, 国立天文台; 内閣府「国民の祝日について」 lists this year and the next). What the library's table says
 * beyond is a forecast. A calendar file that the coordinator loads takes it further.
 */
export const HOLIDAYS_CONFIRMED_UNTIL = '2027-12-31';

/** The name of the national holiday on a date; null when there is none (or the table does not reach that far). */
export function holidayName(date: string, language: Language = 'ja'): string | null {
  return NATIONAL_HOLIDAYS[date]?.[language === 'ja' ? 'name' : 'name_en'] ?? null;
}

/** Whether the office works on a date. */
export function isWorkingDay(date: string, closures: Closures = noClosures): boolean {
  if (closures.open.includes(date)) return true;
  if (closures.closed.includes(date)) return false;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  const monthDay = date.slice(5);
  if (monthDay >= '12-29' || monthDay <= '01-03') return false;
  return holidayName(date) === null;
}

/** The first working day on or after a date. */
export function workingDayFrom(date: string, closures: Closures = noClosures): string {
  let day = date;
  while (!isWorkingDay(day, closures)) day = addDays(day, 1);
  return day;
}

/** The working day `count` working days before (negative) or after (positive) a date, the date itself not counted. */
export function addWorkingDays(date: string, count: number, closures: Closures = noClosures): string {
  const step = count < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0; ) {
    day = addDays(day, step);
    if (isWorkingDay(day, closures)) left -= 1;
  }
  return day;
}

/** Working days from after `from` up to and with `to`; 0 when `to` is not later. */
export function workingDaysUntil(from: string, to: string, closures: Closures = noClosures): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1))
    if (isWorkingDay(day, closures)) count += 1;
  return count;
}

/** Working days from today until a deadline, without today; negative: since it. */
export function workingDaysLeft(today: string, dueOn: string, closures: Closures = noClosures): number {
  return today <= dueOn
    ? workingDaysUntil(today, dueOn, closures)
    : -workingDaysUntil(dueOn, today, closures);
}

/** The instant (ISO) of nine o'clock in the city on the next working day, or on the first one of next week. */
export function workingMorning(
  today: string,
  which: 'next_day' | 'next_week',
  closures: Closures = noClosures,
): string {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const from = which === 'next_day' ? addDays(today, 1) : addDays(today, 8 - (weekday === 0 ? 7 : weekday));
  return cityInstant(workingDayFrom(from, closures), '09:00');
}

/** Japan keeps one offset all year: UTC+9, no summer time. */
const CITY_OFFSET_MS = 9 * 3_600_000;

/** The ISO date in the city at an instant. */
export function cityDate(instant: string | Date): string {
  return new Date(new Date(instant).getTime() + CITY_OFFSET_MS).toISOString().slice(0, 10);
}

/** `HH:MM` in the city at an instant. */
export function cityTime(instant: string | Date): string {
  return new Date(new Date(instant).getTime() + CITY_OFFSET_MS).toISOString().slice(11, 16);
}

/** The instant (ISO) of a time `HH:MM` in the city on a date. */
export function cityInstant(date: string, time: string): string {
  return new Date(Date.parse(`${date}T${time}:00Z`) - CITY_OFFSET_MS).toISOString();
}
