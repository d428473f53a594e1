/** So many act at a time; who has ended, well or not, makes room for the next. */
import { expect, test } from '@jest/globals';
import { makeInTurn } from '../../../../src/store/postgres/connection/in-turn.js';

test('no more than so many act at once, and the next begins when one of them has ended or failed', async () => {
  const inTurn = makeInTurn(4);
  const begun: number[] = [];
  const ends: { well(): void; badly(): void }[] = [];
  const all = Array.from({ length: 6 }, (_, i) =>
    inTurn(() => {
      begun.push(i);
      return new Promise<number>((resolve, reject) => {
        ends[i] = { well: () => resolve(i), badly: () => reject(new Error(`${i} failed`)) };
      });
    }),
  );
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]!.badly();
  await expect(all[2]).rejects.toThrow('2 failed');
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  ends[0]!.well();
  expect(await all[0]).toBe(0);
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  for (const at of [1, 3, 4, 5]) ends[at]!.well();
  expect(await Promise.all([1, 3, 4, 5].map((at) => all[at]))).toEqual([1, 3, 4, 5]);
});
