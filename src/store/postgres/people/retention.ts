/** What the record holds whose time is over (保存期間の満了). */
import { fiscalYearEnd } from '../../../core/calendar/japanese-dates.js';
import { storedEvidence } from '../../../core/evidence/evidence.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { openPieces } from '../evidence/pieces.js';
import { appendHistory } from '../ledger/history.js';
import { entryBy } from '../ledger/recorded-by.js';
import { type Dispose, enterDisposed } from './dispose.js';

export type OverInYear = { readonly fiscalYear: number; readonly count: number };

/** SQL: the fiscal year of an instant in the city. */
const yearOf = (column: string) =>
  `extract(year from (${column} at time zone 'Asia/Tokyo') - interval '3 months')::int`;

/** Notices of a year until `$1` that are done with; one of an open round is not. */
const NOTICES = `from notices n left join rounds r on r.id = n.round_id
  where coalesce(r.fiscal_year, ${yearOf('n.due_at')}) <= $1 and coalesce(r.state, '') <> 'open'
    and (n.settled >= n.wanted or n.given_up or n.stale_at < now())`;

/** How many notices of which years until `through` (fiscal year) are over. */
export async function noticesOver(db: Db, through: number): Promise<OverInYear[]> {
  const { rows } = await db.query<OverInYear>(
    `select coalesce(r.fiscal_year, ${yearOf('n.due_at')}) as "fiscalYear", count(*)::int as count ${NOTICES}
     group by 1 order by 1`,
    [through],
  );
  return rows;
}

/** How many pieces of 根拠資料 of which years until `through` are over: of a round that is open none is. */
export async function evidenceOver(db: Db, through: number): Promise<OverInYear[]> {
  const { rows } = await db.query<OverInYear>(
    `select e.fiscal_year as "fiscalYear", count(*)::int as count ${EVIDENCE} group by 1 order by 1`,
    [through],
  );
  return rows;
}

const EVIDENCE = `from evidence e where e.fiscal_year <= $1
  and not exists (select 1 from rounds r where r.fiscal_year = e.fiscal_year and r.state = 'open')`;

/** Throws 根拠資料 away, files and all, with an entry for each that says on what ground. Gives how many. */
export const disposeEvidence: Dispose = async (pool, through, ground, by, now) => {
  const gone = await inTransaction(pool, async (db) => {
    const { rows } = await db.query<{ id: string; section: string; key: string | null; body: unknown }>(
      `delete from evidence where id in (select e.id ${EVIDENCE}) returning id, section_id as section, key, body`,
      [through],
    );
    await appendHistory(
      db,
      rows.map(({ id, section, body }) =>
        entryBy(by, now, {
          action: 'evidence_removed',
          sectionId: section,
          subject: id,
          before: storedEvidence.read(body, { table: 'evidence', id }),
          after: { ground },
        }),
      ),
    );
    return rows;
  });
  const store = openPieces(pool);
  for (const { key } of gone) if (key !== null) await store.delete(key);
  return gone.length;
};

export type Left = { readonly id: string; readonly name: string; readonly fiscalYear: number };

/** Who held their last post, or were a deputy, in a fiscal year until `through`, and were not erased; oldest first. */
export async function peopleLeft(db: Db, through: number): Promise<Left[]> {
  const { rows } = await db.query<Left>(
    `select p.id, p.name, extract(year from max(coalesce(t.until_on, 'infinity')) - interval '3 months')::int as "fiscalYear"
     from people p
     join (select person_id, until_on from holdings union all select person_id, until_on from deputies) t on t.person_id = p.id
     where not exists (select 1 from history h where h.action = 'erased' and h.subject = p.id)
     group by p.id having max(coalesce(t.until_on, 'infinity')) <= $1::date order by 3, p.id`,
    [fiscalYearEnd(through)],
  );
  return rows;
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
    await enterDisposed(db, 'notices', { ground, through, count }, by, now);
    return count;
  });
