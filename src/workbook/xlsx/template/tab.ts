/** Changing a tab of a workbook that stays otherwise as it is: values, rows, merges. */
import type { CellStyle, Merge, Tab, TabCell } from '../library.js';
import { contentOf } from '../style.js';

const key = (row: number, column: number): string => `${row},${column}`;

/** A tab of its own under another name; pictures stay with the first. */
export function copyTab(tab: Tab, name: string): Tab {
  return {
    ...tab,
    name,
    rows: tab.rows.map((row) => [...row]),
    cells: new Map([...(tab.cells ?? [])].map(([at, cell]) => [at, { ...cell }])),
    merges: (tab.merges ?? []).map((merge) => ({ ...merge })),
    rowDefs: new Map([...(tab.rowDefs ?? [])].map(([at, row]) => [at, { ...row }])),
    ...(tab.pageSetup ? { pageSetup: { ...tab.pageSetup } } : {}),
    ...(tab.headerFooter ? { headerFooter: { ...tab.headerFooter } } : {}),
  };
}

export function styleAt(tab: Tab, row: number, column: number): CellStyle | undefined {
  return tab.cells?.get(key(row, column))?.style;
}

/** Writes a text; the cell keeps its style. The library holds each value twice, and both must say the same. */
export function put(tab: Tab, row: number, column: number, text: string, style?: CellStyle): void {
  const { numFmt, value, richText } = contentOf(text);
  while (tab.rows.length <= row) tab.rows.push([]);
  const values = tab.rows[row]!;
  while (values.length <= column) values.push(null);
  values[column] = value;
  tab.cells ??= new Map();
  const kept = style ?? styleAt(tab, row, column);
  const cell: TabCell = {
    value,
    type: value === null ? 'empty' : typeof value === 'number' ? 'number' : 'string',
  };
  // without its format a number of a form without styles would lose its commas
  if (numFmt) cell.style = { ...kept, numFmt };
  else if (kept) cell.style = kept;
  if (richText) cell.richText = richText;
  tab.cells.set(key(row, column), cell);
}

const moved = (merge: Merge, by: number): Merge => ({
  ...merge,
  startRow: merge.startRow + by,
  endRow: merge.endRow + by,
});

/** Makes room: everything from row `at` on stands `count` rows lower. */
export function insertRows(tab: Tab, at: number, count: number): void {
  const blank = Array.from({ length: count }, () => []);
  while (tab.rows.length < at) tab.rows.push([]);
  tab.rows.splice(at, 0, ...blank);
  tab.cells = new Map(
    [...(tab.cells ?? [])].map(([where, cell]) => {
      const [row, column] = where.split(',').map(Number) as [number, number];
      return [row >= at ? key(row + count, column) : where, cell];
    }),
  );
  tab.rowDefs = new Map([...(tab.rowDefs ?? [])].map(([row, def]) => [row >= at ? row + count : row, def]));
  tab.merges = (tab.merges ?? []).map((merge) => (merge.startRow >= at ? moved(merge, count) : merge));
}

/** Takes the merges out of some rows. */
export function unmergeRows(tab: Tab, from: number, count: number): void {
  tab.merges = (tab.merges ?? []).filter((merge) => merge.startRow < from || merge.startRow >= from + count);
}

export function mergeCells(
  tab: Tab,
  startRow: number,
  startCol: number,
  rows: number,
  columns: number,
): void {
  if (rows * columns < 2) return;
  tab.merges = [
    ...(tab.merges ?? []),
    { startRow, startCol, endRow: startRow + rows - 1, endCol: startCol + columns - 1 },
  ];
}
