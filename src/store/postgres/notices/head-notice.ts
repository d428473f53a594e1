/** The signed head of the history, owed to the auditor as a message. */
import type { Pool } from 'pg';
import { type Head, headText, type SavedHead } from '../../../core/decision/head.js';
import { owed } from '../../../core/notice/notice.js';
import { inTransaction } from '../connection/pool.js';
import { owe } from '../ledger/owed-notices.js';

/** What has not reached the auditor by then is not sent any more: a later head covers it. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

/** SQL: whether a notice is that of the head in $2 (`headText` without its seal). */
const IS_OF_HEAD = `starts_with(about->>'head', $2 || ' ')`;

/**
 * Owes the head to a person of the roster. One that is on its way or there already is not sent twice: nothing was
 * entered since. False when there is nobody of this id.
 */
export const sendHead = (pool: Pool) => (personId: string, head: SavedHead, now: Date) =>
  inTransaction(pool, async (db) => {
    const { rowCount: known } = await db.query('select 1 from people where id = $1', [personId]);
    if (!known) return false;
    const { rows } = await db.query<{ same: boolean }>(
      `select not given_up and (stale_at > $3 or settled >= wanted) and ${IS_OF_HEAD} as same from notices
       where kind = 'signed_head' and to_kind = 'person' and to_id = $1 order by due_at desc, key desc limit 1`,
      [personId, unsigned(head), now],
    );
    if (rows[0]?.same) return true;
    const at = now.toISOString();
    const staleAt = new Date(now.getTime() + STALE_AFTER_MS).toISOString();
    await owe(db, [
      owed({ kind: 'signed_head', personId, at, head: headText(head) }, personId, at, { staleAt }),
    ]);
    return true;
  });

const unsigned = ({ seq, hash }: Head): string => headText({ seq, hash, seal: null });
