/** A row of cells as every file has them, and what comes of reading its sheets. */
import type { Layout } from '../../core/sheet/layout.js';
import type { Irregularity, Sheet, Where } from '../../core/sheet/sheet.js';
import type { Refused } from '../cells/problem.js';

export type Row = {
  /** as printed; a cell may hold line breaks. Blank rows may be given or left out. */
  readonly cells: readonly string[];
  /** file, tab and line (from 1) of the row, as messages shall name it */
  readonly where: Where;
  /** addresses of the cells (C14), when the file has them, beside `cells` */
  readonly addresses?: readonly string[];
  /** 担当, where the file has a column for it */
  readonly owner?: string;
};

export type SheetRead = {
  readonly sheet: Sheet;
  /** everything of the catalogue that was met (docs/irregularities.md); none of it stopped the reading */
  readonly irregularities: readonly Irregularity[];
  /** the title line */
  readonly where: Where;
  readonly layout: Layout;
  /** 担当 of each goal as written, '' where none is; not there where nothing names any */
  readonly owners?: readonly string[];
};

export type ReadOutcome = { readonly kind: 'read'; readonly sheets: readonly SheetRead[] } | Refused;

export type ReadOptions = {
  /** spellings of one department, e.g. { 北区: '北区役所' } (H07) */
  readonly departmentAliases?: Readonly<Record<string, string>>;
  /** also list cell by cell what was read, for a dry run: longer than the sheets themselves */
  readonly understood?: boolean;
};

export type FilledCell = { readonly at: number; readonly text: string; readonly address: string };

/** The cells of a row that hold a text, with their place from 0. */
export function filledCells({ cells, addresses }: Row): FilledCell[] {
  return cells.flatMap((text, at) =>
    text.trim() === '' ? [] : [{ at, text, address: addresses?.[at] ?? '' }],
  );
}

export const isBlank = (row: Row): boolean => row.cells.every((cell) => cell.trim() === '');
