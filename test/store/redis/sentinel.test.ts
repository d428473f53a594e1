import { expect, test } from '@jest/globals';
import { againUntilAnswered } from '../../../src/store/again.js';
import { draftLines, dropDrafts, enterDrafts, hasNoDrafts } from '../../../src/store/redis/dump.js';
import { watchWrites } from '../../../src/store/redis/replicas.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { startSentinels, type TestSentinels } from '../../support/several-redis.js';
import { asLines, deliver, severalSuite } from './several-suite.js';

let sentinels: TestSentinels;
const suite = severalSuite('Redis with Sentinels', async () => {
  sentinels = await startSentinels();
  return sentinels;
});

test(
  'a fail-over in the middle of a backup and of a restore: neither passes for whole, and what was entered is taken away',
  async () => {
    const redis = suite.redis();
    await dropDrafts(redis);
    for (const person of ['p1', 'p2', 'p3']) await deliver(redis, person, `${person} 1`);
    const whole: string[] = [];
    for await (const line of draftLines(redis)) whole.push(String(line));
    expect(whole.length).toBeGreaterThan(3);

    const backup = draftLines(redis);
    await backup.next();
    const kept = await watchWrites(redis);
    await enterDrafts(redis, asLines(whole.slice(0, 2)));
    await sentinels.failOver();
    await againUntilAnswered(async () => void (await redis.ping()), PATIENCE_MS);
    await enterDrafts(redis, asLines(whole.slice(2)));
    await expect(kept()).rejects.toThrow('failed over');
    await expect(
      (async () => {
        for await (const _ of backup);
      })(),
    ).rejects.toThrow('failed over');
    await againUntilAnswered(() => dropDrafts(redis), PATIENCE_MS);
    expect(await hasNoDrafts(redis)).toBe(true);
  },
  4 * PATIENCE_MS,
);
