/** The files of 根拠資料, as they are handed out: to whoever the record has said may have one. */
import type { Pool } from 'pg';
import { storedEvidence } from '../../../core/evidence/evidence.js';
import { type EvidenceStore, wholeOf } from '../../../flow/evidence/store.js';
import type { EvidenceFiles } from '../../../flow/file-ports.js';
import { openPieces } from './pieces.js';

/** The port EvidenceFiles. */
export function openEvidenceFiles(pool: Pool, store: EvidenceStore = openPieces(pool)): EvidenceFiles {
  return {
    async load(id) {
      const { rows } = await pool.query<{ key: string; body: unknown; section: string }>(
        `select e.key, e.body, s.name as section from evidence e join sections s on s.id = e.section_id
         where e.id = $1 and e.key is not null`,
        [id],
      );
      const [row] = rows;
      if (!row) return null;
      const bytes = await store.get(row.key);
      const { name, file } = storedEvidence.read(row.body, { table: 'evidence', id });
      const sha256 = file?.sha256 ?? null;
      return bytes && { name, section: row.section, sha256, bytes: await wholeOf(bytes) };
    },
  };
}
