/** A page of cells as a file holds them, before anything is known of what they mean. */
import type { Where } from '../../core/sheet/sheet.js';

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
  /** the cell right above with a text, that is merged over this one */
  readonly above?: GridCell;
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

/** The letters of a column, counted from 0. */
export function columnLetters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : columnLetters(Math.floor(column / 26) - 1) + columnLetters(column % 26);
}

/** C14: row and column from 0. */
export const cellName = (row: number, column: number): string => `${columnLetters(column)}${row + 1}`;

type Filled = { readonly column: number; readonly cell: GridCell };

/** Rows that were asked about: finding a form looks at each of them about eight times. */
const known = new WeakMap<GridRow, readonly Filled[]>();

/** The cells of a row that hold a text, with their column from 0. */
export function filled(row: GridRow): readonly Filled[] {
  const before = known.get(row);
  if (before) return before;
  const cells: Filled[] = [];
  row.cells.forEach((cell, column) => {
    if (/\S/u.test(cell.text)) cells.push({ column, cell });
  });
  known.set(row, cells);
  return cells;
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
