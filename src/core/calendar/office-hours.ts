/** When the bot speaks of its own accord: on working days of the section, from nine to five in the city's time. */
import {
  addDays,
  type Closures,
  cityDate,
  cityInstant,
  cityTime,
  isWorkingDay,
  noClosures,
  workingDayFrom,
} from './working-days.js';

/** After the doors have opened (8:30) and before they close (17:15 or 17:30): `HH:MM` in the city. */
export const OFFICE_OPENS = '09:00';
export const OFFICE_CLOSES = '17:00';

/** Whether an instant falls into working hours. */
export function isOfficeOpen(instant: string | Date, closures: Closures = noClosures): boolean {
  const time = cityTime(instant);
  return time >= OFFICE_OPENS && time < OFFICE_CLOSES && isWorkingDay(cityDate(instant), closures);
}

/** The instant (ISO) at which working hours begin on a day. */
export function morningOf(day: string): string {
  return cityInstant(day, OFFICE_OPENS);
}

/** The instant (ISO) at which working hours end on a day. */
export function eveningOf(day: string): string {
  return cityInstant(day, OFFICE_CLOSES);
}

/** The first instant (ISO) of working hours at or after an instant: itself when it falls into them. */
export function officeInstant(instant: string | Date, closures: Closures = noClosures): string {
  if (isOfficeOpen(instant, closures)) return new Date(instant).toISOString();
  const today = cityDate(instant);
  return morningOf(workingDayFrom(cityTime(instant) < OFFICE_OPENS ? today : addDays(today, 1), closures));
}

/** The Monday (ISO date) of a day's week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, weekday === 0 ? -6 : 1 - weekday);
}
