/** A page of the board for 事務局, from the record as it is. */
import type { BoardAsked } from '../../../core/board/asked.js';
import type { Board } from '../../../core/board/board.js';
import { followUpsPage } from '../../../core/board/follow-ups.js';
import {
  aboutOf,
  type BoardGoal,
  type BoardPage,
  type HomeBoard,
  listPage,
  named,
  pageRows,
  rowOf,
} from '../../../core/board/page.js';
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import { cityDate, workingDaysLeft } from '../../../core/calendar/working-days.js';
import { coordinates } from '../../../core/organization/people.js';
import { reportersOf } from '../../../core/organization/terms.js';
import { standingOf } from '../../../core/report/report.js';
import type { Task } from '../../../core/report/task.js';
import { plainNumber } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import { undeliveredPlaces } from '../notices/undelivered-places.js';
import { readFollowUps } from '../reports/follow-ups.js';
import { loadActor } from '../roster/actors.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { loadSheets, tasksOfRound } from '../sheets/load-sheets.js';
import { readSections } from '../sheets/status.js';
import { loadBoard } from './load-board.js';
import { readYear } from './year.js';

/** The page, for whoever has been found entitled to see it. */
export async function readBoardPage(db: Db, asked: BoardAsked, now: Date): Promise<BoardPage> {
  if (asked.followUps !== undefined) {
    const today = cityDate(now);
    const year = asked.followUps || fiscalYearOf(today);
    const [promised, sections] = [await readFollowUps(db, year, null), await readSections(db)];
    return followUpsPage(asked, year, today, { promised, sections });
  }
  const board = await loadBoard(db, asked.round, now);
  if (!board) return { kind: 'none' };
  const meant = named(board, asked);
  if ('kind' in meant) return meant;
  if (meant.level === 'section') {
    const page = await sectionPage(db, board, meant, now);
    if (page) return page;
  }
  const places = meant.filter === 'undelivered' ? await undeliveredPlaces(db, now) : [];
  return listPage(board, meant, places);
}

/** The page of a person: null for anybody but 事務局. */
export async function boardFor(
  db: Db,
  person: string,
  asked: BoardAsked,
  now: Date,
): Promise<HomeBoard | null> {
  const loaded = await loadActor(db, person, cityDate(now));
  if (!loaded || !coordinates(loaded.actor)) return null;
  const page = await readBoardPage(db, asked, now);
  return { ...page, next: (await readYear(db, now)).next };
}

async function sectionPage(
  db: Db,
  board: Board,
  asked: BoardAsked,
  now: Date,
): Promise<Extract<BoardPage, { kind: 'section' }> | null> {
  const section = board.sections.find(({ id }) => id === asked.of);
  if (!section) return null;
  const today = cityDate(now);
  const [loaded] = await loadSheets(db, [section.id], { fiscalYear: board.round.fiscalYear });
  if (!loaded) return null;
  const posts = await loadPosts(db, [section.id], today);
  const { people } = reportersOf({ section: loaded.section, posts }, today);
  const { rows: accounts } = await db.query<{ id: string }>(
    'select distinct person_id as id from accounts where person_id = any($1)',
    [people.map(({ personId }) => personId)],
  );
  const linked = new Set(accounts.map(({ id }) => id));
  const tasks = tasksOfRound([loaded], board.round.id, today);
  const { behalf } = asked;
  const wanted = behalf
    ? tasks.filter((task) => toEnter(task) && (behalf.no === '' || plainNumber(task.goalNo) === behalf.no))
    : tasks;
  const { rows, page, pages } = pageRows(wanted.map(goalOf), asked.page);
  return {
    ...aboutOf(board, { ...asked, page }),
    workingDays: workingDaysLeft(today, section.dueOn, loaded.closures),
    kind: 'section',
    row: rowOf(section),
    goals: rows,
    pages,
    reporters: people.map(({ personId, name }) => ({ name, linked: linked.has(personId) })),
  };
}

const toEnter = ({ report }: Task): boolean => report?.state !== 'submitted' && report?.state !== 'approved';

function goalOf({ id, goalNo, goalText, report, owner }: Task): BoardGoal {
  const said = report?.state === 'submitted' || report?.state === 'approved' ? report.content : null;
  return {
    task: id,
    goalNo,
    goalText,
    state: standingOf(report),
    ratings: said?.answers.map(({ rating }) => rating) ?? [],
    checks: said?.checks?.filter(({ reason }) => reason === null).length ?? 0,
    ...(owner && said === null ? { owner: owner.name } : {}),
  };
}
