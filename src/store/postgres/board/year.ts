/** 年間予定: what the record tells of the years, and the plan that follows from it. */
import { type YearFacts, type YearPlan, yearPlan } from '../../../core/board/year.js';
import { fiscalYearOf, fiscalYearStart } from '../../../core/calendar/japanese-dates.js';
import { addDays, cityDate, cityInstant } from '../../../core/calendar/working-days.js';
import type { Db } from '../connection/pool.js';
import { readRounds } from '../rounds/rounds.js';

/** Entries from the March before the last fiscal year on are looked at: what is older is done or forgotten. In days. */
const BEFORE = 31;

export async function readYear(db: Db, now: Date): Promise<YearPlan> {
  const today = cityDate(now);
  const since = addDays(fiscalYearStart(fiscalYearOf(today) - 1), -BEFORE);
  const { rows } = await db.query<{ action: string; subject: string; at: Date }>(
    `select action, subject, at from history
     where at >= $1 and action in ('round_closed', 'roster_imported', 'disposed') order by seq`,
    [cityInstant(since, '00:00')],
  );
  const days = (action: string) => rows.filter((row) => row.action === action).map(({ at }) => cityDate(at));
  const { rows: years } = await db.query<{ year: number; first: Date; published: Date | null }>(
    `select sh.fiscal_year as year, min(sh.imported_at) as first,
       (select min(p.published_at) from publications p where p.fiscal_year = sh.fiscal_year) as published
     from sheets sh where sh.goal_count > 0 group by sh.fiscal_year`,
  );
  const facts: YearFacts = {
    today,
    rounds: (await readRounds(db)).map(({ overrides: _, ...round }) => round),
    closedOn: new Map(
      rows.flatMap(({ action, subject, at }) => (action === 'round_closed' ? [[subject, cityDate(at)]] : [])),
    ),
    rosterOn: days('roster_imported'),
    disposedOn: days('disposed'),
    sheetsOn: new Map(years.map(({ year, first }) => [year, cityDate(first)])),
    publishedOn: new Map(
      years.flatMap(({ year, published }) => (published ? [[year, cityDate(published)] as const] : [])),
    ),
  };
  return yearPlan(facts);
}
