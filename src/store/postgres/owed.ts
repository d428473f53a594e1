/** Notices entered as owed, in the transaction that makes them owed. */
import { readTaskId } from '../../core/ids.js';
import type { NoticeAbout, OwedNotice } from '../../core/notice.js';
import type { Db } from './pool.js';

/**
 * Enters what is owed. A key that is there already is wanted once more, so that its message is brought up to date;
 * one that was given up is tried again. Always in the order of the keys: two transactions that owe the same do not
 * wait for each other in a circle.
 */
export async function owe(db: Db, owed: readonly OwedNotice[]): Promise<void> {
  if (owed.length === 0) return;
  const rows = [...new Map(owed.map((notice) => [notice.key, notice])).values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, about, to, under, dueAt, staleAt }) => ({
      key,
      kind: about.kind,
      about,
      to_kind: to.kind,
      to_id: to.kind === 'channel' ? to.sectionId : to.personId,
      under,
      round_id: roundOf(about),
      due_at: dueAt,
      stale_at: staleAt,
    }));
  await db.query(
    `insert into notices (key, kind, about, to_kind, to_id, under, round_id, due_at, stale_at)
     select key, kind, about, to_kind, to_id, under, round_id, due_at, stale_at
     from json_to_recordset($1) as x(key text, kind text, about json, to_kind text, to_id text, under text,
                                     round_id text, due_at timestamptz, stale_at timestamptz)
     on conflict (key) do update set
       wanted = notices.wanted + 1, about = excluded.about, to_kind = excluded.to_kind, to_id = excluded.to_id,
       due_at = excluded.due_at, stale_at = excluded.stale_at, given_up = false,
       attempts = case when notices.given_up then 0 else notices.attempts end,
       next_try = case when notices.given_up then null else notices.next_try end`,
    [JSON.stringify(rows)],
  );
}

/** Notices that wait for an address are tried at once when there is one. */
export async function wake(db: Db, kind: 'channel' | 'person', id: string): Promise<void> {
  await db.query(
    `update notices set next_try = null, given_up = false, attempts = 0
     where to_kind = $1 and to_id = $2 and settled < wanted`,
    [kind, id],
  );
}

function roundOf(about: NoticeAbout): string | null {
  switch (about.kind) {
    case 'summary':
    case 'reminder':
      return about.roundId;
    case 'approval':
    case 'approved':
    case 'returned':
      return readTaskId(about.reportId)?.roundId ?? null;
    case 'ask_again':
      return readTaskId(about.taskId)?.roundId ?? null;
    default:
      return about satisfies never;
  }
}
