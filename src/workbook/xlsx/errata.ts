/** Where everything of the 正誤表 stands on a tab of its own. */
import { ERRATA_TITLE, type ErrataRow, errataColumns, errataRows } from '../form/errata.js';
import type { OfficialSheet, Paper } from '../form/official-sheet.js';
import { rowHeights } from './layout/heights.js';
import type { LaidCell, Layout } from './layout/laid-cell.js';
import { FONT_SIZE, PAGE_UNITS } from './layout/layout.js';

/** Shares of the width of the page. */
export const ERRATA_SHARES: Readonly<Record<Exclude<keyof ErrataRow, 'isoDay'>, number>> = {
  section: 16,
  no: 6,
  indicator: 24,
  field: 14,
  before: 42,
  after: 42,
  reason: 32,
  day: 20,
};

export const ERRATA_CENTRED: ReadonlySet<keyof ErrataRow> = new Set(['no', 'field', 'day']);

/** The list of these sheets; null when nothing in them was corrected after publication. */
export function layErrata(sheets: readonly OfficialSheet[], paper: Paper, mark: string): Layout | null {
  const rows = errataRows(sheets);
  if (rows.length === 0) return null;
  const columns = errataColumns(sheets);
  const total = columns.reduce((sum, { key }) => sum + ERRATA_SHARES[key], 0);
  const columnWidths = columns.map(
    ({ key }) => Math.round((ERRATA_SHARES[key] / total) * PAGE_UNITS[paper] * 100) / 100,
  );
  const cell = (row: number, column: number, text: string, look: LaidCell['look'], columnSpan = 1) => ({
    row,
    column,
    rowSpan: 1,
    columnSpan,
    text,
    look,
  });
  const [first] = sheets;
  const { fiscalYear, department, organization } = first!.header;
  const about =
    sheets.length === 1 ? [fiscalYear, department, organization].map(({ text }) => text) : [fiscalYear.text];
  const cells: LaidCell[] = [
    cell(0, 0, mark === '' ? ERRATA_TITLE : `${ERRATA_TITLE}　${mark}`, 'title', columns.length),
    cell(1, 0, about.filter((text) => text !== '').join('　'), 'line', columns.length),
    ...columns.map(({ name }, column) => cell(2, column, name, 'heading')),
    ...rows.flatMap((row, at) =>
      columns.map(({ key }, column) =>
        cell(3 + at, column, row[key], ERRATA_CENTRED.has(key) ? 'centre' : 'text'),
      ),
    ),
  ];
  const fitted = rowHeights(cells, columnWidths, () => FONT_SIZE[paper], 3 + rows.length);
  return { ...fitted, columnWidths, headingRows: [2, 2] };
}
