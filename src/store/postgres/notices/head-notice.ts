/** The signed head of the history, owed to the auditor as a message. */
import type { Pool } from 'pg';
import { headText, type SavedHead } from '../../../core/decision/head.js';
import { owed } from '../../../core/notice/notice.js';
import { inTransaction } from '../connection/pool.js';
import { owe } from '../ledger/owed-notices.js';

/** What has not reached the auditor by then is not sent any more: the service signs another every hour. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Owes the head to a person of the roster. One that is on its way or there already is not sent twice: nothing was
 * entered since. One that did not arrive gives way to the next, which covers it and has been owed for as long. False when
 * there is nobody of this id.
 */
export const sendHead = (pool: Pool) => (personId: string, head: SavedHead, now: Date) =>
  inTransaction(pool, async (db) => {
    const { rowCount: known } = await db.query('select 1 from people where id = $1 for key share', [
      personId,
    ]);
    if (!known) return false;
    const { rows } = await db.query<{ same: boolean }>(
      `select not given_up and (stale_at > $3 or settled >= wanted) and starts_with(about->>'head', $2) as same
       from notices where kind = 'signed_head' and to_kind = 'person' and to_id = $1 order by key desc limit 1`,
      [personId, `${headText({ ...head, seal: null })} `, now],
    );
    if (rows[0]?.same) return true;
    const { rows: given } = await db.query<{ due_at: Date }>(
      `update notices set stale_at = $2 where kind = 'signed_head' and to_kind = 'person' and to_id = $1
         and settled < wanted and stale_at > $2 returning due_at`,
      [personId, now],
    );
    const at = now.toISOString();
    const since = new Date(Math.min(now.getTime(), ...given.map(({ due_at }) => due_at.getTime())));
    const staleAt = new Date(now.getTime() + STALE_AFTER_MS).toISOString();
    const about = { kind: 'signed_head', personId, at, head: headText(head) } as const;
    await owe(db, [owed(about, personId, since.toISOString(), { staleAt })]);
    return true;
  });

/** Since when a head is owed to the auditor that has not arrived; null: all that were sent have. */
export async function headOwedSince(pool: Pool, now: Date): Promise<Date | null> {
  const { rows } = await pool.query<{ since: Date | null }>(
    // In two parts, so that each is read from its own index however many notices were ever sent.
    `select min(due_at) as since from (
       select kind, due_at, stale_at from notices where settled < wanted and not given_up and due_at <= $1
       union all
       select kind, due_at, stale_at from notices where given_up and settled < wanted
     ) unsettled where kind = 'signed_head' and stale_at > $1`,
    [now],
  );
  return rows[0]?.since ?? null;
}
