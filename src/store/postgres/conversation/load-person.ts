/**
 * What a step of the conversation needs of one person, in one query: who it is, with which posts, and the sheets those
 * posts report. PostgreSQL's answer comes as text, and a text that came before means what it meant before. An answer
 * within an interview does without the query while nothing of the person's has changed (store/postgres/connection/change-feed.ts): only the person's
 * own draft follows from it, and whoever submits that is looked up again.
 */
import type { Pool } from 'pg';
import type { Place } from '../../../core/conversation/input.js';
import type { Task } from '../../../core/report/task.js';
import { readEach } from '../../../core/text/stored-json.js';
import { LINKED } from '../accounts/accounts.js';
import { makeInTurn, READ_AT_ONCE } from '../connection/in-turn.js';
import { prepared } from '../connection/prepared-statements.js';
import {
  type ActorRow,
  actorOf,
  actorParameters,
  actorSelect,
  type LoadedActor,
  reportingSections,
} from '../roster/actors.js';
import {
  contentsIn,
  type LoadedSheet,
  openTasks,
  type SheetRow,
  sheetOf,
  sheetsSelect,
  yearsOpen,
} from '../sheets/load-sheets.js';
import type { Imported, KnownSheets } from '../sheets/sheet-cache.js';
import type { KnownDays, Reading } from './person-cache.js';

type PersonDay = LoadedActor & {
  /** those linked to the person */
  readonly accounts: readonly string[];
  readonly sheets: readonly LoadedSheet[];
  /** of rounds that are open, and those reopened since */
  readonly tasks: readonly Task[];
};

type DayOf = {
  readonly person: string;
  /** ISO date in the city */
  readonly today: string;
  /** for `thread` and `direct` see `loadActor` */
  readonly thread: Place | null;
  readonly direct: boolean;
  /** what was true a moment ago is enough */
  readonly lately: boolean;
};

/** Asks for one person's day; null when not in the roster. */
export type LoadPersonDay = (pool: Pool, of: DayOf) => Promise<PersonDay | null>;

type Sheets = { readonly sheets: readonly LoadedSheet[]; readonly tasks: readonly Task[] };

/** By the id of a task, for whom the person is entering it. */
type Behalves = Readonly<Record<string, NonNullable<Task['behalf']>>>;

/** Of another section only what is entered there on behalf of somebody. */
function ownTasks({ actor }: LoadedActor, tasks: readonly Task[], behalves: Behalves): readonly Task[] {
  if (Object.keys(behalves).length === 0) return tasks;
  const own = new Set(reportingSections(actor));
  return tasks.flatMap((task) => {
    const behalf = behalves[task.id];
    if (behalf) return [{ ...task, behalf }];
    return own.has(task.sectionId) ? [task] : [];
  });
}

/** Answers remembered by their text: of people, and of the sheets of a section, of some ten KB each. */
const MANY_PEOPLE = 2_000;
const MANY_SHEETS = 300;

/** The days remembered, and since when (as `performance.now` says) one must have been read to be used. */
type Remembered = { readonly days: KnownDays<PersonDay>; readonly since: number };

/** A day that is being read, or waits for its turn, which others of the same person take as well. */
type UnderWay = {
  readonly day: Promise<PersonDay | null>;
  /** null: it has not begun */
  reading(): Reading<PersonDay> | null;
};

// What is reported is what `reportingSections` says: not the posts of 事務局. An array is looked up once, a list joined.
const OWN_SHEETS = `sh.section_id = any(array(
         select b.section_id from entered_for b where b.person_id = $1 union all
         select o.section_id from posts o
         where o.role <> 'coordinator'
           and o.id in (select post_id from holdings h where h.person_id = $1
                        and h.from_on <= $2 and (h.until_on is null or h.until_on >= $2))))
       and ${yearsOpen('$2')}`;

const dayOf = (thread: 'thread' | 'no thread') =>
  prepared(`select row_to_json(actor)::text as actor,
     (select coalesce(json_agg(sheet), '[]')::text from (${sheetsSelect(OWN_SHEETS, '$6', true)}) sheet) as sheets,
     (select json_object_agg(b.task_id, json_build_object('personId', b.for_id, 'name', q.name) order by b.task_id)
      from entered_for b join people q on q.id = b.for_id where b.person_id = $1) as behalves,
     array(select a.account from accounts a join people p on p.id = a.person_id
           where a.person_id = $1 and ${LINKED} order by 1) as accounts
   from (${actorSelect(thread)}) actor`);
const IN_THREAD = dayOf('thread');
const ELSEWHERE = dayOf('no thread');

/** The sections on whose sheets and reports a person's day depends, those without a sheet included. */
export const sectionsOfDay = ({ actor, sheets }: PersonDay): ReadonlySet<string> =>
  new Set([...reportingSections(actor), ...sheets.map(({ section }) => section.id)]);

/**
 * One process's way to ask, with what it remembers.
 *
 * @param remembered  null where nothing tells what changes
 */
export function makeLoadPersonDay(
  known: KnownSheets,
  remembered: () => Remembered | null = () => null,
): LoadPersonDay {
  const actors = remembering<LoadedActor>(MANY_PEOPLE);
  const sheetsOf = remembering<Sheets>(MANY_SHEETS);
  /** where somebody's sheets were last: what is known of these sections need not be sent; no more than a guess */
  const sectionsOf = remembering<ReadonlySet<string>>(MANY_PEOPLE);
  const underWay = new Map<string, UnderWay>();
  const inTurn = makeInTurn(READ_AT_ONCE);

  function read(text: string, remembered: ReadonlyMap<string, Imported>, today: string): Sheets {
    const rows = JSON.parse(text) as SheetRow[];
    let isLong = false;
    const sheets = readEach(rows, (row) => {
      const sent = contentsIn(row);
      isLong ||= sent.size > 0;
      for (const [mark, imported] of sent) known.keep(row.section_id, mark, imported);
      return sheetOf(row, (mark) => sent.get(mark) ?? remembered.get(mark) ?? null);
    });
    const tasks = openTasks(sheets, today);
    const found = { sheets, tasks };
    // What came with contents is long, and does not come again.
    if (!isLong) sheetsOf.keep(`${today} ${text}`, found);
    return found;
  }

  async function ask(pool: Pool, { person, today, thread, direct }: DayOf): Promise<PersonDay | null> {
    const remembered = known.of([...(sectionsOf.of(person) ?? [])]);
    const { rows } = await pool.query<{
      actor: string;
      sheets: string;
      behalves: Behalves | null;
      accounts: string[];
    }>(thread === null ? ELSEWHERE : IN_THREAD, [
      ...actorParameters(person, today, thread, direct),
      [...remembered.keys()],
    ]);
    const [row] = rows;
    if (!row) return null;
    const actor = actors.of(row.actor) ?? actors.keep(row.actor, actorOf(JSON.parse(row.actor) as ActorRow));
    const found = sheetsOf.of(`${today} ${row.sheets}`) ?? read(row.sheets, remembered, today);
    sectionsOf.keep(person, new Set(found.sheets.map(({ section }) => section.id)));
    const { accounts } = row;
    return { ...actor, ...found, accounts, tasks: ownTasks(actor, found.tasks, row.behalves ?? {}) };
  }

  async function readAnew(pool: Pool, of: DayOf, reading: Reading<PersonDay>): Promise<PersonDay | null> {
    const day = await ask(pool, of);
    if (day) reading.keep(of.person, of.today, day);
    return day;
  }

  /**
   * One reading for all who wait for the same day, in its turn. Who has given up waiting has it remembered for when they send
   * again: where each would begin one of their own, as many as answer at once would be read for ever and nobody in time.
   */
  function readTogether(pool: Pool, of: DayOf, { days, since }: Remembered): Promise<PersonDay | null> {
    const key = `${of.today} ${of.person}`;
    const other = underWay.get(key);
    const begun = other?.reading() ?? null;
    const isFresh = ({ at, isTrue }: Reading<PersonDay>) =>
      at >= since && isTrue(of.person, sectionsOf.of(of.person));
    if (other && (begun === null || isFresh(begun))) return other.day;
    let reading: Reading<PersonDay> | null = null;
    const day = inTurn(() => {
      reading = days.reading();
      return readAnew(pool, of, reading);
    }).finally(() => {
      if (underWay.get(key)?.day === day) underWay.delete(key);
    });
    underWay.set(key, { day, reading: () => reading });
    return day;
  }

  return async (pool, of) => {
    const known = of.direct && of.thread === null ? remembered() : null;
    if (!known) return ask(pool, of);
    if (!of.lately) return readAnew(pool, of, known.days.reading());
    return known.days.of(of.person, of.today, known.since) ?? readTogether(pool, of, known);
  };
}

/** What texts mean, the text used longest ago forgotten first. */
function remembering<T>(most: number) {
  const kept = new Map<string, T>();
  const keep = (text: string, meaning: T): T => {
    const [oldest] = kept.keys();
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
    kept.set(text, meaning);
    return meaning;
  };
  return {
    of(text: string): T | null {
      const meaning = kept.get(text);
      if (meaning === undefined) return null;
      kept.delete(text);
      return keep(text, meaning);
    },
    keep,
  };
}
