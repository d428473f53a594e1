/** 実績メモ thrown away when their time is over (保存期間の満了). */
import type { Pool } from 'pg';
import { type Db, inTransaction } from '../connection/pool.js';
import { blankPerson } from '../ledger/blank.js';
import { appendHistory } from '../ledger/history.js';
import type { By } from '../ledger/recorded-by.js';
import type { OverInYear } from './retention.js';

/** SQL: every text and link of a memo in the history that is not blanked, with the memo it was of. */
const IN_HISTORY = `from history h join history_values v on v.seq = h.seq and v.salt is not null
  and 'commitment:' || v.commitment in
    (h.before->>'memo', h.before->>'memoLink', h.after->>'memo', h.after->>'memoLink')
  where h.action in ('memo_noted', 'memo_changed', 'memo_deleted')`;

/** SQL: those of a year until `$1`; of what its writer deleted the history still has the words. */
const OVER = `select m.id, m.fiscal_year as year from memos m where m.fiscal_year <= $1
  union all
  select h.subject, max(coalesce(h.after->>'fiscalYear', h.before->>'fiscalYear')::int) ${IN_HISTORY}
    and not exists (select 1 from memos m where m.id = h.subject)
  group by h.subject having max(coalesce(h.after->>'fiscalYear', h.before->>'fiscalYear')::int) <= $1`;

/** How many memos of which years until `through` (fiscal year) are over. */
export async function memosOver(db: Db, through: number): Promise<OverInYear[]> {
  const { rows } = await db.query<OverInYear>(
    `select year as "fiscalYear", count(*)::int as count from (${OVER}) o group by 1 order by 1`,
    [through],
  );
  return rows;
}

/** What stands in the history in the place of the words of such a memo. */
const GONE = '（保存期間の満了）';

/** Throws them away, their words in the history too, which says how many and on what ground. */
export function disposeMemos(
  pool: Pool,
  through: number,
  ground: string,
  by: By,
  now: Date,
): Promise<number> {
  return inTransaction(pool, async (db) => {
    await db.query('set local statement_timeout to 0');
    const { rows } = await db.query<{ id: string }>(`select id from (${OVER}) o order by id`, [through]);
    const gone = rows.map(({ id }) => id);
    if (gone.length === 0) return 0;
    await db.query('delete from memos where id = any($1)', [gone]);
    const { rows: said } = await db.query<{ value: string }>(
      `select distinct v.value ${IN_HISTORY} and h.subject = any($1)`,
      [gone],
    );
    const texts = said.map(({ value }) => value);
    await blankPerson(db, { personId: '', texts, ground, as: GONE, subjects: new Set(gone) }, by, now);
    await appendHistory(db, [
      {
        ...by,
        at: now.toISOString(),
        actingFor: null,
        action: 'disposed',
        sectionId: null,
        subject: 'memos',
        version: 0,
        before: null,
        after: { ground, through, count: gone.length, gone },
      },
    ]);
    return gone.length;
  });
}
