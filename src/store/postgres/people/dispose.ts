/** 保存期間の満了: what is thrown away, with an entry in the history that says how many and on what ground. */
import type { Pool } from 'pg';
import { type Db, inTransaction } from '../connection/pool.js';
import { blankPerson } from '../ledger/blank.js';
import { appendHistory } from '../ledger/history.js';
import { type By, entryBy } from '../ledger/recorded-by.js';

/** Throws away what is over until `through` (fiscal year); gives how many. `ground`: in words, for the history. */
export type Dispose = (pool: Pool, through: number, ground: string, by: By, now: Date) => Promise<number>;

/** The entry of what was thrown away; `subject` says of what kind it was. */
export function enterDisposed(
  db: Db,
  subject: string,
  after: {
    readonly ground: string;
    readonly through: number;
    readonly count: number;
    readonly gone?: string[];
  },
  by: By,
  now: Date,
): Promise<void> {
  return appendHistory(db, [
    entryBy(by, now, {
      action: 'disposed',
      subject,
      after,
    }),
  ]);
}

/** What stands in the history in the place of such words. */
const GONE = '（保存期間の満了）';

/**
 * Throws away rows whose words stand in the history too: there they are blanked in the entries about those rows, and the
 * same words of another row stay.
 *
 * @param take  deletes what is over and gives the ids, which are the subjects of its entries
 * @param inHistory  SQL: the entries about such rows, with their words (`v.value`, `h.subject`)
 */
export const disposeWithWords =
  (parts: {
    readonly subject: string;
    readonly inHistory: string;
    readonly take: (db: Db, through: number) => Promise<string[]>;
  }): Dispose =>
  (pool, through, ground, by, now) =>
    inTransaction(pool, async (db) => {
      await db.query('set local statement_timeout to 0');
      const gone = (await parts.take(db, through)).sort();
      if (gone.length === 0) return 0;
      const { rows } = await db.query<{ value: string }>(
        `select distinct v.value ${parts.inHistory} and h.subject = any($1)`,
        [gone],
      );
      const texts = rows.map(({ value }) => value);
      await blankPerson(db, { personId: '', texts, ground, as: GONE, subjects: new Set(gone) }, by, now);
      await enterDisposed(db, parts.subject, { ground, through, count: gone.length, gone }, by, now);
      return gone.length;
    });
