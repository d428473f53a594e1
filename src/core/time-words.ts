/** Instants in words, in the city's time. */
import { formatMonthDay } from './era.js';
import type { Words } from './language.js';
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
