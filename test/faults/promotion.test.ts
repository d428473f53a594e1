import { expect, test } from '@jest/globals';
import { faults } from './promotion.faults.js';

test('when the database fails over nothing acknowledged is lost or done twice', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toEqual([
    expect.stringMatching(/^promoted, ready/u),
    expect.stringContaining('1 promotions'),
  ]);
}, 180_000);
