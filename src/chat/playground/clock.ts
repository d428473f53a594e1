/** The demo's time as the page shows it. */
import { formatInstant } from '../../core/calendar/format-instant.js';
import { formatEraDate, formatMonthDay, weekdayJa } from '../../core/calendar/japanese-dates.js';
import { cityDate, cityTime, holidayName } from '../../core/calendar/working-days.js';
import type { Clock } from '../../flow/ports.js';

export type ShownClock = {
  /** 令和5年10月2日(月) */
  readonly date: string;
  /** 9:00 */
  readonly time: string;
  /** スポーツの日; '' on other days */
  readonly holiday: string;
  /** 10月5日(木) 9:00; '' when no notice is known */
  readonly next: string;
  /** the same in English, for the English page */
  readonly english: { readonly date: string; readonly holiday: string; readonly next: string };
};

/** The time now and when the next notice falls due. */
export async function shownClock(clock: PlaygroundClock): Promise<ShownClock> {
  const now = clock.now();
  const date = cityDate(now);
  const next = await clock.nextDue();
  const soon = next && formatInstant(next.toISOString());
  return {
    date: `${formatEraDate(date, 'kanji')}(${weekdayJa(date)})`,
    time: cityTime(now).replace(/^0/u, ''),
    holiday: holidayName(date) ?? '',
    next: soon?.ja ?? '',
    english: {
      date: `${formatMonthDay(date, 'en')} ${date.slice(0, 4)}`,
      holiday: holidayName(date, 'en') ?? '',
      next: soon?.en ?? '',
    },
  };
}

/** The demo's clock, which the visitor may move forward. */
export type PlaygroundClock = Clock & {
  /** never backwards: an earlier instant changes nothing */
  moveTo(instant: Date): Promise<void>;
  /** when the next notice falls due after now; null when none is known */
  nextDue(): Promise<Date | null>;
};
