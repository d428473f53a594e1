/** One request waits for stores only so long in all, whatever it is made of. */
import { expect, test } from '@jest/globals';
import { inTime, makeTimeBudget } from '../../src/store/time-budget.js';

const silent = () => new Promise<never>(() => undefined);
const reason = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (fault: Error) => fault.message,
  );

test('what one answer was waited for is missing for the next, and nothing is asked when nothing is left', async () => {
  const budget = makeTimeBudget(200);
  expect(await reason(inTime(120, 'the first', silent, budget))).toBe('the first took longer than 120 ms');
  // A timer may be early by a part of a millisecond.
  expect(budget.leftMs).toBeLessThanOrEqual(81);
  // A busy machine may have used up the rest already.
  const second = await reason(inTime(1_000, 'the second', silent, budget));
  expect(second).toMatch(/^the second took longer than \d{1,2} ms$|^no time left for the second$/u);
  let asked = false;
  const ask = () => {
    asked = true;
    return Promise.resolve();
  };
  expect(await reason(inTime(1_000, 'the third', ask, budget))).toBe('no time left for the third');
  expect(asked).toBe(false);
});

test('answers waited for side by side count once, and what is done between them does not count', async () => {
  const budget = makeTimeBudget(60_000);
  const began = performance.now();
  await Promise.all([1, 2, 3].map(() => reason(inTime(100, 'a store', silent, budget))));
  const waited = 60_000 - budget.leftMs;
  expect(waited).toBeGreaterThanOrEqual(99);
  expect(waited).toBeLessThanOrEqual(performance.now() - began);
  const left = budget.leftMs;
  const until = performance.now() + 20;
  while (performance.now() < until) await Promise.resolve();
  expect(budget.leftMs).toBe(left);
  expect(await reason(inTime(100, 'a store', () => Promise.resolve(), budget))).toBe('answered');
});
