import { expect, test } from '@jest/globals';
import { faults } from './power.faults.js';

test('when the machine of Redis loses power, what was acknowledged is there, or was not promised', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toHaveLength(2);
}, 180_000);
