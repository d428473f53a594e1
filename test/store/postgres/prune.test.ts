/** What is thrown away, what never is, and how often. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withPruning } from '../../../src/flow/prune.js';
import { prune } from '../../../src/store/postgres/prune.js';
import { type City, city, later, submit } from './city.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let town: City;
beforeAll(async () => {
  town = await city();
}, 30_000);
afterAll(() => town.stop());

const count = async (sql: string): Promise<number> =>
  (await town.pool.query<{ n: number }>(`select count(*)::int as n from ${sql}`)).rows[0]!.n;

async function old(days: number, now: Date, many: number): Promise<void> {
  const at = new Date(now.getTime() - days * DAY_MS);
  await town.pool.query(
    `insert into done_commands (effect_id, outcome, done_at)
     select 'old ' || $1 || '/' || n, '{}', $2 from generate_series(1, $3) n`,
    [String(days), at, many],
  );
  await town.pool.query(
    `insert into uploads (id, person_id, name, bytes, kept_at) values ('old ' || $1, 'p', 'n', 'x', $2)`,
    [String(days), at],
  );
}

test('outcomes of a month ago and files of a week ago go, reports and their history stay', async () => {
  const [task] = await town.tasks(1);
  await submit(town, 'staff1', task!);
  const now = later(60);
  const kept = await Promise.all(['reports', 'report_versions', 'history', 'done_commands'].map(count));
  expect(kept.every((n) => n > 0)).toBe(true);
  await old(1, now, 3);
  await old(29, now, 3);
  await old(31, now, 30);
  expect(await prune(town.pool, now, 10)).toBe(10 + 2);
  expect(await prune(town.pool, now, 100)).toBe(20);
  expect(await prune(town.pool, now, 100)).toBe(0);
  expect(await count(`done_commands where effect_id like 'old 31/%'`)).toBe(0);
  expect(await count(`done_commands where effect_id like 'old 29/%'`)).toBe(3);
  expect(await count('uploads')).toBe(1);
  expect(await Promise.all(['reports', 'report_versions', 'history'].map(count))).toEqual(kept.slice(0, 3));

  const inTwoYears = new Date(now.getTime() + 730 * DAY_MS);
  await prune(town.pool, inTwoYears, 1_000);
  expect(await Promise.all(['reports', 'report_versions', 'history'].map(count))).toEqual(kept.slice(0, 3));
  expect(await town.record.verifyHistory()).toBeNull();
});

test('once an hour with the tick, a bounded piece at a time, and a fault never stops the tick', async () => {
  let now = new Date('2024-04-02T00:00:00Z');
  const limits: number[] = [];
  const answers: (number | Error)[] = [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 7, new Error('away'), 0];
  const logged: string[] = [];
  const log = {
    info: (_facts: object, message: string) => void logged.push(message),
    warn: (_facts: object, message: string) => void logged.push(message),
    error: () => undefined,
  };
  const tick = withPruning(async () => 5, {
    clock: { now: () => now },
    log,
    links: { unrecorded: async () => [], lookAgain: async () => null },
    prune: async (_now, limit) => {
      limits.push(limit);
      const answer = answers.shift() ?? 0;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const after = async (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
    expect(await tick()).toBe(5);
    return limits.length;
  };
  expect(await after(1)).toBe(5);
  expect(await after(1)).toBe(7);
  expect(await after(30)).toBe(7);
  expect(await after(30)).toBe(8);
  expect(logged.at(-1)).toBe('nothing thrown away');
  expect(await after(1)).toBe(9);
  expect(await after(1)).toBe(9);
  expect(Math.max(...limits)).toBeLessThanOrEqual(1_000);
});
