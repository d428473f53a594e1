/** Notices that have not arrived are tried again from the board, as `maru retry --all` does: what may have arrived is not. */
import type { Act, CoordinatorCommand } from '../../../core/board/acts.js';
import type { Db } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { undeliveredSince } from '../notices/undelivered-places.js';

type Retry = Extract<CoordinatorCommand, { kind: 'retry_notices' }>;

/** How many there are, or were tried again. */
export async function retryUndelivered(db: Db, { agreed }: Retry, by: By, now: Date): Promise<Act> {
  const { sql, values } = undeliveredSince(now);
  const { rows } = await db.query<{ key: string; doubtful: boolean }>(
    `select n.key, n.doubtful from notices n where ${sql} and (n.stale_at is null or n.stale_at > $3) order by n.key
     for update`,
    [...values, now],
  );
  const keys = rows.filter(({ doubtful }) => !doubtful).map(({ key }) => key);
  const changed = agreed !== null && agreed !== keys.length;
  const act = { what: 'retry', notices: keys.length, doubtful: rows.length - keys.length } as const;
  if (agreed === null || changed || keys.length === 0) return { ...act, done: false, changed };
  await db.query(
    'update notices set given_up = false, attempts = 0, unended = 0, next_try = null where key = any($1)',
    [keys],
  );
  await appendHistory(db, [
    entryBy(by, now, {
      action: 'put_aside_retried',
      subject: 'record',
      // Keys of notices may have an account in them, which could not be erased from here.
      after: { tried: { notice: keys.length } },
    }),
  ]);
  return { ...act, done: true, changed: false };
}
