/** What is ready before the port is open: whoever comes first is not the one who waits. */
import { expect, jest, test } from '@jest/globals';
import { createApp, openStores } from '../src/app.js';
import { PATIENCE_MS } from './support/patience.js';
import { freshDatabase, freshRedis, MIGRATED } from './support/stores.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('every connection to the record is open, has planned what each message asks, and stays open', async () => {
  const redis = await freshRedis();
  const database = await freshDatabase(MIGRATED);
  const stores = await openStores({ redisUrl: redis.url, databaseUrl: database.url }, log, PATIENCE_MS);
  const { pool } = stores;
  try {
    const app = createApp({
      stores,
      platforms: [],
      clock: { now: () => new Date() },
      log,
      sweepEveryMs: null,
    });
    await app.warmUp();
    expect(pool.totalCount).toBe(pool.options.max);
    const all = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
    for (const one of all) {
      const { rows } = await one.query('select statement from pg_prepared_statements');
      expect(rows).toEqual([{ statement: expect.stringContaining('holdings') }]);
    }
    jest.useFakeTimers({ now: Date.now(), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    for (const one of all) one.release();
    jest.advanceTimersByTime(24 * 60 * 60 * 1_000);
    jest.useRealTimers();
    expect(pool.totalCount).toBe(pool.options.max);
  } finally {
    jest.useRealTimers();
    await stores.close();
    await redis.stop();
    await database.stop();
  }
}, 60_000);

test('a Redis that is late while the process is busy with its start is asked again', async () => {
  const redis = await freshRedis();
  const database = await freshDatabase(MIGRATED);
  const stores = await openStores({ redisUrl: redis.url, databaseUrl: database.url }, log, PATIENCE_MS);
  let late = 2;
  const slow = new Proxy(stores.redis, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (key !== 'hgetall') return typeof value === 'function' ? value.bind(target) : value;
      late -= 1;
      return late < 0 ? target.hgetall.bind(target) : () => Promise.reject(new Error('Command timed out'));
    },
  });
  try {
    const clock = { now: () => new Date() };
    const app = createApp({
      stores: { ...stores, redis: slow },
      platforms: [],
      clock,
      log,
      sweepEveryMs: null,
    });
    expect(await app.listen('127.0.0.1', 0)).toMatch(/^http/u);
    expect(late).toBeLessThan(0);
    await app.stop();
  } finally {
    await stores.close();
    await redis.stop();
    await database.stop();
  }
});
