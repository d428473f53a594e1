/** Where the printed form goes on to the next page: between goals, never through a merged cell. */
import type { Paper } from '../form/official-sheet.js';
import type { Layout } from './layout/laid-cell.js';

/** Points of height on one page in landscape at 100 %, margins taken off. */
const PAGE_HEIGHT: Readonly<Record<Paper, number>> = { A3: 842 - 85, A4: 595 - 85 };

/** A sheet that is a little too long for one page is made smaller rather than cut in two: 7.5 pt on A3, 7 pt on A4. */
const SHRINK: Readonly<Record<Paper, number>> = { A3: 1.33, A4: 1.14 };

type Pages = {
  /** by which it is made smaller to be one page; 1 on several */
  readonly scale: number;
  /** the rows, from 0, that begin a page after the first */
  readonly starts: readonly number[];
  /** a goal that no page can hold takes several without a start */
  readonly count: number;
};

/** How a layout is printed: on one page, made smaller where it must be, or at full size on several. */
export function pagesOf(layout: Layout, paper: Paper): Pages {
  const height = layout.rowHeights.reduce((sum, one) => sum + one, 0);
  const page = PAGE_HEIGHT[paper];
  return height <= page * SHRINK[paper]
    ? { scale: Math.min(1, page / height), starts: [], count: 1 }
    : { scale: 1, ...pageStarts(layout, page) };
}

/** A goal that no page can hold is left to the program that prints. */
function pageStarts(layout: Layout, pageHeight: number): Pick<Pages, 'starts' | 'count'> {
  const [firstHeading, lastHeading] = layout.headingRows;
  const heightOf = (from: number, to: number): number =>
    layout.rowHeights.slice(from, to).reduce((sum, height) => sum + height, 0);
  const merged = new Set<number>();
  for (const { row, rowSpan } of layout.cells) {
    for (let inside = row + 1; inside < row + rowSpan; inside += 1) merged.add(inside);
  }
  const headings = heightOf(firstHeading, lastHeading + 1);
  const starts: number[] = [];
  let count = 1;
  let used = heightOf(0, lastHeading + 1);
  let empty = true;
  for (let row = lastHeading + 1, next = row; row < layout.rowHeights.length; row = next) {
    next = row + 1;
    while (merged.has(next)) next += 1;
    const height = heightOf(row, next);
    if (used + height > pageHeight && !empty) {
      starts.push(row);
      count += 1;
      used = headings;
    }
    used += height;
    while (used > pageHeight) {
      used -= pageHeight - headings;
      count += 1;
    }
    empty = false;
  }
  return { starts, count };
}

/** Where each goal stands: whether it begins a page after the first, and whether no page can hold it. */
export function goalsOnPages(
  layout: Layout,
  paper: Paper,
): readonly { readonly begins: boolean; readonly isBeyond: boolean }[] {
  const [firstHeading, lastHeading] = layout.headingRows;
  const height = (from: number, to: number) =>
    layout.rowHeights.slice(from, to).reduce((sum, one) => sum + one, 0);
  const room = PAGE_HEIGHT[paper] - height(firstHeading, lastHeading + 1);
  const { starts } = pagesOf(layout, paper);
  return layout.cells
    .filter(({ row, column, look }) => row > lastHeading && column === 0 && look === 'centre')
    .map(({ row, rowSpan }) => ({
      begins: starts.includes(row),
      isBeyond: height(row, row + rowSpan) > room,
    }));
}
