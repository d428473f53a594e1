/** Where an organisation's own workbook wants things: by the names of its cells, else by its labels. */
import type { Column } from '../../../core/sheet/layout.js';
import { filled, type Grid, type GridRow } from '../../cells/grid.js';
import { COLUMNS, FIELDS, type Field, HEADER, HEADER_FIELDS } from '../../form/columns.js';
import { blocksOf } from '../../reader/form-block.js';
import { columnsOf, dataRows } from '../../reader/form-columns.js';
import { headerFieldOf } from '../../reader/found-header.js';
import { placeOfCell, type Tab, type Workbook } from '../library.js';

type Cell = { readonly row: number; readonly column: number };

export type Places = {
  readonly title: Cell | null;
  readonly header: ReadonlyMap<Field, Cell>;
  readonly columns: ReadonlyMap<Column, number>;
  /** the first row for data and how many there are before something else stands below, from 0 */
  readonly firstRow: number;
  readonly rows: number;
};

/** Names that a cell may have in Excel's name manager; a name of the table marks its first row. */
const HEADER_NAMES: ReadonlyMap<string, Field> = new Map(
  HEADER_FIELDS.map((field) => [HEADER[field].name, field]),
);
const COLUMN_NAMES: ReadonlyMap<string, Column> = new Map(
  FIELDS.map((column) => [column === 'no' ? '番号' : COLUMNS[column].word, column]),
);

/** The names a template may use, for messages and help. */
export const TEMPLATE_NAMES = ['題名', ...HEADER_NAMES.keys(), ...COLUMN_NAMES.keys()];

function namedCells(workbook: Workbook, tab: string): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const { name, range } of workbook.namedRanges ?? []) {
    const [place, reference] = range.split('!');
    if (reference === undefined || place?.replace(/^'|'$/g, '').replaceAll("''", "'") !== tab) continue;
    const { row, col } = placeOfCell((reference.split(':')[0] ?? '').replaceAll('$', ''));
    if (Number.isInteger(row) && row >= 0 && col >= 0) cells.set(name, { row, column: col });
  }
  return cells;
}

function labelledCells(above: readonly GridRow[]): Map<Field, Cell> {
  const cells = new Map<Field, Cell>();
  for (const row of above) {
    for (const { column, cell } of filled(row)) {
      const field = headerFieldOf(cell.text);
      if (field && !cells.has(field)) cells.set(field, { row: row.line - 1, column: column + cell.across });
    }
  }
  return cells;
}

/** Rows below the headings that are free for data: to the first note below the table, or the end of what is formatted. */
function freeRows(tab: Tab, body: readonly GridRow[], firstRow: number): number {
  const data = dataRows(body);
  const lastData = data.at(-1)?.line ?? 0;
  const note = body.find(
    (row) => row.line > lastData && filled(row).some(({ cell }) => !/^\d+\.?$/.test(cell.text.trim())),
  );
  return Math.max(1, (note ? note.line - 1 : tab.rows.length) - firstRow);
}

/** Where everything goes on this tab; null when it is no goal sheet. */
export function findPlaces(workbook: Workbook, tab: Tab, grid: Grid): Places | null {
  const named = namedCells(workbook, tab.name);
  const header = new Map<Field, Cell>();
  const columns = new Map<Column, number>();
  let firstRow: number | null = null;
  const block = blocksOf(grid)[0];
  if (block) {
    for (const [field, cell] of labelledCells(block.above)) header.set(field, cell);
    const found = columnsOf(block.headings, dataRows(block.body).length > 0 ? block.body : [], null);
    for (const [column, places] of found?.places ?? []) columns.set(column, places[0]!);
    firstRow = block.headings.at(-1)!.line;
  }
  for (const [name, cell] of named) {
    const field = HEADER_NAMES.get(name);
    const column = COLUMN_NAMES.get(name);
    if (field) header.set(field, cell);
    if (column) {
      columns.set(column, cell.column);
      firstRow = cell.row;
    }
  }
  if (firstRow === null || !FIELDS.some((field) => columns.has(field))) return null;
  const body = grid.rows.filter((row) => row.line > firstRow);
  const title = named.get('題名') ?? (block?.title ? titleCell(grid, block.title.line) : null);
  return { title, header, columns, firstRow, rows: freeRows(tab, body, firstRow) };
}

function titleCell(grid: Grid, line: number): Cell | null {
  const row = grid.rows.find((one) => one.line === line);
  const cell = row ? filled(row).find((one) => one.cell.text.includes('管理シート')) : undefined;
  return cell ? { row: line - 1, column: cell.column } : null;
}
