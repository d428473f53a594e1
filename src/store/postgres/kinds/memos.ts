/** 実績メモ. */
import { iso } from '../connection/iso.js';
import { disposeWithWords } from './dispose.js';
import { overInYears, type StoredKind, wordsInHistory } from './kind.js';

const YEAR = `max(coalesce(h.after->>'fiscalYear', h.before->>'fiscalYear')::int)`;

/** SQL: those of a year until `$1`; of what its writer deleted the history still has the words. */
const OVER = `select m.id, m.fiscal_year as year from memos m where m.fiscal_year <= $1
  union all
  select h.subject, ${YEAR} ${wordsInHistory('memos')}
    and not exists (select 1 from memos m where m.id = h.subject)
  group by h.subject having ${YEAR} <= $1`;

export const memos = {
  id: 'id',
  fields: `section_id as "sectionId", fiscal_year as "fiscalYear", goal_id as "goalId", indicator_id as "indicatorId",
    day::text as day, number, text as memo, link as "memoLink", counts_on as "countsOn", source, person_id as "personId",
    ${iso('noted_at')} as "notedAt"`,
  ofPerson: {
    key: 'memos',
    sql: `select id, day::text as day, ${iso('noted_at')} as "notedAt", text, link from memos where person_id = $1
      order by noted_at, id`,
  },
  erase: {
    async takeAway(db, id) {
      await db.query(`update memos set card_place = '', card_id = '' where person_id = $1`, [id]);
    },
  },
  over: {
    years: overInYears(OVER),
    dispose: disposeWithWords('memos', async (db, through) => {
      const { rows } = await db.query<{ id: string }>(`select id from (${OVER}) o`, [through]);
      const over = rows.map(({ id }) => id);
      await db.query('delete from memos where id = any($1)', [over]);
      return over;
    }),
  },
} as const satisfies StoredKind;
