/** Heights of rows that show all of the text, merged cells included. */
import { LIMITS } from '../../cells/limits.js';
import type { LaidCell } from './laid-cell.js';
import { heightOf } from './measure.js';

/** Points of font size by which the title is larger than the table. */
export const TITLE_EXTRA = 6;

const LEAST_HEIGHT = 16;

/** The same cells with every row that needs more than Excel's highest row spread over several physical rows. */
function spread(cells: readonly LaidCell[], parts: readonly number[]): LaidCell[] {
  const starts: number[] = [];
  let next = 0;
  for (const count of parts) {
    starts.push(next);
    next += count;
  }
  return cells.map((cell) => {
    const rowSpan = parts.slice(cell.row, cell.row + cell.rowSpan).reduce((sum, n) => sum + n, 0);
    return { ...cell, row: starts[cell.row] ?? cell.row, rowSpan };
  });
}

/**
 * Heights in points for `rows` rows, and the cells again: a row that would be higher than Excel allows becomes
 * several physical rows with its cells merged over them. `widths` in units of column width, `size` of a cell's text in points.
 */
export function rowHeights(
  cells: readonly LaidCell[],
  widths: readonly number[],
  size: (cell: LaidCell) => number,
  rows: number,
): { cells: readonly LaidCell[]; rowHeights: readonly number[] } {
  const heights = new Array<number>(rows).fill(LEAST_HEIGHT);
  const needs = cells.map((cell) => {
    let width = 0;
    for (let c = cell.column; c < cell.column + cell.columnSpan; c += 1) width += widths[c] ?? 0;
    return heightOf(cell.text, width, cell.look === 'title' ? size(cell) + TITLE_EXTRA : size(cell));
  });
  cells.forEach((cell, index) => {
    if (cell.rowSpan === 1) heights[cell.row] = Math.max(heights[cell.row] ?? 0, needs[index] ?? 0);
  });
  cells.forEach((cell, index) => {
    if (cell.rowSpan === 1) return;
    let have = 0;
    for (let r = cell.row; r < cell.row + cell.rowSpan; r += 1) have += heights[r] ?? 0;
    const missing = ((needs[index] ?? 0) - have) / cell.rowSpan;
    if (missing <= 0) return;
    for (let r = cell.row; r < cell.row + cell.rowSpan; r += 1) heights[r] = (heights[r] ?? 0) + missing;
  });
  const parts = heights.map((height) => Math.ceil(height / LIMITS.rowHeightPoints));
  const physical = heights.flatMap((height, index) => {
    const count = parts[index] ?? 1;
    return new Array<number>(count).fill(Math.ceil((height / count) * 4) / 4);
  });
  return parts.every((count) => count === 1)
    ? { cells, rowHeights: physical }
    : { cells: spread(cells, parts), rowHeights: physical };
}
