/** What the messages that the clock makes owed are made from: of the day, of the week, of the whole city. */
import type { Pool } from 'pg';
import type { Board } from '../../../core/board/board.js';
import { holidaysConfirmedUntil } from '../../../core/calendar/closures.js';
import { mondayOf } from '../../../core/calendar/office-hours.js';
import { digestSince } from '../../../core/calendar/reminder-schedule.js';
import {
  addWorkingDays,
  cityInstant,
  workingDaysLeft,
  workingDaysUntil,
} from '../../../core/calendar/working-days.js';
import type { AskedOfTask, NoticeMaterial } from '../../../core/cards/notices/notice-material.js';
import { dayOf, type PersonDay } from '../../../core/notice/reminders.js';
import type { SectionRound } from '../../../core/notice/section-round.js';
import type { Person } from '../../../core/organization/people.js';
import { stepAt } from '../../../core/organization/route.js';
import type { Task } from '../../../core/report/task.js';
import { readEach } from '../../../core/text/stored-json.js';
import { loadBoard } from '../board/load-board.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { duePromises } from '../reports/promises.js';
import { loadActor } from '../roster/actors.js';
import { departmentHeads } from '../roster/department-heads.js';
import { readCalendar } from '../rounds/calendar.js';
import { loadInquiry } from '../rounds/inquiry-rows.js';
import { type RoundWithOverrides, readRounds } from '../rounds/rounds.js';
import { loadCoordinators, loadSectionRounds, openRoundSections } from '../rounds/section-rounds.js';
import { loadSheets, openTasks } from '../sheets/load-sheets.js';
import { listAside } from './put-aside.js';
import { undeliveredPlaces } from './undelivered-places.js';

type Of<Kind extends NoticeMaterial['kind']> = Extract<NoticeMaterial, { kind: Kind }>;

/** For `reminder`: all that a person owes or is told today; null when not in the roster. */
export async function dayMaterial(
  pool: Pool,
  personId: string,
  today: string,
  goesUpAfter?: number,
): Promise<Of<'day'> | null> {
  const loaded = await loadActor(pool, personId, today);
  if (!loaded) return null;
  const { posts, deputyFor, ...person } = loaded.actor;
  const coordinating = posts.some(({ role }) => role === 'coordinator');
  const own = [...posts, ...deputyFor].filter(({ role }) => role !== 'coordinator');
  const sectionIds = coordinating
    ? undefined
    : await withThoseBelow(
        pool,
        own.map((post) => post.sectionId),
      );
  const wanted = await openRoundSections(pool, { openOn: today, ...(sectionIds ? { sectionIds } : {}) });
  const sections = await loadSectionRounds(pool, wanted, today, readEach, goesUpAfter);
  const coordinators = coordinating ? await loadCoordinators(pool, today) : [];
  const day = dayOf(personId, sections, coordinators, today, (since, { closures }) =>
    workingDaysUntil(since, today, closures),
  );
  const named = [...day.waiting, ...day.raised, ...day.questions].map(({ taskId }) => taskId);
  const asked = new Set([...day.report, ...day.others, ...day.confirm, ...named]);
  const tasks = await tasksOf(
    pool,
    sections.filter(({ goals }) => goals.some(({ taskId }) => asked.has(taskId))),
    today,
  );
  const find = (id: string) => tasks.find((task) => task.id === id);
  return {
    kind: 'day',
    person,
    tasks: day.report.flatMap((id) => find(id) ?? []),
    ...(day.others.length > 0 ? { others: day.others.flatMap((id) => find(id) ?? []) } : {}),
    waiting: day.waiting.flatMap(({ taskId, workingDays, raised }) => {
      const task = find(taskId);
      return task ? [{ task, workingDays, raised, check: waitsForCheck(sections, taskId) }] : [];
    }),
    raised: day.raised.flatMap(({ taskId, ...rest }) => {
      const task = find(taskId);
      return task ? [{ task, ...rest }] : [];
    }),
    questions: await questionsOf(pool, day.questions, tasks),
    ...(day.confirm.length > 0 ? { confirm: day.confirm.flatMap((id) => find(id) ?? []) } : {}),
    ...(day.unconfirmed.length > 0 ? { unconfirmed: day.unconfirmed.map(missingIn) } : {}),
    missing: day.missing.map(missingIn),
    vacant: day.vacant.map(({ sectionRound, ...rest }) => ({
      sectionName: sectionRound.section.name,
      round: sectionRound.round,
      ...rest,
    })),
    today,
  };
}

const missingIn = ({ sectionRound, goals, names }: PersonDay['missing'][number]) => ({
  sectionName: sectionRound.section.name,
  round: sectionRound.round,
  goals,
  names,
});

async function questionsOf(
  db: Db,
  asked: PersonDay['questions'],
  tasks: readonly Task[],
): Promise<Of<'day'>['questions']> {
  const found: AskedOfTask[] = [];
  for (const { id, taskId } of asked) {
    const task = tasks.find((one) => one.id === taskId);
    const question = task ? await loadInquiry(db, id) : null;
    if (task && question) found.push({ question, task });
  }
  return found;
}

/** Whether a goal waits at a 確認 of its section's route. */
function waitsForCheck(sections: readonly SectionRound[], taskId: string): boolean {
  return sections.some(({ section, goals }) => {
    const goal = goals.find((one) => one.taskId === taskId);
    return goal !== undefined && stepAt(section.route, goal.step)?.act === 'check';
  });
}

/** Sections and those below them: a head of a department decides for the sections below. */
export async function withThoseBelow(db: Db, sectionIds: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    prepared('select id from sections where id = any($1) or parent_id = any($1)'),
    [sectionIds],
  );
  return rows.map(({ id }) => id);
}

async function tasksOf(db: Db, sections: readonly SectionRound[], today: string): Promise<Task[]> {
  if (sections.length === 0) return [];
  return openTasks(
    await loadSheets(
      db,
      [...new Set(sections.map(({ section }) => section.id))],
      { openOn: today },
      readEach,
    ),
    today,
  );
}

/** For `digest`: of the section's open rounds the first that is not finished, by deadline; else the last. */
export async function weekMaterial(
  pool: Pool,
  sectionId: string,
  week: string,
  today: string,
): Promise<Of<'week'> | null> {
  const sheets = await loadSheets(pool, [sectionId], { openOn: today });
  const open = sheets
    .flatMap((sheet) =>
      sheet.rounds
        .filter(({ state, opensOn }) => state === 'open' && opensOn <= today)
        .map((round) => ({ sheet, round })),
    )
    .sort((a, b) => a.round.dueOn.localeCompare(b.round.dueOn))
    .map((one) => ({
      ...one,
      tasks: openTasks([one.sheet], today).filter((t) => t.round.id === one.round.id),
    }));
  const chosen =
    open.find(({ tasks }) => tasks.some(({ report }) => report?.state !== 'approved')) ?? open.at(-1);
  if (!chosen) return null;
  const { sheet, round, tasks } = chosen;
  return {
    kind: 'week',
    section: sheet.section,
    round,
    tasks,
    week,
    since: digestSince(week, sheet.closures),
    workingDays: workingDaysLeft(today, round.dueOn, sheet.closures),
    promises: (await duePromises(pool, [sectionId], today)).length,
    today,
  };
}

/** Working days after a deadline for which its round still sends messages, for asking whether holidays are official. */
const AFTER_DEADLINE_WORKING_DAYS = 10;

/** For `overview`: null when the person is not in the roster. */
export async function cityMaterial(pool: Pool, personId: string, today: string): Promise<Of<'city'> | null> {
  const person = await readPerson(pool, personId);
  if (!person) return null;
  const rounds = await begunRounds(pool, today);
  return {
    kind: 'city',
    person,
    boards: await boardsOf(pool, rounds, today),
    undelivered: await undeliveredPlaces(pool, nineOn(today)),
    putAside: (await listAside(pool)).flatMap(({ kind, name, reason }) =>
      kind === 'notice' ? [] : [{ kind, name, reason }],
    ),
    holidaysUntil: await holidaysMissing(pool, rounds),
    today,
  };
}

/** For `department`: null when the person is not in the roster, or is no 部長 or 区長 any more. */
export async function departmentMaterial(
  pool: Pool,
  personId: string,
  today: string,
): Promise<Of<'department'> | null> {
  const person = await readPerson(pool, personId);
  const [head] = await departmentHeads(pool, today, personId);
  if (!person || !head) return null;
  const own = new Set(head.sectionIds);
  const boards = (await boardsOf(pool, await begunRounds(pool, today), today))
    .map((board) => ({ ...board, sections: board.sections.filter(({ id }) => own.has(id)) }))
    .filter(({ sections }) => sections.length > 0);
  return { kind: 'department', person, boards, today };
}

const nineOn = (day: string) => new Date(cityInstant(day, '09:00'));

async function begunRounds(db: Db, today: string): Promise<RoundWithOverrides[]> {
  return (await readRounds(db))
    .filter(({ state, opensOn }) => state === 'open' && opensOn <= today)
    .sort((a, b) => a.opensOn.localeCompare(b.opensOn));
}

/** The boards of these rounds, with what changed in the days before this week that its digest tells of. */
async function boardsOf(db: Db, rounds: readonly RoundWithOverrides[], today: string): Promise<Board[]> {
  const boards: Board[] = [];
  for (const { id } of rounds) {
    const board = await loadBoard(db, id, nineOn(today), mondayOf(today));
    if (board) boards.push(board);
  }
  return boards;
}

/** The last day whose holidays are official, when one of these rounds reaches beyond it; null when all is known. */
export async function holidaysMissing(
  db: Db,
  rounds: readonly { readonly dueOn: string; readonly overrides: readonly { readonly dueOn?: string }[] }[],
): Promise<string | null> {
  const until = holidaysConfirmedUntil(await readCalendar(db));
  const last = rounds
    .flatMap(({ dueOn, overrides }) => [dueOn, ...overrides.flatMap((one) => one.dueOn ?? [])])
    .sort()
    .at(-1);
  return last !== undefined && addWorkingDays(last, AFTER_DEADLINE_WORKING_DAYS) > until ? until : null;
}

async function readPerson(db: Db, id: string): Promise<Person | null> {
  const { rows } = await db.query<Person>('select id, name, email, language from people where id = $1', [id]);
  return rows[0] ?? null;
}
