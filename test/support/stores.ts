import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Running, startRedis } from '../../src/services/redis.js';

function fromSetUp(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is set by test/support/global-setup.mjs; run through jest`);
  return value;
}

/** A new empty folder that is removed at the end of the run. */
export const testDir = (): Promise<string> => mkdtemp(join(fromSetUp('MARU_TEST_DIR'), 'dir-'));

/** The redis-server found or fetched for this run. */
export const redisProgram = (): string => fromSetUp('MARU_TEST_REDIS_SERVER');

/**
 * A real Redis for this test file alone, empty, in about 30 ms. Call in `beforeAll`, and `stop()` in `afterAll`.
 * Its pid is there to be killed by tests of faults.
 */
export async function freshRedis(): Promise<Running> {
  return startRedis({ dir: join(await testDir(), 'redis'), persistent: false, program: redisProgram() });
}

/**
 * An empty database for this test file alone, on the PostgreSQL of the run. Call in `beforeAll`, and `stop()` in
 * `afterAll` after closing your own connections; it is dropped then. Tests that stop or kill the server
 * start one of their own with `startPostgres`.
 */
export async function freshDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = fromSetUp('MARU_TEST_POSTGRES_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runOnce(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => runOnce(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function runOnce(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
