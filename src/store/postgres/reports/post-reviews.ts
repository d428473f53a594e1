/** 後閲: what deputies decided, kept for the holder of the post until it is noted as seen. */
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Command } from '../../../core/decision/command.js';
import type { Accepted } from '../../../core/decision/decision.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import { type PostReview, reviewNotices } from '../../../core/decision/post-review.js';
import type { Actor } from '../../../core/organization/people.js';
import type { Report } from '../../../core/report/report.js';
import { iso } from '../connection/iso.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { type Door, entryBy, inPost } from '../ledger/recorded-by.js';
import { loadClosures } from '../rounds/calendar.js';
import { loadPostsById } from '../rounds/section-rounds.js';
import { NUMBERING } from '../sheets/numbering.js';

/** Two decisions at once get two numbers. */
const NUMBERING_LOCK = 4_270_005;

/** Keeps the 後閲 a decision makes owed; one whose approval is taken back is none any more. */
export async function keepPostReview(db: Db, { entry, postReview }: Accepted): Promise<void> {
  if (entry.action === 'approval_undone')
    await db.query(
      `delete from post_reviews where report_id = $1 and version = $2 and decision = 'approved' and seen_at is null
         and decided_at = $3`,
      [entry.subject, entry.version, (entry.before as Report).approvals.at(-1)?.at],
    );
  if (!postReview) return;
  const { postId, holderId, reportId, version, decision, deputy, at } = postReview;
  await db.query('select pg_advisory_xact_lock($1)', [NUMBERING_LOCK]);
  await db.query(
    `insert into post_reviews (no, post_id, holder_id, report_id, version, decision, deputy, decided_at)
     select coalesce(max(no), 0) + 1, $1, $2, $3, $4::int, $5, $6, $7::timestamptz from post_reviews`,
    [postId, holderId, reportId, version, decision, deputy, at],
  );
}

/** What was decided for these posts and not yet seen, oldest first: for the posts held today, whoever held them then. */
export async function openPostReviews(db: Db, postIds: readonly string[]): Promise<PostReview[]> {
  const { rows } = await db.query<PostReview>(
    `select v.no::int as no, v.report_id as "reportId", v.version, v.decision,
       ${iso('v.decided_at')} as at, v.deputy,
       o.title as post, s.name as "sectionName",
       coalesce((select sh.content->'goals'->(n.place::int - 1)->>'no'
         from json_array_elements(${NUMBERING}) with ordinality as n(value, place)
         where n.value->>'goalId' = p.goal_id), '') as "goalNo"
     from post_reviews v
     join posts o on o.id = v.post_id
     join reports p on p.id = v.report_id
     join sections s on s.id = p.section_id
     join rounds r on r.id = p.round_id
     left join sheets sh on sh.section_id = p.section_id and sh.fiscal_year = r.fiscal_year
     where v.seen_at is null and v.post_id = any($1)
     order by v.no`,
    [postIds],
  );
  return rows;
}

/** Whether something was decided for this person, and not seen, in a post that is another's by now or nobody's. */
async function leftPostReviews(db: Db, { id, posts }: Actor): Promise<boolean> {
  const { rowCount } = await db.query(
    'select 1 from post_reviews where seen_at is null and holder_id = $1 and post_id <> all($2) limit 1',
    [id, posts.map((post) => post.id)],
  );
  return rowCount === 1;
}

/** Posts have changed hands: what was not seen in them is put before who holds them from now on. */
export async function passOnPostReviews(db: Db, postIds: readonly string[], now: Date): Promise<void> {
  const { rows } = await db.query<{ post_id: string; since: Date }>(
    'select post_id, min(decided_at) as since from post_reviews where seen_at is null and post_id = any($1) group by post_id',
    [postIds],
  );
  if (rows.length === 0) return;
  const since = new Map(rows.map((row) => [row.post_id, cityDate(row.since)]));
  const posts = await loadPostsById(db, [...since.keys()], cityDate(now));
  const closures = await loadClosures(
    db,
    posts.map(({ sectionId }) => sectionId),
  );
  const owed = posts.flatMap(({ id, sectionId, holders }) => {
    const successors = holders.filter(({ from }) => from > (since.get(id) ?? ''));
    return reviewNotices({ holders: successors }, now.toISOString(), closures(sectionId));
  });
  await owe(db, owed);
}

/** Notes them as seen, up to a number, and gives what is to be entered into the history. */
async function notePostReviews(
  db: Db,
  actor: Actor,
  upTo: number,
  now: Date,
  door: Door,
): Promise<{ readonly seen: readonly PostReview[]; readonly entries: readonly HistoryEntry[] }> {
  const postIds = actor.posts.map(({ id }) => id);
  const open = await openPostReviews(db, postIds);
  const seen = open.filter(({ no }) => no <= upTo);
  await db.query('update post_reviews set seen_at = $2, seen_by = $3 where no = any($1)', [
    seen.map(({ no }) => no),
    now,
    actor.id,
  ]);
  const entries = seen.map(({ reportId, version, decision, deputy, at: decidedAt, post }) =>
    entryBy(inPost(actor, post, door), now, {
      action: 'post_reviewed',
      sectionId: reportId.split('.')[0] ?? null,
      subject: reportId,
      version,
      after: { decision, deputy, decidedAt },
    }),
  );
  return { seen, entries };
}

/** 後閲: the list, or that it was seen. */
export async function reviewed(
  db: Db,
  actor: Actor,
  command: Extract<Command, { kind: 'post_reviews' | 'note_seen' }>,
  now: Date,
  door: Door,
): Promise<Done> {
  const ok = { ok: true, goalNo: '', version: 0, complete: false } as const;
  if (command.kind === 'post_reviews') {
    const postIds = actor.posts.map(({ id }) => id);
    return { outcome: { ...ok, postReviews: await openPostReviews(db, postIds) } };
  }
  const { seen, entries } = await notePostReviews(db, actor, command.upTo, now, door);
  if (seen.length === 0 && (await leftPostReviews(db, actor)))
    return { outcome: { ok: false, refusal: { reason: 'post_left' } } };
  return { outcome: { ...ok, postReviews: seen }, after: () => appendHistory(db, entries) };
}
