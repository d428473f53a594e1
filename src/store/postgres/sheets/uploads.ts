/** Files that were sent, put aside before their message counts as taken. */
import type { Pool } from 'pg';
import { storedDirections } from '../../../core/sheet/stored-directions.js';
import type { SentFile } from '../../../core/sheet/upload.js';
import type { KeptFile, Uploads } from '../../../flow/file-ports.js';
import { inTime, REQUEST_BUDGET_MS } from '../../time-budget.js';

/** A preview is answered within days or not at all. */
export const UPLOAD_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/** Files kept for one person: more are sent only to fill the database. */
const MOST_OF_PERSON = 10;

/** The Uploads port. `budgetMs`: how long is waited for the first answer; to take in a large file may take longer. */
export function openUploads(pool: Pool, budgetMs = REQUEST_BUDGET_MS): Uploads {
  return {
    async keep({ id, person, name, now }, fetch, budget) {
      const sent = (size: number): SentFile => ({ name, size, kept: true, upload: id });
      // The platform sends a message again when the first try took too long: the file is here by then.
      const { rows } = await inTime(
        budgetMs,
        'the files that were sent',
        () =>
          pool.query<{ size: number }>(
            'select length(bytes) as size from uploads where id = $1 and person_id = $2',
            [id, person],
          ),
        budget,
      );
      if (rows[0]) return sent(rows[0].size);
      const bytes = await fetch();
      if (typeof bytes === 'string') return { name, size: 0, kept: false, why: bytes };
      await pool.query(
        `insert into uploads (id, person_id, name, bytes, kept_at) values ($1, $2, $3, $4, $5)
         on conflict (id) do nothing`,
        [id, person, name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), now],
      );
      await pool.query(
        `delete from uploads where kept_at < $1 or id in
           (select id from uploads where person_id = $2 order by kept_at desc, id offset $3)`,
        [new Date(now.getTime() - UPLOAD_KEPT_MS), person, MOST_OF_PERSON],
      );
      return sent(bytes.byteLength);
    },

    async load(id) {
      const { rows } = await pool.query<KeptFile>(
        'select person_id as person, name, bytes from uploads where id = $1',
        [id],
      );
      return rows[0] ?? null;
    },

    async directions(id) {
      const { rows } = await pool.query<{ directions: unknown }>(
        'select directions from uploads where id = $1 and directions is not null',
        [id],
      );
      return rows[0] ? storedDirections.read(rows[0].directions, { table: 'uploads', id }) : null;
    },

    async drop(id) {
      await pool.query('delete from uploads where id = $1', [id]);
    },
  };
}
