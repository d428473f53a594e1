// Once for the whole run, before the first test: the programs the tests need, and one real PostgreSQL.
// (Each test file that needs a Redis starts one of its own in about 30 ms: see stores.ts.)
import './typescript.mjs';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default async function setUp() {
  const { obtain, REDIS_SERVER, CHROMIUM } = await import('../../src/services/system-package.ts');
  const { startPostgres } = await import('../../src/services/postgres.ts');
  // Every process started from here on carries this mark, by which the ones left behind are found at the end.
  process.env.MARU_TEST_RUN = randomUUID();
  process.env.MARU_TEST_REDIS_SERVER = await obtain(REDIS_SERVER);
  process.env.MARU_TEST_CHROMIUM = await obtain(CHROMIUM);
  const dir = await mkdtemp(join(tmpdir(), 'maru-test-'));
  await chmod(dir, 0o711);
  process.env.MARU_TEST_DIR = dir;
  // Another version than the usual one, such as /usr/lib/postgresql/15/bin: how the stated range is tried whole.
  const bin = process.env.MARU_TEST_POSTGRES_BIN;
  const programs = bin && { programs: { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') } };
  const postgres = await startPostgres({ dir: join(dir, 'postgres'), persistent: false, ...programs });
  process.env.MARU_TEST_POSTGRES_URL = postgres.url;
  globalThis.maruTestPostgres = postgres;
}
