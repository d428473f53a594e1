/** The busiest morning of the year, and an hour of many reports: no platform is called faster than it documents. */
import { expect, test } from '@jest/globals';
import { cityTime } from '../src/core/calendar/working-days.js';
import { breaches, TEAMS_LIMITS } from './support/limits.js';
import { openingMorning } from './support/morning.js';
import { freshDatabase, freshRedis, MIGRATED } from './support/stores.js';

const CITY = { sections: 24, staffPerSection: 9, rush: 24 };

test.each(['slack', 'teams'] as const)(
  'on %s everybody is reminded once, within working hours, and no limit is breached',
  async (platform) => {
    const [redis, database] = [await freshRedis(), await freshDatabase(MIGRATED)];
    try {
      const day = await openingMorning({
        ...CITY,
        platform,
        redisUrl: redis.url,
        databaseUrl: database.url,
      });
      expect(day.breaches).toEqual([]);
      expect(day.faults).toEqual([]);
      expect(day.reminded).toEqual(day.people);
      expect(day.channelMessages).toBe(CITY.sections);
      expect(cityTime(day.morning.last) < '17:00').toBe(true);
      expect(day.noon.messages).toBeGreaterThan(CITY.rush * 5);
      expect(cityTime(day.noon.last) < '14:00').toBe(true);
    } finally {
      await redis.stop();
      await database.stop();
    }
  },
  60_000,
);

test('one call too many is seen', () => {
  const at = [0, 0, 0, 0, 0, 0, 0, 999];
  expect(
    breaches(
      at.map((one) => ({ at: one, counts: ['conversation/a'] })),
      TEAMS_LIMITS,
    ),
  ).toEqual(['conversation/a: more than 7 in 1000 ms from 0 on']);
});
