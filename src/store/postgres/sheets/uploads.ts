/** Files that were sent, put aside before their message counts as taken. */
import type { Pool } from 'pg';
import { MAX_FILE_MB } from '../../../core/conversation/files/files.js';
import { BYTES_OF_MB } from '../../../core/evidence/evidence.js';
import { kindOf } from '../../../core/evidence/kind.js';
import { storedDirections } from '../../../core/sheet/stored-directions.js';
import type { SentFile } from '../../../core/sheet/upload.js';
import { type EvidenceStore, wholeOf } from '../../../flow/evidence/store.js';
import type { KeptFile, Uploads } from '../../../flow/file-ports.js';
import { inTime, REQUEST_BUDGET_MS } from '../../time-budget.js';
import type { Db } from '../connection/pool.js';
import { openPieces } from '../evidence/pieces.js';

/** A preview is answered within days or not at all. */
export const UPLOAD_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/** Files kept for one person: more are sent only to fill the database. */
const MOST_OF_PERSON = 10;

type Kept = {
  readonly size: number;
  readonly kind: ReturnType<typeof kindOf>;
  readonly link: string | null;
};

/** Takes away what the statement throws away, with its bytes. */
async function dropUploads(db: Db, store: EvidenceStore, where: string, ...values: unknown[]): Promise<void> {
  const { rows } = await db.query<{ key: string | null }>(
    `delete from uploads where ${where} returning key`,
    values,
  );
  for (const { key } of rows) if (key !== null) await store.delete(key);
}

/** Takes away all that a person has sent, with the transaction of the caller. */
export const dropUploadsOf = (db: Db, person: string): Promise<void> =>
  dropUploads(db, openPieces(db), 'person_id = $1', person);

/**
 * The Uploads port. `budgetMs`: how long is waited for the first answer; to take in a large file may take longer. `store`:
 * where the bytes lie, in the record's own pieces when not given.
 */
export function openUploads(
  pool: Pool,
  budgetMs = REQUEST_BUDGET_MS,
  store: EvidenceStore = openPieces(pool),
): Uploads {
  const dropRows = (where: string, ...values: unknown[]) => dropUploads(pool, store, where, ...values);

  return {
    async keep({ id, person, name, now, link = null }, fetch, budget) {
      const sent = ({ size, kind, link: at }: Kept): SentFile =>
        at === null
          ? { name, size, kept: true, upload: id, ...(kind === null ? {} : { kind }) }
          : { name, size: 0, kept: false, why: 'unreachable', upload: id };
      // The platform sends a message again when the first try took too long: the file is here by then.
      const { rows } = await inTime(
        budgetMs,
        'the files that were sent',
        () =>
          pool.query<Kept>(
            'select coalesce(size, length(bytes)) as size, kind, link from uploads where id = $1 and person_id = $2',
            [id, person],
          ),
        budget,
      );
      if (rows[0]) return sent(rows[0]);
      const bytes = await fetch();
      if (bytes === 'too_large') return { name, size: 0, kept: false, why: 'too_large' };
      if (bytes === 'unreachable' && link === null) return { name, size: 0, kept: false, why: 'unreachable' };
      const put = bytes === 'unreachable' ? null : await store.put(bytes, MAX_FILE_MB * BYTES_OF_MB, now);
      if (put === 'too_large') return { name, size: 0, kept: false, why: put };
      const kind = put && kindOf(put.head);
      const { rowCount } = await pool.query(
        `insert into uploads (id, person_id, name, bytes, kept_at, key, size, sha256, kind, link)
         values ($1, $2, $3, '', $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
        [id, person, name, now, put?.key, put?.size ?? 0, put?.sha256, kind, put ? null : link],
      );
      // Another try of the same message was faster.
      if (rowCount === 0 && put) await store.delete(put.key);
      await dropRows(
        `kept_at < $1 or id in (select id from uploads where person_id = $2 order by kept_at desc, id offset $3)`,
        new Date(now.getTime() - UPLOAD_KEPT_MS),
        person,
        MOST_OF_PERSON,
      );
      return sent({ size: put?.size ?? 0, kind, link: put ? null : link });
    },

    async load(id) {
      const { rows } = await pool.query<KeptFile & { key: string | null }>(
        'select person_id as person, name, bytes, key from uploads where id = $1 and link is null',
        [id],
      );
      const [row] = rows;
      if (!row) return null;
      const { key, ...file } = row;
      if (key === null) return file;
      const bytes = await store.get(key);
      return bytes && { ...file, bytes: await wholeOf(bytes) };
    },

    async directions(id) {
      const { rows } = await pool.query<{ directions: unknown }>(
        'select directions from uploads where id = $1 and directions is not null',
        [id],
      );
      return rows[0] ? storedDirections.read(rows[0].directions, { table: 'uploads', id }) : null;
    },

    drop: (id) => dropRows('id = $1', id),
  };
}
