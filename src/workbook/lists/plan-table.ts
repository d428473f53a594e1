/**
 * 総合計画（実施計画）の一覧 as a table: コード,名称 and, where one file has several plans or another than this year's, 年度 (from
 * which on it holds).
 */
import { parseFiscalYear } from '../../core/calendar/japanese-dates.js';
import { planKey } from '../../core/sheet/plan-list.js';
import { foldLabel } from '../../core/text/fold.js';
import { type Grid, whereOf } from '../cells/grid.js';
import { problem, type ReadProblem } from '../cells/problem.js';

/** A row of the list; `fromYear`: null where the file does not say from when on it holds. */
export type PlanListRow = { readonly fromYear: number | null; readonly code: string; readonly name: string };

type PlanTable = {
  readonly rows: readonly PlanListRow[];
  /** what cannot be read, with its row */
  readonly problems: readonly ReadProblem[];
};

/** A title and a remark may stand above the headings. */
const HEADING_WITHIN_ROWS = 10;
const COLUMNS = {
  code: ['コード', '計画コード', '政策コード', '施策コード', '位置づけコード', 'code'],
  name: ['名称', '名前', '政策名', '施策名', '政策・施策名', '政策・施策', 'name'],
  year: ['年度', '開始年度', '適用年度', 'year'],
} as const;
/** Longest code and name that are kept, in UTF-16 units. */
const LONGEST = { code: 60, name: 300 } as const;

/** The list on a page; null where its headings are not. */
export function planTableIn(grid: Grid): PlanTable | null {
  const headings = grid.rows
    .slice(0, HEADING_WITHIN_ROWS)
    .map(({ cells }) => cells.map(({ text }) => foldLabel(text).toLowerCase()));
  const columnOf = (cells: readonly string[], column: keyof typeof COLUMNS) => {
    const names: readonly string[] = COLUMNS[column];
    return cells.findIndex((cell) => names.includes(cell));
  };
  const at = headings.findIndex((cells) => columnOf(cells, 'code') >= 0 && columnOf(cells, 'name') >= 0);
  const heading = headings[at];
  if (!heading) return null;
  const [codeAt, nameAt, yearAt] = [
    columnOf(heading, 'code'),
    columnOf(heading, 'name'),
    columnOf(heading, 'year'),
  ];
  const rows: PlanListRow[] = [];
  const problems: ReadProblem[] = [];
  const names = new Map<string, string>();
  for (const { line, cells } of grid.rows.slice(at + 1)) {
    const textAt = (column: number) => (cells[column]?.text ?? '').trim();
    const [code, name, year] = [textAt(codeAt), textAt(nameAt), textAt(yearAt)];
    if (code === '' && name === '') continue;
    const wrong = (ja: string, en: string) => void problems.push(problem(whereOf(grid, line), ja, en));
    const fromYear = year === '' ? null : yearIn(year);
    const key = `${fromYear} ${planKey(code)}`;
    const before = names.get(key);
    if (code === '')
      wrong(
        `「${name}」のコードが空欄です。政策13-1-② のようなコードを入れてください。`,
        `「${name}」 has no code.`,
      );
    else if (code.length > LONGEST.code || name.length > LONGEST.name)
      wrong(
        `コードは${LONGEST.code}字、名称は${LONGEST.name}字までです。`,
        `A code has at most ${LONGEST.code} characters, a name ${LONGEST.name}.`,
      );
    else if (year !== '' && fromYear === null)
      wrong(
        `年度「${year}」は読み取れません（例: R8、令和8年度、2026）。`,
        `「${year}」 is no fiscal year (such as R8 or 2026).`,
      );
    else if (before !== undefined && before !== name)
      wrong(
        `コード「${code}」が、別の名称（「${before}」）でも書かれています。どちらかにしてください。`,
        `「${code}」 stands twice, once as 「${before}」.`,
      );
    else {
      names.set(key, name);
      if (before === undefined) rows.push({ fromYear, code, name });
    }
  }
  return { rows, problems };
}

function yearIn(text: string): number | null {
  const folded = foldLabel(text);
  return parseFiscalYear(text) ?? (/^\d{4}(?:年度)?$/u.test(folded) ? Number(folded.slice(0, 4)) : null);
}
