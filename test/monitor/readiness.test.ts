/** /readyz says which part is not ready, soon, and nothing else; /healthz and /metrics do not depend on the stores. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { openMetrics } from '../../src/monitor/metrics.js';
import { makeReadiness } from '../../src/monitor/readiness.js';
import { openMonitor } from '../../src/monitor/routes.js';
import { freePort } from '../../src/services/free-port.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { noticeStates } from '../../src/store/postgres/notices/notice-states.js';
import { asideCounts } from '../../src/store/postgres/notices/put-aside.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { effectsLeft } from '../../src/store/redis/effects.js';
import { inTime } from '../../src/store/time-budget.js';
import { freshDatabase, freshRedis } from '../support/stores.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** longer than the service's own, for a busy machine */
const SLOW_MS = 10_000;

let redisServer: Awaited<ReturnType<typeof freshRedis>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let redis: ReturnType<typeof openRedis>;
let pool: ReturnType<typeof openPool>;

beforeAll(async () => {
  redisServer = await freshRedis();
  database = await freshDatabase();
  redis = openRedis(redisServer.url, quiet, SLOW_MS);
  await untilReady(redis, SLOW_MS);
  pool = openPool(database.url, quiet);
});
afterAll(async () => {
  redis.disconnect();
  await pool.end();
  await redisServer.stop();
  await database.stop();
});

/** What /readyz answers for these stores; asked anew, as after a second. */
async function readyz(
  readiness: ReturnType<typeof makeReadiness>,
): Promise<{ status: number; body: unknown }> {
  const monitor = await openMonitor(
    { host: '127.0.0.1', port: 0 },
    { metrics: openMetrics('1'), readiness, log: quiet },
  );
  try {
    const response = await fetch(`${monitor.url}/readyz`);
    return { status: response.status, body: await response.json() };
  } finally {
    await monitor.stop();
  }
}

test('an empty database is not ready, a migrated one is', async () => {
  expect(await readyz(makeReadiness({ redis, pool }, SLOW_MS))).toEqual({
    status: 503,
    body: { ready: false, notReady: ['schema'] },
  });
  await migrate(pool);
  const readiness = makeReadiness({ redis, pool }, SLOW_MS);
  expect(await readyz(readiness)).toEqual({ status: 200, body: { ready: true, notReady: [] } });
  readiness.stopping();
  expect(await readyz(readiness)).toEqual({ status: 503, body: { ready: false, notReady: ['stopping'] } });
});

test('stores that are away are named, and the metrics are read all the same', async () => {
  const away = await freePort();
  const noRedis = openRedis(`redis://127.0.0.1:${away}`, quiet);
  const noPool = openPool(`postgresql://nobody:hidden@127.0.0.1:${away}/none`, quiet);
  const metrics = openMetrics('1');
  metrics.watch({
    notices: () => noticeStates(noPool, new Date()),
    effects: () => effectsLeft(noRedis),
    putAside: () => asideCounts(noPool),
    sealed: null,
  });
  const readiness = makeReadiness({ redis: noRedis, pool: noPool }, SLOW_MS);
  const monitor = await openMonitor({ host: '127.0.0.1', port: 0 }, { metrics, readiness, log: quiet });
  try {
    const response = await fetch(`${monitor.url}/readyz`);
    expect([response.status, await response.text()]).toEqual([
      503,
      JSON.stringify({ ready: false, notReady: ['redis', 'postgresql'] }),
    ]);
    expect((await fetch(`${monitor.url}/healthz`)).status).toBe(200);
    const text = await (await fetch(`${monitor.url}/metrics`)).text();
    expect(text).toContain('maru_store_up{store="postgresql"} 0');
    expect(text).toContain('maru_store_up{store="redis"} 0');
    expect(text).not.toMatch(/^maru_(?:notices|put_aside)\{/mu);
    expect(text).not.toContain('hidden');
  } finally {
    await monitor.stop();
    noRedis.disconnect();
    await noPool.end();
  }
});

test('a store that does not answer is waited for a short time, and asked once however many ask', async () => {
  let asked = 0;
  const frozen = {
    ping: () => {
      asked += 1;
      return new Promise<'PONG'>(() => undefined);
    },
  };
  const readiness = makeReadiness({ redis: frozen, pool }, 50);
  const began = performance.now();
  const all = await Promise.all(Array.from({ length: 20 }, () => readiness.check()));
  expect(all.every(({ notReady }) => notReady.includes('redis'))).toBe(true);
  expect(performance.now() - began).toBeLessThan(SLOW_MS);
  await inTime(SLOW_MS, 'a second look', () => readiness.check());
  expect(asked).toBe(1);
});

test('a port that is taken is refused, not shared', async () => {
  const taken = express().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  await expect(
    openMonitor(
      { host: '127.0.0.1', port },
      { metrics: openMetrics('1'), readiness: makeReadiness({ redis, pool }), log: quiet },
    ),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await new Promise((resolve) => taken.close(resolve));
});
