/** 根拠資料. */
import { fieldsOf } from '../../../core/decision/replay/explained-row.js';
import { storedEvidence } from '../../../core/evidence/evidence.js';
import { isMemoId } from '../../../core/memo/memo.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { iso } from '../connection/iso.js';
import { inTransaction } from '../connection/pool.js';
import { openPieces } from '../evidence/pieces.js';
import { appendHistory } from '../ledger/history.js';
import { entryBy } from '../ledger/recorded-by.js';
import { overInYears, type StoredKind, type Values } from './kind.js';

/** SQL: whether a piece `e` is of a year until `through` that is over: of a round that is open none is. */
export const isOverUntil = (through: string): string => `e.fiscal_year <= ${through}
  and not exists (select 1 from rounds r where r.fiscal_year = e.fiscal_year and r.state = 'open')`;

/** SQL: those of years until `$1`. */
const OVER = `select e.id, e.fiscal_year as year from evidence e where ${isOverUntil('$1')}`;

/** SHA-256 of the pieces, where all are there from the first on. */
const BYTES = `(select case when min(no) = 0 and max(no) = count(*) - 1 then encode(sha256(string_agg(bytes, '' order by no)), 'hex') end
  from evidence_pieces p where p.key = evidence.key)`;
const IS_THERE = 'exists (select from evidence_pieces p where p.key = evidence.key)';

/**
 * Where it stands follows from its id, of a memo's from where the memo is now: it takes its files along. Retention may have
 * taken the memo before. After a restore without the second file of a backup no bytes are there of what was in it.
 */
function follows({ body }: Values, id: string, { memo, restored, isThere }: Values): Values {
  const { file: given, by } = fieldsOf(body) ?? {};
  const file = fieldsOf(given);
  const [at = ''] = id.split('/', 1);
  const named = readTaskId(at);
  const lacks = isThere === false && restored !== null && String(fieldsOf(by)?.at) < String(restored);
  return {
    ...(isMemoId(at)
      ? { taskId: null, memoId: at, sheetId: '', ...fieldsOf(memo) }
      : {
          taskId: at,
          memoId: null,
          sheetId: named?.sheetId,
          sectionId: named?.sectionId,
          fiscalYear: named?.fiscalYear,
        }),
    size: file?.size ?? 0,
    isFile: file !== null,
    ...(lacks ? {} : { bytes: file?.sha256 ?? null }),
  };
}

export const evidence = {
  id: 'id',
  fields: 'body',
  json: { body: storedEvidence },
  columns: `'taskId', task_id, 'memoId', memo_id, 'sheetId', sheet_id, 'sectionId', section_id, 'fiscalYear', fiscal_year,
    'size', size, 'isFile', key is not null, 'bytes', ${BYTES}, 'isThere', ${IS_THERE},
    'memo', (select json_build_object('sectionId', m.section_id, 'fiscalYear', m.fiscal_year) from memos m where m.id = memo_id),
    'restored', (select ${iso('max(at)')} from history where action = 'restored')`,
  follows,
  piece: 20,
  signed: { as: 'evidence', wrote: 'name' },
  over: {
    years: overInYears(OVER),
    /** Files and all, with an entry for each that says on what ground. */
    async dispose(pool, through, ground, by, now) {
      const gone = await inTransaction(pool, async (db) => {
        const { rows } = await db.query<{ id: string; section: string; key: string | null; body: unknown }>(
          `delete from evidence where id in (select id from (${OVER}) o) returning id, section_id as section, key, body`,
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
    },
  },
} as const satisfies StoredKind;
