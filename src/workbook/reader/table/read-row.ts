/** One row of the table: its rating cell found, its other cells counted from there. */

import type { Column } from '../../../core/sheet/layout.js';
import { foldSymbol, scales } from '../../../core/sheet/scale.js';
import type { Where } from '../../../core/sheet/sheet.js';
import { foldWidth } from '../../../core/text/fold.js';
import { withoutBeginning, withoutEnd } from '../../../core/text/text.js';
import { problem, type ReadProblem, type Refused, shorten } from '../../cells/problem.js';
import { COLUMNS, FIELDS } from '../../form/columns.js';
import { withoutMark } from '../../form/errata.js';
import type { FoundTable } from '../found-sheet.js';
import { filledCells, type Row } from '../row.js';

/** Where the rating stands in a row of the form, and what the cells left and right of it are (T01). */
export const RATING_AT = FIELDS.indexOf('rating');

export type TableRow = {
  readonly texts: Readonly<Record<Column, string>>;
  /** ◎○△× or '' */
  readonly rating: string;
  readonly ratingAsPrinted: string;
  /** what each cell is called in a message */
  readonly names: Readonly<Record<Column, string>>;
  readonly where: Where;
};

/** A row that belongs to a goal: it has a rating, or several filled cells. */
export function isDataRow(row: Row): boolean {
  const filled = filledCells(row);
  return filled.length > 2 || (filled.length > 1 && filled.some(({ text }) => foldRating(text) !== null));
}

/** What stands in a cell of its own before a note: ※, 注1, （参考）. A number in brackets is a No. */
const NOTE_MARK = /^(?:※|\*|\(?注記?\)?|備考|参考|[([【][^\d()[\]【】]{1,10}[)\]】])\d*:?$/u;

/** A line of words below the table (H17): one cell, or a mark such as ※ and one cell. A bare number is none. */
export function isFootnoteRow(row: Row): boolean {
  const filled = row.cells.map(foldWidth).filter((cell) => cell !== '');
  if (filled.length === 1) return !/^\d+\.?$/u.test(filled[0] ?? '') && foldRating(filled[0] ?? '') === null;
  return filled.length === 2 && NOTE_MARK.test(filled[0] ?? '');
}

/** Reads a row, or says which of its cells stands in the way. */
export function readRow(
  row: Row,
  table: FoundTable,
): { readonly kind: 'read'; readonly row: TableRow } | Refused {
  const names = namesOf(row, RATING_AT, table);
  const anchor = findRating(row);
  if (anchor === null) return refuse(unclearRating(row));
  const shift = anchor - RATING_AT;
  const cells = row.cells.map((cell) => cell.trim());
  const tooFar = cells.findIndex(
    (cell, index) => cell !== '' && (index < shift || index - shift >= FIELDS.length),
  );
  if (tooFar >= 0) return refuse(tooMany(row, tooFar, anchor));
  if (shift < 0 && /^\d+$/u.test(foldWidth(cells[0] ?? ''))) return refuse(tooFew(row, anchor));
  const textAt = (column: Column) => cells[FIELDS.indexOf(column) + shift] ?? '';
  const printed = Object.fromEntries(FIELDS.map((column) => [column, textAt(column)])) as Record<
    Column,
    string
  >;
  const texts = { ...printed, no: withoutMark(printed.no) };
  const own = shift === 0 ? names : namesOf(row, anchor, table);
  const short = missingCells(row, shift, table, texts);
  if (short.length > 0)
    return refuse(
      endsEarly(
        row,
        short.map((column) => own[column]),
      ),
    );
  const rating = foldRating(texts.rating);
  const problems: ReadProblem[] = [];
  if (texts.rating !== '' && rating === null) {
    problems.push(
      problem(
        { ...row.where, cell: own.rating },
        `「${shorten(texts.rating)}」を評価として読み取れません。◎・○・△・× のどれか一つを書くか、空にしてください。`,
        `「${shorten(texts.rating)}」 is no rating. One of ◎ ○ △ × was expected, or nothing.`,
      ),
    );
  }
  for (const column of ['name', 'target'] as const) {
    if (texts[column] === '') problems.push(empty(row, own[column]));
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  return {
    kind: 'read',
    row: { texts, rating: rating ?? '', ratingAsPrinted: texts.rating, names: own, where: row.where },
  };
}

/**
 * The symbol of a rating cell: a symbol alone (look-alikes folded, C05), or a symbol with its word as exported
 * (○ 達成, ○（達成）). null for anything else; △ before a number is a minus and no rating (C06).
 */
export function foldRating(cell: string): '◎' | '○' | '△' | '×' | null {
  const alone = foldSymbol(cell);
  if (alone !== null) return alone;
  const bare = cell.trim();
  const [first] = bare;
  const symbol = first === undefined ? null : foldSymbol(first);
  if (symbol === null) return null;
  const word = withoutEnd(withoutBeginning(bare.slice(first?.length), AROUND), AROUND);
  return RATING_WORDS.has(word) ? symbol : null;
}

/** What stands around the word beside a symbol. */
const AROUND = ' \t\r\n\u3000()（）';
const RATING_WORDS: ReadonlySet<string> = new Set(
  Object.values(scales).flatMap((scale) => scale.steps.flatMap((step) => [step.word.ja, step.outlook.ja])),
);

/** Index of the rating cell; of where it belongs when the row has no rating yet; null when several could be it. */
function findRating(row: Row): number | null {
  const rated = row.cells.flatMap((cell, index) => (foldRating(cell) === null ? [] : [index]));
  if (rated.length === 0 || rated.includes(RATING_AT)) return RATING_AT;
  return rated.length === 1 ? rated[0]! : null;
}

function namesOf(row: Row, anchor: number, table: FoundTable): Record<Column, string> {
  const entries = FIELDS.map((column, index) => {
    const address = row.addresses?.[index + anchor - RATING_AT];
    const { word } = COLUMNS[column];
    const heading = column === 'target' ? table.targetName : column === 'result' ? table.resultName : word;
    return [column, address ? `${address} ${heading}` : heading];
  });
  return Object.fromEntries(entries) as Record<Column, string>;
}

function refuse(one: ReadProblem): Refused {
  return { kind: 'refused', problems: [one] };
}

function unclearRating(row: Row): ReadProblem {
  return problem(
    { ...row.where, cell: '評価' },
    '評価の記号(◎○△×)だけのセルが二つ以上あり、どれが評価か決められません。評価は1行に一つだけ書いてください。',
    'Several cells hold nothing but a rating symbol (◎○△×). Exactly one per row was expected.',
  );
}

function tooMany(row: Row, index: number, anchor: number): ReadProblem {
  const side = index < anchor ? ['左', 'left', RATING_AT] : ['右', 'right', FIELDS.length - 1 - RATING_AT];
  return problem(
    { ...row.where, cell: row.addresses?.[index] || `左から${index + 1}番目` },
    `「${shorten(row.cells[index] ?? '')}」のセルが余分です。評価の${side[0]}に置けるセルは${side[2]}個までです。`,
    `「${shorten(row.cells[index] ?? '')}」 is one cell too many. At most ${side[2]} cells were expected to the ${side[1]} of the rating.`,
  );
}

function tooFew(row: Row, anchor: number): ReadProblem {
  return problem(
    row.where,
    `セルが足りません。評価の左に${RATING_AT}個(No. から概要まで)必要ですが、${anchor}個です。空のセルも省かないでください。`,
    `Cells are missing. ${RATING_AT} were expected to the left of the rating (No. to 概要), ${anchor} were found. Blank cells count.`,
  );
}

/**
 * The columns that a row is too short for. Copying drops blank cells at the end of a line, and only these may be
 * missing: 今後の方針 of a row that goes on with the goal above, and everything from the rating on while nothing is
 * reported. In any other row a cell may have been lost further left, with all behind it in the wrong column.
 */
function missingCells(
  row: Row,
  shift: number,
  table: FoundTable,
  texts: Readonly<Record<Column, string>>,
): readonly Column[] {
  const columns = table.mergedStatus ? FIELDS.slice(0, -1) : FIELDS;
  const lacking = columns.slice(Math.max(row.cells.length - shift, 0));
  if (lacking.length === 0) return [];
  const dropped = (row.cells.at(-1) ?? '').trim() !== '';
  if (dropped && texts.no === '' && lacking.length === 1 && !table.mergedStatus) return [];
  if (dropped && lacking[0] === 'rating') return [];
  return lacking;
}

function endsEarly(row: Row, names: readonly string[]): ReadProblem {
  return problem(
    { ...row.where, cell: names[0]! },
    `行が途中で終わっていて、${names.map((name) => `「${name}」`).join('')}のセルがありません。どのセルが抜けたか決められないため、空のセルも省かずにそろえてください。`,
    `The row ends early: ${names.join(', ')} is missing. Which cell was left out cannot be told; blank cells count.`,
  );
}

function empty(row: Row, name: string): ReadProblem {
  return problem(
    { ...row.where, cell: name },
    'セルが空です。この行の内容を書いてください。1行が途中で改行されていないかも確かめてください。',
    'The cell is empty. A text was expected; a row may have been broken in two.',
  );
}
