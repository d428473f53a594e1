/** A PostgreSQL with a synchronous standby: which of them is used, what is not acknowledged, and what stays when it is promoted. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { withLongConnection } from '../../../../src/store/postgres/connection/dump.js';
import {
  inTransaction,
  openPool,
  SERVING_STATEMENT_MS,
} from '../../../../src/store/postgres/connection/pool.js';
import { type ReplicatedPostgres, replicatedPostgres } from '../../../support/replicated-postgres.js';
import { cuttingProxy } from '../../redis/cutting-proxy.js';

const quiet = { warn: () => undefined };
/** Until a statement is given up, as where the service runs; half of it is left to each host for a connection. */
const BUDGET_MS = SERVING_STATEMENT_MS;
/** How many are refused at most when all ten connections are silent: each by itself would be found out by one of ten. */
const FEW = 6;

let cluster: ReplicatedPostgres;
let pool: Pool;

beforeAll(async () => {
  cluster = await replicatedPostgres();
  await cluster.ask('create table kept (n integer primary key)');
  pool = openPool(cluster.url, quiet, BUDGET_MS);
});
afterAll(async () => {
  await pool.end();
  await cluster.stop();
});

const keep = (n: number) => inTransaction(pool, (db) => db.query('insert into kept values ($1)', [n]));
const kept = async () => (await cluster.ask('select n from kept order by n')).map(({ n }) => n as number);

/** Tries until it is taken, as platforms send again; how often it was refused. */
async function untilKept(n: number, isOver = () => false): Promise<number> {
  for (let refused = 0; ; refused += 1)
    try {
      if (isOver()) return refused;
      await keep(n);
      return refused;
    } catch (fault) {
      // What was given up may have been carried out.
      if ((fault as { code?: string }).code === '23505') return refused;
      // A pool that is closed refuses at once: without a turn of the event loop nothing could end this any more.
      await new Promise((done) => setTimeout(done, 1));
    }
}

test('a standby alone is no database to work on', async () => {
  const alone = openPool(cluster.urlOfStandby(), quiet, 10_000);
  await expect(alone.query('select 1')).rejects.toThrow('is a standby');
  await alone.end();
  await expect(withLongConnection(cluster.urlOfStandby(), async () => 1)).rejects.toThrow('is a standby');
});

test('a connection that is lost while it is asked whether it takes writes fails its query alone', async () => {
  const door = await cuttingProxy(Number(new URL(cluster.urlOfPrimary()).port));
  const there = new URL(cluster.urlOfPrimary());
  there.port = String(door.port);
  const other = openPool(there.href, quiet, 10_000);
  door.cutAfter('pg_is_in_recovery');
  await expect(other.query('select 1')).rejects.toThrow('Connection terminated');
  expect((await other.query('select 1')).rowCount).toBe(1);
  expect(door.cuts()).toBe(1);
  await other.end();
  await door.close();
});

test('of several hosts the one that takes writes is used, wherever it stands in the list', async () => {
  const [first, second] = [new URL(cluster.urlOfStandby()), new URL(cluster.urlOfPrimary())];
  const turned = cluster.urlOfStandby().replace(first.host, `${first.host},${second.host}`);
  const other = openPool(turned, quiet, 10_000);
  const there = `select current_setting('port') as port`;
  const ports = await Promise.all(Array.from({ length: 10 }, () => other.query<{ port: string }>(there)));
  expect(new Set(ports.map(({ rows }) => rows[0]?.port))).toEqual(new Set([second.port]));
  await other.end();
  const { rows } = await withLongConnection(turned, (client) => client.query<{ port: string }>(there));
  expect(rows[0]?.port).toBe(second.port);
});

test('what its standby has not is not acknowledged, and nobody sees it, until it has', async () => {
  await keep(1);
  await cluster.pauseStandby();
  try {
    await expect(keep(2)).rejects.toThrow('Query read timeout');
    expect(await kept()).toEqual([1]);
  } finally {
    await cluster.resumeStandby();
  }
  await untilKept(2);
  expect(await kept()).toEqual([1, 2]);
});

test('when the standby is promoted, all that was acknowledged is there, and the next is taken there', async () => {
  let last = 2;
  const going = { over: false, gaveUp: false };
  const working = (async () => {
    while (!going.over) {
      await untilKept(last + 1, () => going.gaveUp);
      last += 1;
    }
  })();
  const reached = async (n: number) => {
    while (last < n && !going.gaveUp) await new Promise((done) => setImmediate(done));
  };
  let there: number[] = [];
  let acknowledged = 0;
  try {
    await reached(20);
    await cluster.kill();
    acknowledged = last;
    await expect(inTransaction(pool, (db) => db.query('select 1'))).rejects.toThrow();
    await cluster.promote();
    there = await kept();
    await reached(acknowledged + 5);
    going.over = true;
    await working;
  } finally {
    Object.assign(going, { over: true, gaveUp: true });
  }
  expect(there.filter((n) => n <= acknowledged)).toEqual(
    Array.from({ length: acknowledged }, (_, i) => i + 1),
  );
  expect(await kept()).toEqual(Array.from({ length: last }, (_, i) => i + 1));

  // The old one comes back as the standby of the new one, first in the list as it is.
  await cluster.attach();
  await keep(last + 1);
  expect((await kept()).at(-1)).toBe(last + 1);
});

test('when the one that takes writes falls silent, one connection finds it out for all of them', async () => {
  const last = (await kept()).at(-1) ?? 0;
  const all = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
  for (const client of all) client.release();
  await cluster.silence();
  await cluster.promote();
  expect(pool.idleCount).toBe(10);
  // The first is given up; whoever comes after it may still wait for those that are asked, or for one host in vain.
  expect(await untilKept(last + 1)).toBeLessThanOrEqual(FEW);
  expect((await kept()).at(-1)).toBe(last + 1);
});

test('without synchronous replication what had not reached the standby is lost, and nothing else', async () => {
  const loose = await replicatedPostgres({ synchronous: false });
  const other = openPool(loose.url, quiet);
  try {
    await other.query('create table kept (n integer primary key)');
    const enter = (n: number) => inTransaction(other, (db) => db.query('insert into kept values ($1)', [n]));
    await enter(1);
    await loose.caughtUp();
    await loose.detach();
    await enter(2);
    await loose.kill();
    await loose.promote();
    expect(await loose.ask('select n from kept')).toEqual([{ n: 1 }]);
  } finally {
    await other.end();
    await loose.stop();
  }
});
