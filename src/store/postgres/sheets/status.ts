/** Where the sections stand, and lists of who and what there is. */

import { fiscalYearOfRound } from '../../../core/calendar/round.js';
import type { ListedSection, Person } from '../../../core/organization/people.js';
import { POST_ROLES, type PostRole } from '../../../core/organization/post-roles.js';
import { readStep } from '../../../core/organization/route.js';
import type { ReportState } from '../../../core/report/report.js';
import type { Task } from '../../../core/report/task.js';
import { isBeforeAsOf, ofSection } from '../../../core/report/year/forecast.js';
import type { Language } from '../../../core/text/language.js';
import type { Db } from '../connection/pool.js';
import { loadSheets, tasksOfRound } from './load-sheets.js';
import { NUMBERING } from './numbering.js';

export type SectionStatus = {
  readonly roundId: string;
  readonly sectionId: string;
  readonly sectionName: string;
  readonly department: string;
  /** goals of the sheet */
  readonly goals: number;
  /** goals without any report yet */
  readonly open: number;
  /** approved and being corrected: back with their writers, and counted neither as returned nor as withdrawn */
  readonly correcting: number;
  /** of those submitted and approved: 見込み that nobody has confirmed; not there when none is */
  readonly unconfirmed?: number;
  /** of those submitted and approved: after the due date */
  readonly late: number;
} & { readonly [state in ReportState]: number };

/** Whether the last correction of a report is under way (openCorrection in core/report/report.ts). */
const CORRECTING = `(p.body #>> '{corrections,-1,reason}' is not null
         and p.body #>> '{corrections,-1,approvedAt}' is null)`;

/** SQL: of the goals of a section in a round, when what nobody has confirmed was written, and the as-of date. */
const WRITTEN = `r.confirms, coalesce(o.as_of, r.as_of)::text as as_of,
       case when r.confirms then sh.content #>> '{header,evaluatedOn,text}' end as printed,
       array_agg(p.body #>> '{writer,at}') filter (where r.confirms and p.state in ('submitted', 'approved')
         and p.body->'confirmed' is null) as written`;
export type WrittenRow = {
  readonly confirms: boolean;
  readonly as_of: string;
  readonly printed: string | null;
  readonly written: readonly string[] | null;
};

/** How many of them are 見込み. */
export function unconfirmedOf(
  { confirms, as_of: asOf, printed, written }: WrittenRow,
  fiscalYear: number,
): { readonly unconfirmed?: number } {
  if (!confirms) return {};
  const round = ofSection({ fiscalYear, asOf, confirms }, printed);
  const count = (written ?? []).filter((at) => isBeforeAsOf(round, at)).length;
  return count === 0 ? {} : { unconfirmed: count };
}

/** Which of these rounds have 見込み that nobody has confirmed. */
export async function roundsUnconfirmed(db: Db, roundIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string; fiscal_year: number } & WrittenRow>(
    `select r.id, r.fiscal_year, ${WRITTEN}
     from rounds r
     join sheets sh on sh.fiscal_year = r.fiscal_year
     left join round_overrides o on o.round_id = r.id and o.section_id = sh.section_id
     join reports p on p.round_id = r.id and p.section_id = sh.section_id
       and exists (select 1 from json_array_elements(${NUMBERING}) n where n->>'goalId' = p.goal_id)
     where r.id = any($1) and r.confirms
     group by r.id, sh.id, o.as_of`,
    [roundIds],
  );
  return new Set(rows.flatMap((row) => (unconfirmedOf(row, row.fiscal_year).unconfirmed ? [row.id] : [])));
}

/** Counts by state, section by section, for each round of a year; sections in the order of their names' keys. */
export async function readStatus(db: Db, fiscalYear: number): Promise<SectionStatus[]> {
  const { rows } = await db.query<Omit<SectionStatus, 'open' | 'unconfirmed'> & WrittenRow>(
    `select r.id as "roundId", ${WRITTEN}, s.id as "sectionId", s.name as "sectionName", s.department, sh.goal_count as goals,
       (count(p.id) filter (where p.state = 'submitted'))::int as submitted,
       (count(p.id) filter (where p.state = 'approved'))::int as approved,
       (count(p.id) filter (where p.state = 'returned' and not ${CORRECTING}))::int as returned,
       (count(p.id) filter (where p.state = 'withdrawn' and not ${CORRECTING}))::int as withdrawn,
       (count(p.id) filter (where p.state in ('returned', 'withdrawn') and ${CORRECTING}))::int as correcting,
       (count(p.id) filter (where p.state in ('submitted', 'approved') and p.body->>'late' = 'true'))::int as late
     from rounds r
     join sheets sh on sh.fiscal_year = r.fiscal_year
     join sections s on s.id = sh.section_id
     left join round_overrides o on o.round_id = r.id and o.section_id = s.id
     left join reports p on p.round_id = r.id and p.section_id = s.id
       and exists (select 1 from json_array_elements(${NUMBERING}) n where n->>'goalId' = p.goal_id)
     where r.fiscal_year = $1
     group by r.id, r.opens_on, s.id, sh.id, o.as_of
     order by r.opens_on, s.key`,
    [fiscalYear],
  );
  return rows.map(({ as_of, printed, written, confirms, ...row }) => ({
    ...row,
    ...unconfirmedOf({ as_of, printed, written, confirms }, fiscalYear),
    open: row.goals - row.submitted - row.approved - row.returned - row.withdrawn - row.correcting,
  }));
}

/** The tasks of a section in a round, in the order of its sheet, each with its latest report. */
export async function readSectionTasks(db: Db, sectionId: string, roundId: string): Promise<Task[]> {
  return tasksOfRound(await loadSheets(db, [sectionId], { fiscalYear: fiscalYearOfRound(roundId) }), roundId);
}

/** Every section, by department and name. */
export async function readSections(db: Db): Promise<ListedSection[]> {
  const { rows } = await db.query<Omit<ListedSection, 'route'> & { readonly route: readonly string[] }>(
    `select id, name, department, parent_id as "parentId", route,
       array(select a.key from section_aliases a where a.section_id = s.id order by a.key) as "otherKeys"
     from sections s order by key`,
  );
  return rows.map(({ route, ...section }) => ({ ...section, route: route.map(readStep) }));
}

export type PersonWithPosts = Person & {
  readonly posts: readonly {
    readonly role: PostRole;
    readonly title: string;
    readonly sectionId: string;
    readonly sectionName: string;
  }[];
};

/** Every person with a post on `today` (ISO date in the city), by section and from the lowest post up. */
export async function readPeople(db: Db, today: string): Promise<PersonWithPosts[]> {
  const { rows } = await db.query<{
    id: string;
    name: string;
    email: string | null;
    language: Language;
    posts: PersonWithPosts['posts'];
  }>(
    `select p.id, p.name, p.email, p.language,
       json_agg(json_build_object('role', o.role, 'title', o.title, 'sectionId', s.id, 'sectionName', s.name)
                order by s.key, array_position($2, o.role), o.id) as posts
     from people p
     join holdings h on h.person_id = p.id and h.from_on <= $1 and (h.until_on is null or h.until_on >= $1)
     join posts o on o.id = h.post_id
     join sections s on s.id = o.section_id
     group by p.id
     order by min(s.key), min(array_position($2, o.role)), p.id`,
    [today, POST_ROLES],
  );
  return rows;
}

/** Everybody who has this id, or this name whatever its blanks; also who holds no post any more. */
export async function peopleNamed(db: Db, said: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await db.query<{ id: string; name: string }>(
    `select id, name from people
     where id = $1 or regexp_replace(name, '\\s', '', 'g') = regexp_replace($1, '\\s', '', 'g') order by id`,
    [said],
  );
  return rows.filter(({ id }) => id === said).length === 1 ? rows.filter(({ id }) => id === said) : rows;
}
