/** PostgreSQL behind a pooler in transaction mode that has few connections: what is said, what is left in it, and the service. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { prepared } from '../../src/store/postgres/connection/prepared-statements.js';
import { PATIENCE_MS } from '../support/patience.js';
import { type Pooler, startPgBouncer } from '../support/pgbouncer.js';
import { type ServedStores, servedStores } from '../support/served-stores.js';
import { startService } from '../support/service.js';

let pooler: Pooler;
let stores: ServedStores;
const quiet = { warn: () => undefined };

beforeAll(async () => {
  [pooler, stores] = await Promise.all([
    startPgBouncer(process.env.MARU_TEST_POSTGRES_URL ?? ''),
    servedStores(),
  ]);
});
afterAll(async () => {
  await stores.stop();
  await pooler.stop();
});

/** The address with the pooler's port, and nothing said about it. */
function unsaid(url: string): string {
  const address = new URL(pooler.through(url));
  address.search = '';
  return address.href;
}

test('one that is not said to be there is named in one sentence, and refused by serve', async () => {
  const service = await startService({ ...stores.settings, DATABASE_URL: unsaid(stores.database.url) });
  expect((await service.ended).code).toBe(1);
  expect(service.said.err).toContain('DATABASE_POOLER=transaction にしてください');
  expect(service.said.err.trim().split('\n')).toHaveLength(1);
});

test('one that lets every setting through is found out by what it calls itself', async () => {
  const lenient = await startPgBouncer(process.env.MARU_TEST_POSTGRES_URL ?? '', {
    lines: ['ignore_startup_parameters = statement_timeout'],
  });
  const said: string[] = [];
  const at = new URL(lenient.through(stores.database.url));
  at.search = '';
  const pool = openPool(at.href, { warn: (_, message) => void said.push(message) }, PATIENCE_MS);
  try {
    await pool.query('select 1');
    expect(said).toEqual([expect.stringContaining('DATABASE_POOLER=transaction')]);
  } finally {
    await pool.end();
    await lenient.stop();
  }
});

test('statements that are kept by name elsewhere go without one, from more connections than the pooler has', async () => {
  const pool = openPool(pooler.through(stores.database.url), quiet, PATIENCE_MS);
  try {
    const asked = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        pool.query<{ n: number }>(prepared(`select $1::integer + ${i % 5} as n`), [i]),
      ),
    );
    expect(asked.map(({ rows }) => rows[0]?.n)).toEqual(asked.map((_, i) => i + (i % 5)));
    expect(pool.totalCount).toBe(10);
    const own = (await pooler.show('servers')).filter(
      ({ database }) => database === new URL(stores.database.url).pathname.slice(1),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThanOrEqual(3);
    expect((await pool.query('select name from pg_prepared_statements')).rows).toEqual([]);
  } finally {
    await pool.end();
  }
});

test('maru serves through it, is told of changes at the server itself, and leaves nothing in a session', async () => {
  const name = new URL(stores.database.url).pathname.slice(1);
  const service = await startService({
    ...stores.settings,
    DATABASE_URL: unsaid(stores.database.url),
    DATABASE_POOLER: 'transaction',
    DATABASE_DIRECT_HOST: new URL(stores.database.url).host,
    LOG_LEVEL: 'warn',
  });
  const direct = new pg.Client({ connectionString: stores.database.url });
  await direct.connect();
  try {
    const url = await service.url;
    await untilReady(url);
    const listens = () =>
      direct.query(
        `select 1 from pg_stat_activity where datname = $1 and pid <> pg_backend_pid() and query like 'listen%'`,
        [name],
      );
    while ((await listens()).rowCount !== 1) await new Promise((done) => setTimeout(done, 20));
    // A transaction may hold one at this moment; what stays with a session does not go away.
    const kept = () =>
      direct.query(
        `select 1 from pg_locks l join pg_database d on d.oid = l.database where d.datname = $1 and locktype = 'advisory'`,
        [name],
      );
    while ((await kept()).rowCount !== 0) await new Promise((done) => setTimeout(done, 20));
    service.kill('SIGTERM');
    expect((await service.ended).code).toBe(0);
    expect(service.said.err).not.toContain('told through a pooler');
  } finally {
    service.kill('SIGKILL');
    await service.ended;
    await direct.end();
  }
});

test('where only the pooler is known the record is read anew, which is said once', async () => {
  const service = await startService({
    ...stores.settings,
    DATABASE_URL: unsaid(stores.database.url),
    DATABASE_POOLER: 'transaction',
    LOG_LEVEL: 'warn',
  });
  try {
    await untilReady(await service.url);
    service.kill('SIGTERM');
    expect((await service.ended).code).toBe(0);
    expect(service.said.err.match(/no changes are told through a pooler/gu)).toHaveLength(1);
  } finally {
    service.kill('SIGKILL');
    await service.ended;
  }
});

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/readyz`);
    if (response.ok) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}
