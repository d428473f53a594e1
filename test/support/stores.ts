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

/** What a database is a copy of: filled once on the PostgreSQL of the run, and copied in less than a migration takes. */
export type Mould = { readonly name: string; readonly of?: Mould; fill(url: string): Promise<void> };

/** The address under which a database is handed out: that of the server, unless a test goes through a pooler. */
let handedOut = (url: string): string => url;

/** From now on databases of this test file are handed out under another address (see through-pgbouncer.ts). */
export function handOut(under: (url: string) => string): void {
  handedOut = under;
}

/** All migrations, and no rows. */
export const MIGRATED: Mould = {
  name: 'migrated',
  async fill(url) {
    const owner = openPool(url, { warn: () => undefined });
    await migrate(owner).finally(() => owner.end());
  },
};

/**
 * A database for this test file alone, on the PostgreSQL of the run: empty, or a copy of `mould`. Call in `beforeAll`, and
 * `stop()` in `afterAll` after closing your own connections; it is dropped then. Tests that stop or kill the server
 * start one of their own with `startPostgres`.
 */
export async function freshDatabase(mould?: Mould): Promise<{ url: string; stop(): Promise<void> }> {
  const server = fromSetUp('MARU_TEST_POSTGRES_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = at(name);
  await connected(server, async (client) => create(client, name, mould));
  return {
    url: handedOut(url),
    stop: () =>
      connected(server, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await client.query(`DROP ROLE IF EXISTS ${roleOf(url)}`);
      }),
  };
}

/**
 * Copies the files of the mould. PostgreSQL's own way writes every page to its log as well, which saves it two checkpoints
 * and costs twice the processor time; with `fsync` off a checkpoint costs next to nothing.
 */
const BY_FILES = 'STRATEGY file_copy';

/** Whoever holds this lock fills a mould. */
const FILLING = 4_270_099;

async function create(client: pg.Client, name: string, mould: Mould | undefined): Promise<void> {
  if (mould === undefined)
    return void (await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ${BY_FILES}`));
  const kept = `mould_${mould.name}`;
  const isThere = async () =>
    (await client.query('SELECT FROM pg_database WHERE datname = $1', [kept])).rowCount === 1;
  if (!(await isThere())) {
    await client.query('SELECT pg_advisory_lock($1)', [FILLING]);
    if (!(await isThere())) {
      await client.query(`DROP DATABASE IF EXISTS filling_${kept} WITH (FORCE)`);
      await create(client, `filling_${kept}`, mould.of);
      await mould.fill(at(`filling_${kept}`));
      await client.query(`ALTER DATABASE filling_${kept} RENAME TO ${kept}`);
    }
    await client.query('SELECT pg_advisory_unlock($1)', [FILLING]);
  }
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${kept} ${BY_FILES}`);
}

/** The address of a database on the PostgreSQL of the run. */
function at(database: string): string {
  const url = new URL(fromSetUp('MARU_TEST_POSTGRES_URL'));
  url.pathname = `/${database}`;
  return url.href;
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

async function connected<Result>(url: string, act: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}
