/** Where the printed form goes on to the next page: between goals, never through a merged cell. */
import type { Layout } from './layout/laid-cell.js';

/** Rows, from 0, that begin a page. A goal that no page can hold is left to the program that prints. */
export function pageStarts(layout: Layout, pageHeight: number): number[] {
  const [firstHeading, lastHeading] = layout.headingRows;
  const heightOf = (from: number, to: number): number =>
    layout.rowHeights.slice(from, to).reduce((sum, height) => sum + height, 0);
  const merged = new Set<number>();
  for (const { row, rowSpan } of layout.cells) {
    for (let inside = row + 1; inside < row + rowSpan; inside += 1) merged.add(inside);
  }
  const headings = heightOf(firstHeading, lastHeading + 1);
  const starts: number[] = [];
  let used = heightOf(0, lastHeading + 1);
  let empty = true;
  for (let row = lastHeading + 1, next = row; row < layout.rowHeights.length; row = next) {
    next = row + 1;
    while (merged.has(next)) next += 1;
    const height = heightOf(row, next);
    if (used + height > pageHeight && !empty) {
      starts.push(row);
      used = headings;
    }
    used += height;
    while (used > pageHeight) used -= pageHeight - headings;
    empty = false;
  }
  return starts;
}
