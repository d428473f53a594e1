/** The rows of a sheet with target and result read as quantities. */
import { type NumberPart, type Reading, readQuantity } from '../quantity.js';
import { type RowOfSheet, rowsOf } from './catalogue.js';
import type { PrintedSheet } from './layout.js';

export type ReadRow = RowOfSheet & { readonly target: Reading; readonly result: Reading };

export function readRows(one: PrintedSheet): ReadRow[] {
  return rowsOf(one).map((row) => ({
    ...row,
    target: readQuantity(row.indicator.target, { indicator: row.indicator.name }),
    result: readQuantity(row.indicator.result, { indicator: row.indicator.name }),
  }));
}

export function numbersOf(reading: Reading): NumberPart[] {
  return reading.parts.filter((part) => part.kind === 'number');
}

/** The one number of this year that a reading states; null when there is none or more than one. */
export function soleNumber(reading: Reading): NumberPart | null {
  const annual = numbersOf(reading).filter((part) => part.scope === 'annual');
  return annual.length === 1 ? annual[0]! : null;
}
