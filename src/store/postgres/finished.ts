/** The official sheets of a year with what was reported and approved in them, ready to go out. */

import { fiscalYearOf } from '../../core/era.js';
import { type FinishedSheet, finishedSheet } from '../../core/finished-sheet.js';
import type { Section } from '../../core/people.js';
import { roundId } from '../../core/round.js';
import type { Db } from './pool.js';
import { loadSheets, tasksOfRound } from './sheet-records.js';

export type FinishedOf = { readonly section: Section; readonly sheet: FinishedSheet };

/** The sheets of these sections (null: of all) in a year, by department and name. */
export async function readFinished(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
): Promise<FinishedOf[]> {
  const loaded = await loadSheets(db, sectionIds, { fiscalYear });
  const { rows } = await db.query<{ id: string }>('select id from sections order by key');
  const place = new Map(rows.map(({ id }, at) => [id, at]));
  return loaded
    .map((one) => ({
      section: one.section,
      sheet: finishedSheet(one.sheet, tasksOfRound([one], roundId(fiscalYear, 'yearend'))),
    }))
    .sort((a, b) => (place.get(a.section.id) ?? 0) - (place.get(b.section.id) ?? 0));
}

/**
 * The year that is meant when nobody names one: that of the latest round that has begun and is open, when these
 * sections have sheets in it, else the latest year with sheets that has begun; null when there is no sheet at all.
 *
 * @param today  ISO date in the city
 */
export async function yearInQuestion(
  db: Db,
  sectionIds: readonly string[] | null,
  today: string,
): Promise<number | null> {
  const { rows } = await db.query<{ fiscal_year: number }>(
    `select sh.fiscal_year from sheets sh
     where $1::text[] is null or sh.section_id = any($1)
     group by sh.fiscal_year
     order by exists (select 1 from rounds r where r.fiscal_year = sh.fiscal_year and r.state = 'open'
                      and r.opens_on <= $2::date) desc,
       sh.fiscal_year <= $3 desc, sh.fiscal_year desc
     limit 1`,
    [sectionIds, today, fiscalYearOf(today)],
  );
  return rows[0]?.fiscal_year ?? null;
}
