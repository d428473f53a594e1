/** The eight real sheets, for tests of writers and readers. */
import { readFileSync } from 'node:fs';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import type { OfficialSheet } from '../../src/workbook/form/official-sheet.js';
import { readPrinted } from '../../src/workbook/reader/printed.js';

const text = readFileSync(new URL('../fixtures/kita-r5.txt', import.meta.url), 'utf8');

export function kitaSheets(): Sheet[] {
  const read = readPrinted(text, 'kita-r5.txt');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
  return read.sheets.map((one) => one.sheet);
}

export const approved = (sheets: readonly Sheet[]): OfficialSheet[] =>
  sheets.map((sheet) => ({ ...sheet, approved: true }));
