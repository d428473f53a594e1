/** The contract of stores for the bytes of files, on PostgreSQL and on the smallest thing that can keep it. */
import { createHash, randomUUID } from 'node:crypto';
import { HEAD_BYTES } from '../../../../src/core/evidence/kind.js';
import type { EvidenceStore } from '../../../../src/flow/evidence/store.js';
import { openPool } from '../../../../src/store/postgres/connection/pool.js';
import { openPieces } from '../../../../src/store/postgres/evidence/pieces.js';
import { evidenceStoreContract } from '../../../contracts/evidence-store.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { freshDatabase, MIGRATED } from '../../../support/stores.js';

evidenceStoreContract('pieces in PostgreSQL', async () => {
  const database = await freshDatabase(MIGRATED);
  const pool = openPool(database.url, { warn: () => undefined }, PATIENCE_MS);
  return {
    store: openPieces(pool),
    empty: async () => void (await pool.query('delete from evidence_pieces')),
    async stop() {
      await pool.end();
      await database.stop();
    },
  };
});

/** As a store of objects has it: whole under a key, with the time it was put. */
function openObjects(objects: Map<string, { readonly bytes: Buffer; readonly at: Date }>): EvidenceStore {
  return {
    async put(bytes, maxBytes, at, key = randomUUID()) {
      const pieces: Uint8Array[] = [];
      let size = 0;
      for await (const piece of bytes) {
        size += piece.byteLength;
        if (size > maxBytes) return 'too_large';
        pieces.push(Uint8Array.from(piece));
      }
      const whole = Buffer.concat(pieces);
      objects.set(key, { bytes: whole, at });
      const head = Uint8Array.from(whole.subarray(0, HEAD_BYTES));
      return { key, size, sha256: createHash('sha256').update(whole).digest('hex'), head };
    },
    async get(key) {
      const found = objects.get(key);
      if (!found) return null;
      return (async function* whole() {
        yield found.bytes;
      })();
    },
    delete: async (key) => void objects.delete(key),
    usage: async () => ({
      files: objects.size,
      bytes: [...objects.values()].reduce((sum, { bytes }) => sum + bytes.length, 0),
    }),
    keysBefore: async (at, after, limit) =>
      [...objects]
        .filter(([key, one]) => key > after && one.at < at)
        .map(([key]) => key)
        .sort()
        .slice(0, limit),
  };
}

evidenceStoreContract('objects', async () => {
  const objects = new Map();
  return { store: openObjects(objects), empty: async () => objects.clear(), stop: async () => undefined };
});
