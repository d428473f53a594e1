/** Instants in words, in the city's time. */
import type { Words } from '../text/language.js';
import { formatMonthDay } from './japanese-dates.js';
import { cityDate, cityTime } from './working-days.js';

/** 10月14日(金) 9:05 */
export function formatInstant(instant: string): Words {
  const date = cityDate(instant);
  const time = cityTime(instant).replace(/^0/, '');
  return {
    ja: `${formatMonthDay(date, 'ja')} ${time}`,
    en: `${formatMonthDay(date, 'en')}, ${time}`,
  };
}
