/**
 * What a step of the conversation needs of one person, in one query: who it is, with which posts, and the sheets those
 * posts report. It is asked for each message, because any of it may have changed a moment ago; PostgreSQL's answer comes
 * as text, and a text that came before means what it meant before.
 */
import type { Pool } from 'pg';
import type { Place } from '../../core/input.js';
import type { Task } from '../../core/task.js';
import { type ActorRow, actorOf, actorParameters, actorSelect, type LoadedActor } from './actors.js';
import type { Imported, KnownSheets } from './known-sheets.js';
import { prepared } from './prepared.js';
import {
  contentsIn,
  type LoadedSheet,
  openTasks,
  type SheetRow,
  sheetOf,
  sheetsSelect,
  yearsOpen,
} from './sheet-records.js';

export type PersonDay = LoadedActor & {
  readonly sheets: readonly LoadedSheet[];
  /** of rounds that are open, and those reopened since */
  readonly tasks: readonly Task[];
};

/** Asks for one person's day; null when not in the roster. For `thread` and `direct` see `loadActor`. */
export type LoadPersonDay = (
  pool: Pool,
  personId: string,
  today: string,
  thread: Place | null,
  direct: boolean,
) => Promise<PersonDay | null>;

type Sheets = { readonly sheets: readonly LoadedSheet[]; readonly tasks: readonly Task[] };

/** Answers remembered by their text: of people, and of the sheets of a section, of some ten KB each. */
const MANY_PEOPLE = 2_000;
const MANY_SHEETS = 300;

// What is reported is what `reportingSections` says: not the posts of 事務局. An array is looked up once, a list joined.
const OWN_SHEETS = `sh.section_id = any(array(
         select o.section_id from posts o
         where o.role <> 'coordinator'
           and o.id in (select post_id from holdings h where h.person_id = $1
                        and h.from_on <= $2 and (h.until_on is null or h.until_on >= $2))))
       and ${yearsOpen('$2')}`;

const dayOf = (thread: 'thread' | 'no thread') =>
  prepared(`select row_to_json(actor)::text as actor,
     (select coalesce(json_agg(sheet), '[]')::text from (${sheetsSelect(OWN_SHEETS, '$6')}) sheet) as sheets
   from (${actorSelect(thread)}) actor`);
const IN_THREAD = dayOf('thread');
const ELSEWHERE = dayOf('no thread');

/** One process's way to ask, with what it remembers. */
export function makeLoadPersonDay(known: KnownSheets): LoadPersonDay {
  const actors = remembering<LoadedActor>(MANY_PEOPLE);
  const sheetsOf = remembering<Sheets>(MANY_SHEETS);
  /** where somebody's sheets were last: what is known of these sections need not be sent; no more than a guess */
  const sectionsOf = remembering<readonly string[]>(MANY_PEOPLE);

  function read(text: string, remembered: ReadonlyMap<string, Imported>, today: string): Sheets {
    const rows = JSON.parse(text) as SheetRow[];
    const sheets = rows.map((row) => {
      const sent = contentsIn(row);
      for (const [mark, imported] of sent) known.keep(row.section_id, mark, imported);
      return sheetOf(row, (mark) => sent.get(mark) ?? remembered.get(mark) ?? null);
    });
    const tasks = openTasks(sheets, today);
    const found = { sheets, tasks };
    // What came with contents is long, and does not come again.
    if (rows.every((row) => contentsIn(row).size === 0)) sheetsOf.keep(`${today} ${text}`, found);
    return found;
  }

  return async (pool, personId, today, thread, direct) => {
    const remembered = known.of(sectionsOf.of(personId) ?? []);
    const { rows } = await pool.query<{ actor: string; sheets: string }>(
      thread === null ? ELSEWHERE : IN_THREAD,
      [...actorParameters(personId, today, thread, direct), [...remembered.keys()]],
    );
    const [row] = rows;
    if (!row) return null;
    const actor = actors.of(row.actor) ?? actors.keep(row.actor, actorOf(JSON.parse(row.actor) as ActorRow));
    const found = sheetsOf.of(`${today} ${row.sheets}`) ?? read(row.sheets, remembered, today);
    sectionsOf.keep(personId, [...new Set(found.sheets.map(({ section }) => section.id))]);
    return { ...actor, ...found };
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
