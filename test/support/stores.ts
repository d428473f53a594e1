import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Running, startRedis } from '../../src/services/redis.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { admitApplication } from '../../src/store/postgres/connection/roles.js';

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
  return {
    url: url.href,
    async stop() {
      await runOnce(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await runOnce(server, `DROP ROLE IF EXISTS ${roleOf(url.href)}`);
    },
  };
}

const roleOf = (url: string): string => `app_${new URL(url).pathname.slice(1)}`;

/** Migrates a database of `freshDatabase` and gives the address of the role that a city's service has there. */
export async function migratedForApplication(url: string): Promise<string> {
  const owner = openPool(url, { warn: () => undefined });
  try {
    await migrate(owner);
    const role = { name: roleOf(url), password: 'p@ss' };
    await admitApplication(owner, role);
    const address = new URL(url);
    address.username = role.name;
    address.password = encodeURIComponent(role.password);
    return address.href;
  } finally {
    await owner.end();
  }
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
