/** A clock that is off is said to be, once an hour; the way to PostgreSQL and back is no difference. */
import { expect, test } from '@jest/globals';
import { apartBy, watchClock } from '../../src/monitor/clocks.js';
import type { Db } from '../../src/store/postgres/connection/pool.js';

const at = (ms: number) => new Date(Date.parse('2026-10-01T00:00:00Z') + ms);

test.each([
  // asked, read there, answered, ahead by
  [0, 0, 10, null],
  [0, -4_990, 10, null],
  [0, -5_001, 0, 5_001],
  [0, 5_001, 0, -5_001],
  [0, -5_010, 10, 5_015],
  // It may have been read at any moment in between.
  [0, -4_999, 8_000, null],
  [0, 12_999, 8_000, null],
  [0, 13_001, 8_000, -9_001],
])('asked at %d, read at %d, answered at %d: ahead by %p', (asked, theirs, answered, ahead) => {
  expect(apartBy(at(asked), at(theirs), at(answered))).toBe(ahead);
});

/** What is said at once by a machine that is so much ahead of a PostgreSQL. */
async function said(
  aheadMs: number,
  query: () => Promise<unknown> = async () => ({ rows: [{ now: at(0) }] }),
) {
  const lines: (readonly [object, string])[] = [];
  const keep = (facts: object, message: string) => void lines.push([facts, message]);
  const log = { info: keep, warn: keep, error: keep };
  await watchClock({ query } as unknown as Db, log, () => at(aheadMs)).stop();
  return lines;
}

test('apart by more than five seconds: said in both languages, with how far; else nothing', async () => {
  expect(await said(4_000)).toEqual([]);
  const [[facts, message] = [{}, '']] = await said(-61_000);
  expect(facts).toEqual({ aheadSeconds: -61 });
  expect(message).toMatch(/この機械の時計が.*合わせてください.*Keep both by NTP/u);
});

test('a PostgreSQL that does not answer stops nothing', async () => {
  const lines = await said(0, () => Promise.reject(new Error('away')));
  expect(lines).toEqual([[{ reason: 'away' }, 'clock not compared with that of PostgreSQL']]);
});
