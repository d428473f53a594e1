/**
 * What a step of the conversation needs of one person, in one query: who it is, with which posts, and the sheets those
 * posts report. It is asked for each message, because any of it may have changed a moment ago; PostgreSQL's answer comes
 * as text, and a text that came before means what it meant before.
 */
import type { Pool } from 'pg';
import type { Place } from '../../core/input.js';
import type { Task } from '../../core/task.js';
import { type ActorRow, actorOf, actorParameters, actorSelect, type LoadedActor } from './actors.js';
import { type Imported, type KnownSheets, markOf } from './known-sheets.js';
import { prepared } from './prepared.js';
import {
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
/** Sheets that were changed between two queries are asked for again. */
const TRIES = 5;

// What is reported is what `reportingSections` says: not the posts of 事務局. An array is looked up once, a list joined.
const OWN_SHEETS = `sh.section_id = any(array(
         select o.section_id from posts o
         where o.role <> 'coordinator'
           and o.id in (select post_id from holdings h where h.person_id = $1
                        and h.from_on <= $2 and (h.until_on is null or h.until_on >= $2))))
       and ${yearsOpen('$2')}`;

const dayOf = (thread: 'thread' | 'no thread') =>
  prepared(`select row_to_json(actor)::text as actor,
     (select coalesce(json_agg(sheet), '[]')::text from (${sheetsSelect(OWN_SHEETS, false)}) sheet) as sheets
   from (${actorSelect(thread)}) actor`);
const IN_THREAD = dayOf('thread');
const ELSEWHERE = dayOf('no thread');

const CONTENTS = prepared(
  `select sh.section_id, ${markOf('sh')} as mark, sh.content, sh.numbering
   from sheets sh where sh.section_id = any($1) and ${markOf('sh')} = any($2)`,
);

/** One process's way to ask, with what it remembers. */
export function makeLoadPersonDay(known: KnownSheets): LoadPersonDay {
  const actors = remembering<LoadedActor>(MANY_PEOPLE);
  const sheetsOf = remembering<Sheets>(MANY_SHEETS);

  /** null when a sheet was changed since. */
  async function read(pool: Pool, text: string, today: string): Promise<Sheets | null> {
    const rows = JSON.parse(text) as SheetRow[];
    const sections = [...new Set(rows.map((row) => row.section_id))];
    const imported = new Map(known.of(sections));
    const marks = rows.flatMap(({ mark, last_mark: last }) => (last === null ? [mark] : [mark, last]));
    const wanted = marks.filter((mark) => !imported.has(mark));
    if (wanted.length > 0) {
      const found = await pool.query<Imported & { section_id: string; mark: string }>(CONTENTS, [
        sections,
        wanted,
      ]);
      for (const { section_id: section, mark, content, numbering } of found.rows) {
        imported.set(mark, { content, numbering });
        known.keep(section, mark, { content, numbering });
      }
    }
    if (!marks.every((mark) => imported.has(mark))) return null;
    const sheets = rows.map((row) => sheetOf(row, (mark) => imported.get(mark) ?? null));
    return { sheets, tasks: openTasks(sheets, today) };
  }

  return async (pool, personId, today, thread, direct) => {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const { rows } = await pool.query<{ actor: string; sheets: string }>(
        thread === null ? ELSEWHERE : IN_THREAD,
        actorParameters(personId, today, thread, direct),
      );
      const [row] = rows;
      if (!row) return null;
      const actor =
        actors.of(row.actor) ?? actors.keep(row.actor, actorOf(JSON.parse(row.actor) as ActorRow));
      const key = `${today} ${row.sheets}`;
      const before = sheetsOf.of(key);
      if (before) return { ...actor, ...before };
      const sheets = await read(pool, row.sheets, today);
      if (sheets) return { ...actor, ...sheetsOf.keep(key, sheets) };
    }
    throw new Error(`the sheets of ${personId} change faster than they are read`);
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
