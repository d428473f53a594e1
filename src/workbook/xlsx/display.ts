/** What a cell of a workbook shows: its value through its number format, as a person saw it on the screen. */
import { formatEraDate } from '../../core/calendar/japanese-dates.js';
import { sameLineEnds } from '../../core/text/text.js';
import { type CellValue, shownThrough, type TabCell } from './library.js';

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

function shownNumber(value: number, format: string | undefined): string {
  if (format === undefined || /^(General|G\/標準|@)$/i.test(format.trim())) return plainNumber(value);
  // numbers of the official form, of which there are most
  if (format === '0' && Number.isSafeInteger(value)) return String(value);
  // accounting formats keep room for a bracket or fill a cell with blanks; on paper that is white space
  const tidy = format.replace(/_.|\*./gu, '').replace(/\[\$-[0-9A-Fa-f]+\]/g, '');
  return shownThrough(tidy, value).trim();
}

export type Shown = {
  readonly text: string;
  readonly kind: 'text' | 'number' | 'date' | 'error' | 'blank';
};

/** What a cell shows. `cell` carries its number format when the library read styles. */
export function shownText(value: CellValue, cell: TabCell | undefined): Shown {
  if (value === null) return { text: '', kind: 'blank' };
  const format = cell?.style?.numFmt;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime()) || value.getUTCFullYear() > 9999) return { text: '', kind: 'error' };
    const fallback = 'yyyy"年"m"月"d"日"';
    const text = japaneseDate(value, format ?? fallback) ?? japaneseDate(value, fallback) ?? '';
    return { text, kind: 'date' };
  }
  if (typeof value === 'number') return { text: shownNumber(value, format), kind: 'number' };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', kind: 'text' };
  if (cell?.type === 'error') return { text: value, kind: 'error' };
  // Excel ends lines with LF; CR LF comes from pasted text and is one break
  return { text: sameLineEnds(value), kind: 'text' };
}
