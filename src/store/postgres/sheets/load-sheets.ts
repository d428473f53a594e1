/** Sheets with all that their tasks are made of, in one query whatever their number. */
import { type CalendarDay, closuresOf } from '../../../core/calendar/closures.js';
import { effectiveDue } from '../../../core/calendar/reminder-schedule.js';
import type { Round } from '../../../core/calendar/round.js';
import type { Closures } from '../../../core/calendar/working-days.js';
import type { Section } from '../../../core/organization/people.js';
import { readStep } from '../../../core/organization/route.js';
import type { Former } from '../../../core/organization/succession/succession.js';
import type { Erratum } from '../../../core/report/errata.js';
import { joinedYear } from '../../../core/report/joined-year.js';
import { type Owner, ownedTask, ownerOn } from '../../../core/report/owner.js';
import { storedReport, storedSaid } from '../../../core/report/stored-report.js';
import type { Task } from '../../../core/report/task.js';
import { type SheetRecord, sheetTasks } from '../../../core/report/tasks-of-sheet.js';
import { storedTargetChange } from '../../../core/report/year/stored-target-change.js';
import { sheetInForce } from '../../../core/report/year/target-change.js';
import { type SaidDirections, saidDirections } from '../../../core/sheet/direction.js';
import { niigataR5, scales } from '../../../core/sheet/scale.js';
import { type Each, readAll } from '../../../core/text/stored-json.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { EVIDENCE, type EvidenceRows, evidenceIn } from '../evidence/of-sheet.js';
import { ownersSelect } from '../reports/owner-rows.js';
import { type BesideRows, besideIn, FORMER, MEMOS, YEAR_NOTES } from '../year/beside-sheet.js';
import { type Imported, importedOf, markOf } from './sheet-cache.js';

export type LoadedSheet = SheetRecord & {
  readonly id: string;
  readonly fiscalYear: number;
  readonly version: number;
  readonly closures: Closures;
  /** 担当 of its goals, ended ones too */
  readonly owners: readonly Owner[];
  /** the year's rounds in the order in which they open, with the section's own dates; `dueOn` on one of its working days */
  readonly rounds: readonly Round[];
};

/** Which sheets: of one year, or of every year that has a round which is open and has begun on `openOn`. */
type SheetsOf =
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

/** SQL for the years that have a round which is open and has begun on `day`, or a report that was reopened. */
export const yearsOpen = (day: string): string => `(
         sh.fiscal_year in (select r.fiscal_year from rounds r where r.state = 'open' and r.opens_on <= ${day}::date)
         or exists (select 1 from reports p where p.reopened and p.section_id = sh.section_id
           and p.round_id in (sh.fiscal_year || '-targets', sh.fiscal_year || '-midyear', sh.fiscal_year || '-yearend')))`;

/** A row of `sheetsSelect`. */
export type SheetRow = EvidenceRows &
  BesideRows & {
    readonly id: string;
    readonly section_id: string;
    readonly section_name: string;
    readonly department: string;
    readonly parent_id: string | null;
    readonly route: string[];
    readonly fiscal_year: number;
    readonly version: number;
    readonly mark: string;
    /** both null where the version's mark is known already */
    readonly content: unknown;
    readonly numbering: unknown;
    readonly scale: string;
    readonly lower_is_better: string[];
    readonly directions: SaidDirections | null;
    readonly sayers: LoadedSheet['sayers'] | null;
    readonly publications: { readonly at: string; readonly said: unknown }[];
    readonly errata: Erratum[];
    /** changes of targets that are in force or wait, of last year's sheet, too */
    readonly targets: unknown[];
    readonly last_mark: string | null;
    readonly last_content: unknown;
    readonly last_numbering: unknown;
    /** last year's sheets of the sections whose work it goes on with, with their reports at year-end */
    readonly former: readonly {
      readonly id: string;
      readonly goals: Former['goals'];
      readonly content: unknown;
      readonly numbering: unknown;
      readonly reports: SheetRow['reports'];
      readonly targets: unknown[];
    }[];
    readonly rounds: Round[];
    readonly reports: readonly { readonly id: string; readonly body: unknown }[];
    readonly calendar: CalendarDay[];
    readonly owners: Owner[];
  };

/**
 * SQL for sheets with their rounds, reports and calendar.
 *
 * @param where  which of them (`sh`)
 * @param known  the parameter with the marks of versions whose contents are not to be read; null: all are read
 * @param memos  with the memos about their goals: for whoever is asked about them
 */
export const sheetsSelect = (where: string, known: string | null, memos: boolean): string => {
  const contentOf = (alias: string, as: string) =>
    ['content', 'numbering']
      .map((column) =>
        known === null
          ? `${alias}.${column} as ${as}${column}`
          : `case when ${markOf(alias)} = any(${known}) then null else ${alias}.${column} end as ${as}${column}`,
      )
      .join(', ');
  return `select sh.id, sh.section_id, s.name as section_name, s.department, s.parent_id, s.route, sh.fiscal_year,
       sh.version, sh.scale, sh.lower_is_better, sh.directions, ${markOf('sh')} as mark,
       case when sh.directions_by is not null then (
         select json_object_agg(d.key, json_build_object('name', p.name, 'post', d.value->>'post'))
         from jsonb_each(sh.directions_by) d join people p on p.id = d.value->>'person') end as sayers,
       coalesce((
         select json_agg(json_build_object('at', pu.published_at, 'said', pu.said) order by pu.published_at)
         from publications pu where pu.section_id = sh.section_id and pu.fiscal_year = sh.fiscal_year), '[]')
         as publications, sh.errata,
       coalesce((
         select json_agg(tc.body order by tc.id) from target_changes tc
         where tc.sheet_id in (sh.id, last.id) and tc.state in ('asked', 'approved')), '[]') as targets,
       ${EVIDENCE},
       ${contentOf('sh', '')},
       ${markOf('last')} as last_mark,
       ${contentOf('last', 'last_')},
       ${FORMER} as former,
       coalesce((
         select json_agg(json_strip_nulls(json_build_object('id', r.id, 'fiscalYear', r.fiscal_year, 'kind', r.kind,
             'opensOn', r.opens_on::text, 'dueOn', coalesce(o.due_on, r.due_on)::text,
             'asOf', coalesce(o.as_of, r.as_of)::text, 'state', r.state,
             'confirms', nullif(r.confirms, false))) order by r.opens_on, r.kind)
         from rounds r left join round_overrides o on o.round_id = r.id and o.section_id = sh.section_id
         where r.fiscal_year = sh.fiscal_year), '[]') as rounds,
       coalesce((
         select json_agg(json_build_object('id', p.id, 'body', p.body)) from reports p
         where p.section_id = sh.section_id and p.round_id in
           (sh.fiscal_year || '-targets', sh.fiscal_year || '-midyear', sh.fiscal_year || '-yearend',
            (sh.fiscal_year - 1) || '-targets', (sh.fiscal_year - 1) || '-yearend')), '[]')
         as reports,
       coalesce((
         select json_agg(json_build_object('sectionId', nullif(c.section_id, ''), 'day', c.day::text, 'kind', c.kind,
             'name', c.name))
         from calendar_days c
         where c.section_id in ('', sh.section_id)
           and c.day between make_date(sh.fiscal_year, 1, 1) and make_date(sh.fiscal_year + 1, 12, 31)), '[]')
         as calendar,
       ${ownersSelect(`w.section_id = sh.section_id and starts_with(w.subject, sh.id || '.')`)} as owners,
       ${YEAR_NOTES} as year_notes,
       ${memos ? MEMOS : `'[]'::json`} as memos
     from sheets sh
     join sections s on s.id = sh.section_id
     left join sheets last on last.section_id = sh.section_id and last.fiscal_year = sh.fiscal_year - 1
     where ${where}
     order by sh.section_id, sh.fiscal_year`;
};

/**
 * The sheets of these sections (null: of all), by section and year.
 *
 * @param each  how they are read: `readAll`, or `readEach` where one that is unreadable must not stop the others
 */
export async function loadSheets(
  db: Db,
  sectionIds: readonly string[] | null,
  of: SheetsOf,
  each: Each = readAll,
): Promise<LoadedSheet[]> {
  const years =
    of.fiscalYear === undefined
      ? `$2::int is null and ${yearsOpen('$3')}`
      : 'sh.fiscal_year = $2 and $3::date is null';
  const { rows } = await db.query<SheetRow>(
    prepared(sheetsSelect(`${whichSections(sectionIds)} and ${years}`, null, false)),
    [sectionIds, of.fiscalYear ?? null, of.openOn ?? null],
  );
  return each(rows, (row) => {
    const contents = contentsIn(row);
    return sheetOf(row, (mark) => contents.get(mark) ?? null);
  });
}

/** What a row holds of contents, by mark. */
export function contentsIn(row: SheetRow): ReadonlyMap<string, Imported> {
  const found = new Map<string, Imported>();
  if (row.content !== null) found.set(row.mark, importedOf(row.id, row.content, row.numbering));
  // A mark begins with the id of its sheet.
  if (row.last_mark !== null && row.last_content !== null)
    found.set(row.last_mark, importedOf(row.last_mark, row.last_content, row.last_numbering));
  return found;
}

/** The versions a publication printed; null for one entered before they were kept. */
export function saidIn(
  said: unknown,
  sectionId: string,
  at: string,
): ReturnType<typeof storedSaid.read> | null {
  return said === null ? null : storedSaid.read(said, { table: 'publications', id: `${sectionId} ${at}` });
}

/** A row of `sheetsSelect`; `contents` gives what stands in the version of a mark. */
export function sheetOf(row: SheetRow, contents: (mark: string) => Imported | null): LoadedSheet {
  const imported = (mark: string) => {
    const one = contents(mark);
    if (!one) throw new Error(`version ${mark} of a sheet was neither read nor known`);
    return { sheet: one.content, numbering: one.numbering };
  };
  const closures = closuresOf(row.calendar, row.section_id);
  const changesIn = (bodies: readonly unknown[]) =>
    bodies.map((body) => storedTargetChange.read(body, { table: 'target_changes', id: row.id }));
  const targetChanges = changesIn(row.targets);
  // Last year's targets are those that were in force.
  const former = row.former.map(({ id, goals, content, numbering, targets }) => {
    const was = importedOf(id, content, numbering);
    const sheet = sheetInForce({ sheet: was.content, numbering: was.numbering }, changesIn(targets));
    return { sheet, numbering: was.numbering, goals };
  });
  const last = row.last_mark === null ? null : imported(row.last_mark);
  const own = last ? [{ ...last, sheet: sheetInForce(last, targetChanges), goals: null }] : [];
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
    ...imported(row.mark),
    scale: scales[row.scale] ?? niigataR5,
    directions: saidDirections(row.lower_is_better, row.directions),
    ...(row.sayers ? { sayers: row.sayers } : {}),
    publications: row.publications.map(({ at, said }) => ({
      at: new Date(at).toISOString(),
      said: saidIn(said, row.section_id, at),
    })),
    ...(row.errata.length > 0 ? { errata: row.errata } : {}),
    ...(targetChanges.length > 0 ? { targetChanges } : {}),
    ...evidenceIn(row),
    reports: [...row.reports, ...row.former.flatMap(({ reports }) => reports)].map(({ id, body }) =>
      storedReport.read(body, { table: 'reports', id }),
    ),
    lastYear: joinedYear([...own, ...former]),
    ...besideIn(row),
    closures,
    owners: row.owners,
    rounds: row.rounds.map((round) => ({ ...round, dueOn: effectiveDue(round, closures) })),
  };
}

/** The tasks of the rounds that are open and have begun on `today`, and those reopened since, sheet by sheet. */
export function openTasks(sheets: readonly LoadedSheet[], today: string): Task[] {
  return sheets.flatMap((sheet) => {
    const reopened = sheet.reports.filter((report) => report.reopened && report.state !== 'approved');
    const rounds = sheet.rounds.filter(
      ({ id, state, opensOn }) =>
        opensOn <= today && (state === 'open' || reopened.some(({ roundId }) => roundId === id)),
    );
    return ownedTasks(sheet, rounds, today).filter(
      ({ id, round }) => round.state === 'open' || reopened.some((report) => report.id === id),
    );
  });
}

/** The tasks of one round, sheet by sheet; with their 担当 on a day where one is named. */
export function tasksOfRound(sheets: readonly LoadedSheet[], roundId: string, today?: string): Task[] {
  return sheets.flatMap((sheet) => {
    const rounds = sheet.rounds.filter(({ id }) => id === roundId);
    return today === undefined ? sheetTasks(sheet, rounds) : ownedTasks(sheet, rounds, today);
  });
}

function ownedTasks(sheet: LoadedSheet, rounds: readonly Round[], today: string): Task[] {
  return sheetTasks(sheet, rounds).map((task) => ({
    ...task,
    owner: ownerOn(sheet.owners, ownedTask(task, sheet.closures), today),
  }));
}

/** A task and its section by the task's id; null when there is none. `today`: with its 担当 on that day. */
export async function loadTask(
  db: Db,
  named: { readonly sectionId: string; readonly fiscalYear: number; readonly roundId: string },
  taskId: string,
  today?: string,
): Promise<{ readonly task: Task; readonly section: Section; readonly sheet: LoadedSheet } | null> {
  const sheets = await loadSheets(db, [named.sectionId], { fiscalYear: named.fiscalYear });
  const task = tasksOfRound(sheets, named.roundId, today).find(({ id }) => id === taskId);
  const sheet = sheets[0];
  return task && sheet ? { task, section: sheet.section, sheet } : null;
}
