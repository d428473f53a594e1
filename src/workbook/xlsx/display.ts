/** What a cell of a workbook shows: its value through its number format, as a person saw it on the screen. */
import { formatEraDate } from '../../core/calendar/japanese-dates.js';
import { sameLineEnds } from '../../core/text/text.js';
import type { CellValue, TabCell } from './library.js';
import { isTimeAlone, numberThrough, textThrough } from './number-format.js';

const DATE_TOKEN = /"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(ggg|gg|g|ee|e|yyyy|yy|mm|m|dd|d)|([\s\S])/giu;

/** A date through a Japanese date format; null when the format holds a time or names of days or months. */
function japaneseDate(date: Date, format: string): string | null {
  const section = format.split(';')[0] ?? '';
  const bare = section.replace(/"[^"]*"|\\.|\[[^[\]]*\]/g, '');
  if (/[hs]|mmm|ddd|aaa|am\/pm/i.test(bare) || !/[yegmd]/i.test(bare)) return null;
  const iso = date.toISOString().slice(0, 10);
  const letters = formatEraDate(iso, 'letter');
  const kanji = formatEraDate(iso, 'kanji');
  const eraYear = Number(/\d+/.exec(letters)?.[0]);
  const gannen = /ggg/i.test(bare) && eraYear === 1;
  const two = (n: number): string => String(n).padStart(2, '0');
  let text = '';
  for (const match of section.matchAll(DATE_TOKEN)) {
    const token = match[3]?.toLowerCase();
    if (token === undefined) text += match[1] ?? match[2] ?? match[4] ?? '';
    else if (token === 'ggg') text += kanji.slice(0, 2);
    else if (token === 'gg') text += kanji.slice(0, 1);
    else if (token === 'g') text += letters.slice(0, 1);
    else if (token === 'e') text += gannen ? '元' : String(eraYear);
    else if (token === 'ee') text += two(eraYear);
    else if (token === 'yyyy') text += String(date.getUTCFullYear());
    else if (token === 'yy') text += two(date.getUTCFullYear() % 100);
    else if (token === 'mm') text += two(date.getUTCMonth() + 1);
    else if (token === 'm') text += String(date.getUTCMonth() + 1);
    else if (token === 'dd') text += two(date.getUTCDate());
    else text += String(date.getUTCDate());
  }
  return text;
}

/** A number as Excel's General shows it: no noise of binary fractions (0.1+0.2), at most 11 digits. */
function plainNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(11)));
}

function shownNumber(value: number, format: string | undefined): string | null {
  if (format === undefined || /^(General|G\/標準|@)$/i.test(format.trim())) return plainNumber(value);
  // numbers of the official form, of which there are most
  if (format === '0' && Number.isSafeInteger(value)) return String(value);
  return numberThrough(format, value, plainNumber);
}

export type Shown = {
  readonly text: string;
  readonly kind: 'text' | 'number' | 'date' | 'error' | 'blank' | 'unknown';
  /** what of the cell is struck through, and so no text of it */
  readonly struck?: string;
};

const DAY_MS = 86_400_000;
/** the day before the first one of Excel's count, which has a 29 February 1900 */
const BEFORE_FIRST = Date.UTC(1899, 11, 31);
const NO_SUCH_DAY = 60;

/** The days that a cell counts, of what the library made a date. */
function daysOf(date: Date): number {
  const days = (date.getTime() - BEFORE_FIRST) / DAY_MS;
  return days >= NO_SUCH_DAY ? days + 1 : days;
}

/** Zero-width signs come with what is pasted from web pages and are seen by nobody; in an emoji they join. */
const ZERO_WIDTH =
  /[\u200B\u200C\u200E\u200F\u202A-\u202E\u2060\uFEFF\u00AD]|(?<!\p{Extended_Pictographic}|\uFE0F)\u200D/gu;

/** A text without what is struck through in it, as a person reads it on paper. */
function standing(
  value: string,
  cell: TabCell | undefined,
): { readonly text: string; readonly struck?: string } {
  if (cell?.style?.font?.strikethrough) return value === '' ? { text: '' } : { text: '', struck: value };
  const runs = cell?.richText;
  if (!runs?.some(({ font }) => font?.strikethrough)) return { text: value };
  const join = (struck: boolean) =>
    runs
      .filter(({ font }) => (font?.strikethrough === true) === struck)
      .map(({ text }) => text)
      .join('');
  return { text: join(false), struck: join(true) };
}

/** What a cell shows. `cell` carries its number format when the library read styles. */
export function shownText(value: CellValue, cell: TabCell | undefined): Shown {
  if (value === null) return { text: '', kind: 'blank' };
  const format = cell?.style?.numFmt;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime()) || value.getUTCFullYear() > 9999) return { text: '', kind: 'error' };
    if (format !== undefined && isTimeAlone(format)) {
      const time = numberThrough(format, daysOf(value), plainNumber);
      return time === null ? { text: format, kind: 'unknown' } : { text: time, kind: 'text' };
    }
    const fallback = 'yyyy"年"m"月"d"日"';
    const text = japaneseDate(value, format ?? fallback) ?? japaneseDate(value, fallback) ?? '';
    return { text, kind: 'date' };
  }
  if (typeof value === 'number') {
    const shown = shownNumber(value, format);
    if (shown === null) return { text: format ?? '', kind: 'unknown' };
    return { kind: 'number', ...standing(shown, cell) };
  }
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', kind: 'text' };
  if (cell?.type === 'error') return { text: value, kind: 'error' };
  // Excel ends lines with LF; CR LF comes from pasted text and is one break
  const read = standing(value.replace(ZERO_WIDTH, ''), cell);
  const text = sameLineEnds(read.text);
  return { ...read, text: format === undefined ? text : textThrough(format, text), kind: 'text' };
}
