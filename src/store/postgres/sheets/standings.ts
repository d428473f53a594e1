/**
 * How the sheets of a round stand: whether they are finished, what a publication would print, what is open. Read before
 * anything is locked and, under the lock, again where something has changed meanwhile: nobody who decides waits for a
 * whole city to be read.
 */
import { type RoundKind, roundId } from '../../../core/calendar/round.js';
import type { Section } from '../../../core/organization/people.js';
import type { SheetPublication } from '../../../core/report/errata.js';
import { isFinished } from '../../../core/report/finished-sheet.js';
import { type LooseEnd, looseGoals } from '../../../core/report/loose-ends.js';
import { approvedReport } from '../../../core/report/report.js';
import type { Db } from '../connection/pool.js';
import { tasksBySection } from './finished.js';

export type Standing = {
  readonly section: Section;
  readonly finished: boolean;
  /** the version of each approved report that would be printed, by its id */
  readonly said: NonNullable<SheetPublication['said']>;
  /** the version of the sheet itself */
  readonly version: number;
  readonly open: readonly LooseEnd[];
};

/** By section, by department and name. `mark`: of the rows it was read from, as they were. */
export type Standings = ReadonlyMap<string, Standing & { readonly mark: string }>;

/**
 * Of these sections (null: of all).
 *
 * @param known  what was read before: good for whatever has not changed since
 */
export async function readStandings(
  db: Db,
  fiscalYear: number,
  kind: RoundKind,
  sectionIds: readonly string[] | null,
  known: Standings = new Map(),
): Promise<Standings> {
  // First the marks: what changes while the sheets are read has another one the next time. PostgreSQL gives every
  // change of a row its transaction (xmin).
  const { rows } = await db.query<{ id: string; mark: string }>(
    `select s.id, concat_ws(' ', s.xmin, sh.xmin, p.marks) as mark
     from sections s join sheets sh on sh.section_id = s.id and sh.fiscal_year = $1
     left join (select section_id, string_agg(id || ' ' || xmin, ' ' order by id) as marks from reports
       where round_id = $2 group by section_id) p on p.section_id = s.id
     where $3::text[] is null or s.id = any($3) order by s.key`,
    [fiscalYear, roundId(fiscalYear, kind), sectionIds],
  );
  const changed = rows.filter(({ id, mark }) => known.get(id)?.mark !== mark).map(({ id }) => id);
  const read = new Map<string, Standing>();
  for await (const { section, sheet, version, tasks } of tasksBySection(db, fiscalYear, kind, changed)) {
    const said = tasks.flatMap(({ id, report }) => {
      const approved = approvedReport(report);
      return approved ? [[id, approved.version] as const] : [];
    });
    read.set(section.id, {
      section,
      finished: isFinished(sheet, tasks),
      said: Object.fromEntries(said),
      version,
      open: looseGoals(section.name, tasks),
    });
  }
  return new Map(
    rows.flatMap(({ id, mark }) => {
      const standing = read.get(id) ?? known.get(id);
      return standing ? [[id, { ...standing, mark }] as const] : [];
    }),
  );
}
