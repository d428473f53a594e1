/** Ten files of 10 MB at once: what the process holds of them stays small, whatever the machine's speed. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { openPool } from '../../../../src/store/postgres/connection/pool.js';
import { openPieces } from '../../../../src/store/postgres/evidence/pieces.js';
import { openUploads } from '../../../../src/store/postgres/sheets/uploads.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { freshDatabase, MIGRATED } from '../../../support/stores.js';

const MB = 1024 * 1024;
const FILES = 10;
const CHUNK = 64 * 1024;
/** The promise of the issue. */
const MOST = 32 * MB;
/** It is looked at so often, after everything that nobody holds was thrown away. */
const EVERY = 80;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function held(): number {
  // The second ends what the first began: Node.js 24 gives the bytes of buffers back beside the program.
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase(MIGRATED);
  pool = openPool(database.url, { warn: () => undefined }, PATIENCE_MS);
});
afterAll(async () => {
  await pool.end();
  await database.stop();
});

test('sent, and read again, they take less than 32 MB more than nothing', async () => {
  const uploads = openUploads(pool, PATIENCE_MS);
  const store = openPieces(pool);
  let [most, looked] = [0, 0];
  const rest = held();
  const look = () => {
    looked += 1;
    if (looked % EVERY === 0) most = Math.max(most, held() - rest);
  };
  async function* file(mark: number) {
    for (let at = 0; at < 10 * MB; at += CHUNK) {
      look();
      yield Buffer.alloc(CHUNK, at === 0 ? '%PDF-' : mark);
    }
  }
  const now = new Date('2024-03-04T01:00:00Z');
  const sent = await Promise.all(
    Array.from({ length: FILES }, (_, no) =>
      uploads.keep({ id: `f${no}`, person: `p${no}`, name: 'a.pdf', now }, async () => file(no)),
    ),
  );
  expect(sent.every(({ size }) => size === 10 * MB)).toBe(true);
  const { rows } = await pool.query<{ key: string }>('select key from uploads');
  let bytes = 0;
  await Promise.all(
    rows.map(async ({ key }) => {
      for await (const piece of (await store.get(key))!) {
        look();
        bytes += piece.byteLength;
      }
    }),
  );
  expect(bytes).toBe(FILES * 10 * MB);
  expect(looked).toBeGreaterThan(20 * EVERY);
  expect(most).toBeLessThan(MOST);
}, 300_000);
