/**
 * Imported before a test file: its databases are reached through a PgBouncer with few connections, and changes are told by
 * the server itself, as docs/operating.md has it.
 */
import { afterAll, beforeAll } from '@jest/globals';
import { type Pooler, startPgBouncer } from './pgbouncer.js';
import { handOut } from './stores.js';

let pooler: Pooler | null = null;

beforeAll(async () => {
  const started = await startPgBouncer(process.env.MARU_TEST_POSTGRES_URL ?? '');
  pooler = started;
  handOut((url) => started.through(url, true));
});
afterAll(() => pooler?.stop());
