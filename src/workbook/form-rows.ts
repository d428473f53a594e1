/** A goal sheet's block of cells as rows for the table reader, in the order of the form. */
import { parseFiscalYear } from '../core/era.js';
import { foldLabel } from '../core/fold.js';
import type { Column } from '../core/irregularities/layout.js';
import type { Irregularity, Sheet } from '../core/sheet.js';
import { FIELDS } from './columns.js';
import { errataNote, isMarked } from './errata.js';
import type { Block } from './form-block.js';
import { noteDates, numberGoals, readBody } from './form-body.js';
import { type Columns, columnsOf, dataRows } from './form-columns.js';
import { headerRows } from './form-header.js';
import { headingsFor, headsOverview } from './form-headings.js';
import { filled, type Grid, type GridRow, whereOf } from './grid.js';
import { draftNote } from './official.js';
import type { Row } from './table.js';

export type Prepared = {
  readonly rows: readonly Row[];
  readonly notes: readonly Irregularity[];
  /** labels and headings as the office prints them, to be put back when the table reader is done */
  readonly labels: ReadonlyMap<keyof Sheet['header'], string>;
  /** null when the headings went to the table reader as they are */
  readonly headings: Sheet['columnHeadings'] | null;
  readonly statusWithPolicy: boolean;
  readonly title: string;
};

const YEAR = /(令和|平成|R|H)\s*(元|\d{1,2})\s*年度/iu;

/** What a sheet without a title is called. */
const UNTITLED = '組織目標管理シート';

/** The fiscal year that the title or a cell above the table names. */
function yearOf(block: Block): number | null {
  const texts = [
    block.title?.printed ?? '',
    ...block.above.flatMap((row) => filled(row).map(({ cell }) => cell.text)),
  ];
  const found = texts
    .map((text) => YEAR.exec(text.normalize('NFKC'))?.[0])
    .find((text) => text !== undefined);
  return parseFiscalYear(found ?? '');
}

function alignedTable(
  block: Block,
  columns: Columns,
  grid: Grid,
  notes: Irregularity[],
): { rows: Row[]; own: Sheet['columnHeadings'] } {
  const note = (line: number, ja: string, en: string) =>
    notes.push({ id: 'F14', where: whereOf(grid, line), message: { ja, en } });
  const ten = columns.statusWithPolicy && (!headsOverview(block) || !columns.places.has('nextPolicy'));
  const fields = ten ? FIELDS.slice(0, -1) : FIELDS;
  const { own, plain } = headingsFor(block, columns, fields);
  const rows: Row[] = plain.map((cells, index) => ({
    cells,
    where: whereOf(grid, block.headings[index]?.line ?? block.headings[0]!.line),
  }));
  const body = readBody(block, columns, note);
  if (!columns.places.has('no')) numberGoals(body);
  for (const row of body) {
    if ('texts' in row) {
      noteDates(row.row, columns, grid, notes);
      const there = fields.slice(0, reached(row.row, columns, fields));
      rows.push({
        cells: there.map((field) => row.texts.get(field) ?? ''),
        addresses: there.map((field) => row.addresses.get(field) ?? ''),
        where: whereOf(grid, row.row.line),
      });
    } else rows.push(noteRow(row, grid));
  }
  const marked = body.find((row) => 'texts' in row && isMarked(row.texts.get('no') ?? ''));
  if (marked && 'texts' in marked) notes.push(errataNote(whereOf(grid, marked.row.line)));
  for (const other of columns.others) {
    const held = dataRows(block.body).some((row) => (row.cells[other.column]?.text.trim() ?? '') !== '');
    if (!held) continue;
    notes.push({
      id: 'F11',
      where: whereOf(grid, block.headings[0]!.line, block.headings[0]!.cells[other.column]?.address),
      message: {
        ja: `「${other.text.replace(/\s+/g, '')}」の列は様式にないため取り込みませんでした。`,
        en: `The column “${other.text.replace(/\s+/g, '')}” is not in the form and was left out.`,
      },
    });
  }
  return { rows, own };
}

/** How many of the fields a row has cells for: in a .csv a row may end early, and then a cell may be lost in it. */
function reached(row: GridRow, columns: Columns, fields: readonly Column[]): number {
  const beyond = (field: Column) => {
    const places = columns.places.get(field) ?? [];
    return places.length > 0 && places.every((place) => place >= row.cells.length);
  };
  return fields.findLastIndex((field) => !beyond(field)) + 1;
}

function noteRow(row: GridRow, grid: Grid): Row {
  const cells = filled(row);
  return {
    cells: cells.map(({ cell }) => cell.text),
    addresses: cells.map(({ cell }) => cell.address),
    where: whereOf(grid, row.line),
  };
}

function plainRow(row: GridRow, grid: Grid): Row {
  return {
    cells: row.cells.map((cell) => cell.text),
    addresses: row.cells.map((cell) => cell.address),
    where: whereOf(grid, row.line),
  };
}

/** Rows above the table, with the year taken from the title or a lone 令和5年度 when no label says it. */
function headerOf(block: Block, grid: Grid): ReturnType<typeof headerRows> {
  const header = headerRows(block.above, grid);
  if (header.labels.has('fiscalYear')) return header;
  const lone = header.rows.find(
    (row) => row.cells.length === 1 && /年度$/u.test(foldLabel(row.cells[0] ?? '')),
  );
  const text = lone?.cells[0] ?? YEAR.exec((block.title?.printed ?? '').normalize('NFKC'))?.[0];
  if (text === undefined) return header;
  const year: Row = { cells: ['年度', text], where: lone?.where ?? whereOf(grid, block.title?.line ?? 1) };
  return {
    ...header,
    rows: [year, ...header.rows.filter((row) => row !== lone)],
    labels: new Map([...header.labels, ['fiscalYear', '']]),
  };
}

/** A block as rows for the table reader; null when its form has no goal filled in. */
export function prepare(block: Block, grid: Grid): Prepared | null {
  if (dataRows(block.body).length === 0) return null;
  const notes: Irregularity[] = [];
  const header = headerOf(block, grid);
  notes.push(...header.notes);
  const title = block.title ?? { text: UNTITLED, printed: UNTITLED, line: block.headings[0]!.line };
  if (!block.title) {
    notes.push({
      id: 'F13',
      where: whereOf(grid, title.line),
      message: {
        ja: '題名「組織目標管理シート」がありませんが、表の見出しから読みました。',
        en: 'There is no title; the sheet was known by the headings of its table.',
      },
    });
  }
  if (block.title?.draft) notes.push(draftNote(whereOf(grid, title.line)));
  const top: Row[] = [{ cells: [title.text], where: whereOf(grid, title.line) }, ...header.rows];
  const columns = columnsOf(block.headings, block.body, yearOf(block));
  if (columns === null) {
    const rows = [...block.headings, ...block.body].map((row) => plainRow(row, grid));
    return {
      rows: [...top, ...rows],
      notes,
      labels: header.labels,
      headings: null,
      statusWithPolicy: false,
      title: title.printed,
    };
  }
  const table = alignedTable(block, columns, grid, notes);
  return {
    rows: [...top, ...table.rows],
    notes,
    labels: header.labels,
    headings: table.own,
    statusWithPolicy: columns.statusWithPolicy,
    title: title.printed,
  };
}
