/** Sections in rounds as a look at them sees them: states of their goals and terms of their posts, without any text. */
import { effectiveDue } from '../../../core/calendar/reminder-schedule.js';
import type { Round } from '../../../core/calendar/round.js';
import { addDays } from '../../../core/calendar/working-days.js';
import { HANDOVER_DAYS } from '../../../core/notice/handover.js';
import type { GoalStanding, SectionRound } from '../../../core/notice/section-round.js';
import type { PostRole } from '../../../core/organization/post-roles.js';
import { readStep } from '../../../core/organization/route.js';
import type { PostTerms, Term } from '../../../core/organization/terms.js';
import type { Owner } from '../../../core/report/owner.js';
import type { ReportState, Signature } from '../../../core/report/report.js';
import { storedReport } from '../../../core/report/stored-report.js';
import { isBeforeAsOf, ofSection } from '../../../core/report/year/forecast.js';
import { type Each, readAll } from '../../../core/text/stored-json.js';
import { iso } from '../connection/iso.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { ownersSelect } from '../reports/owner-rows.js';
import { NUMBERING } from '../sheets/numbering.js';
import { loadClosures } from './calendar.js';
import { goesOn } from './goes-on.js';

export type RoundSection = { readonly roundId: string; readonly sectionId: string };

/** Open rounds, and the sections with goals that report in them; closed ones with the sections of which something was reopened. `openOn`: only those that have begun on that day. */
export async function openRoundSections(
  db: Db,
  of: { readonly openOn?: string; readonly fiscalYear?: number; readonly sectionIds?: readonly string[] },
): Promise<RoundSection[]> {
  const { rows } = await db.query<{ round_id: string; section_id: string }>(
    prepared(`select r.id as round_id, sh.section_id
     from rounds r join sheets sh on sh.fiscal_year = r.fiscal_year and sh.goal_count > 0
     join sections s on s.id = sh.section_id
     where ${goesOn('sh.section_id')} and ($1::date is null or r.opens_on <= $1) and ($2::int is null or r.fiscal_year = $2)
       and ($3::text[] is null or sh.section_id = any($3))
     order by r.opens_on, r.id, s.key`),
    [of.openOn ?? null, of.fiscalYear ?? null, of.sectionIds ?? null],
  );
  return rows.map(({ round_id, section_id }) => ({ roundId: round_id, sectionId: section_id }));
}

type GoalRow = {
  readonly taskId: string;
  readonly state: ReportState | null;
  readonly changedAt: string | null;
  /** only while it waits: its step and since when are in it */
  readonly body: unknown;
  readonly version: number | null;
  /** who wrote it, or for whom it was entered, and when: of what nobody has confirmed */
  readonly written: Pick<Signature, 'personId' | 'at' | 'onBehalfOf'> | null;
  readonly questions: GoalStanding['questions'] | null;
  readonly owners: Owner[];
};

/** Loads sections in rounds, in the order asked for; of a closed round what was reopened in it, and no other goal. `today`: terms that ended before are left out. `each`: see `loadSheets`. `goesUpAfter`: see SectionRound. */
export async function loadSectionRounds(
  db: Db,
  wanted: readonly RoundSection[],
  today: string,
  each: Each = readAll,
  goesUpAfter?: number,
): Promise<SectionRound[]> {
  if (wanted.length === 0) return [];
  const { rows } = await db.query<{
    section_id: string;
    name: string;
    department: string;
    parent_id: string | null;
    route: string[];
    round: Round;
    printed: string | null;
    goals: GoalRow[];
  }>(
    prepared(`select s.id as section_id, s.name, s.department, s.parent_id, s.route,
       json_strip_nulls(json_build_object('id', r.id, 'fiscalYear', r.fiscal_year, 'kind', r.kind, 'opensOn', r.opens_on::text,
         'dueOn', coalesce(o.due_on, r.due_on)::text, 'asOf', coalesce(o.as_of, r.as_of)::text,
         'state', r.state, 'confirms', nullif(r.confirms, false))) as round,
       case when r.confirms then sh.content #>> '{header,evaluatedOn,text}' end as printed,
       coalesce((select json_agg(json_build_object('taskId', n.id, 'state', p.state,
           'changedAt', ${iso('p.changed_at')},
           'body', case when p.state = 'submitted' then p.body end, 'version', p.version,
           'written', case when r.confirms and p.state in ('submitted', 'approved') and p.body->'confirmed' is null
             then p.body->'writer' end,
           'questions', (select json_agg(json_build_object('id', q.id, 'askerId', q.asker->>'personId',
               'askedAt', ${iso('q.asked_at')},
               'writerId', p.body->'writer'->>'personId', 'askedOf', q.asked_of) order by q.asked_at, q.id)
             from questions q where q.report_id = p.id and q.answered_at is null),
           'owners', ${ownersSelect('w.subject in (n.id, n.goal_id)')}) order by n.place)
         from (select g.value->>'goalId' || ':' || r.kind as id, g.value->>'goalId' as goal_id, g.place
               from json_array_elements(${NUMBERING}) with ordinality as g(value, place)) n
         left join reports p on p.id = n.id where r.state = 'open' or p.reopened), '[]') as goals
     from unnest($1::text[], $2::text[]) with ordinality as w(round_id, section_id, place)
     join rounds r on r.id = w.round_id
     join sections s on s.id = w.section_id
     join sheets sh on sh.section_id = s.id and sh.fiscal_year = r.fiscal_year
     left join round_overrides o on o.round_id = r.id and o.section_id = s.id
     order by w.place`),
    [wanted.map(({ roundId }) => roundId), wanted.map(({ sectionId }) => sectionId)],
  );
  const sections = [...new Set(rows.flatMap((row) => [row.section_id, row.parent_id ?? row.section_id]))];
  const [posts, closures] = [await loadPosts(db, sections, today), await loadClosures(db, sections)];
  const postsOf = new Map<string, PostTerms[]>();
  for (const post of posts) {
    const beside = postsOf.get(post.sectionId);
    if (beside) beside.push(post);
    else postsOf.set(post.sectionId, [post]);
  }
  return each(rows, (row) => {
    const own = closures(row.section_id);
    const round = ofSection(row.round, row.printed);
    return {
      section: {
        id: row.section_id,
        name: row.name,
        department: row.department,
        parentId: row.parent_id,
        route: row.route.map(readStep),
      },
      round: { ...round, dueOn: effectiveDue(round, own) },
      closures: own,
      ...(goesUpAfter === undefined ? {} : { goesUpAfter }),
      goals: row.goals.map((goal) => standing(goal, round)),
      posts: [row.section_id, ...(row.parent_id === null ? [] : [row.parent_id])]
        .flatMap((id) => postsOf.get(id) ?? [])
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    };
  });
}

function standing(
  { taskId, state, changedAt, body, version, written, questions, owners }: GoalRow,
  round: Round,
): GoalStanding {
  const waits = state === 'submitted' ? storedReport.read(body, { table: 'reports', id: taskId }) : null;
  return {
    taskId,
    state: state ?? 'open',
    step: waits?.approvals.length ?? 0,
    since: waits ? (waits.approvals.at(-1)?.at ?? waits.writer.at) : changedAt,
    writerId: waits?.writer.personId ?? null,
    ...(waits?.writer.onBehalfOf ? { forId: waits.writer.onBehalfOf.personId } : {}),
    version: version ?? 0,
    questions: questions ?? [],
    ...(written && isBeforeAsOf(round, written.at)
      ? { unconfirmed: { writerId: written.onBehalfOf?.personId ?? written.personId } }
      : {}),
    ...(owners.length > 0 ? { owners } : {}),
  };
}

/** The posts of sections with their terms: those that have not ended before `today`, and holders of the weeks before. */
export async function loadPosts(db: Db, sectionIds: readonly string[], today: string): Promise<PostTerms[]> {
  return posts(db, 'o.section_id = any($2)', today, sectionIds);
}

/** These posts, with the terms that have not ended. */
export async function loadPostsById(db: Db, ids: readonly string[], today: string): Promise<PostTerms[]> {
  return posts(db, 'o.id = any($2)', today, ids);
}

/** 事務局: the posts of coordinators, wherever they sit. */
export async function loadCoordinators(db: Db, today: string): Promise<PostTerms[]> {
  return posts(db, `o.role = 'coordinator' and $2::text[] is not null`, today, []);
}

async function posts(
  db: Db,
  which: string,
  today: string,
  sectionIds: readonly string[],
): Promise<PostTerms[]> {
  // Holders who left a while ago are needed to tell who has taken over from whom (core/notice/handover.ts).
  const since = addDays(today, -2 * HANDOVER_DAYS);
  const terms = (table: 'holdings' | 'deputies', from: '$1' | '$3') =>
    `coalesce((select json_agg(json_build_object('personId', t.person_id, 'name', p.name, 'from', t.from_on::text,
         'until', t.until_on::text) order by t.from_on, t.person_id)
       from ${table} t join people p on p.id = t.person_id
       where t.post_id = o.id and (t.until_on is null or t.until_on >= ${from}::date)), '[]')`;
  const { rows } = await db.query<{
    id: string;
    section_id: string;
    role: PostRole;
    title: string;
    holders: Term[];
    deputies: Term[];
  }>(
    prepared(`select o.id, o.section_id, o.role, o.title, ${terms('holdings', '$3')} as holders, ${terms('deputies', '$1')} as deputies
     from posts o where ${which} order by o.id`),
    [today, sectionIds, since],
  );
  return rows.map(({ section_id, ...post }) => ({ ...post, sectionId: section_id }));
}
