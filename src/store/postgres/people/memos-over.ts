/** 実績メモ thrown away when their time is over (保存期間の満了). */
import type { Db } from '../connection/pool.js';
import { disposeWithWords } from './dispose.js';
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

/** Throws them away, their words in the history too. */
export const disposeMemos = disposeWithWords({
  subject: 'memos',
  inHistory: IN_HISTORY,
  async take(db, through) {
    const { rows } = await db.query<{ id: string }>(`select id from (${OVER}) o`, [through]);
    const over = rows.map(({ id }) => id);
    await db.query('delete from memos where id = any($1)', [over]);
    return over;
  },
});
