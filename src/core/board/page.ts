/** One page of the board: as many rows as a phone shows and one message of every platform holds. */
import type { Round } from '../calendar/round.js';
import { nearestNames } from '../organization/nearest-names.js';
import type { RatingCode, Scale } from '../sheet/scale.js';
import { foldSearch } from '../text/fold.js';
import { type BoardAsked, FILTERS, type Filter } from './asked.js';
import {
  type Board,
  type BoardSection,
  type BoardState,
  departmentsOf,
  isAmong,
  type Total,
  totalOf,
} from './board.js';
import { type Chart, chartOf } from './chart.js';
import type { FollowUpsPage } from './promised.js';
import type { YearItem } from './year.js';

/** Rows of a page: with their buttons no more than the smallest message holds. */
export const ROWS = 5;

/** A department or a section with what is counted of it. */
export type BoardRow = {
  readonly what: 'department' | 'section';
  /** of a department: of its first section */
  readonly of: string;
  readonly name: string;
  readonly total: Total;
  /** a section alone */
  readonly own: Pick<
    BoardSection,
    'department' | 'linked' | 'unlinkedPeople' | 'undelivered' | 'dueOn'
  > | null;
};

/** A goal of a section, texts as typed. */
export type BoardGoal = {
  readonly task: string;
  readonly goalNo: string;
  readonly goalText: string;
  readonly state: BoardState;
  /** ratings of what is submitted or approved, in the order of the indicators */
  readonly ratings: readonly RatingCode[];
  readonly checks: number;
  /** of what is to be reported, whose it is; not there where it is nobody's in particular */
  readonly owner?: string;
};

type About = {
  readonly asked: BoardAsked;
  readonly round: Round;
  readonly scale: Scale;
  readonly since: string;
  readonly today: string;
  readonly workingDays: number;
};

/** A place that something has not reached. */
export type UndeliveredPlace = {
  readonly name: string;
  readonly channel: boolean;
  readonly reason: string | null;
};

/** A page as 事務局's home has it: with what is to do next in the year. */
export type HomeBoard = BoardPage & { readonly next?: YearItem | null };

export type BoardPage =
  /** no round is open, and none was */
  | { readonly kind: 'none' }
  | (About & {
      readonly kind: 'list';
      readonly others: readonly Round[];
      /** '' for the whole city */
      readonly department: string;
      readonly total: Total;
      readonly rows: readonly BoardRow[];
      readonly pages: number;
      /** how many sections each filter finds here */
      readonly found: { readonly [filter in Filter]: number };
      /** of the first page of all that is there; not there in what an earlier version kept */
      readonly chart?: Chart;
      /** with the filter `undelivered`: where and why */
      readonly places: readonly UndeliveredPlace[];
    })
  | (About & {
      readonly kind: 'section';
      readonly row: BoardRow;
      readonly goals: readonly BoardGoal[];
      readonly pages: number;
      /** who is asked to report, and of them who has no account yet */
      readonly reporters: readonly { readonly name: string; readonly linked: boolean }[];
    })
  | FollowUpsPage
  /** nothing is called so; the nearest names, sections and departments */
  | {
      readonly kind: 'unclear';
      readonly asked: BoardAsked;
      readonly near: readonly {
        readonly of: string;
        readonly name: string;
        readonly level: 'department' | 'section';
      }[];
    };

/** The rows of a page of a list, and how many pages it has; a page that is not there is the last. */
export function pageRows<Row>(
  rows: readonly Row[],
  page: number,
): { rows: readonly Row[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const at = Math.min(page, pages - 1);
  return { rows: rows.slice(at * ROWS, (at + 1) * ROWS), page: at, pages };
}

/** What is meant by a name that was typed: the whole name, or the only one that begins so; else the three nearest. */
export function named(board: Board, asked: BoardAsked): BoardAsked | Extract<BoardPage, { kind: 'unclear' }> {
  if (asked.said === '') return asked;
  const departments = departmentsOf(board.sections);
  const names = [
    ...departments.map(({ name, sections }) => ({ of: sections[0]!.id, name, level: 'department' as const })),
    ...board.sections.map(({ id, name }) => ({ of: id, name, level: 'section' as const })),
    ...board.sections.map(({ id, name, department }) => ({
      of: id,
      name: `${department} ${name}`,
      level: 'section' as const,
    })),
  ];
  const wanted = foldSearch(asked.said);
  const exact = names.filter(({ name }) => foldSearch(name) === wanted);
  // The own office of a 部 has its name: the 部 is meant.
  const departmentNamed = exact.find(({ level }) => level === 'department');
  const begun = exact.length > 0 ? exact : names.filter(({ name }) => foldSearch(name).startsWith(wanted));
  const [only] = departmentNamed ? [departmentNamed] : begun.length === 1 ? begun : [];
  if (only) return { ...asked, said: '', of: only.of, level: only.level };
  const ofSeveral = new Set(board.sections.map(({ name }) => name));
  const choices = names.filter(({ name, level }) => level === 'department' || ofSeveral.has(name));
  const near = nearestNames(asked.said, begun.length > 1 ? begun : choices, ({ name }) => name);
  return {
    kind: 'unclear',
    asked,
    near: near.map((one) => ({ ...one, name: twiceNamed(board, one) })),
  };
}

/** With its department where another section has the same name. */
function twiceNamed(
  board: Board,
  one: { readonly of: string; readonly name: string; readonly level: string },
): string {
  const own = board.sections.find(({ id }) => id === one.of);
  const alike = board.sections.filter(({ name }) => name === one.name);
  return one.level === 'section' && own && alike.length > 1 ? `${own.department} ${own.name}` : one.name;
}

export function aboutOf(board: Board, asked: BoardAsked): About {
  const { round, scale, since, today, workingDays } = board;
  return { asked: { ...asked, round: round.id }, round, scale, since, today, workingDays };
}

export function rowOf(section: BoardSection): BoardRow {
  const { department, linked, unlinkedPeople, undelivered, dueOn } = section;
  return {
    what: 'section',
    of: section.id,
    name: section.name,
    total: totalOf([section]),
    own: { department, linked, unlinkedPeople, undelivered, dueOn },
  };
}

/** The page of the city or of a department. What a filter finds is listed by department where it is more than a page. */
export function listPage(
  board: Board,
  asked: BoardAsked,
  places: readonly UndeliveredPlace[] = [],
): Extract<BoardPage, { kind: 'list' }> {
  const key = board.sections.find(({ id }) => id === asked.of)?.departmentKey;
  const isOfDepartment = asked.level === 'department' && key !== undefined;
  const here = isOfDepartment ? board.sections.filter((one) => one.departmentKey === key) : board.sections;
  const found = here.filter((one) => isAmong(one, asked.filter));
  const bySection = isOfDepartment || (asked.filter !== '' && found.length <= ROWS);
  const all: BoardRow[] = bySection
    ? found.map(rowOf)
    : departmentsOf(found).map(({ name, sections }) => ({
        what: 'department',
        of: sections[0]!.id,
        name,
        total: totalOf(sections),
        own: null,
      }));
  const { rows, page, pages } = pageRows(all, asked.page);
  const count = (filter: Filter) => here.filter((one) => isAmong(one, filter)).length;
  return {
    ...aboutOf(board, { ...asked, page, level: isOfDepartment ? 'department' : 'city' }),
    kind: 'list',
    others: board.others,
    department: isOfDepartment ? here[0]!.department : '',
    total: totalOf(found),
    rows,
    pages,
    found: Object.fromEntries(FILTERS.map((filter) => [filter, count(filter)])) as {
      readonly [filter in Filter]: number;
    },
    ...(page === 0 && asked.filter === '' ? { chart: chartOf(here, isOfDepartment) } : {}),
    places: asked.filter === 'undelivered' ? places : [],
  };
}
