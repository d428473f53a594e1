/** The two printed rows of column headings, and the table below them with its blank columns passed over. */
import type { Column } from '../../../core/sheet/layout.js';
import { foldLabel } from '../../../core/text/fold.js';
import { problem, type ReadProblem, shorten } from '../../cells/problem.js';
import { COLUMNS, FIELDS, type Group, OWNER } from '../../form/columns.js';
import { meaningOf } from '../../form/headings.js';
import { blankAtEnd, type FoundTable } from '../found-sheet.js';
import { filledCells, isBlank, type Row } from '../row.js';

export function isHeadingRow(row: Row): boolean {
  if (isBlank(row)) return false;
  const folded = row.cells.map(foldLabel);
  return folded.some((cell) => /^no\.?$/iu.test(cell)) && folded.includes(COLUMNS.goal.word);
}

/** `all` begins with the row for which `isHeadingRow` holds. */
export function readHeadings(all: readonly Row[]): FoundTable {
  const rows = ownersApart(all.filter((row) => !isBlank(row)));
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
    .map((row) => row.cells.map(foldLabel).indexOf(COLUMNS.rating.word))
    .find((index) => index >= 0);
  return {
    headings: [padded(headingRows[0], width), padded(second === 1 ? headingRows[1] : undefined, width)],
    where: rows[0]!.where,
    rows: body,
    blankLinesAfter: blankAtEnd(all),
    ratingHeading: ratingHeading ?? null,
    mergedStatus: width < FIELDS.length && !names.includes(COLUMNS.overview.word),
    ...valueNames(names),
    problems: [...headingRows.flatMap(outOfOrder), ...missing(rows[0]!, names, width)],
  };
}

/**
 * 担当 taken out of the cells, where it is headed behind everything else and nothing stands behind it: further left a cell
 * need not be that column's, since headings may stand out of line (T01).
 */
function ownersApart(rows: readonly Row[]): readonly Row[] {
  const at = lastFilled(rows[0]!);
  const isOwner = OWNER.pattern.test(foldLabel(rows[0]!.cells[at] ?? ''));
  if (!isOwner || rows.some((row) => isWide(row) && lastFilled(row) > at)) return rows;
  return rows.map((row) => ({
    ...row,
    cells: isWide(row) ? row.cells.slice(0, at) : row.cells,
    ...(isWide(row) ? { owner: row.cells[at] ?? '' } : {}),
  }));
}

function isSecondHeading(row: Row): boolean {
  return row.cells.map(foldLabel).some((cell) => cell === '取組指標' || cell === '取組名称(事業名)');
}

/** Footnotes stand in one cell and do not count for which columns are filled. */
function isWide(row: Row): boolean {
  return filledCells(row).length > 2;
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
    ...(row.owner === undefined ? {} : { owner: row.owner }),
    ...(row.addresses ? { addresses: columns.map((index) => row.addresses?.[index] ?? '') } : {}),
  };
}

function lastFilled(row: Row): number {
  return row.cells.findLastIndex((cell) => cell.trim() !== '');
}

function padded(row: Row | undefined, width: number): string[] {
  return Array.from({ length: width }, (_, index) => (row?.cells[index] ?? '').trim());
}

/** What messages call target and result: R5目標 and R5結果, when these folded headings have such words. */
export function valueNames(names: readonly string[]): Pick<FoundTable, 'targetName' | 'resultName'> {
  const printed = (pattern: RegExp) => names.find((name) => pattern.test(name));
  return {
    targetName: printed(/^(?!組織).*目標(?:値)?$/u) ?? COLUMNS.target.word,
    resultName: printed(/(?:結果|実績)(?:値)?$/u) ?? COLUMNS.result.word,
  };
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
    if (field === 'name' || field === 'rating') return !names.includes(COLUMNS[field].word);
    if (field === 'overview' || field === 'nextPolicy') return width >= FIELDS.length && !found.has(field);
    return !found.has(field);
  }).map((field) => noHeading(row, COLUMNS[field].word));
}

function misplaced(
  row: Row,
  { text, index }: { readonly text: string; readonly index: number },
  before: { readonly text: string },
): ReadProblem {
  const [name, other] = [shorten(foldLabel(text)), shorten(foldLabel(before.text))];
  const order = FIELDS.map((field) => COLUMNS[field].word);
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
