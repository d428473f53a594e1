/** 担当 entered: taken by beginning or over from a colleague, set by the manager or 事務局, ended by the clock. */
import { ROUND_KINDS } from '../../../core/calendar/round.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Command } from '../../../core/decision/command.js';
import { assigningPost, reportingPost } from '../../../core/decision/decide.js';
import type { Refusal } from '../../../core/decision/outcome/refusal.js';
import { owed } from '../../../core/notice/notice.js';
import type { Actor } from '../../../core/organization/people.js';
import { POST_ROLES } from '../../../core/organization/post-roles.js';
import { type PostTerms, running } from '../../../core/organization/terms.js';
import { type Owner, personMeant } from '../../../core/report/owner.js';
import type { Task } from '../../../core/report/task.js';
import { taskIdOf } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { type Door, inPost } from '../ledger/recorded-by.js';
import { lookSoon } from '../rounds/schedule.js';
import { type OwnerChange, type OwnerRow, ownersEntry } from './owner-history.js';

/** Where and by whom: what both commands need. */
export type Owning = {
  /** with its 担当 of today */
  readonly task: Task;
  /** the section's */
  readonly posts: readonly PostTerms[];
  readonly actor: Actor;
  readonly now: Date;
  readonly door: Door;
};

/** Somebody is at a goal, or takes it over. What is theirs already is only answered again. */
export async function own(db: Db, owning: Owning, command: Extract<Command, { kind: 'own' }>): Promise<Done> {
  const { task, actor, now } = owning;
  const post = reportingPost(actor, task.sectionId);
  if (!post) return refused({ reason: 'not_entitled' });
  const standing = task.owner ?? null;
  if (standing?.personId === actor.id) {
    await answered(db, task, actor.id, now);
    return done(task);
  }
  if (standing && command.from !== standing.personId)
    return refused({ reason: 'owned', id: standing.personId, by: standing.name, at: standing.answeredAt });
  return { ...done(task), after: await take(db, owning, post.title) };
}

/** Who submits a goal that was somebody else's has it from now on. Gives what is to be appended last. */
export async function submittedBy(db: Db, owning: Owning): Promise<(() => Promise<void>) | null> {
  const { task, actor, now } = owning;
  const post = reportingPost(actor, task.sectionId);
  if (!task.owner) return null;
  if (task.owner.personId !== actor.id) return post ? take(db, owning, post.title) : null;
  await answered(db, task, actor.id, now);
  return null;
}

async function answered(db: Db, { id, goalId }: Task, person: string, now: Date): Promise<void> {
  await db.query(
    `update goal_owners set answered_at = greatest(answered_at, $3)
     where subject = any($1) and person_id = $2 and ended is null`,
    [[id, goalId], person, now],
  );
}

async function take(db: Db, owning: Owning, post: string): Promise<() => Promise<void>> {
  const { task, actor, now } = owning;
  const standing = task.owner ?? null;
  const rows = await rowsOf(db, [task.id]);
  const taken = {
    subject: task.id,
    personId: actor.id,
    name: actor.name,
    how: 'begun',
    since: now.toISOString(),
    ended: null,
  } as const;
  await keep(db, taken, task.sectionId, standing?.personId ?? null);
  if (standing) await tell(db, task, [standing.personId], now);
  return follow(db, owning, post, [{ before: rows[0] ?? null, after: taken }], standing);
}

/** Says whose a goal is, in every round of its year; `to` null: only who it may be. */
export async function setOwner(
  db: Db,
  owning: Owning,
  { to }: Extract<Command, { kind: 'set_owner' }>,
): Promise<Done> {
  const { task, posts, actor, now } = owning;
  const post = assigningPost(actor, task.sectionId);
  if (!post) return refused({ reason: 'not_assigning' });
  const standing = task.owner ?? null;
  const people = reportersIn(posts, task.sectionId, cityDate(now));
  if (to === null)
    return done(task, {
      name: standing?.name ?? null,
      people: people.map(({ personId: id, name }) => ({ id, name })),
    });
  const chosen = to === '' ? null : personMeant(people, to);
  if (to !== '' && !chosen)
    return refused({ reason: 'which_owner', said: to, names: people.map(({ name }) => name) });
  const { goalId } = task;
  const rows = await rowsOf(db, [goalId, ...ROUND_KINDS.map((kind) => taskIdOf(goalId, kind))]);
  const gone = rows.filter(({ subject }) => subject !== goalId || chosen === null);
  await db.query('delete from goal_owners where subject = any($1)', [gone.map(({ subject }) => subject)]);
  const changes: OwnerChange[] = gone.map((before) => ({
    before,
    after: { subject: before.subject, personId: null },
  }));
  if (chosen) {
    const { personId, name } = chosen;
    const since = now.toISOString();
    const set = { subject: goalId, personId, name, how: 'set', since, ended: null } as const;
    await keep(db, set, task.sectionId, null);
    changes.push({ before: rows.find(({ subject }) => subject === goalId) ?? null, after: set });
  }
  const told = [chosen?.personId, standing?.personId].filter((id) => id !== undefined && id !== actor.id);
  const isSame = chosen?.personId === standing?.personId;
  if (!isSame) await tell(db, task, told as string[], now);
  const after = await follow(db, owning, post.title, changes, standing);
  return { ...done(task, { name: chosen?.name ?? null }), after };
}

/** Everybody who holds a post of a section today by which to report, the lowest post first. */
export function reportersIn(posts: readonly PostTerms[], sectionId: string, today: string) {
  const own = posts.filter((post) => post.sectionId === sectionId && post.role !== 'coordinator');
  const line = own.sort((a, b) => POST_ROLES.indexOf(a.role) - POST_ROLES.indexOf(b.role));
  const people = line.flatMap(({ holders }) => running(holders, today));
  return [...new Map(people.map((one) => [one.personId, one])).values()];
}

async function rowsOf(db: Db, subjects: readonly string[]): Promise<OwnerRow[]> {
  const { rows } = await db.query<Omit<OwnerRow, 'since'> & { since: Date }>(
    `select w.subject, w.person_id as "personId", p.name, w.how, w.since, w.ended
     from goal_owners w join people p on p.id = w.person_id where w.subject = any($1) order by w.subject for update of w`,
    [subjects],
  );
  return rows.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));
}

async function keep(db: Db, row: OwnerRow, sectionId: string, from: string | null): Promise<void> {
  await db.query(
    `insert into goal_owners (subject, section_id, person_id, how, since, answered_at, ended, taken_from)
     values ($1, $2, $3, $4, $5, $5, null, $6)
     on conflict (subject) do update set section_id = excluded.section_id, person_id = excluded.person_id,
       how = excluded.how, since = excluded.since, answered_at = excluded.answered_at, ended = null,
       taken_from = excluded.taken_from`,
    [row.subject, sectionId, row.personId, row.how, row.since, from],
  );
}

/** Whose it was, and whose it is, in private. */
async function tell(db: Db, { id }: Task, people: readonly string[], now: Date): Promise<void> {
  const at = now.toISOString();
  await owe(
    db,
    [...new Set(people)].map((personId) => owed({ kind: 'owner', taskId: id, personId, at }, personId, at)),
  );
}

/** What follows a change: colleagues' cards of the day say it, the section is looked at, the history has it last. */
async function follow(
  db: Db,
  { task, posts, actor, now, door }: Owning,
  post: string,
  changes: readonly OwnerChange[],
  standing: Owner | null,
): Promise<() => Promise<void>> {
  const today = cityDate(now);
  const others = reportersIn(posts, task.sectionId, today).map(({ personId }) => personId);
  await db.query(
    `update notices set wanted = wanted + 1
     where kind = 'reminder' and to_kind = 'person' and to_id = any($1) and about->>'day' = $2
       and settled = wanted and ref_id is not null`,
    [others.filter((id) => id !== actor.id), today],
  );
  await lookSoon(db, { roundId: task.round.id, sectionId: task.sectionId }, now);
  const by = inPost(actor, post, door);
  const entries = changes.length === 0 ? [] : [ownersEntry(by, task.id, changes, now, standing)];
  return () => appendHistory(db, entries);
}

function done(
  { goalNo, sectionName, report }: Task,
  owner?: { name: string | null; people?: readonly { id: string; name: string }[] },
): Done {
  const version = report?.version ?? 0;
  return {
    outcome: {
      ok: true,
      goalNo,
      section: sectionName,
      version,
      complete: false,
      ...(owner ? { owner } : {}),
    },
  };
}

function refused(refusal: Refusal): Done {
  return { outcome: { ok: false, refusal } };
}
