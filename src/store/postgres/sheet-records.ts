/** Sheets with all that their tasks are made of, in one query whatever their number. */
import { effectiveDue } from '../../core/agenda.js';
import { type CalendarDay, closuresOf } from '../../core/calendar.js';
import type { Numbering } from '../../core/ids.js';
import type { Section } from '../../core/people.js';
import type { Report } from '../../core/report.js';
import type { Round } from '../../core/round.js';
import { readStep } from '../../core/route.js';
import { niigataR5, scales } from '../../core/scale.js';
import type { Sheet } from '../../core/sheet.js';
import { type SheetRecord, sheetTasks } from '../../core/sheet-tasks.js';
import type { Task } from '../../core/task.js';
import type { Closures } from '../../core/working-days.js';
import { type Imported, type KnownSheets, markOf } from './known-sheets.js';
import type { Db } from './pool.js';
import { prepared } from './prepared.js';

export type LoadedSheet = SheetRecord & {
  readonly id: string;
  readonly fiscalYear: number;
  readonly version: number;
  readonly closures: Closures;
  /** the year's rounds in the order in which they open, with the section's own dates; `dueOn` on one of its working days */
  readonly rounds: readonly Round[];
};

/** Which sheets: of one year, or of every year that has a round which is open and has begun on `openOn`. */
export type SheetsOf =
  | { readonly fiscalYear: number; readonly openOn?: undefined }
  | { readonly openOn: string; readonly fiscalYear?: undefined };

// A statement that leaves open what is asked for has no plan that is good for all: PostgreSQL then plans each time anew,
// which takes longer than the answer. So there is a statement for each; every one names all the parameters.
const whichSections = (ids: readonly string[] | null) =>
  ids === null
    ? '$1::text[] is null'
    : ids.length === 1
      ? // of a list PostgreSQL expects ten
        'sh.section_id = ($1::text[])[1]'
      : 'sh.section_id = any($1)';
const YEARS_OPEN = `$2::int is null and (
         sh.fiscal_year in (select r.fiscal_year from rounds r where r.state = 'open' and r.opens_on <= $3::date)
         or exists (select 1 from reports p where p.reopened and p.section_id = sh.section_id
           and p.round_id in (sh.fiscal_year || '-midyear', sh.fiscal_year || '-yearend')))`;

/** The sheets of these sections (null: of all), by section and year. What is `known` of them is not read again. */
export async function loadSheets(
  db: Db,
  sectionIds: readonly string[] | null,
  of: SheetsOf,
  known: KnownSheets | null = null,
): Promise<LoadedSheet[]> {
  const remembered = known?.of(sectionIds ?? []) ?? new Map<string, Imported>();
  const { rows } = await db.query<{
    id: string;
    section_id: string;
    section_name: string;
    department: string;
    parent_id: string | null;
    route: string[];
    fiscal_year: number;
    version: number;
    mark: string;
    content: Sheet | null;
    numbering: Numbering | null;
    scale: string;
    lower_is_better: string[];
    published_at: Date | null;
    last_mark: string | null;
    last_content: Sheet | null;
    last_numbering: Numbering | null;
    rounds: Round[];
    reports: Report[];
    calendar: CalendarDay[];
  }>(
    prepared(`select sh.id, sh.section_id, s.name as section_name, s.department, s.parent_id, s.route, sh.fiscal_year,
       sh.version, sh.scale, sh.lower_is_better, ${markOf('sh')} as mark,
       (select min(pu.published_at) from publications pu
        where pu.section_id = sh.section_id and pu.fiscal_year = sh.fiscal_year) as published_at,
       case when ${markOf('sh')} = any($4) then null else sh.content end as content,
       case when ${markOf('sh')} = any($4) then null else sh.numbering end as numbering,
       ${markOf('last')} as last_mark,
       case when ${markOf('last')} = any($4) then null else last.content end as last_content,
       case when ${markOf('last')} = any($4) then null else last.numbering end as last_numbering,
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
         as reports,
       coalesce((
         select json_agg(json_build_object('sectionId', nullif(c.section_id, ''), 'day', c.day::text, 'kind', c.kind,
             'name', c.name))
         from calendar_days c
         where c.section_id in ('', sh.section_id)
           and c.day between make_date(sh.fiscal_year, 1, 1) and make_date(sh.fiscal_year + 1, 12, 31)), '[]')
         as calendar
     from sheets sh
     join sections s on s.id = sh.section_id
     left join sheets last on last.section_id = sh.section_id and last.fiscal_year = sh.fiscal_year - 1
     where ${whichSections(sectionIds)}
       and ${of.fiscalYear === undefined ? YEARS_OPEN : 'sh.fiscal_year = $2 and $3::date is null'}
     order by sh.section_id, sh.fiscal_year`),
    [sectionIds, of.fiscalYear ?? null, of.openOn ?? null, [...remembered.keys()]],
  );
  const imported = (sectionId: string, mark: string, content: Sheet | null, numbering: Numbering | null) => {
    const one = remembered.get(mark) ?? (content && numbering ? { content, numbering } : null);
    if (!one) throw new Error(`version ${mark} of a sheet was neither read nor known`);
    known?.keep(sectionId, mark, one);
    return { sheet: one.content, numbering: one.numbering };
  };
  return rows.map((row) => {
    const closures = closuresOf(row.calendar, row.section_id);
    return {
      id: row.id,
      fiscalYear: row.fiscal_year,
      version: row.version,
      section: {
        id: row.section_id,
        name: row.section_name,
        department: row.department,
        parentId: row.parent_id,
        route: row.route.map(readStep),
      },
      ...imported(row.section_id, row.mark, row.content, row.numbering),
      scale: scales[row.scale] ?? niigataR5,
      lowerIsBetter: row.lower_is_better,
      publishedAt: row.published_at?.toISOString() ?? null,
      reports: row.reports,
      lastYear:
        row.last_mark === null
          ? null
          : imported(row.section_id, row.last_mark, row.last_content, row.last_numbering),
      closures,
      rounds: row.rounds.map((round) => ({ ...round, dueOn: effectiveDue(round, closures) })),
    };
  });
}

/** The tasks of the rounds that are open and have begun on `today`, and those reopened since, sheet by sheet. */
export function openTasks(sheets: readonly LoadedSheet[], today: string): Task[] {
  return sheets.flatMap((sheet) => {
    const reopened = sheet.reports.filter((report) => report.reopened && report.state !== 'approved');
    const rounds = sheet.rounds.filter(
      ({ id, state, opensOn }) =>
        opensOn <= today && (state === 'open' || reopened.some(({ roundId }) => roundId === id)),
    );
    return sheetTasks(sheet, rounds).filter(
      ({ id, round }) => round.state === 'open' || reopened.some((report) => report.id === id),
    );
  });
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
