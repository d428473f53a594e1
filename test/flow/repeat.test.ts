/** What is repeated in a process: at once, again after each interval, never two at a time, and no more once stopped. */
import { afterEach, expect, jest, test } from '@jest/globals';
import { repeat } from '../../src/flow/repeat.js';

const EVERY_MS = 60_000;
afterEach(() => void jest.useRealTimers());

/** A run that ends when it is told to. */
function runs() {
  const open: { end(): void; fail(): void }[] = [];
  return {
    open,
    run: () => new Promise<void>((end, fail) => void open.push({ end, fail: () => fail(new Error('away')) })),
  };
}

test('it runs at once and after each interval, and does not join a run that takes longer', async () => {
  jest.useFakeTimers();
  const { open, run } = runs();
  const repeated = repeat(EVERY_MS, run, () => undefined);
  expect(open).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(3 * EVERY_MS);
  expect(open).toHaveLength(1);
  open[0]!.end();
  await jest.advanceTimersByTimeAsync(EVERY_MS);
  expect(open).toHaveLength(2);
  open[1]!.end();
  await repeated.stop();
});

test('a run that fails is told, and the next one goes on', async () => {
  jest.useFakeTimers();
  const { open, run } = runs();
  const failed: unknown[] = [];
  const repeated = repeat(EVERY_MS, run, (error) => void failed.push(error));
  open[0]!.fail();
  await jest.advanceTimersByTimeAsync(EVERY_MS);
  expect(failed).toEqual([new Error('away')]);
  expect(open).toHaveLength(2);
  open[1]!.end();
  await repeated.stop();
});

test('stopping waits for the run under way, and nothing comes after it', async () => {
  jest.useFakeTimers();
  const { open, run } = runs();
  const repeated = repeat(EVERY_MS, run, () => undefined);
  let stopped = false;
  const stopping = repeated.stop().then(() => {
    stopped = true;
  });
  await jest.advanceTimersByTimeAsync(2 * EVERY_MS);
  expect(stopped).toBe(false);
  open[0]!.end();
  await stopping;
  await jest.advanceTimersByTimeAsync(2 * EVERY_MS);
  expect(open).toHaveLength(1);
});
