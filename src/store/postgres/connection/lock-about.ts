/** What is decided about one thing, one after the other. */
import type { Db } from './pool.js';

/** Whoever decides about the same (a report, a promise, a file that was sent; by its id) waits until this transaction ends. */
export async function lockAbout(db: Db, id: string): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
}
