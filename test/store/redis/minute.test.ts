import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Running } from '../../../src/services/redis.js';
import { type Minute, startMinute } from '../../../src/store/redis/minute.js';
import { freshRedis } from '../../support/stores.js';

let redis: Running;
beforeAll(async () => {
  redis = await freshRedis();
});
afterAll(() => redis.stop());

const log = { warn: () => undefined, error: () => undefined };

test('three instances on one Redis share one schedule, and a due run is done by one of them', async () => {
  let runs = 0;
  const tick = async () => {
    runs += 1;
  };
  const minutes: Minute[] = [];
  for (let i = 0; i < 3; i += 1) minutes.push(await startMinute(redis.url, tick, log));
  const client = new Redis(redis.url);
  try {
    const waiting = await client.zrange('bull:maru-minute:delayed', 0, '-1');
    expect(waiting).toHaveLength(1);
    // the full minute is not waited for: the run is made due now
    await client.zadd('bull:maru-minute:delayed', 0, String(waiting[0]));
    await client.zadd('bull:maru-minute:marker', 0, '0');
    const giveUp = Date.now() + 8_000;
    while (runs === 0 && Date.now() < giveUp) await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 300));
    expect(runs).toBe(1);
    // and the next minute is planned already
    expect(await client.zcard('bull:maru-minute:delayed')).toBe(1);
  } finally {
    client.disconnect();
    for (const minute of minutes) await minute.close();
  }
}, 20_000);
