/** The board read from the record: in as many queries for a city of 300 sections as for one of eight. */
import {
  type Board,
  type BoardSection,
  departmentsOf,
  STATES,
  type StateCounts,
} from '../../../core/board/board.js';
import { digestSince, effectiveDue } from '../../../core/calendar/reminder-schedule.js';
import type { Round } from '../../../core/calendar/round.js';
import {
  addDays,
  addWorkingDays,
  cityDate,
  cityInstant,
  workingDaysLeft,
} from '../../../core/calendar/working-days.js';
import { canonicalDepartment } from '../../../core/organization/organization-names.js';
import type { RatingCode } from '../../../core/sheet/scale.js';
import { niigataR5, scales } from '../../../core/sheet/scale.js';
import type { Db } from '../connection/pool.js';
import { undeliveredSince } from '../notices/undelivered-places.js';
import { readDepartmentAliases, SECTION_ORDER } from '../roster/sections.js';
import { loadClosures } from '../rounds/calendar.js';
import { readRounds } from '../rounds/rounds.js';
import { NUMBERING } from '../sheets/numbering.js';
import { unconfirmedOf, type WrittenRow } from '../sheets/status.js';

/** SQL: whether the last correction of a report is under way (openCorrection in core/report/report.ts). */
const back = (body: string) => `(${body} #>> '{corrections,-1,reason}' is not null
         and ${body} #>> '{corrections,-1,approvedAt}' is null)`;

type Row = Omit<
  BoardSection,
  | 'departmentKey'
  | 'counts'
  | 'before'
  | 'after'
  | 'unconfirmed'
  | 'ratings'
  | 'undelivered'
  | 'unlinkedPeople'
> & {
  readonly scale: string;
  readonly approved: number;
  readonly submitted: number;
  readonly returned: number;
  readonly correcting: number;
} & WrittenRow & { readonly [code in RatingCode]: number };

/**
 * The board of a round ('': the one that runs, else the last); null when there is none.
 *
 * @param week  whose digest it is for: the days before it are compared (its Monday, ISO date); default: what changed since the working day before
 */
export async function loadBoard(db: Db, asked: string, now: Date, week?: string): Promise<Board | null> {
  const rounds = await readRounds(db);
  const today = cityDate(now);
  const round = chosen(rounds, asked, today);
  if (!round) return null;
  const closuresFor = await loadClosures(db, null);
  const closures = closuresFor(null);
  const from = week ? digestSince(week, closures) : addWorkingDays(today, -1, closures);
  const { rows } = await db.query<Row>(
    `with own as (
       select s.id, s.key, s.name, s.department, split_part(s.key, '/', 1) as department_key, s.position, s.entered,
         sh.goal_count as goals, sh.scale, coalesce(o.due_on, r.due_on)::text as "dueOn", r.confirms,
         coalesce(o.as_of, r.as_of)::text as as_of,
         case when r.confirms then sh.content #>> '{header,evaluatedOn,text}' end as printed, c.place is not null as linked, x.*
       from rounds r
       join sheets sh on sh.fiscal_year = r.fiscal_year and sh.goal_count > 0
       join sections s on s.id = sh.section_id
       left join round_overrides o on o.round_id = r.id and o.section_id = s.id
       left join channels c on c.section_id = s.id
       left join lateral (
         select array_agg(p.body #>> '{writer,at}') filter (where r.confirms and p.state in ('submitted', 'approved')
             and p.body->'confirmed' is null) as written,
           (count(*) filter (where p.state = 'approved'))::int as approved,
           (count(*) filter (where p.state = 'submitted'))::int as submitted,
           (count(*) filter (where p.state = 'returned' and not ${back('p.body')}))::int as returned,
           (count(*) filter (where p.state in ('returned', 'withdrawn') and ${back('p.body')}))::int as correcting,
           coalesce(sum(a.exceeded), 0)::int as exceeded, coalesce(sum(a.achieved), 0)::int as achieved,
           coalesce(sum(a.partly), 0)::int as partially_achieved, coalesce(sum(a.missed), 0)::int as not_achieved,
           coalesce(sum(k.checks), 0)::int as checks
         from reports p
         left join lateral (
           select count(*) filter (where e->>'rating' = 'exceeded') as exceeded,
             count(*) filter (where e->>'rating' = 'achieved') as achieved,
             count(*) filter (where e->>'rating' = 'partially_achieved') as partly,
             count(*) filter (where e->>'rating' = 'not_achieved') as missed
           from json_array_elements(p.body #> '{content,answers}') e) a on p.state in ('submitted', 'approved')
         left join lateral (
           select count(*) filter (where e->>'reason' is null) as checks
           from json_array_elements(coalesce(p.body #> '{content,checks}', '[]')) e)
           k on p.state in ('submitted', 'approved')
         where p.round_id = r.id and p.section_id = s.id
           and p.goal_id in (select n->>'goalId' from json_array_elements(${NUMBERING}) n)) x on true
       where r.id = $1)
     select id, name, department, goals, scale, "dueOn", linked, approved, submitted,
       returned, correcting, exceeded, achieved, partially_achieved, not_achieved, checks, confirms, as_of,
       printed, written from own order by ${SECTION_ORDER}`,
    [round.id],
  );
  const [before, after, places, people] = [
    await statesAt(db, round.id, cityInstant(from, '00:00')),
    week ? await statesAt(db, round.id, cityInstant(week, '00:00')) : null,
    await undeliveredBySection(db, now),
    await unlinkedBySection(db, today),
  ];
  const aliases = await readDepartmentAliases(db);
  const { overrides: _overrides, ...plain } = round;
  const dueOn = effectiveDue(plain, closures);
  const others = rounds
    .filter(({ id, state }) => id !== round.id && state === 'open')
    .map(({ overrides: _, ...other }) => other);
  return {
    round: { ...plain, dueOn },
    others,
    scale: scales[rows[0]?.scale ?? ''] ?? niigataR5,
    since: from,
    ...(week ? { until: addDays(week, -1) } : {}),
    today,
    workingDays: workingDaysLeft(today, dueOn, closures),
    sections: together(
      rows.map((row): BoardSection => {
        const { id, name, department, goals, checks, linked } = row;
        const { approved, submitted, returned, correcting } = row;
        const { exceeded, achieved, partially_achieved, not_achieved } = row;
        return {
          id,
          name,
          department,
          // One spelling may have been learnt after the section was entered.
          departmentKey: canonicalDepartment(department, aliases),
          goals,
          checks,
          linked,
          counts: withOpen(goals, { approved, submitted, returned, correcting }),
          before: withOpen(goals, before.get(id) ?? NONE),
          ...(after ? { after: withOpen(goals, after.get(id) ?? NONE) } : {}),
          ratings: { exceeded, achieved, partially_achieved, not_achieved },
          ...unconfirmedOf(row, plain.fiscalYear),
          undelivered: places.get(id) ?? 0,
          unlinkedPeople: people.get(id) ?? 0,
          dueOn: effectiveDue({ ...plain, dueOn: row.dueOn }, closuresFor(id)),
        };
      }),
    ),
  };
}

const together = (sections: readonly BoardSection[]): BoardSection[] =>
  departmentsOf(sections).flatMap((one) => one.sections);

type Counted = Omit<StateCounts, 'open'>;
const NONE: Counted = { approved: 0, submitted: 0, returned: 0, correcting: 0 };

/** What is in no other state is not submitted. */
function withOpen(goals: number, counted: Counted): StateCounts {
  const rest = STATES.reduce((left, state) => left - (state === 'open' ? 0 : counted[state]), goals);
  return { ...counted, open: Math.max(0, rest) };
}

/** The round of this id; else of those that are open and have begun the one due first, of those to come, of the closed. */
function chosen<Of extends Round>(rounds: readonly Of[], id: string, today: string): Of | undefined {
  const byDue = [...rounds].sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  const open = byDue.filter(({ state }) => state === 'open');
  return (
    rounds.find((one) => one.id === id) ??
    open.find(({ opensOn, dueOn }) => opensOn <= today && dueOn >= today) ??
    open.filter(({ opensOn }) => opensOn <= today).at(-1) ??
    open[0] ??
    byDue.at(-1)
  );
}

/** Goals of a round by section and state at an earlier instant (ISO), as the history has it. */
async function statesAt(db: Db, roundId: string, at: string): Promise<Map<string, Counted>> {
  const { rows } = await db.query<{ section_id: string } & Counted>(
    `select p.section_id, (count(*) filter (where h.state = 'approved'))::int as approved,
       (count(*) filter (where h.state = 'submitted'))::int as submitted,
       (count(*) filter (where h.state = 'returned' and not h.back))::int as returned,
       (count(*) filter (where h.state in ('returned', 'withdrawn') and h.back))::int as correcting
     from reports p join rounds r on r.id = p.round_id
     join sheets sh on sh.section_id = p.section_id and sh.fiscal_year = r.fiscal_year
     join lateral (
       select b.after->>'state' as state, ${back('b.after')} as back
       from (select after from history where subject = p.id and at < $2 and action in ('submitted', 'withdrawn', 'approved',
         'returned', 'reopened', 'approval_undone', 'correction_asked') order by seq desc limit 1) b) h on true
     where p.round_id = $1 and p.goal_id in (select n->>'goalId' from json_array_elements(${NUMBERING}) n)
     group by p.section_id`,
    [roundId, at],
  );
  return new Map(rows.map(({ section_id, ...counted }) => [section_id, counted]));
}

/** How many places of each section, its channel and the holders of its posts, something has not reached. */
async function undeliveredBySection(db: Db, now: Date): Promise<Map<string, number>> {
  const { sql, values } = undeliveredSince(now);
  const { rows } = await db.query<{ id: string; places: number }>(
    `with places as (select distinct n.to_kind, n.to_id from notices n where ${sql}),
       owners as (
         select to_id as id, to_kind, to_id from places where to_kind = 'channel'
         union select o.section_id, p.to_kind, p.to_id from places p
           join holdings h on p.to_kind = 'person' and h.person_id = p.to_id and h.from_on <= $3
             and (h.until_on is null or h.until_on >= $3)
           join posts o on o.id = h.post_id)
     select id, count(*)::int as places from owners group by id`,
    [...values, cityDate(now)],
  );
  return new Map(rows.map(({ id, places }) => [id, places]));
}

/** How many who hold a post of each section, other than 事務局, can be reached by no account yet. */
async function unlinkedBySection(db: Db, today: string): Promise<Map<string, number>> {
  const { rows } = await db.query<{ id: string; people: number }>(
    `select o.section_id as id, count(distinct h.person_id)::int as people
     from posts o join holdings h on h.post_id = o.id and h.from_on <= $1 and (h.until_on is null or h.until_on >= $1)
     where o.role <> 'coordinator' and not exists (select 1 from accounts a where a.person_id = h.person_id)
     group by o.section_id`,
    [today],
  );
  return new Map(rows.map(({ id, people }) => [id, people]));
}
