/** What the sheets of earlier years promised in 今後の方針, for the year that has to look after it. */
import type { Promised } from '../../../core/board/promised.js';
import { fiscalYearStart } from '../../../core/calendar/japanese-dates.js';
import { findFollowUps } from '../../../core/followup/find.js';
import { approvedReport } from '../../../core/report/report.js';
import type { Db } from '../connection/pool.js';
import { tasksBySection } from '../sheets/finished.js';

/**
 * The promises of these sections (null: of all) in the sheets of years before this one whose time is not over before it
 * begins, by year, department and name. A sheet says what was approved at year-end, else what it was imported with: what waits
 * for approval is no promise yet.
 */
export async function readFollowUps(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
): Promise<Promised[]> {
  const { rows } = await db.query<{ fiscal_year: number }>(
    'select distinct fiscal_year from sheets where fiscal_year < $1 order by fiscal_year',
    [fiscalYear],
  );
  const begins = fiscalYearStart(fiscalYear);
  const found: Promised[] = [];
  for (const { fiscal_year: year } of rows)
    for await (const { section, sheet, tasks } of tasksBySection(db, year, 'yearend', sectionIds))
      for (const [at, goal] of sheet.goals.entries()) {
        const said = approvedReport(tasks[at]?.report ?? null)?.content;
        const status = said?.answers ?? goal.indicators;
        const text =
          goal.nextPolicy === null
            ? status.map((one) => one.status).join('\n')
            : (said?.nextPolicy ?? goal.nextPolicy);
        for (const followUp of findFollowUps(text, year))
          if (followUp.due.until >= begins)
            found.push({ section, fiscalYear: year, goalNo: goal.no, goalText: goal.text, followUp });
      }
  return found;
}
