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

test('a Redis that was emptied has its schedule again within seconds, and runs it', async () => {
  let runs = 0;
  const minute = await startMinute(
    redis.url,
    async () => {
      runs += 1;
    },
    log,
  );
  const client = new Redis(redis.url);
  try {
    await client.flushall();
    await until(async () => (await client.zcard('bull:maru-minute:delayed')) === 1);
    const [waiting] = await client.zrange('bull:maru-minute:delayed', 0, '-1');
    await client.zadd('bull:maru-minute:delayed', 0, String(waiting));
    await client.zadd('bull:maru-minute:marker', 0, '0');
    await until(async () => runs === 1);
  } finally {
    client.disconnect();
    await minute.close();
  }
}, 30_000);

test('closing does not wait for a Redis that is away', async () => {
  const own = await freshRedis();
  const minute = await startMinute(own.url, async () => undefined, log);
  process.kill(own.pid, 'SIGSTOP');
  const began = performance.now();
  await minute.close();
  expect(performance.now() - began).toBeLessThan(6_000);
  process.kill(own.pid, 'SIGCONT');
  await own.stop();
}, 30_000);

async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 12_000;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error('not in time');
    await new Promise((done) => setTimeout(done, 50));
  }
}
