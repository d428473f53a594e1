/**
 * Finds goal sheets in rows that were printed: copied from a PDF, or saved by Excel as text.
 *
 * Everything is known by its meaning: header texts by the label before them, rows by counting outward from the rating
 * cell (T01), because headings and data do not stand in the same columns on the printed form. A row made from merged
 * cells has its text in the first cell of the merge and '' in the others; whether a vertical merge is repeated on the
 * rows below or left blank makes no difference. Columns that are blank throughout a table are passed over.
 */
import type { Where } from '../../../core/sheet/sheet.js';
import { foldLabel } from '../../../core/text/fold.js';
import { problem, type ReadProblem, type Refused } from '../../cells/problem.js';
import { readFound } from '../build-sheet.js';
import { findHeader } from '../found-header.js';
import type { FoundSheet } from '../found-sheet.js';
import { filledCells, isBlank, type ReadOptions, type ReadOutcome, type Row } from '../row.js';
import { isHeadingRow, readHeadings } from './headings.js';

/** Either beginning alone: both together would take the square of a long cell. `\S` holds '#', so nothing is lost. */
const TITLE = /^(?:#*|\S*年度)組織目標管理シート$/u;

/** The title of a row that holds nothing else, with or without '#' (H01); null for any other row. */
function titleOf(row: Row): string | null {
  if (isBlank(row)) return null;
  const [first, ...others] = filledCells(row);
  const title = first && others.length === 0 && TITLE.test(foldLabel(first.text));
  return title ? first.text.trim() : null;
}

/** Reads every sheet in the rows, each beginning at its title 組織目標管理シート. */
export function readTable(rows: readonly Row[], options: ReadOptions = {}): ReadOutcome {
  const starts = rows.flatMap((row, index) => (titleOf(row) === null ? [] : [index]));
  if (starts.length === 0) return { kind: 'refused', problems: [noTitleIn(rows)] };
  const found = starts.map((start, index) => {
    // single words above the first title are kept as loose marks, as those between legend and table are (H16)
    const preface = index === 0 ? rows.slice(0, start) : [];
    return sheetFrom(rows[start]!, preface, rows.slice(start + 1, starts[index + 1]));
  });
  return readFound(found, options);
}

function sheetFrom(title: Row, preface: readonly Row[], body: readonly Row[]): FoundSheet | Refused {
  const headingAt = body.findIndex(isHeadingRow);
  if (headingAt < 0) return noTable(title.where);
  const above = [...preface, ...body.slice(0, headingAt)].filter((row) => !isBlank(row));
  return {
    kind: 'found',
    title: { text: titleOf(title) ?? '', where: title.where },
    header: findHeader(above, true),
    table: readHeadings(body.slice(headingAt)),
  };
}

/** A sheet without the headings of the form. */
export function noTable(where: Where): Refused {
  return {
    kind: 'refused',
    problems: [
      problem(
        where,
        'このシートの表が見つかりません。「No.」と「組織目標」のある見出しの行が必要です。',
        'This sheet has no table. A row of headings with 「No.」 and 「組織目標」 was expected.',
      ),
    ],
  };
}

function noTitleIn(rows: readonly Row[]): ReadProblem {
  const first = rows.find((row) => !isBlank(row));
  if (first) return noTitle(first.where);
  return problem(
    rows[0]?.where ?? {},
    '何も書かれていません。組織目標管理シートを指定してください。',
    'The file is empty. A goal sheet was expected.',
  );
}

export function noTitle(where: Where): ReadProblem {
  return problem(
    where,
    '題名「組織目標管理シート」の行が見つかりません。シートの先頭にこの題名が必要です。',
    'No title line 「組織目標管理シート」 was found. Every sheet must begin with it.',
  );
}
