/**
 * Goal sheets out of rows of cells, whatever file the rows came from: printed text, .xlsx or .csv.
 *
 * Everything is read by meaning: header texts by the label before them, rows by counting outward from the rating
 * cell (T01), because headings and data do not stand in the same columns on the printed form. A row made from merged
 * cells has its text in the first cell of the merge and '' in the others; whether a vertical merge is repeated on the
 * rows below or left blank makes no difference. Columns that are blank throughout a table are passed over.
 */
import { findIrregularities } from '../core/irregularities/find.js';
import type { Layout, PrintedSheet } from '../core/irregularities/layout.js';
import type { Irregularity, Sheet, Where } from '../core/sheet.js';
import { problem, type ReadProblem, type Refused } from './problem.js';
import { isBlank } from './table-row.js';
import { isTitle, readSheetRows } from './table-sheet.js';

export type Row = {
  /** as printed; a cell may hold line breaks. Blank rows may be given or left out. */
  readonly cells: readonly string[];
  /** file, tab and line (from 1) of the row, as messages shall name it */
  readonly where: Where;
  /** addresses of the cells (C14), when the file has them, beside `cells` */
  readonly addresses?: readonly string[];
};

export type SheetRead = {
  readonly sheet: Sheet;
  /** everything of the catalogue that was met (docs/irregularities.md); none of it stopped the reading */
  readonly irregularities: readonly Irregularity[];
  /** the title line */
  readonly where: Where;
  readonly layout: Layout;
};

export type ReadOutcome = { readonly kind: 'read'; readonly sheets: readonly SheetRead[] } | Refused;

export type ReadOptions = {
  /** spellings of one department, e.g. { 北区: '北区役所' } (H07) */
  readonly departmentAliases?: Readonly<Record<string, string>>;
  /** also list cell by cell what was read, for a dry run: longer than the sheets themselves */
  readonly understood?: boolean;
};

/**
 * Reads every sheet in the rows, each beginning at its title 組織目標管理シート. Gives all sheets, or all problems
 * that were found and no sheet: nothing is half-read.
 */
export function readTable(rows: readonly Row[], options: ReadOptions = {}): ReadOutcome {
  const blocks = splitAtTitles(rows);
  if (blocks.length === 0) return { kind: 'refused', problems: [noTitle(rows)] };
  const read: PrintedSheet[] = [];
  const problems: ReadProblem[] = [];
  for (const block of blocks) {
    const one = readSheetRows(block.preface, block.rows, block.blankLinesBefore);
    if (one.kind === 'refused') problems.push(...one.problems);
    else read.push(one.printed);
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  const irregularities = findIrregularities(read, options.departmentAliases ?? {});
  return {
    kind: 'read',
    sheets: read.map(({ sheet, layout }, index) => ({
      sheet,
      irregularities: irregularities[index] ?? [],
      where: layout.where,
      layout,
    })),
  };
}

type Block = {
  readonly preface: readonly Row[];
  readonly rows: readonly Row[];
  readonly blankLinesBefore: number | null;
};

function splitAtTitles(rows: readonly Row[]): Block[] {
  const starts = rows.flatMap((row, index) => (isTitle(row) ? [index] : []));
  return starts.map((start, index) => ({
    preface: index === 0 ? rows.slice(0, start) : [],
    rows: rows.slice(start, starts[index + 1] ?? rows.length),
    blankLinesBefore: index === 0 ? null : blankBefore(rows, start),
  }));
}

function blankBefore(rows: readonly Row[], start: number): number {
  let index = start;
  while (index > 0 && isBlank(rows[index - 1]!)) index -= 1;
  return start - index;
}

function noTitle(rows: readonly Row[]): ReadProblem {
  const first = rows.find((row) => !isBlank(row));
  if (!first) {
    return problem(
      rows[0]?.where ?? {},
      '何も書かれていません。組織目標管理シートを指定してください。',
      'The file is empty. A goal sheet was expected.',
    );
  }
  return problem(
    first.where,
    '題名「組織目標管理シート」の行が見つかりません。シートの先頭にこの題名が必要です。',
    'No title line 「組織目標管理シート」 was found. Every sheet must begin with it.',
  );
}
