/** What the record holds whose time is over (保存期間の満了). */
import { fiscalYearEnd } from '../../../core/calendar/japanese-dates.js';
import { isMark } from '../../../core/organization/erasure.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { enterDisposed } from '../kinds/dispose.js';
import { type Dispose, overInYears } from '../kinds/kind.js';

/** SQL: the fiscal year of an instant in the city. */
const yearOf = (column: string) =>
  `extract(year from (${column} at time zone 'Asia/Tokyo') - interval '3 months')::int`;

/** Notices of a year until `$1` that are done with; one of an open round is not. */
const NOTICES = `from notices n left join rounds r on r.id = n.round_id
  where coalesce(r.fiscal_year, ${yearOf('n.due_at')}) <= $1 and coalesce(r.state, '') <> 'open'
    and (n.settled >= n.wanted or n.given_up or n.stale_at < now())`;

/** How many notices of which years until `through` (fiscal year) are over. */
export const noticesOver = overInYears(
  `select coalesce(r.fiscal_year, ${yearOf('n.due_at')}) as year ${NOTICES}`,
);

export type Left = { readonly id: string; readonly name: string; readonly fiscalYear: number };

/**
 * Who held their last post, or were a deputy, in a fiscal year until `through`, oldest first; whoever is erased is not
 * among them, and whoever was entered anew since is.
 */
export async function peopleLeft(db: Db, through: number): Promise<Left[]> {
  const { rows } = await db.query<Left>(
    `select p.id, p.name, extract(year from max(coalesce(t.until_on, 'infinity')) - interval '3 months')::int as "fiscalYear"
     from people p
     join (select person_id, until_on from holdings union all select person_id, until_on from deputies) t on t.person_id = p.id
     group by p.id having max(coalesce(t.until_on, 'infinity')) <= $1::date order by 3, p.id`,
    [fiscalYearEnd(through)],
  );
  return rows.filter(({ name }) => !isMark(name));
}

/** Throws the notices away. */
export const disposeNotices: Dispose = (pool, through, ground, by, now) =>
  inTransaction(pool, async (db) => {
    const over = await noticesOver(db, through);
    if (over.length === 0) return 0;
    const { rowCount } = await db.query(`delete from notices where key in (select n.key ${NOTICES})`, [
      through,
    ]);
    const count = rowCount ?? 0;
    // Another was faster.
    if (count === 0) return 0;
    await enterDisposed(db, 'notices', { ground, through, count }, by, now);
    return count;
  });
