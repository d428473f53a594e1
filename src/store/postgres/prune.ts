/** What is of no use any more is thrown away, a little at a time. The record, its versions and its history never are. */
import type { Pool } from 'pg';
import type { EvidenceStore } from '../../flow/evidence/store.js';
import { openPieces } from './evidence/pieces.js';
import { UPLOAD_KEPT_MS } from './sheets/uploads.js';

/**
 * How long the outcome of a command is kept for a second try of its effect. Effects wait in Redis until the record has
 * answered, so this is longer than any outage that Redis and PostgreSQL would be brought back from.
 */
const OUTCOME_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** After so long the bytes of a file that nothing names are what a crash has left: a day more than a file waits. */
const UNNAMED_KEPT_MS = UPLOAD_KEPT_MS + 24 * 60 * 60 * 1000;

/**
 * Deletes outcomes of commands, files that were sent and bytes that nothing names, once they are too old, at most `limit`
 * of each. Gives how many went; several instances may do so at once.
 */
export async function prune(
  pool: Pool,
  now: Date,
  limit: number,
  store: EvidenceStore = openPieces(pool),
): Promise<number> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const outcomes = await pool.query(
    `delete from done_commands where effect_id in (
       select effect_id from done_commands where done_at < $1 limit $2 for update skip locked)`,
    [before(OUTCOME_KEPT_MS), limit],
  );
  const uploads = await pool.query<{ key: string | null }>(
    `delete from uploads where id in (select id from uploads where kept_at < $1 limit $2 for update skip locked) returning key`,
    [before(UPLOAD_KEPT_MS), limit],
  );
  for (const { key } of uploads.rows) if (key !== null) await store.delete(key);
  const unnamed = await unnamedKeys(pool, store, before(UNNAMED_KEPT_MS), limit);
  for (const key of unnamed) await store.delete(key);
  return (outcomes.rowCount ?? 0) + (uploads.rowCount ?? 0) + unnamed.length;
}

async function unnamedKeys(pool: Pool, store: EvidenceStore, at: Date, limit: number): Promise<string[]> {
  const unnamed: string[] = [];
  for (let after = ''; unnamed.length < limit; ) {
    const keys = await store.keysBefore(at, after, limit);
    const { rows } = await pool.query<{ key: string }>(
      `select k as key from unnest($1::text[]) k
       where not exists (select 1 from evidence e where e.key = k) and not exists (select 1 from uploads u where u.key = k)`,
      [keys],
    );
    unnamed.push(...rows.map(({ key }) => key));
    if (keys.length < limit) break;
    after = keys.at(-1)!;
  }
  return unnamed;
}
