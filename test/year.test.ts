/** A year of a small city, hour by hour: every message at its time, none twice, none to who owes nothing. */
import { expect, test } from '@jest/globals';
import { freshDatabase, freshRedis, MIGRATED } from './support/stores.js';
import { simulateYear } from './support/year.js';

const CITY = { sections: 4, staffPerSection: 3, seed: 5, everyHour: false };
const HOURS = ['09'];

async function year(kills: number) {
  const [redis, database] = [await freshRedis(), await freshDatabase(MIGRATED)];
  try {
    return await simulateYear({ ...CITY, kills, redisUrl: redis.url, databaseUrl: database.url });
  } finally {
    await redis.stop();
    await database.stop();
  }
}

test('undisturbed, and killed and started again at random: the same messages on the same days', async () => {
  const [calm, hunted] = await Promise.all([year(0), year(0.25)]);
  expect(calm.complaints).toEqual([]);
  expect(calm.sent).toEqual(calm.expected);
  expect([...calm.hours]).toEqual(HOURS);
  expect(calm.sent.length).toBeGreaterThan(CITY.sections * CITY.staffPerSection * 4);
  expect(hunted.killed).toBeGreaterThan(10);
  expect(hunted.complaints).toEqual([]);
  expect(hunted.sent).toEqual(calm.sent);
  expect([...hunted.hours]).toEqual(HOURS);
}, 240_000);
