/** The indicators of sections over the years, from what was approved, else from what the sheets were imported with. */
import type { Section } from '../../../core/organization/people.js';
import { reported } from '../../../core/report/finished-sheet.js';
import { approvedReport } from '../../../core/report/report.js';
import { type Trend, trendsOf } from '../../../core/report/trend.js';
import type { Sheet } from '../../../core/sheet/sheet.js';
import type { Db } from '../connection/pool.js';
import { tasksBySection } from '../sheets/finished.js';

export type SectionTrends = { readonly section: Section; readonly trends: readonly Trend[] };

/** The trends of these sections (null: of all), in the order in which they were first seen. */
export async function readTrends(db: Db, sectionIds: readonly string[] | null): Promise<SectionTrends[]> {
  const { rows } = await db.query<{ fiscal_year: number }>(
    'select distinct fiscal_year from sheets order by fiscal_year',
  );
  const found = new Map<string, { section: Section; sheets: Sheet[] }>();
  for (const { fiscal_year: year } of rows)
    for await (const { section, sheet, tasks } of tasksBySection(db, year, 'yearend', sectionIds)) {
      const goals = sheet.goals.map((goal, at) => {
        const task = tasks[at];
        return task ? reported(goal, task, approvedReport(task.report)) : goal;
      });
      const own = found.get(section.id) ?? { section, sheets: [] };
      own.sheets.push({ ...sheet, goals });
      found.set(section.id, own);
    }
  return [...found.values()].map(({ section, sheets }) => ({ section, trends: trendsOf(sheets) }));
}
