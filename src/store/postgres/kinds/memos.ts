/** 実績メモ. */
import { iso } from '../connection/iso.js';
import { disposeWithWords } from './dispose.js';
import { isOverUntil } from './evidence.js';
import { overWithFiles, type StoredKind, wordsInHistory } from './kind.js';

const YEAR = `max(coalesce(h.after->>'fiscalYear', h.before->>'fiscalYear')::int)`;

/** SQL: what its writer deleted, of a year until `$1`: the history still has the words. */
const DELETED = `select h.subject as id, ${YEAR} as year ${wordsInHistory('memos')}
    and not exists (select 1 from memos m where m.id = h.subject)
  group by h.subject having ${YEAR} <= $1`;

/**
 * SQL: those of a year until `$1`, of which no file stays once those until `files` are thrown away. What stands together is
 * kept as long as the part of it that is to be kept longest, as 文書管理 has it.
 */
const overBeside = (
  files: string,
): string => `select m.id, m.fiscal_year as year from memos m where m.fiscal_year <= $1
  and not exists (select 1 from evidence e where e.memo_id = m.id and (${isOverUntil(files)}) is not true)`;

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
    years: overWithFiles(`${overBeside('$2::int')} union all ${DELETED}`),
    dispose: disposeWithWords('memos', async (db, through) => {
      // Whoever adds a file to one has it locked.
      await db.query('select 1 from memos where fiscal_year <= $1 order by id for update', [through]);
      const { rows: gone } = await db.query<{ id: string }>(
        `delete from memos where id in (select id from (${overBeside('null::int')}) o) returning id`,
        [through],
      );
      const { rows: deleted } = await db.query<{ id: string }>(DELETED, [through]);
      return [...new Set([...gone, ...deleted].map(({ id }) => id))];
    }),
  },
} as const satisfies StoredKind;
