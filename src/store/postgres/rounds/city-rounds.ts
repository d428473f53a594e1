/** Rounds of the whole city as 事務局 and heads of departments are told of them. */
import { morningOf } from '../../../core/calendar/office-hours.js';
import { effectiveDue } from '../../../core/calendar/reminder-schedule.js';
import { addDays } from '../../../core/calendar/working-days.js';
import type { CityRound, HeadNews } from '../../../core/notice/plan-notices.js';
import type { Db } from '../connection/pool.js';
import { departmentHeads } from '../roster/department-heads.js';
import { NUMBERING } from '../sheets/numbering.js';
import { roundsUnconfirmed } from '../sheets/status.js';
import { loadClosures } from './calendar.js';

/** Rounds as the coordinator sees them. */
export async function loadCityRounds(
  db: Db,
  roundIds: readonly string[],
  today: string,
): Promise<CityRound[]> {
  if (roundIds.length === 0) return [];
  const { rows } = await db.query<{ round: CityRound['round']; unfinished: boolean }>(
    `select json_build_object('id', r.id, 'fiscalYear', r.fiscal_year, 'kind', r.kind, 'opensOn', r.opens_on::text,
         'dueOn', r.due_on::text, 'asOf', r.as_of::text, 'state', r.state) as round,
       coalesce((select sum(goal_count) from sheets sh where sh.fiscal_year = r.fiscal_year), 0) >
         (select count(*) from reports p join sheets sh on sh.section_id = p.section_id and sh.fiscal_year = r.fiscal_year
          where p.round_id = r.id and p.state = 'approved'
            and exists (select 1 from json_array_elements(${NUMBERING}) n where n->>'goalId' = p.goal_id)) as unfinished
     from rounds r where r.id = any($1)`,
    [roundIds],
  );
  const closures = (await loadClosures(db, []))(null);
  const newsOf = await headNews(db, roundIds, today);
  const unconfirmed = await roundsUnconfirmed(db, roundIds);
  return rows.map(({ round, unfinished }) => ({
    round: { ...round, dueOn: effectiveDue(round, closures) },
    closures,
    unfinished: unfinished || unconfirmed.has(round.id),
    heads: newsOf(round.id),
  }));
}

/** A digest tells of the week before, of two where one had none, and may be a day late: what changed longer ago is none of its news. In days. */
const NEWS_DAYS = 21;

/** What has changed lately in each round of the departments of 部長 and 区長. */
async function headNews(
  db: Db,
  roundIds: readonly string[],
  today: string,
): Promise<(roundId: string) => HeadNews[]> {
  const heads = await departmentHeads(db, today);
  if (heads.length === 0) return () => [];
  const { rows } = await db.query<{ round_id: string; section_id: string; changed_at: Date }>(
    'select round_id, section_id, changed_at from reports where round_id = any($1) and changed_at >= $2',
    [roundIds, morningOf(addDays(today, -NEWS_DAYS))],
  );
  return (roundId) =>
    heads.map(({ personId, sectionIds }) => ({
      personId,
      changed: rows
        .filter((row) => row.round_id === roundId && sectionIds.includes(row.section_id))
        .map((row) => row.changed_at.toISOString()),
    }));
}
