import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  BEFORE_NOTICES,
  makeRateLimit,
  PER_CONVERSATION,
  PER_TENANT,
} from '../../../../src/chat/teams/outgoing/rate-limit.js';

/** A clock that moves only while somebody sleeps; gives when each turn came. */
async function run(asks: readonly { wait: number; conversation: string }[]) {
  let now = 0;
  const left: { at: number; conversation: string }[] = [];
  let asleep: { until: number; wake: () => void }[] = [];
  const pace = makeRateLimit(
    () => now,
    (ms) => new Promise<void>((wake) => void asleep.push({ until: now + ms, wake })),
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const advance = async (to: number) => {
    for (;;) {
      await settle();
      const next = asleep.sort((a, b) => a.until - b.until)[0];
      if (!next || next.until > to) break;
      asleep = asleep.slice(1);
      now = next.until;
      next.wake();
    }
    now = Math.max(now, to);
  };
  const refused: number[] = [];
  for (const { wait, conversation } of asks) {
    await advance(now + wait);
    void pace.acquire('t', conversation).then(
      () => left.push({ at: now, conversation }),
      () => refused.push(now),
    );
  }
  await advance(now + 10_000_000);
  return { left, refused };
}

test('no window of any conversation or of the tenant ever holds more than Teams allows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          wait: fc.constantFrom(0, 0, 0, 0, 10, 300, 1_500),
          conversation: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        }),
        { minLength: 60, maxLength: 200 },
      ),
      async (asks) => {
        const { left, refused } = await run(asks);
        expect(left.length + refused.length).toBe(asks.length);
        const holds = (times: number[], windows: typeof PER_TENANT) => {
          for (const { most, ms } of windows)
            for (const [i, at] of times.entries())
              expect((times[i + most] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(ms);
        };
        const sorted = (times: number[]) => times.sort((a, b) => a - b);
        holds(sorted(left.map(({ at }) => at)), PER_TENANT);
        for (const name of 'abcdef')
          holds(
            sorted(left.filter(({ conversation }) => conversation === name).map(({ at }) => at)),
            PER_CONVERSATION,
          );
      },
    ),
    { numRuns: 30 },
  );
});

test('after a pause of the process those whose turn came meanwhile do not leave at once', async () => {
  let now = 0;
  const left: number[] = [];
  const asleep: { until: number; wake: () => void }[] = [];
  const pace = makeRateLimit(
    () => now,
    (ms) => new Promise<void>((wake) => void asleep.push({ until: now + ms, wake })),
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  for (let i = 0; i < 40; i += 1) void pace.acquire('t', 'a').then(() => left.push(now));
  await settle();
  // Nothing of it ran for eleven seconds; then all timers that are due end at once.
  now = 11_000;
  while (left.length < 40) {
    const due = asleep.filter(({ until }) => until <= now);
    for (const one of due) asleep.splice(asleep.indexOf(one), 1)[0]!.wake();
    await settle();
    if (!asleep.some(({ until }) => until <= now))
      now = Math.min(...asleep.map(({ until }) => until), now + 60_000);
  }
  for (const { most, ms } of PER_CONVERSATION)
    for (const [i, at] of left.entries())
      expect((left[i + most] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(ms);
});

test('a queue that is too long is left to the flow', async () => {
  const { left, refused } = await run(Array.from({ length: 130 }, () => ({ wait: 0, conversation: 'a' })));
  expect(refused.length).toBeGreaterThan(0);
  expect(left.length).toBeGreaterThanOrEqual(60);
});

test('looks before notices take a sixth of the tenant at most, and are refused rather than waited for', async () => {
  let now = 0;
  const pace = makeRateLimit(
    () => now,
    async (ms) => {
      now += ms;
    },
  );
  const looks = async (many: number) => {
    let taken = 0;
    for (let at = 0; at < many; at += 1)
      await pace.acquire('t', `chat ${now} ${at}`, BEFORE_NOTICES).then(
        () => {
          taken += 1;
        },
        () => undefined,
      );
    return taken;
  };
  expect(await looks(40)).toBe(5);
  expect(now).toBe(0);
  // The other twenty-five of the second are for messages.
  for (let at = 0; at < 25; at += 1) await pace.acquire('t', `message ${at}`);
  expect(now).toBe(0);
  now += 1_100;
  for (let at = 0; at < 30; at += 1) await pace.acquire('t', `more ${at}`);
  expect(await looks(40)).toBe(0);
});
