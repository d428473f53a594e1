/** A city of any size as 事務局's board has it, and its pages: names as long as real ones are. */
import { type BoardAsked, FILTERS, WHOLE_BOARD } from '../../src/core/board/asked.js';
import type { Board, BoardSection, StateCounts } from '../../src/core/board/board.js';
import { followUpsPage } from '../../src/core/board/follow-ups.js';
import { aboutOf, type BoardPage, listPage, pageRows, rowOf } from '../../src/core/board/page.js';
import { findFollowUps } from '../../src/core/followup/find.js';
import { niigataR5 } from '../../src/core/sheet/scale.js';

const GOALS = 6;
const LONG = '健やかな暮らしと地域の支え合いを推進する';

function section(no: number, departments: number): BoardSection {
  const department = `${LONG}第${(no % departments) + 1}部`;
  const counts: StateCounts = {
    approved: no % 3,
    submitted: no % 2,
    returned: no % 5 === 0 ? 1 : 0,
    correcting: no % 7 === 0 ? 1 : 0,
    open: 0,
  };
  const open = GOALS - counts.approved - counts.submitted - counts.returned - counts.correcting;
  return {
    id: `s${String(no).padStart(12, '0')}`,
    name: `${LONG}第${no + 1}課`,
    department,
    departmentKey: department,
    goals: GOALS,
    counts: { ...counts, open },
    before: { approved: 0, submitted: 1, returned: 0, correcting: 0, open: GOALS - 1 },
    ratings: {
      exceeded: 0,
      achieved: no % 4,
      partially_achieved: no % 2,
      not_achieved: no % 11 === 0 ? 1 : 0,
    },
    checks: no % 6,
    linked: no % 9 !== 0,
    unlinkedPeople: no % 8 === 0 ? 2 : 0,
    undelivered: no % 10 === 0 ? 1 : 0,
    dueOn: no % 12 === 0 ? '2024-04-19' : '2024-04-12',
  };
}

export function boardOf(sections: number, departments: number): Board {
  const all = Array.from({ length: sections }, (_one, no) => section(no, departments));
  const at = (one: BoardSection) => Number(one.department.replace(/\D/gu, ''));
  return {
    round: {
      id: '2023-yearend',
      fiscalYear: 2023,
      kind: 'yearend',
      opensOn: '2024-03-01',
      dueOn: '2024-04-12',
      asOf: '2024-03-31',
      state: 'open',
    },
    others: [],
    scale: niigataR5,
    sections: all.sort((a, b) => at(a) - at(b)),
    since: '2024-04-08',
    today: '2024-04-09',
    workingDays: 3,
  };
}

const PLACES = Array.from({ length: 40 }, (_one, no) => ({
  name: `${LONG}第${no + 1}課`,
  channel: no % 2 === 0,
  reason: no % 3 === 0 ? 'no_place' : 'channel_not_found',
}));

/** Every page that can be opened of it: the city, each filter, a department and a section, from the first to the last. */
export function pagesOf(board: Board): BoardPage[] {
  const lists = (asked: BoardAsked) => {
    const first = listPage(board, asked, PLACES);
    return Array.from({ length: first.pages }, (_one, page) => listPage(board, { ...asked, page }, PLACES));
  };
  const [one] = board.sections;
  const department = { ...WHOLE_BOARD, level: 'department', of: one!.id } as const;
  return [
    ...[WHOLE_BOARD, department].flatMap((asked) =>
      (['', ...FILTERS] as const).flatMap((filter) => lists({ ...asked, filter })),
    ),
    sectionPage(board, one!),
    ...promisedIn(board),
    { kind: 'none' },
    {
      kind: 'unclear',
      asked: { ...WHOLE_BOARD, said: '健やか課' },
      near: board.sections.slice(0, 3).map(({ id, name }) => ({ of: id, name, level: 'section' as const })),
    },
  ];
}

/** Promises of as many sections, with sentences as long as the longest of the R5 sheets: the first page and the last. */
function promisedIn(board: Board): BoardPage[] {
  const sections = board.sections.map(({ id, name, department }) => ({
    id,
    name,
    department,
    parentId: null,
    route: [],
  }));
  const promised = sections.map((section, no) => ({
    section,
    fiscalYear: 2023,
    goalNo: String((no % 6) + 1),
    goalText: LONG,
    followUp: findFollowUps(
      `令和${(no % 3) + 6}年度は、${LONG.repeat(6)}ため、新たに取り組みます。`,
      2023,
    )[0]!,
    id: `s${no}.2023.1:0123456789ab`,
    goalId: `s${no}.2023.1`,
    said: no % 5 === 0 ? ({ state: 'dropped', until: null, reason: LONG } as const) : null,
  }));
  const page = (asked: Partial<BoardAsked>) =>
    followUpsPage({ ...WHOLE_BOARD, followUps: 2024, ...asked }, 2024, '2024-06-15', { promised, sections });
  return [
    page({}),
    page({ page: 1 }),
    page({ page: 10_000 }),
    page({ level: 'section', of: sections[0]!.id }),
  ];
}

function sectionPage(board: Board, one: BoardSection): BoardPage {
  const goals = Array.from({ length: 20 }, (_goal, no) => ({
    task: `${one.id}.2023.${no + 1}:yearend`,
    goalNo: String(no + 1),
    goalText: LONG.repeat(5),
    state: (['open', 'approved', 'submitted', 'returned', 'correcting'] as const)[no % 5]!,
    ratings: no % 5 === 1 ? (['achieved', 'partially_achieved', 'not_achieved'] as const) : [],
    checks: no % 3,
  }));
  const asked = { ...WHOLE_BOARD, level: 'section', of: one.id } as const;
  const { rows, pages } = pageRows(goals, 0);
  return {
    ...aboutOf(board, asked),
    kind: 'section',
    row: rowOf(one),
    goals: rows,
    pages,
    reporters: Array.from({ length: 9 }, (_person, no) => ({ name: `担当者${no + 1}`, linked: no > 0 })),
  };
}
