/**
 * A roster as a .csv, as Excel saves it (UTF-8 or CP932): one row a post that somebody holds. Columns are found by their
 * headings; 部, 課, 役職 and 氏名 are needed, and 職員番号 or メールアドレス to know a person by.
 */
import { parse } from 'csv-parse/sync';
import { isIsoDate, parseEraDate } from '../core/era.js';
import { foldLabel } from '../core/fold.js';
import { POST_ROLES, type PostRole, ROLE_NAMES } from '../core/people.js';
import type { RosterInput } from '../core/roster.js';
import { decodeText } from './cp932.js';

/** The headings each column may have, widths and blanks folded. */
const COLUMNS = {
  department: ['部', '部名', '組織名(部)'],
  section: ['課', '課名', '所属', '組織名', '組織名(準部・課・機関名)'],
  title: ['役職', '職名', '役職名'],
  role: ['役割', '区分'],
  name: ['氏名', '名前', '職員名'],
  email: ['メールアドレス', 'メール', 'e-mail', 'email'],
  id: ['職員番号', '番号', '職員id', 'id'],
  from: ['開始日', '着任日', '発令日'],
  until: ['終了日', '退任日'],
  deputyOf: ['代決', '代決する役職'],
} as const;
type Column = keyof typeof COLUMNS;

const NEEDED = ['department', 'section', 'title', 'name'] as const;

export type RosterRead =
  | { readonly ok: true; readonly roster: RosterInput; readonly rows: number }
  /** sentences naming file, row and cell */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Whether a file is a roster: its first row has 役職 and 氏名. A goal sheet's has neither. */
export function isRosterFile(bytes: Uint8Array): boolean {
  const text = decodeText(bytes);
  if (text === null) return false;
  const [heading = ''] = text.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);
  const cells = heading.split(/[,\t]/u).map((cell) => foldLabel(cell.replaceAll('"', '')));
  return [COLUMNS.title, COLUMNS.name].every((names) => cells.some((cell) => includes(names, cell)));
}

/**
 * Reads a roster. A post without 開始日 is held from `from`; a deputy without 終了日 may act until `until` (ISO dates).
 * All problems are told at once, and with one of them nothing is handed on.
 */
export function readRosterFile(
  bytes: Uint8Array,
  file: string,
  period: { readonly from: string; readonly until: string },
): RosterRead {
  const text = decodeText(bytes);
  if (text === null) return { ok: false, problems: [`${file}: 文字の CSV ファイルではありません。`] };
  let lines: string[][];
  try {
    lines = parse(text, { bom: true, relax_column_count: true, trim: true, skip_empty_lines: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [`${file}: CSV として読み取れません（${reason}）。`] };
  }
  const [heading = [], ...body] = lines;
  const at = Object.fromEntries(
    Object.entries(COLUMNS).map(([column, names]) => [
      column,
      heading.findIndex((cell) => includes(names, foldLabel(cell))),
    ]),
  ) as Record<Column, number>;
  const missing = NEEDED.filter((column) => at[column] < 0).map((column) => COLUMNS[column][0]);
  if (at.id < 0 && at.email < 0) missing.push('職員番号' as never);
  if (missing.length > 0)
    return { ok: false, problems: [`${file} 1行目: 見出しに「${missing.join('」「')}」が必要です。`] };
  return rosterOf(body, at, file, period);
}

function rosterOf(
  body: readonly string[][],
  at: Record<Column, number>,
  file: string,
  period: { readonly from: string; readonly until: string },
): RosterRead {
  const problems: string[] = [];
  const sections = new Map<string, NonNullable<RosterInput['sections']>[number]>();
  const people = new Map<string, NonNullable<RosterInput['people']>[number]>();
  const holdings: NonNullable<RosterInput['holdings']> = [];
  const deputies: NonNullable<RosterInput['deputies']> = [];
  for (const [index, cells] of body.entries()) {
    if (cells.every((cell) => cell === '')) continue;
    const line = index + 2;
    const cell = (column: Column): string => (at[column] < 0 ? '' : (cells[at[column]] ?? ''));
    const wrong = (column: Column, sentence: string) =>
      problems.push(`${file} ${line}行目「${COLUMNS[column][0]}」: ${sentence}`);
    const blank = NEEDED.filter((column) => cell(column) === '');
    for (const column of blank) wrong(column, '空です。');
    const person = cell('id') || cell('email').toLowerCase();
    if (person === '') wrong(at.id < 0 ? 'email' : 'id', '職員番号かメールアドレスが必要です。');
    const role = roleOf(cell('role'), cell('title'));
    if (!role) wrong('role', `「${cell('role')}」は役割ではありません（${ROLE_WORDS}）。`);
    const from = dateOf(cell('from'), period.from);
    if (from === null)
      wrong('from', `「${cell('from')}」は日付として読み取れません（例: R6.4.1、2024-04-01）。`);
    const until = dateOf(cell('until'), '');
    if (until === null) wrong('until', `「${cell('until')}」は日付として読み取れません。`);
    const known = people.get(person);
    if (known && known.name !== cell('name'))
      wrong('name', `同じ職員（${person}）の氏名が、前の行（${known.name}）と違います。`);
    if (blank.length > 0 || person === '' || !role || from === null || until === null) continue;
    const section = { department: cell('department'), name: cell('section') };
    sections.set(`${section.department}/${section.name}`, section);
    people.set(person, {
      id: person,
      name: cell('name'),
      email: cell('email') === '' ? null : cell('email'),
    });
    const end = until === '' ? null : until;
    holdings.push({ post: { section, role, title: cell('title') }, person, from, until: end });
    if (cell('deputyOf') !== '')
      deputies.push({
        post: { section, role: roleOf('', cell('deputyOf')) ?? 'section_manager', title: cell('deputyOf') },
        person,
        from,
        until: end ?? period.until,
      });
  }
  if (problems.length === 0 && holdings.length === 0) problems.push(`${file}: 名簿に行がありません。`);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    rows: holdings.length,
    roster: { sections: [...sections.values()], people: [...people.values()], holdings, deputies },
  };
}

/** How titles usually end, the more particular first: 課長補佐 is no 課長. */
const TITLE_ENDS: readonly (readonly [RegExp, PostRole])[] = [
  [/補佐$|^副/u, 'assistant_manager'],
  [/係長$|主査$/u, 'subsection_chief'],
  [/(?:部|区|局|本部)長$/u, 'department_head'],
  [/(?:課|所|館|室|場|園|校|センター)長$/u, 'section_manager'],
  [/事務局/u, 'coordinator'],
];

const ROLE_WORDS = POST_ROLES.map((role) => ROLE_NAMES[role].ja).join('、');

/** The role as said, else as the title has it, else 担当者; null when something unknown was said. */
function roleOf(said: string, title: string): PostRole | null {
  if (said !== '') {
    const folded = foldLabel(said);
    return POST_ROLES.find((role) => role === folded || ROLE_NAMES[role].ja === folded) ?? null;
  }
  return TITLE_ENDS.find(([end]) => end.test(foldLabel(title)))?.[1] ?? 'staff';
}

function dateOf(text: string, otherwise: string): string | null {
  if (text === '') return otherwise;
  const slashed = text.replaceAll('/', '-').replace(/-(\d)(?=-|$)/gu, '-0$1');
  return isIsoDate(slashed) ? slashed : (parseEraDate(text)?.iso ?? null);
}

function includes(names: readonly string[], cell: string): boolean {
  return names.includes(cell) || names.includes(cell.toLowerCase());
}
