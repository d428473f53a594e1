/** A goal sheet's block of cells as the sheet that was found in it. */
import { parseFiscalYear } from '../../core/calendar/japanese-dates.js';
import type { Column } from '../../core/sheet/layout.js';
import type { Irregularity } from '../../core/sheet/sheet.js';
import { foldLabel } from '../../core/text/fold.js';
import { nfkc } from '../../core/text/normal-form.js';
import { filled, type Grid, type GridRow, whereOf } from '../cells/grid.js';
import { problem, type ReadProblem, type Refused, shorten } from '../cells/problem.js';
import { FIELDS, HEADER, OWNER } from '../form/columns.js';
import { errataNote, isMarked } from '../form/errata.js';
import { isHalfYear } from '../form/headings.js';
import { isMidyearTitle, midyearRefusal } from '../form/midyear.js';
import { draftNote } from '../form/official-sheet.js';
import type { Block } from './form-block.js';
import { noteDates, numberGoals, readBody } from './form-body.js';
import { type Columns, columnsOf, dataRows } from './form-columns.js';
import { headingsFor, headsOverview } from './form-headings.js';
import { noteAcross, printedPlaces, severalNumbers, withMerged } from './form-merged.js';
import { findHeader } from './found-header.js';
import { blankAtEnd, type FoundHeader, type FoundSheet, type FoundTable } from './found-sheet.js';
import type { Row } from './row.js';
import { isHeadingRow, readHeadings } from './table/headings.js';
import { noTable } from './table/table.js';

const YEAR = /(令和|平成|R|H)\s*(元|\d{1,2})\s*年度/iu;

/** What a sheet without a title is called. */
const UNTITLED = '組織目標管理シート';

/** The fiscal year that the title or a cell above the table names. */
function yearOf(block: Block): number | null {
  const texts = [
    block.title?.text ?? '',
    ...block.above.flatMap((row) => filled(row).map(({ cell }) => cell.text)),
  ];
  const found = texts.map((text) => YEAR.exec(nfkc(text))?.[0]).find((text) => text !== undefined);
  return parseFiscalYear(found ?? '');
}

/** The table of a form whose headings stand over their data. */
function alignedTable(found: Block, columns: Columns, grid: Grid, notes: Irregularity[]): FoundTable {
  const merged = withMerged(found.body, columns.places, columns.unit, grid);
  const block = { ...found, body: merged.rows };
  const ten = columns.statusWithPolicy && (!headsOverview(block) || !columns.places.has('nextPolicy'));
  const fields = ten ? FIELDS.slice(0, -1) : FIELDS;
  const rows: Row[] = [];
  const problems = [...merged.problems];
  const body = readBody(block, columns);
  const owner = columns.others.find(({ text }) => OWNER.pattern.test(foldLabel(text)))?.column;
  if (!columns.places.has('no')) numberGoals(body);
  for (const row of body) {
    if ('texts' in row) {
      noteDates(row.row, columns, grid, notes);
      noteAcross(row.row, columns, grid, notes);
      problems.push(...severalNumbers(row.row, columns, grid));
      const there = fields.slice(0, reached(row.row, columns, fields));
      rows.push({
        cells: there.map((field) => row.texts.get(field) ?? ''),
        addresses: there.map((field) => row.addresses.get(field) ?? ''),
        where: whereOf(grid, row.row.line),
        ...(owner === undefined ? {} : { owner: row.row.cells[owner]?.text ?? '' }),
      });
    } else rows.push(rowOf({ ...row, cells: filled(row).map(({ cell }) => cell) }, grid));
  }
  const marked = body.find((row) => 'texts' in row && isMarked(row.texts.get('no') ?? ''));
  if (marked && 'texts' in marked) notes.push(errataNote(whereOf(grid, marked.row.line)));
  for (const other of columns.others) {
    const held = dataRows(block.body).some((row) => (row.cells[other.column]?.text.trim() ?? '') !== '');
    if (!held || other.column === owner) continue;
    notes.push({
      id: 'F11',
      where: whereOf(grid, block.headings[0]!.line, block.headings[0]!.cells[other.column]?.address),
      message: {
        ja: `「${other.text.replace(/\s+/g, '')}」の列は様式にないため取り込みませんでした。`,
        en: `The column “${other.text.replace(/\s+/g, '')}” is not in the form and was left out.`,
      },
    });
  }
  return {
    ...headingsFor(block, columns, fields),
    where: whereOf(grid, block.headings[0]!.line),
    ratingHeading: null,
    mergedStatus: columns.statusWithPolicy,
    rows,
    blankLinesAfter: blankAtEnd(rows),
    problems,
  };
}

/** How many of the fields a row has cells for: in a .csv a row may end early, and then a cell may be lost in it. */
function reached(row: GridRow, columns: Columns, fields: readonly Column[]): number {
  const beyond = (field: Column) => {
    const places = columns.places.get(field) ?? [];
    return places.length > 0 && places.every((place) => place >= row.cells.length);
  };
  return fields.findLastIndex((field) => !beyond(field)) + 1;
}

function rowOf(row: GridRow, grid: Grid): Row {
  return {
    cells: row.cells.map((cell) => cell.text),
    addresses: row.cells.map((cell) => cell.address),
    where: whereOf(grid, row.line),
  };
}

/** What stands above the table; the year is taken from the title or a lone 令和5年度 when no label says it. */
function headerOf(block: Block, grid: Grid): FoundHeader {
  const header = findHeader(
    block.above.map((row) => rowOf(row, grid)),
    false,
  );
  if (header.fields.has('fiscalYear')) return header;
  const lone = header.looseMarks.find(({ text }) => /年度$/u.test(foldLabel(text)));
  const text = lone?.text ?? YEAR.exec(nfkc(block.title?.text ?? ''))?.[0];
  if (text === undefined) return header;
  const where = { ...(lone?.where ?? whereOf(grid, block.title?.line ?? 1)), cell: HEADER.fiscalYear.word };
  return {
    ...header,
    fields: new Map([...header.fields, ['fiscalYear', { label: '', text, where }]]),
    looseMarks: header.looseMarks.filter((mark) => mark !== lone),
    widths: [2, ...header.widths],
  };
}

/** The table of a form whose headings do not: by its rows, as in printed text (T01). */
function printedTable(
  block: Block,
  grid: Grid,
  header: FoundHeader,
): Pick<FoundSheet, 'header' | 'table'> | null {
  const merged = withMerged(block.body, printedPlaces(block.headings, block.body), null, grid);
  const rows = [...block.headings, ...merged.rows].map((row) => rowOf(row, grid));
  const at = rows.findIndex(isHeadingRow);
  if (at < 0) return null;
  const { problems } = findHeader(rows.slice(0, at), true);
  const table = readHeadings(rows.slice(at));
  return {
    header: { ...header, problems },
    table: { ...table, problems: [...halfYears(block, grid), ...table.problems, ...merged.problems] },
  };
}

/** Cells that are taken by their order would be mid-year's as well as the year's. */
function halfYears(block: Block, grid: Grid): ReadProblem[] {
  const found = block.headings
    .flatMap((row) => filled(row).map(({ cell }) => ({ cell, line: row.line })))
    .find(({ cell }) => isHalfYear(foldLabel(cell.text)));
  if (!found) return [];
  const word = shorten(found.cell.text);
  return [
    problem(
      whereOf(grid, found.line, found.cell.address),
      `「${word}」の列があり、どの列が年間の欄か決められません。その列を除くか、列ごとに「中間評価」「評価」のような見出しを付けてください。`,
      `There is a column 「${word}」; which columns are the whole year's cannot be told. Take it out, or head each column by itself, like 中間評価 and 評価.`,
    ),
  ];
}

/** The sheet of a block with what a person should know of it; null when its form has no goal filled in. */
export function sheetIn(
  block: Block,
  grid: Grid,
): { readonly sheet: FoundSheet | Refused; readonly notes: readonly Irregularity[] } | null {
  if (dataRows(block.body).length === 0) return null;
  const header = headerOf(block, grid);
  const notes = [...header.notes];
  const where = whereOf(grid, block.title?.line ?? block.headings[0]!.line);
  if (block.title?.draft) notes.push(draftNote(where));
  if (isMidyearTitle(block.title?.text ?? ''))
    return { sheet: midyearRefusal(grid.file, grid.tab ?? undefined), notes };
  const columns = columnsOf(block.headings, block.body, yearOf(block));
  const parts = columns
    ? { header, table: alignedTable(block, columns, grid, notes) }
    : printedTable(block, grid, header);
  const title = { text: block.title?.text ?? UNTITLED, where };
  return { sheet: parts ? { kind: 'found', title, ...parts } : noTable(where), notes };
}
