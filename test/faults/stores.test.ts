import { expect, test } from '@jest/globals';
import { faults } from './stores.faults.js';

test('whatever becomes of the stores, nothing acknowledged is lost and nobody waits', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toHaveLength(9);
}, 180_000);
