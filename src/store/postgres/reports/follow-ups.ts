/** What the sheets of earlier years promised in 今後の方針, for the year that has to look after it. */
import type { Promised, PromiseSaid } from '../../../core/board/promised.js';
import { fiscalYearStart } from '../../../core/calendar/japanese-dates.js';
import { findFollowUps, followUpId } from '../../../core/followup/find.js';
import { policyOf } from '../../../core/report/plan/promised.js';
import { approvedReport } from '../../../core/report/report.js';
import type { Each } from '../../../core/text/stored-json.js';
import type { Db } from '../connection/pool.js';
import { tasksBySection } from '../sheets/finished.js';

/**
 * The promises of these sections (null: of all) in the sheets of years before this one whose time is not over before it
 * begins, by year, department and name. A sheet says what was approved at year-end, else what it was imported with: what waits
 * for approval is no promise yet.
 *
 * @param each  see `loadSheets`
 */
export async function readFollowUps(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  each?: Each,
): Promise<Promised[]> {
  const { rows } = await db.query<{ fiscal_year: number }>(
    `select distinct fiscal_year from sheets
     where fiscal_year < $1 and ($2::text[] is null or section_id = any($2)) order by fiscal_year`,
    [fiscalYear, sectionIds],
  );
  const begins = fiscalYearStart(fiscalYear);
  const said = await readPromisesSaid(db);
  const promised: Promised[] = [];
  for (const { fiscal_year: year } of rows)
    for await (const { section, sheet, numbering, tasks } of tasksBySection(
      db,
      year,
      'yearend',
      sectionIds,
      each,
    ))
      for (const [at, goal] of sheet.goals.entries()) {
        const report = approvedReport(tasks[at]?.report ?? null)?.content;
        const text = policyOf(goal, report);
        const { goalId } = numbering[at]!;
        for (const found of findFollowUps(text, year)) {
          const id = followUpId(goalId, found.sentence);
          const what = said.get(id) ?? null;
          const carried = what?.until ?? null;
          const followUp =
            carried === null ? found : { ...found, due: { from: carried, until: carried }, timed: true };
          if (followUp.due.until < begins) continue;
          promised.push({
            section,
            fiscalYear: year,
            goalNo: goal.no,
            goalText: goal.text,
            followUp,
            id,
            goalId,
            said: what,
          });
        }
      }
  return promised;
}

/** What was said of promises, by their ids. */
export async function readPromisesSaid(db: Db): Promise<ReadonlyMap<string, PromiseSaid>> {
  const { rows } = await db.query<PromiseSaid & { readonly id: string }>(
    'select id, state, until::text as until, reason from followups',
  );
  return new Map(rows.map(({ id, ...said }) => [id, said]));
}
