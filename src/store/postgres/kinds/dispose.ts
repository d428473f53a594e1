/** 保存期間の満了: what is thrown away, with an entry in the history that says how many and on what ground. */
import type { RetainedKind } from '../../../core/decision/kinds/kinds.js';
import { OVER_MARK } from '../../../core/decision/kinds/retention.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { blankPerson } from '../ledger/blank.js';
import { appendHistory } from '../ledger/history.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { type Dispose, wordsInHistory } from './kind.js';

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

/** Two at once would both enter what one of them threw away. */
const DISPOSE_LOCK = 4_270_011;

/**
 * Throws away rows whose words stand in the history too: there they are blanked in the entries about those rows, and the
 * same words of another row stay.
 *
 * @param take  deletes what is over and gives the ids, which are the subjects of its entries
 */
export const disposeWithWords =
  (kind: RetainedKind, take: (db: Db, through: number) => Promise<string[]>): Dispose =>
  (pool, through, ground, by, now) =>
    inTransaction(pool, async (db) => {
      await db.query('set local statement_timeout to 0');
      await db.query('select pg_advisory_xact_lock($1)', [DISPOSE_LOCK]);
      const gone = (await take(db, through)).sort();
      if (gone.length === 0) return 0;
      const { rows } = await db.query<{ value: string }>(
        `select distinct v.value ${wordsInHistory(kind)} and h.subject = any($1)`,
        [gone],
      );
      const texts = rows.map(({ value }) => value);
      await blankPerson(db, { personId: '', texts, ground, as: OVER_MARK, subjects: new Set(gone) }, by, now);
      await enterDisposed(db, kind, { ground, through, count: gone.length, gone }, by, now);
      return gone.length;
    });
