/** A page of cells as a file holds them, before anything is known of what they mean. */
import type { Where } from '../core/sheet.js';

export type GridCell = {
  readonly text: string;
  /** C14; '' where the file has no addresses */
  readonly address: string;
  /** columns and rows of the merged range that begins here; 1 when none does */
  readonly across: number;
  readonly down: number;
  /** lies under a merged range that begins elsewhere */
  readonly covered: boolean;
  /** and that range begins in a row above */
  readonly fromAbove: boolean;
  /** the cell is a date in the file, whatever it shows */
  readonly date?: boolean;
};

export type GridRow = {
  /** from 1 */
  readonly line: number;
  readonly cells: readonly GridCell[];
};

export type Grid = {
  readonly file: string;
  /** null where the file has no tabs */
  readonly tab: string | null;
  readonly rows: readonly GridRow[];
};

export const BLANK_CELL: GridCell = {
  text: '',
  address: '',
  across: 1,
  down: 1,
  covered: false,
  fromAbove: false,
};

/** The cells of a row that hold a text, with their column from 0. */
export function filled(row: GridRow): { readonly column: number; readonly cell: GridCell }[] {
  return row.cells.flatMap((cell, column) => (cell.text.trim() === '' ? [] : [{ column, cell }]));
}

/** A row of a page, or a cell of it, as messages name it. */
export function whereOf(grid: Grid, line: number, cell?: string): Where {
  return {
    file: grid.file,
    ...(grid.tab === null ? {} : { tab: grid.tab }),
    line,
    ...(cell ? { cell } : {}),
  };
}
