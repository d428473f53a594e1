/** Sheets with all that their tasks are made of, in one query whatever their number. */
import type { Numbering } from '../../core/ids.js';
import type { PostRole, Section } from '../../core/people.js';
import type { Report } from '../../core/report.js';
import type { Round } from '../../core/round.js';
import { niigataR5, scales } from '../../core/scale.js';
import type { Sheet } from '../../core/sheet.js';
import { type SheetRecord, sheetTasks } from '../../core/sheet-tasks.js';
import type { Task } from '../../core/task.js';
import type { Db } from './pool.js';

export type LoadedSheet = SheetRecord & {
  readonly id: string;
  readonly fiscalYear: number;
  readonly version: number;
  /** the year's rounds, with the section's own dates, in the order in which they open */
  readonly rounds: readonly Round[];
};

/** Which sheets: of one year, or of every year that has a round which is open and has begun on `openOn`. */
export type SheetsOf =
  | { readonly fiscalYear: number; readonly openOn?: undefined }
  | { readonly openOn: string; readonly fiscalYear?: undefined };

/** The sheets of these sections (null: of all), by section and year. */
export async function loadSheets(
  db: Db,
  sectionIds: readonly string[] | null,
  of: SheetsOf,
): Promise<LoadedSheet[]> {
  const { rows } = await db.query<{
    id: string;
    section_id: string;
    section_name: string;
    department: string;
    parent_id: string | null;
    route: PostRole[];
    fiscal_year: number;
    version: number;
    content: Sheet;
    numbering: Numbering;
    scale: string;
    lower_is_better: string[];
    last_content: Sheet | null;
    last_numbering: Numbering | null;
    rounds: Round[];
    reports: Report[];
  }>(
    `select sh.id, sh.section_id, s.name as section_name, s.department, s.parent_id, s.route, sh.fiscal_year,
       sh.version, sh.content, sh.numbering, sh.scale, sh.lower_is_better,
       last.content as last_content, last.numbering as last_numbering,
       coalesce((
         select json_agg(json_build_object('id', r.id, 'fiscalYear', r.fiscal_year, 'kind', r.kind,
             'opensOn', r.opens_on::text, 'dueOn', coalesce(o.due_on, r.due_on)::text,
             'asOf', coalesce(o.as_of, r.as_of)::text, 'state', r.state) order by r.opens_on, r.kind)
         from rounds r left join round_overrides o on o.round_id = r.id and o.section_id = sh.section_id
         where r.fiscal_year = sh.fiscal_year), '[]') as rounds,
       coalesce((
         select json_agg(p.body) from reports p
         where p.section_id = sh.section_id and p.round_id in
           (sh.fiscal_year || '-midyear', sh.fiscal_year || '-yearend', (sh.fiscal_year - 1) || '-yearend')), '[]')
         as reports
     from sheets sh
     join sections s on s.id = sh.section_id
     left join sheets last on last.section_id = sh.section_id and last.fiscal_year = sh.fiscal_year - 1
     where ($1::text[] is null or sh.section_id = any($1))
       and (case when $2::int is not null then sh.fiscal_year = $2 else sh.fiscal_year in
              (select r.fiscal_year from rounds r where r.state = 'open' and r.opens_on <= $3::date) end)
     order by sh.section_id, sh.fiscal_year`,
    [sectionIds, of.fiscalYear ?? null, of.openOn ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    fiscalYear: row.fiscal_year,
    version: row.version,
    section: {
      id: row.section_id,
      name: row.section_name,
      department: row.department,
      parentId: row.parent_id,
      route: row.route,
    },
    sheet: row.content,
    numbering: row.numbering,
    scale: scales[row.scale] ?? niigataR5,
    lowerIsBetter: row.lower_is_better,
    reports: row.reports,
    lastYear:
      row.last_content && row.last_numbering
        ? { sheet: row.last_content, numbering: row.last_numbering }
        : null,
    rounds: row.rounds,
  }));
}

/** The tasks of the rounds that are open and have begun on `today`, sheet by sheet. */
export function openTasks(sheets: readonly LoadedSheet[], today: string): Task[] {
  return sheets.flatMap((sheet) =>
    sheetTasks(
      sheet,
      sheet.rounds.filter(({ state, opensOn }) => state === 'open' && opensOn <= today),
    ),
  );
}

/** The tasks of one round, sheet by sheet. */
export function tasksOfRound(sheets: readonly LoadedSheet[], roundId: string): Task[] {
  return sheets.flatMap((sheet) =>
    sheetTasks(
      sheet,
      sheet.rounds.filter(({ id }) => id === roundId),
    ),
  );
}

/** A task and its section by the task's id; null when there is none. */
export async function loadTask(
  db: Db,
  named: { readonly sectionId: string; readonly fiscalYear: number; readonly roundId: string },
  taskId: string,
): Promise<{ readonly task: Task; readonly section: Section; readonly sheet: LoadedSheet } | null> {
  const sheets = await loadSheets(db, [named.sectionId], { fiscalYear: named.fiscalYear });
  const task = tasksOfRound(sheets, named.roundId).find(({ id }) => id === taskId);
  const sheet = sheets[0];
  return task && sheet ? { task, section: sheet.section, sheet } : null;
}
