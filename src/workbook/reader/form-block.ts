/** Which rows of a page of cells make up a goal sheet: its title, what stands above the table, headings, data. */
import { foldSymbol } from '../../core/sheet/scale.js';
import { foldLabel } from '../../core/text/fold.js';
import { filled, type Grid, type GridRow } from '../cells/grid.js';
import { isPartOfYear, meaningOf } from '../form/headings.js';
import { DRAFT_MARK } from '../form/official-sheet.js';

export type Block = {
  /** null when the page has none */
  readonly title: {
    /** as the office prints it */
    readonly text: string;
    readonly line: number;
    readonly draft: boolean;
  } | null;
  /** rows that are neither title nor table, in order, those above the title included */
  readonly above: readonly GridRow[];
  readonly headings: readonly GridRow[];
  readonly body: readonly GridRow[];
};

const WORD = '組織目標管理シート';
/** Bare, or with something before and in brackets behind it. */
const TITLE = new RegExp(`^(?:[#＃]*|\\S*年度)${WORD}$|^.{0,30}${WORD}(?:[(【\\[].{0,20}[)】\\]])?$`, 'u');
const DRAFT = new RegExp(`${DRAFT_MARK}\\s*$`, 'u');

type Title = {
  readonly column: number;
  readonly text: string;
  readonly draft: boolean;
};

function titleIn(row: GridRow): Title | null {
  for (const { column, cell } of filled(row)) {
    if (!foldLabel(cell.text).includes(WORD)) continue;
    const draft = DRAFT.test(cell.text);
    const text = cell.text.replace(DRAFT, '').trim();
    if (TITLE.test(foldLabel(text))) return { column, text, draft };
  }
  return null;
}

/** A row of column headings: at least four of its cells say what a column of the form is, and none is a rating. */
function isHeadingRow(row: GridRow): boolean {
  const cells = filled(row);
  if (cells.some(({ cell }) => foldSymbol(cell.text) !== null)) return false;
  const meanings = new Set(
    cells.map(({ cell }) => meaningOf(cell.text)).filter((meaning) => meaning !== null),
  );
  return meanings.size >= 4 && meanings.has('goal');
}

/** A second or third row of headings: words of headings and no data. */
function continuesHeadings(row: GridRow): boolean {
  const cells = filled(row);
  if (cells.length === 0 || cells.some(({ cell }) => foldSymbol(cell.text) !== null)) return false;
  const known = cells.filter(
    ({ cell }) => meaningOf(cell.text) !== null || isPartOfYear(foldLabel(cell.text)),
  ).length;
  return known > 0 && known * 2 >= cells.length && cells.every(({ cell }) => cell.text.length <= 40);
}

function withoutTitle(row: GridRow, title: Title): GridRow | null {
  const cells = row.cells.map((cell, column) => (column === title.column ? { ...cell, text: '' } : cell));
  const rest = { ...row, cells };
  return filled(rest).length === 0 ? null : rest;
}

/** The goal sheets on a page, none when it has no table of goals. Several may stand below one another. */
export function blocksOf(grid: Grid): Block[] {
  const starts: { at: number; title: Title | null }[] = [];
  grid.rows.forEach((row, at) => {
    const title = titleIn(row);
    if (title) starts.push({ at, title });
  });
  if (starts.length === 0) starts.push({ at: 0, title: null });
  const blocks: Block[] = [];
  starts.forEach(({ at, title }, index) => {
    const before = index === 0 ? grid.rows.slice(0, at) : [];
    const rows = grid.rows.slice(at, starts[index + 1]?.at ?? grid.rows.length);
    const headingAt = rows.findIndex(isHeadingRow);
    if (headingAt < 0) return;
    let bodyAt = headingAt + 1;
    while (bodyAt < rows.length && bodyAt < headingAt + 3 && continuesHeadings(rows[bodyAt]!)) bodyAt += 1;
    const titleRow = rows[0];
    const beside = title && titleRow ? withoutTitle(titleRow, title) : null;
    blocks.push({
      title: title && titleRow ? { text: title.text, line: titleRow.line, draft: title.draft } : null,
      above: [...before, ...(beside ? [beside] : []), ...rows.slice(title ? 1 : 0, headingAt)],
      headings: rows.slice(headingAt, bodyAt),
      body: rows.slice(bodyAt),
    });
  });
  return blocks;
}
