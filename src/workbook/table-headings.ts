/** The two printed rows of column headings, and the table below them with its blank columns passed over. */

import { foldLabel } from '../core/fold.js';
import type { Column } from '../core/irregularities/layout.js';
import type { Where } from '../core/sheet.js';
import { COLUMN_WORDS, FIELDS } from './columns.js';
import { problem, type ReadProblem, shorten } from './problem.js';
import type { Row } from './table.js';
import { type Group, meaningOf } from './xlsx-form.js';

export type Table = {
  readonly headings: readonly [readonly string[], readonly string[]];
  readonly where: Where;
  /** rows below the headings, blank columns passed over */
  readonly rows: readonly Row[];
  readonly width: number;
  readonly ratingHeading: number | null;
  /** T03: no column of its own for 今後の方針 */
  readonly mergedStatus: boolean;
  /** R5目標 and R5結果 as printed, for messages */
  readonly targetName: string;
  readonly resultName: string;
  readonly problems: readonly ReadProblem[];
};

/** Cells from No. to 今後の方針 on the form with all its columns. */
export const FULL_WIDTH = 11;

export function isHeadingRow(row: Row): boolean {
  const folded = row.cells.map(foldLabel);
  return folded.some((cell) => /^no\.?$/iu.test(cell)) && folded.includes('組織目標');
}

/** `rows` begins with the row for which `isHeadingRow` holds; blank rows are left out. */
export function readHeadings(rows: readonly Row[]): Table {
  const second = rows[1] !== undefined && isSecondHeading(rows[1]) ? 1 : 0;
  const kept = filledColumns(rows);
  const trimmed = rows.map((row) => keepColumns(row, kept));
  const headingRows = trimmed.slice(0, second + 1);
  const body = trimmed.slice(second + 1);
  const width = Math.max(
    ...headingRows.map((row) => lastFilled(row) + 1),
    ...body.filter(isWide).map((row) => lastFilled(row) + 1),
  );
  const names = headingRows.flatMap((row) => row.cells.map(foldLabel));
  const ratingHeading = headingRows
    .map((row) => row.cells.map(foldLabel).indexOf('評価'))
    .find((index) => index >= 0);
  return {
    headings: [padded(headingRows[0], width), padded(second === 1 ? headingRows[1] : undefined, width)],
    where: rows[0]!.where,
    rows: body,
    width,
    ratingHeading: ratingHeading ?? null,
    mergedStatus: width < FULL_WIDTH && !names.includes('概要'),
    targetName: printed(headingRows, /^(?!組織).*目標(?:値)?$/u) ?? '目標',
    resultName: printed(headingRows, /(?:結果|実績)(?:値)?$/u) ?? '結果',
    problems: [...headingRows.flatMap(outOfOrder), ...missing(rows[0]!, names, width)],
  };
}

function isSecondHeading(row: Row): boolean {
  return row.cells.map(foldLabel).some((cell) => cell === '取組指標' || cell === '取組名称(事業名)');
}

/** Footnotes stand in one cell and do not count for which columns are filled. */
function isWide(row: Row): boolean {
  return row.cells.filter((cell) => cell.trim() !== '').length > 2;
}

function filledColumns(rows: readonly Row[]): number[] {
  const wide = rows.filter(isWide);
  const width = Math.max(...wide.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, index) => index).filter((index) =>
    wide.some((row) => (row.cells[index] ?? '').trim() !== ''),
  );
}

function keepColumns(row: Row, kept: readonly number[]): Row {
  if (!isWide(row)) return row;
  const width = row.cells.length;
  const columns = kept.filter((index) => index < width);
  return {
    cells: columns.map((index) => row.cells[index] ?? ''),
    where: row.where,
    ...(row.addresses ? { addresses: columns.map((index) => row.addresses?.[index] ?? '') } : {}),
  };
}

function lastFilled(row: Row): number {
  return row.cells.findLastIndex((cell) => cell.trim() !== '');
}

function padded(row: Row | undefined, width: number): string[] {
  return Array.from({ length: width }, (_, index) => (row?.cells[index] ?? '').trim());
}

function printed(rows: readonly Row[], pattern: RegExp): string | null {
  const cell = rows.flatMap((row) => row.cells).find((text) => pattern.test(foldLabel(text)));
  return cell === undefined ? null : foldLabel(cell);
}

/**
 * Cells are taken by their order and not by what stands over them (T01), so the headings of a row must be in the order
 * of the form: two columns changed about would give each the other's texts.
 */
function outOfOrder(row: Row): ReadProblem[] {
  const known = row.cells.flatMap((text, index) => {
    const meaning = meaningOf(text);
    return meaning === null ? [] : [{ text, meaning, at: placeOf(meaning), index }];
  });
  return known.flatMap((one, index) => {
    const before = known[index - 1];
    const follows =
      !before ||
      before.at < one.at ||
      (before.at === one.at && !FIELDS.some((field) => field === one.meaning));
    return follows ? [] : [misplaced(row, one, before)];
  });
}

/** A group stands before the columns it heads, or after 位置づけ where the form prints that beside it (T02). */
function placeOf(meaning: Column | Group): number {
  if (meaning === 'indicatorGroup') return FIELDS.indexOf('planReference') + 0.5;
  if (meaning === 'initiativeGroup') return FIELDS.indexOf('initiativeCell') - 0.5;
  return FIELDS.indexOf(meaning);
}

/** Columns without a heading: what stands there could be anything. The form with fewer columns heads less (T03). */
function missing(row: Row, names: readonly string[], width: number): ReadProblem[] {
  const found = new Set(names.map(meaningOf));
  return FIELDS.filter((field) => {
    if (field === 'name' || field === 'rating') return !names.includes(COLUMN_WORDS[field]);
    if (field === 'overview' || field === 'nextPolicy') return width >= FULL_WIDTH && !found.has(field);
    return !found.has(field);
  }).map((field) => noHeading(row, COLUMN_WORDS[field]));
}

function misplaced(
  row: Row,
  { text, index }: { readonly text: string; readonly index: number },
  before: { readonly text: string },
): ReadProblem {
  const [name, other] = [shorten(foldLabel(text)), shorten(foldLabel(before.text))];
  const order = FIELDS.map((field) => COLUMN_WORDS[field]);
  const address = row.addresses?.[index];
  return problem(
    { ...row.where, cell: address ? `${address} ${name}` : name },
    `見出し「${name}」が「${other}」の右にあり、様式の順ではありません。左から、${order.join('・')}の順に一つずつ並べてください。`,
    `The heading 「${name}」 stands to the right of 「${other}」. The order of the form was expected, each once: ${order.join(', ')}.`,
  );
}

function noHeading(row: Row, name: string): ReadProblem {
  return problem(
    row.where,
    `表の見出しに「${name}」がありません。組織目標管理シートの様式か確かめてください。`,
    `The headings of the table have no 「${name}」. The form of a goal sheet was expected.`,
  );
}
