/** The board of checks (確認事項の一覧): what a city's reports are asked about, by department, section and goal. */

import type { Round } from '../calendar/round.js';
import { CHECK_GROUPS } from '../checks/board/find.js';
import type { BoardCheck, CheckAnswer } from '../report/report-checks.js';
import { folded } from '../sheet/scale.js';
import { mayBeCommand } from '../text/text.js';
import { type BoardAsked, WHOLE_BOARD } from './asked.js';
import { type Board, departmentsOf } from './board.js';
import { type BoardPage, named, pageRows, ROWS } from './page.js';

/** A filter of the list: the checks of a group that wait, or whatever was answered. */
export const CHECK_FILTERS = [...CHECK_GROUPS, 'answered'] as const;
export type CheckFilter = (typeof CHECK_FILTERS)[number];

export type ChecksAsked = Omit<BoardAsked, 'filter'> & { readonly group: CheckFilter | '' };

export const ALL_CHECKS: ChecksAsked = { round: '', group: '', level: 'city', of: '', said: '', page: 0 };

/** Round, group and level as a button carries them beside the section it names. */
export function checksArgument({ round, group, level }: ChecksAsked): string {
  return `${round} ${group} ${level}`;
}

/** Reads it back; what is no group is none, and what is no level the whole city. */
export function readChecksArgument(text: string): Pick<ChecksAsked, 'round' | 'group' | 'level'> {
  const [round = '', group = '', level = ''] = text.split(' ');
  return {
    round,
    group: CHECK_FILTERS.find((one) => one === group) ?? '',
    level: level === 'department' || level === 'section' ? level : 'city',
  };
}

const LIST = new Set(['確認事項の一覧', '確認事項一覧', '確認の一覧', 'checks', 'list of checks']);
const BLANKS = /[\s\u3000]+/u;

/** 「確認事項の一覧」「確認事項の一覧 建設課」; null for anything else. */
export function checksAsked(text: string): ChecksAsked | null {
  if (!mayBeCommand(text)) return null;
  if (LIST.has(folded(text))) return ALL_CHECKS;
  const [word = '', ...rest] = text.trim().split(BLANKS);
  return LIST.has(folded(word)) && rest.length > 0 ? { ...ALL_CHECKS, said: rest.join(' ') } : null;
}

/** 本人に確認, as it stands: since when (ISO instant), and what was answered. */
export type CheckAsked = {
  readonly at: string;
  readonly answer: {
    readonly name: string;
    readonly at: string;
    readonly text: string;
    readonly how?: CheckAnswer;
  } | null;
};

/** A check of a goal with where it stands and what was asked about it. */
export type CheckRow = {
  readonly task: string;
  readonly goalNo: string;
  /** '' when it is about the goal */
  readonly indicator: string;
  readonly check: BoardCheck;
  readonly asked: CheckAsked | null;
};

export type CheckCounts = { readonly [filter in CheckFilter]: number };

type Part = {
  readonly what: 'department' | 'section';
  readonly of: string;
  readonly name: string;
  /** sections with something */
  readonly sections: number;
  readonly counts: CheckCounts;
};

export type ChecksPage =
  | Extract<BoardPage, { kind: 'none' | 'unclear' }>
  | {
      readonly kind: 'list' | 'section';
      readonly asked: ChecksAsked;
      readonly round: Round;
      /** of the department or section; '' for the whole city */
      readonly name: string;
      readonly department: string;
      /** of everything here */
      readonly counts: CheckCounts;
      /** how many of those that wait were asked about */
      readonly waiting: number;
      readonly pages: number;
      /** departments or sections with something of the filter, a page of them */
      readonly parts: readonly Part[];
      /** of a section: a page of its checks */
      readonly rows: readonly CheckRow[];
      /** a list of the plan is loaded for the year, so that its codes are looked at */
      readonly hasPlan?: true;
    };

/** Whether a check is among those that a filter looks for; without one, what waits. */
function isAmongChecks({ check }: Pick<CheckRow, 'check'>, filter: CheckFilter | ''): boolean {
  if (filter === 'answered') return check.reason !== null;
  return check.reason === null && (filter === '' || check.group === filter);
}

function countsOf(rows: readonly CheckRow[]): CheckCounts {
  const count = (filter: CheckFilter) => rows.filter((one) => isAmongChecks(one, filter)).length;
  return Object.fromEntries(CHECK_FILTERS.map((filter) => [filter, count(filter)])) as CheckCounts;
}

/**
 * A page of the list, as many rows as a phone shows.
 *
 * @param found    the checks of each section, by its id
 * @param hasPlan  whether the codes of 位置づけ were held against a list of the plan
 */
export function checksPage(
  board: Board,
  found: ReadonlyMap<string, readonly CheckRow[]>,
  wanted: ChecksAsked,
  hasPlan = false,
): ChecksPage {
  const meant = named(board, { ...WHOLE_BOARD, ...wanted, filter: '' });
  if ('kind' in meant) return meant;
  const own = board.sections.find(({ id }) => id === meant.of);
  const level = own ? meant.level : 'city';
  const asked: ChecksAsked = { ...wanted, level, of: own?.id ?? '', said: '', round: board.round.id };
  const checksOf = (id: string) => found.get(id) ?? [];
  const here = board.sections.filter((one) =>
    level === 'city'
      ? true
      : level === 'section'
        ? one.id === own?.id
        : one.departmentKey === own?.departmentKey,
  );
  const all = here.flatMap(({ id }) => checksOf(id));
  const about = {
    round: board.round,
    name: level === 'city' ? '' : level === 'section' ? own!.name : own!.department,
    department: own?.department ?? '',
    counts: countsOf(all),
    ...(hasPlan ? { hasPlan } : {}),
    waiting: all.filter((one) => one.check.reason === null && one.asked?.answer === null).length,
  };
  if (level === 'section') {
    const { rows, page, pages } = pageRows(
      all.filter((one) => isAmongChecks(one, asked.group)),
      asked.page,
    );
    return { kind: 'section', ...about, asked: { ...asked, page }, pages, parts: [], rows };
  }
  const some = here.filter(({ id }) => checksOf(id).some((one) => isAmongChecks(one, asked.group)));
  const bySection = level === 'department' || some.length <= ROWS;
  const parts: Part[] = bySection
    ? some.map(({ id, name }) => ({
        what: 'section',
        of: id,
        name,
        sections: 1,
        counts: countsOf(checksOf(id)),
      }))
    : departmentsOf(some).map(({ name, sections }) => ({
        what: 'department',
        of: sections[0]!.id,
        name,
        sections: sections.length,
        counts: countsOf(sections.flatMap(({ id }) => checksOf(id))),
      }));
  const { rows, page, pages } = pageRows(parts, asked.page);
  return { kind: 'list', ...about, asked: { ...asked, page }, pages, parts: rows, rows: [] };
}
