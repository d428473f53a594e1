/** Two things at once in the record, the first of them held up half-way. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { PATIENCE_MS } from '../../support/patience.js';

/** Runs both while somebody else holds a row that the first needs; the second begins when the first waits for it. */
export async function meanwhile<A, B>(
  pool: Pool,
  row: string,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A, B]> {
  const other = await pool.connect();
  try {
    await other.query('begin');
    await other.query(`select 1 from ${row} for update`);
    const one = first();
    await waits(pool, 1);
    const two = second();
    await Promise.race([two, waits(pool, 2)]);
    await other.query('commit');
    return await Promise.all([one, two]);
  } finally {
    other.release(true);
  }
}

/** Until so many connections wait for a lock. */
export async function waits(pool: Pool, many: number): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.n ?? 0) >= many) return;
    if (Date.now() > giveUpAt) throw new Error(`${rows[0]?.n} wait instead of ${many}`);
    await sleep(5);
  }
}
