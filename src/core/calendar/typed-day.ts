/** A day as it is typed in a chat: whole, or without its year. */
import { nfkc } from '../text/normal-form.js';
import { isIsoDate, parseEraDate } from './japanese-dates.js';

/** 「4月19日」「4/19」 the next such day from `today` (ISO date) on, and every whole date; null for anything else. */
export function typedDay(text: string, today: string): string | null {
  const whole = parseEraDate(text);
  if (whole) return whole.iso;
  const [bare = ''] = nfkc(text).trim().split('(');
  const parts = bare.replace('月', '/').replace('日', '').split('/');
  const [month, day] = parts.map((part) => part.trim());
  if (parts.length !== 2 || !month || !day || !isNumber(month) || !isNumber(day)) return null;
  const year = Number(today.slice(0, 4));
  const dates = [year, year + 1].map((one) => `${one}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return dates.find((date) => isIsoDate(date) && date >= today) ?? null;
}

const isNumber = (text: string): boolean =>
  text.length <= 2 && [...text].every((one) => one >= '0' && one <= '9');
