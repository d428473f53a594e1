/** What is of no use any more is thrown away, a little at a time. The record, its versions and its history never are. */
import type { Pool } from 'pg';
import { UPLOAD_KEPT_MS } from './sheets/uploads.js';

/**
 * How long the outcome of a command is kept for a second try of its effect. Effects wait in Redis until the record has
 * answered, so this is longer than any outage that Redis and PostgreSQL would be brought back from.
 */
const OUTCOME_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Deletes outcomes of commands and files that were sent, once they are too old, at most `limit` rows of each. Gives how many rows went;
 * several instances may do so at once.
 */
export async function prune(pool: Pool, now: Date, limit: number): Promise<number> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const outcomes = await pool.query(
    `delete from done_commands where effect_id in (
       select effect_id from done_commands where done_at < $1 limit $2 for update skip locked)`,
    [before(OUTCOME_KEPT_MS), limit],
  );
  const uploads = await pool.query(
    `delete from uploads where id in (select id from uploads where kept_at < $1 limit $2 for update skip locked)`,
    [before(UPLOAD_KEPT_MS), limit],
  );
  return (outcomes.rowCount ?? 0) + (uploads.rowCount ?? 0);
}
