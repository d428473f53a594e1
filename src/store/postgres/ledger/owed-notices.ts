/** Notices entered as owed, in the transaction that makes them owed. */
import { type OwedNotice, roundOfNotice } from '../../../core/notice/notice.js';
import { ABOUT_FORM, storedAbout } from '../../../core/notice/stored-about.js';
import type { Db } from '../connection/pool.js';

/** SQL: whether a row's `about` is of a newer form than the parameter says. */
export const newerAbout = (alias: string, form: string): string =>
  `case when json_typeof(${alias}.about->'form') = 'number' then (${alias}.about->>'form')::numeric > ${form} else false end`;

/**
 * Enters what is owed. A key that is there already is wanted once more, so that its message is brought up to date;
 * one that was given up is tried again. One in doubt stays in doubt, so that nothing is posted twice, but for a goal
 * that was submitted anew: whoever decides must see what they decide on. What the clock makes owed is not wanted more
 * than once before it goes out: its card is made of the record at delivery anyway. Always in the order of the keys: two
 * transactions that owe the same do not wait for each other in a circle.
 */
export async function owe(db: Db, owed: readonly OwedNotice[]): Promise<void> {
  if (owed.length === 0) return;
  const rows = [...new Map(owed.map((notice) => [notice.key, notice])).values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, about, to, under, dueAt, staleAt, inHours }) => ({
      key,
      kind: about.kind,
      about: storedAbout.write(about),
      to_kind: to.kind,
      to_id: to.kind === 'channel' ? to.sectionId : to.personId,
      under,
      round_id: roundOfNotice(about),
      due_at: dueAt,
      stale_at: staleAt,
      in_hours: inHours ?? false,
    }));
  await db.query(
    `insert into notices (key, kind, about, to_kind, to_id, under, round_id, due_at, stale_at, in_hours)
     select key, kind, about, to_kind, to_id, under, round_id, due_at, stale_at, in_hours
     from json_to_recordset($1) as x(key text, kind text, about json, to_kind text, to_id text, under text,
                                     round_id text, due_at timestamptz, stale_at timestamptz, in_hours boolean)
     on conflict (key) do update set
       wanted = notices.wanted + case when notices.in_hours and notices.settled < notices.wanted then 0 else 1 end,
       about = case when ${newerAbout('notices', '$2')} then notices.about else excluded.about end, to_kind = excluded.to_kind, to_id = excluded.to_id,
       due_at = excluded.due_at, stale_at = excluded.stale_at, in_hours = excluded.in_hours,
       given_up = false,
       doubtful = notices.doubtful and not (notices.given_up and notices.kind = 'approval' and exists (
         select 1 from reports r where r.id = notices.about->>'reportId' and r.state = 'submitted'
           and json_array_length(r.body->'approvals') = 0)),
       attempts = case when notices.given_up then 0 else notices.attempts end,
       next_try = case when notices.given_up then null else notices.next_try end`,
    [JSON.stringify(rows), ABOUT_FORM],
  );
}

/** A report has changed: the messages in private that asked somebody to decide about it follow it. */
export async function refreshRequests(db: Db, reportId: string): Promise<void> {
  await db.query(
    `update notices set wanted = wanted + 1
     where kind = 'decide' and about->>'reportId' = $1 and settled = wanted and ref_id is not null`,
    [reportId],
  );
}

/**
 * Who holds these posts has changed: the cards of what waits in their sections, and in those below, are drawn anew, since
 * it may be for somebody else who has not seen it. Who comes on a later day is met by the look of that day.
 */
export async function refreshApprovalCards(db: Db, postIds: readonly string[]): Promise<void> {
  await db.query(
    `with changed as (select distinct section_id as id from posts where id = any($1))
     update notices n set wanted = n.wanted + 1
     from reports r join sections s on s.id = r.section_id
     where r.state = 'submitted' and (s.id in (select id from changed) or s.parent_id in (select id from changed))
       and n.key = 'approval/' || r.id and n.settled = n.wanted and n.ref_id is not null`,
    [postIds],
  );
}

/** Notices that wait for an address are tried at once when there is one. */
export async function wake(db: Db, kind: 'channel' | 'person', ids: readonly string[]): Promise<void> {
  await db.query(
    `update notices set next_try = null, given_up = false, attempts = 0
     where to_kind = $1 and to_id = any($2) and settled < wanted`,
    [kind, ids],
  );
}
