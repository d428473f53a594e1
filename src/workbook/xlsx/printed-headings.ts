/**
 * The printed headings stand out of line with their data (T01), the official form in line. So that a sheet that
 * was read from print, written as a workbook and read again is the same sheet, the workbook remembers in its
 * document properties which of the printed heading cells were blank.
 */

import type { Sheet } from '../../core/sheet/sheet.js';
import { HEAD_NAME } from '../form/official-sheet.js';

/** Name of the document property; `見出しの配置:<tab>` for a tab that differs from the first. */
const PROPERTY = '見出しの配置';

type Headings = Sheet['columnHeadings'];

const rowPattern = (row: readonly string[]): string => row.map((cell) => (cell === '' ? '-' : 'x')).join('');

const patternOf = (headings: Headings): string => headings.map(rowPattern).join('/');

/** The document properties for the headings of these sheets. */
export function headingProperties(sheets: readonly Sheet[], tabs: readonly string[]): Record<string, string> {
  const first = sheets[0] ? patternOf(sheets[0].columnHeadings) : '';
  const properties: Record<string, string> = {};
  if (first !== '/') properties[PROPERTY] = first;
  sheets.forEach((sheet, index) => {
    const pattern = patternOf(sheet.columnHeadings);
    if (pattern !== first) properties[`${PROPERTY}:${tabs[index] ?? ''}`] = pattern;
  });
  return properties;
}

/** The headings of a tab as they were printed, when the workbook remembers them and nobody changed them since. */
export function printedHeadings(
  read: Headings,
  tab: string,
  properties: Readonly<Record<string, unknown>>,
): Headings {
  const pattern = properties[`${PROPERTY}:${tab}`] ?? properties[PROPERTY];
  if (typeof pattern !== 'string') return read;
  const [upper, lower, ...rest] = pattern.split('/');
  if (upper === undefined || lower === undefined || rest.length > 0 || upper.length + lower.length > 512)
    return read;
  const place = (row: string, labels: readonly string[]): string[] | null => {
    const words = labels.filter((label) => label !== '');
    if (words.length !== row.replaceAll('-', '').length) return null;
    let next = 0;
    return [...row].map((mark) => (mark === '-' ? '' : (words[next++] ?? '')));
  };
  const placed = [place(upper, read[0]), place(lower, read[1])] as const;
  return placed[0] && placed[1] ? [placed[0], placed[1]] : read;
}

/** The head of the history as a document property (ファイル → 情報 → プロパティ). */
export const headProperty = (head: string | undefined): Record<string, string> =>
  head === undefined ? {} : { [HEAD_NAME]: head };
