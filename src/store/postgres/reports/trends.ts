/** The indicators of sections over the years, from what was approved, else from what the sheets were imported with. */
import type { Section } from '../../../core/organization/people.js';
import { endedSections, formersOf } from '../../../core/organization/succession/succession.js';
import { reported } from '../../../core/report/finished-sheet.js';
import { joinedSheet } from '../../../core/report/joined-year.js';
import { approvedReport } from '../../../core/report/report.js';
import { type Trend, trendsOf } from '../../../core/report/trend.js';
import type { Sheet } from '../../../core/sheet/sheet.js';
import type { Db } from '../connection/pool.js';
import { loadSuccessions } from '../roster/successions.js';
import { tasksBySection } from '../sheets/finished.js';
import { readSections } from '../sheets/status.js';

export type SectionTrends = {
  readonly section: Section;
  readonly trends: readonly Trend[];
  /** its goals go on in another section, in whose trends they are */
  readonly ended: boolean;
};

/**
 * The trends of these sections (null: of all), in the order in which they were first seen; of one that goes on with others,
 * from what those had.
 */
export async function readTrends(db: Db, sectionIds: readonly string[] | null): Promise<SectionTrends[]> {
  const { rows } = await db.query<{ fiscal_year: number }>(
    'select distinct fiscal_year from sheets order by fiscal_year',
  );
  const successions = await loadSuccessions(db);
  const ended = new Set(endedSections(successions).map(({ sectionId }) => sectionId));
  const before = (id: string) => formersOf(successions, id);
  const wanted = sectionIds && [
    ...sectionIds,
    ...sectionIds.flatMap((id) => before(id).map(({ sectionId }) => sectionId)),
  ];
  const found = new Map<string, { section: Section; sheets: Sheet[] }>();
  for (const { fiscal_year: year } of rows)
    for await (const { section, sheet, tasks } of tasksBySection(db, year, 'yearend', wanted)) {
      const goals = sheet.goals.map((goal, at) => {
        const task = tasks[at];
        return task ? reported(goal, task, approvedReport(task.report)) : goal;
      });
      const own = found.get(section.id) ?? { section, sheets: [] };
      own.sheets.push({ ...sheet, goals });
      found.set(section.id, own);
    }
  const known = await readSections(db);
  // One that is new has no sheet of its own yet.
  const all = new Set([
    ...found.keys(),
    ...known.flatMap(({ id }) => (before(id).some(({ sectionId }) => found.has(sectionId)) ? [id] : [])),
  ]);
  return [...all]
    .filter((id) => sectionIds === null || sectionIds.includes(id))
    .map((id): SectionTrends => {
      const parts = [
        ...(found.get(id)?.sheets ?? []).map((sheet) => ({ sheet, goals: null })),
        ...before(id).flatMap(({ sectionId, goals }) =>
          (found.get(sectionId)?.sheets ?? []).map((sheet) => ({ sheet, goals })),
        ),
      ];
      const sheets = rows.flatMap(
        ({ fiscal_year: year }) => joinedSheet(parts.filter(({ sheet }) => sheet.fiscalYear === year)) ?? [],
      );
      const section = found.get(id)?.section ?? known.find((one) => one.id === id)!;
      return { section, trends: trendsOf(sheets), ended: ended.has(id) };
    });
}
