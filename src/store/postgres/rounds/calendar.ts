/** The calendar that was loaded: closures, working Saturdays, official holidays. */
import type { Pool } from 'pg';
import { type CalendarDay, type CalendarKind, closuresOf } from '../../../core/calendar/closures.js';
import type { Closures } from '../../../core/calendar/working-days.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { appendHistory } from '../ledger/history.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { goesOn } from './goes-on.js';

/** Every day that was loaded, or those of the city and of these sections; by date. */
export async function readCalendar(
  db: Db,
  sectionIds: readonly string[] | null = null,
): Promise<CalendarDay[]> {
  const { rows } = await db.query<{ section_id: string; day: string; kind: CalendarKind; name: string }>(
    prepared(`select section_id, day::text, kind, name from calendar_days
     where $1::text[] is null or section_id = '' or section_id = any($1) order by day, section_id`),
    [sectionIds],
  );
  return rows.map(({ section_id, day, kind, name }) => ({
    sectionId: section_id === '' ? null : section_id,
    day,
    kind,
    name,
  }));
}

/** The closures of sections by their ids; computed once for each. */
export async function loadClosures(
  db: Db,
  sectionIds: readonly string[] | null,
): Promise<(sectionId: string | null) => Closures> {
  const days = await readCalendar(db, sectionIds);
  const city = closuresOf(days, null);
  const own = new Set(days.map(({ sectionId }) => sectionId));
  const known = new Map<string, Closures>();
  return (sectionId) => {
    if (sectionId === null || !own.has(sectionId)) return city;
    const found = known.get(sectionId) ?? closuresOf(days, sectionId);
    known.set(sectionId, found);
    return found;
  };
}

/**
 * Enters days; one that is there already for the same section is replaced. Everything on the schedule is then looked at
 * anew. Gives how many days are new or different.
 */
export function importCalendar(
  pool: Pool,
  days: readonly CalendarDay[],
  who: { by: By; now: Date },
): Promise<number> {
  return inTransaction(pool, (db) => importCalendarIn(db, days, who));
}

/** As `importCalendar`, in a transaction that is already there. */
export async function importCalendarIn(
  db: Db,
  days: readonly CalendarDay[],
  { by, now }: { by: By; now: Date },
): Promise<number> {
  const last = new Map(days.map((day) => [`${day.sectionId ?? ''} ${day.day}`, day]));
  const rows = [...last.values()].map(({ sectionId, day, kind, name }) => ({
    section_id: sectionId ?? '',
    day,
    kind,
    name,
  }));
  const { rowCount } = await db.query(
    `insert into calendar_days (section_id, day, kind, name)
       select section_id, day, kind, name
       from json_to_recordset($1) as x(section_id text, day date, kind text, name text)
       on conflict (section_id, day) do update set kind = excluded.kind, name = excluded.name
         where (calendar_days.kind, calendar_days.name) is distinct from (excluded.kind, excluded.name)`,
    [JSON.stringify(rows)],
  );
  if (!rowCount) return 0;
  await db.query(
    `update agenda a set look_at = $1 from rounds r where r.id = a.round_id and ${goesOn('a.section_id')}`,
    [now],
  );
  await appendHistory(db, [
    entryBy(by, now, {
      action: 'calendar_imported',
      subject: 'calendar',
      after: rows,
    }),
  ]);
  return rowCount;
}
