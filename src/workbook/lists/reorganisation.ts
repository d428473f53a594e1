/**
 * What became of which section, as a list: 旧課,新部,新課,施行日,種別,目標 with 種別 統合, 分割 or 改称; 目標 (the Nos. that go there)
 * for a division alone. A section is named, or told by its id (所属コード of this record).
 */
import { isIsoDate, parseEraDate } from '../../core/calendar/japanese-dates.js';
import { reorganisationProblems } from '../../core/organization/succession/problems.js';
import type { ReorganisationRow } from '../../core/organization/succession/reorganise.js';
import type { Reorganisation } from '../../core/organization/succession/succession.js';
import { foldLabel } from '../../core/text/fold.js';
import type { Words } from '../../core/text/language.js';
import { nfkc } from '../../core/text/normal-form.js';
import type { Grid } from '../cells/grid.js';

type ReorganisationList = {
  readonly rows: readonly ReorganisationRow[];
  /** sentences with file, row and column */
  readonly problems: readonly Words[];
};

const KINDS: Readonly<Record<string, Reorganisation>> = {
  統合: 'merge',
  合併: 'merge',
  merge: 'merge',
  分割: 'split',
  split: 'split',
  改称: 'rename',
  名称変更: 'rename',
  rename: 'rename',
};

const COLUMNS = {
  former: ['旧課', '旧課名', '旧所属', '旧所属コード'],
  next: ['新課', '新課名', '新所属', '新所属コード'],
  department: ['新部', '新部名'],
  on: ['施行日'],
  kind: ['種別'],
  goals: ['目標', '目標no', '目標no.'],
} as const;
type Column = keyof typeof COLUMNS;

/** A title and a remark may stand above the headings of a page. */
const HEADING_WITHIN_ROWS = 10;

/** The list on a page; null where its headings are not. */
export function reorganisationIn(grid: Grid): ReorganisationList | null {
  const lines = grid.rows.map(({ line, cells }) => ({ line, cells: cells.map(({ text }) => text.trim()) }));
  const headings = lines
    .slice(0, HEADING_WITHIN_ROWS)
    .map(({ cells }) => cells.map((text) => foldLabel(text).toLowerCase()));
  const placeIn = (cells: readonly string[], column: Column) =>
    cells.findIndex((cell) => (COLUMNS[column] as readonly string[]).includes(cell));
  const at = headings.findIndex((cells) =>
    (['former', 'next', 'on', 'kind'] as const).every((column) => placeIn(cells, column) >= 0),
  );
  const heading = headings[at];
  if (!heading) return null;
  const rows: ReorganisationRow[] = [];
  const problems: Words[] = [];
  for (const { line, cells } of lines.slice(at + 1)) {
    if (cells.every((cell) => cell === '')) continue;
    const cell = (column: Column) => cells[placeIn(heading, column)] ?? '';
    const wrong = (column: string, ja: string, en: string) =>
      void problems.push(reorganisationProblems.at(grid.file, line, column, { ja, en }));
    const [former, next, said] = [cell('former'), cell('next'), cell('kind')];
    if (former === '')
      wrong('旧課', '空です。課の名前を書いてください。', 'blank; write the name of the section.');
    if (next === '')
      wrong('新課', '空です。課の名前を書いてください。', 'blank; write the name of the section.');
    const on = dayOf(cell('on'));
    if (on === null)
      wrong(
        '施行日',
        `「${cell('on')}」は日付として読み取れません（例: 2024-04-01、R6.4.1）。`,
        `“${cell('on')}” is no date (such as 2024-04-01 or R6.4.1).`,
      );
    const folded = foldLabel(said).toLowerCase();
    const kind = Object.hasOwn(KINDS, folded) ? KINDS[folded] : undefined;
    if (kind === undefined)
      wrong(
        '種別',
        `「${said}」は、統合・分割・改称のどれでもありません。`,
        `“${said}” is none of 統合 (merged), 分割 (divided) and 改称 (renamed).`,
      );
    const goals = goalsOf(cell('goals'));
    if (goals.length > 0 && kind !== undefined && kind !== 'split')
      wrong('目標', '目標を書くのは、分割のときだけです。', 'goals are said of a division alone.');
    if (former === '' || next === '' || on === null || kind === undefined) continue;
    rows.push({ line, former, next, department: cell('department'), on, kind, goals });
  }
  return { rows, problems };
}

/** 1、2 or No.1, No.2 */
function goalsOf(text: string): string[] {
  return nfkc(text)
    .replaceAll(/no\.?/giu, ' ')
    .split(/[\s,、・/]/u)
    .filter((one) => one !== '');
}

function dayOf(text: string): string | null {
  const folded = nfkc(text);
  const [year = '', month = '', day = '', ...more] = folded.split(/[-/]/u);
  if (more.length === 0 && day !== '') {
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isIsoDate(iso) ? iso : null;
  }
  return parseEraDate(text)?.iso ?? null;
}
