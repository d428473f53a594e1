/** The rows of a sheet with target and result read as quantities. */
import { type NumberPart, type Reading, readQuantity } from '../quantity.js';
import { type RowOfSheet, rowsOf } from './catalogue.js';
import type { PrintedSheet } from './layout.js';

export type ReadRow = RowOfSheet & { readonly target: Reading; readonly result: Reading };

/** Sheets whose rows were read: three finders want the same readings, and reading is most of what finding costs. */
const known = new WeakMap<PrintedSheet, readonly ReadRow[]>();

export function readRows(one: PrintedSheet): readonly ReadRow[] {
  const before = known.get(one);
  if (before) return before;
  const rows = rowsOf(one).map((row) => ({
    ...row,
    target: readQuantity(row.indicator.target, { indicator: row.indicator.name }),
    result: readQuantity(row.indicator.result, { indicator: row.indicator.name }),
  }));
  known.set(one, rows);
  return rows;
}

export function numbersOf(reading: Reading): NumberPart[] {
  return reading.parts.filter((part) => part.kind === 'number');
}

/** The one number of this year that a reading states; null when there is none or more than one. */
export function soleNumber(reading: Reading): NumberPart | null {
  const annual = numbersOf(reading).filter((part) => part.scope === 'annual');
  return annual.length === 1 ? annual[0]! : null;
}
