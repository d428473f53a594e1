/** A year's open rounds as a rehearsal needs them: read only, nothing is entered. */
import type { Pool } from 'pg';
import { mondayOf } from '../../../core/calendar/office-hours.js';
import { addDays, addWorkingDays, cityDate, cityInstant } from '../../../core/calendar/working-days.js';
import type { NoticeMaterial } from '../../../core/cards/notices/notice-material.js';
import { type Rehearsed, rehearse, type Season } from '../../../core/notice/rehearsal.js';
import { running } from '../../../core/organization/terms.js';
import { readEach, UnreadableRow } from '../../../core/text/stored-json.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { byCommandLine } from '../ledger/recorded-by.js';
import { departmentHeads } from '../roster/department-heads.js';
import { loadAlreadySent } from '../rounds/already-sent.js';
import { loadCityRounds } from '../rounds/city-rounds.js';
import { openRoundIn, type RoundToOpen } from '../rounds/rounds.js';
import { loadCoordinators, loadSectionRounds, openRoundSections } from '../rounds/section-rounds.js';
import { cityMaterial, departmentMaterial, weekMaterial } from './reminder-material.js';

/** Working days after the last deadline that a rehearsal shows: the digests go on until the round is closed. */
const SHOWN_WORKING_DAYS = 10;

/** Everything the open rounds of a year (null: of all years) are made of, and what was told already. */
export async function loadSeason(
  db: Db,
  fiscalYear: number | null,
  now: Date,
  goesUpAfter?: number,
): Promise<Season> {
  const today = cityDate(now);
  const wanted = await openRoundSections(db, fiscalYear === null ? {} : { fiscalYear });
  // Nothing is sent of a section that cannot be read: its look fails, and says why.
  const sections = await loadSectionRounds(db, wanted, today, readEach, goesUpAfter);
  const coordinators = await loadCoordinators(db, today);
  const city = await loadCityRounds(db, [...new Set(wanted.map(({ roundId }) => roundId))], today);
  return {
    sections,
    coordinators,
    city,
    told: await loadAlreadySent(db, sections, coordinators, today, city),
  };
}

/** The instant (ISO) at which the rehearsal of a season ends: some working days after its last deadline, or after a goal came back. */
export function endOfSeason({ sections }: Season): string {
  const last = sections
    .flatMap(({ round, goals }) =>
      round.state === 'open'
        ? [round.dueOn]
        : goals.flatMap(({ since }) => (since === null ? [] : [cityDate(since)])),
    )
    .sort()
    .at(-1);
  return last === undefined ? '' : cityInstant(addDays(addWorkingDays(last, SHOWN_WORKING_DAYS), 1), '00:00');
}

/**
 * What will be sent from now on if nobody does anything, in the order in which it goes out.
 *
 * @param planned  a round that is not open yet: as if it were opened with these dates
 */
export async function rehearseSeason(
  pool: Pool,
  fiscalYear: number,
  now: Date,
  planned: RoundToOpen | null = null,
  goesUpAfter?: number,
): Promise<Rehearsed[]> {
  const season = await inTransaction(
    pool,
    async (db) => {
      if (planned) await openRoundIn(db, planned, { by: byCommandLine(''), now });
      return loadSeason(db, fiscalYear, now, goesUpAfter);
    },
    'rollback',
  );
  return [...rehearse(season, now.toISOString(), endOfSeason(season))];
}

/** When the clock next makes something owed; null when nothing is in sight. */
export async function nextOwed(pool: Pool, now: Date, goesUpAfter?: number): Promise<Date | null> {
  const season = await loadSeason(pool, null, now, goesUpAfter);
  const instant = now.toISOString();
  for (const { at } of rehearse(season, instant, endOfSeason(season))) if (at > instant) return new Date(at);
  return null;
}

export type Digests = {
  readonly weeks: readonly Extract<NoticeMaterial, { kind: 'week' }>[];
  readonly city: Extract<NoticeMaterial, { kind: 'city' }> | null;
  /** of the department of each 部長 and 区長 */
  readonly departments: readonly Extract<NoticeMaterial, { kind: 'department' }>[];
  /** why the digest of a section cannot be made, one sentence each */
  readonly unreadable: readonly string[];
};

/** What this week's digests would be made from now: of every section that reports in a year's open rounds, and of all. */
export async function readDigests(pool: Pool, fiscalYear: number, now: Date): Promise<Digests> {
  const today = cityDate(now);
  const wanted = await openRoundSections(pool, { openOn: today, fiscalYear });
  const weeks: Digests['weeks'][number][] = [];
  const unreadable: string[] = [];
  for (const sectionId of new Set(wanted.map((one) => one.sectionId))) {
    try {
      const week = await weekMaterial(pool, sectionId, mondayOf(today), today);
      if (week) weeks.push(week);
    } catch (fault) {
      if (!(fault instanceof UnreadableRow)) throw fault;
      unreadable.push(fault.message);
    }
  }
  const coordinators = await loadCoordinators(pool, today);
  const desk = coordinators.flatMap(({ holders }) => running(holders, today))[0];
  const departments: Digests['departments'][number][] = [];
  for (const { personId } of await departmentHeads(pool, today)) {
    const department = await departmentMaterial(pool, personId, today);
    if (department) departments.push(department);
  }
  return {
    weeks,
    city: desk ? await cityMaterial(pool, desk.personId, today) : null,
    departments,
    unreadable,
  };
}
