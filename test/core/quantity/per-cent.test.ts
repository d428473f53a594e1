/** Per cents are rounded in one place, so that one card never says 47.4 and 47.3 of the same thing. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import Big from 'big.js';
import { perCentExactly, shownPerCent } from '../../../src/core/quantity/per-cent.js';
import { proposeRating } from '../../../src/core/rating/propose.js';
import { niigataR5 } from '../../../src/core/sheet/scale.js';

test.each([
  ['9', '19', '47.4'],
  ['2', '3', '66.7'],
  ['1', '3', '33.3'],
  ['7999', '10000', '79.9'],
  ['9999', '10000', '99.9'],
  ['10001', '10000', '100.0'],
  ['1', '1', '100.0'],
  ['1999999999999999', '2000000000000000', '99.9'],
])('%s of %s is %s %%', (part, whole, shown) => {
  expect(shownPerCent(perCentExactly(new Big(part), new Big(whole)))).toBe(shown);
});

test('the arithmetic and the pace of one card say the same', () => {
  for (let result = 1; result < 60; result += 1) {
    const proposal = proposeRating({
      target: '57人以上',
      result: `${result}人`,
      round: 'midyear',
      scale: niigataR5,
      elapsed: '0.4737',
    });
    const shown = /、([\d.]+)％/.exec(proposal.arithmetic.ja)![1]!;
    const whole = shown.replace(/\.0$/, '');
    expect(proposal.pace).toEqual({
      ja: `目標の${whole}％（年度の47.4％が経過）`,
      en: `${whole}% of the target (47.4% of the year has passed)`,
    });
  }
});

test('nothing else in the sources rounds to one decimal', async () => {
  const root = new URL('../../../src/', import.meta.url);
  const rounding: string[] = [];
  for (const name of await readdir(root, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const text = await readFile(new URL(name, root), 'utf8');
    if (/toFixed\(1\b|\.round\(1\b|\(\w+, 1, 100\)|times\(100\)\.(?:round|toFixed\(\d)/.test(text))
      rounding.push(name);
  }
  expect(rounding).toEqual(['core/quantity/per-cent.ts']);
});
