/** 根拠資料. */
import { storedEvidence } from '../../../core/evidence/evidence.js';
import { inTransaction } from '../connection/pool.js';
import { openPieces } from '../evidence/pieces.js';
import { appendHistory } from '../ledger/history.js';
import { entryBy } from '../ledger/recorded-by.js';
import { overInYears, type StoredKind } from './kind.js';

/** SQL: the pieces of years until `$1` that are over: of a round that is open none is. */
const OVER = `select e.id, e.fiscal_year as year from evidence e where e.fiscal_year <= $1
  and not exists (select 1 from rounds r where r.fiscal_year = e.fiscal_year and r.state = 'open')`;

export const evidence = {
  id: 'id',
  fields: 'body',
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
