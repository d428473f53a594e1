/**
 * The schedule (table `agenda`): when each section and round is looked at next. A tick takes only what is due to be looked at, so its
 * cost does not grow with the number of sections; several instances may take at once.
 */
import type { Pool } from 'pg';
import { morningOf } from '../../../core/calendar/office-hours.js';
import { addDays, cityDate, workingDayFrom } from '../../../core/calendar/working-days.js';
import { type NoticePlan, planCityNotices, planNotices } from '../../../core/notice/plan-notices.js';
import { NewerRow, readAll } from '../../../core/text/stored-json.js';
import { reasonOf } from '../../../flow/log.js';
import type { Schedule } from '../../../flow/notices/schedule-port.js';
import type { Mark, Stops } from '../../../flow/ports.js';
import { type Db, inTransaction, isToBeginAgain } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { lookedWell, lookFailed, lookId, lookLater, putLookAside } from '../notices/put-aside.js';
import { endOwners } from '../reports/owner-history.js';
import { askPromises } from '../reports/promises.js';
import { remindOfTargets } from '../year/waiting-targets.js';
import { loadAlreadySent } from './already-sent.js';
import { loadCityRounds } from './city-rounds.js';
import { goesOn } from './goes-on.js';
import { passOnInquiries } from './inquiry-rows.js';
import { loadCoordinators, loadSectionRounds, type RoundSection } from './section-rounds.js';

/** The row of a round as the coordinator sees it. */
const CITY = '';

/** The Schedule port. `mark` is told which section is looked at, `stops` which ones are left alone. */
export function openSchedule(
  pool: Pool,
  {
    mark = () => undefined,
    stops,
    goesUpAfter,
  }: { readonly mark?: Mark; readonly stops?: Stops; readonly goesUpAfter?: number | undefined } = {},
): Schedule {
  const daily = [
    oncePerDay((now) => askPromises(pool, now)),
    oncePerDay((now) => remindOfTargets(pool, now, goesUpAfter)),
  ];
  return {
    daily,
    look: (now, limit) =>
      inTransaction(pool, async (db) => {
        const { rows } = await db.query<{ round_id: string; section_id: string }>(
          `select round_id, section_id from agenda where look_at <= $1
           order by look_at, round_id, section_id limit $2 for update skip locked`,
          [now, limit],
        );
        const due = rows.map((row) => ({ roundId: row.round_id, sectionId: row.section_id }));
        const isStopped = (one: RoundSection) => stops?.has(`look ${lookId(one)}`) ?? false;
        for (const one of due.filter(isStopped)) await putLookAside(db, one);
        await lookApart(
          db,
          due.filter((one) => !isStopped(one)),
          now,
          { mark, goesUpAfter },
        );
        return rows.length;
      }),
  };
}

/** What is owed outside of any round is looked for once a day, when the office is open (else null). */
function oncePerDay(look: (now: Date) => Promise<number | null>): Schedule['daily'][number] {
  let looked = '';
  return async (now) => {
    const today = cityDate(now);
    if (looked === today) return 0;
    const people = await look(now);
    if (people !== null) looked = today;
    return people ?? 0;
  };
}

/** Looks at all of them together; where that fails, at each by itself, so that one that fails stops no other. */
async function lookApart(
  db: Db,
  wanted: readonly RoundSection[],
  now: Date,
  how: { readonly mark: Mark; readonly goesUpAfter?: number | undefined },
): Promise<void> {
  if (wanted.length === 0) return;
  await db.query('savepoint look');
  try {
    await lookThrough(db, wanted, now, how);
    await lookedWell(db, wanted);
    await db.query('release savepoint look');
  } catch (error) {
    how.mark('');
    if (isToBeginAgain(error)) throw error;
    // Rejects where the connection failed: then no section was looked at, and none is counted as failed.
    await db.query('rollback to savepoint look');
    const [first] = wanted;
    if (wanted.length > 1) for (const one of wanted) await lookApart(db, [one], now, how);
    else if (first && error instanceof NewerRow) await lookLater(db, first, now);
    else if (first) await lookFailed(db, first, reasonOf(error), now);
  }
}

/** Puts a round on the schedule for the next tick, or takes it off when it is closed, but for what was reopened in it. */
export async function enterOnSchedule(db: Db, roundId: string, now: Date): Promise<RoundSection[]> {
  const { rows } = await db.query<{ section_id: string }>(
    `insert into agenda (round_id, section_id, look_at)
     select r.id, x.section_id, case when ${goesOn('x.section_id')} then $2::timestamptz end
     from rounds r cross join lateral (
       select sh.section_id from sheets sh where sh.fiscal_year = r.fiscal_year and sh.goal_count > 0
       union all select '') x
     where r.id = $1
     on conflict (round_id, section_id) do update set look_at = excluded.look_at
     returning section_id`,
    [roundId, now],
  );
  return rows.map(({ section_id }) => ({ roundId, sectionId: section_id }));
}

/** Puts a round on the schedule that has just been opened, and looks at it at once. Gives who is written to now. */
export async function beginOnSchedule(db: Db, roundId: string, now: Date): Promise<string[]> {
  const looks = await lookThrough(db, await enterOnSchedule(db, roundId, now), now, { afresh: true });
  return [
    ...new Set(
      looks.flatMap(({ owed }) =>
        owed.flatMap(({ about }) => (about.kind === 'reminder' ? [about.personId] : [])),
      ),
    ),
  ];
}

/** Sheets are new or changed: their sections are looked at by the next tick in every round in which anything goes on. */
export async function enterSheets(
  db: Db,
  sheets: readonly { readonly sectionId: string; readonly fiscalYear: number }[],
  now: Date,
): Promise<void> {
  await db.query(
    `insert into agenda (round_id, section_id, look_at)
     select r.id, x.section_id, $3 from unnest($1::text[], $2::int[]) as x(section_id, fiscal_year)
     join rounds r on r.fiscal_year = x.fiscal_year and ${goesOn('x.section_id')}
     on conflict (round_id, section_id) do update set look_at = excluded.look_at`,
    [sheets.map(({ sectionId }) => sectionId), sheets.map(({ fiscalYear }) => fiscalYear), now],
  );
}

/**
 * Posts, or who holds them, have changed: their sections, and those below that their holders decide for, are looked at
 * by the next tick in every round in which anything goes on; all of them when 事務局 changes, who hears of them all.
 */
export async function enterPostChanges(
  db: Db,
  postIds: readonly string[],
  sectionIds: readonly string[],
  now: Date,
): Promise<void> {
  if (postIds.length + sectionIds.length === 0) return;
  await db.query(
    `with changed as (
       select section_id as id, role = 'coordinator' as desk from posts where id = any($1)
       union select s, false from unnest($2::text[]) as s)
     update agenda a set look_at = least(coalesce(a.look_at, 'infinity'), $3)
     from rounds r
     where r.id = a.round_id and ${goesOn('a.section_id')}
       and ((select bool_or(desk) from changed) or a.section_id in (select id from changed)
         or a.section_id in (select s.id from sections s join changed c on c.id = s.parent_id))`,
    [postIds, sectionIds, now],
  );
}

/** A report has changed: what follows from it is looked at on the next working morning at the latest. */
export async function lookSoon(db: Db, { roundId, sectionId }: RoundSection, now: Date): Promise<void> {
  await db.query(
    `update agenda set look_at = least(coalesce(look_at, 'infinity'), $3)
     where round_id = $1 and section_id = $2`,
    [roundId, sectionId, morningOf(workingDayFrom(addDays(cityDate(now), 1)))],
  );
}

/** An hour, within which the numbers of a digest are kept right; and how often at most it is edited. */
const DIGEST_LIVES = '1 hour';
const DIGEST_EDIT_EVERY = '5 minutes';

/** A report has changed: digests that went out within the hour are brought up to date, gathered for some minutes. */
export async function refreshDigests(db: Db, sectionId: string, now: Date): Promise<void> {
  await db.query(
    `update notices set wanted = wanted + 1, due_at = $1::timestamptz + interval '${DIGEST_EDIT_EVERY}'
     where kind in ('digest', 'overview') and first_sent_at > $1::timestamptz - interval '${DIGEST_LIVES}'
       and settled = wanted and (kind = 'overview' or to_id = $2)`,
    [now, sectionId],
  );
}

async function lookThrough(
  db: Db,
  wanted: readonly RoundSection[],
  now: Date,
  {
    afresh = false,
    mark = () => undefined,
    goesUpAfter,
  }: { readonly afresh?: boolean; readonly mark?: Mark; readonly goesUpAfter?: number | undefined } = {},
): Promise<NoticePlan[]> {
  if (wanted.length === 0) return [];
  const today = cityDate(now);
  const instant = now.toISOString();
  const coordinators = await loadCoordinators(db, today);
  const sections = await loadSectionRounds(
    db,
    wanted.filter(({ sectionId }) => sectionId !== CITY),
    today,
    readAll,
    goesUpAfter,
  );
  const cityOf = wanted.filter(({ sectionId }) => sectionId === CITY).map(({ roundId }) => roundId);
  const city = await loadCityRounds(db, cityOf, today);
  const told = await loadAlreadySent(db, sections, coordinators, today, city);
  const looks = new Map<string, NoticePlan>();
  for (const one of sections) {
    mark(`look ${lookId({ roundId: one.round.id, sectionId: one.section.id })}`);
    looks.set(`${one.round.id} ${one.section.id}`, planNotices(one, coordinators, told, instant, afresh));
  }
  for (const one of city) {
    mark(`look ${lookId({ roundId: one.round.id, sectionId: CITY })}`);
    looks.set(`${one.round.id} ${CITY}`, planCityNotices(one, coordinators, told, instant));
  }
  mark('');
  await owe(
    db,
    [...looks.values()].flatMap(({ owed }) => owed),
  );
  const passedOn = [...looks.values()].flatMap((look) => look.passedOn);
  const ended = [...looks.values()].flatMap((look) => look.ended);
  const entries = [...(await passOnInquiries(db, passedOn, now)), ...(await endOwners(db, ended, now))];
  await db.query(
    `update agenda a set look_at = x.look_at
     from unnest($1::text[], $2::text[], $3::timestamptz[]) as x(round_id, section_id, look_at)
     where a.round_id = x.round_id and a.section_id = x.section_id`,
    [
      wanted.map(({ roundId }) => roundId),
      wanted.map(({ sectionId }) => sectionId),
      // A section whose sheet is gone is not looked at again.
      wanted.map(({ roundId, sectionId }) => looks.get(`${roundId} ${sectionId}`)?.next ?? null),
    ],
  );
  // Last: the head of the history stays locked from here on.
  await appendHistory(db, entries);
  return [...looks.values()];
}
