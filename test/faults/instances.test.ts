import { expect, test } from '@jest/globals';
import { faults } from './instances.faults.js';

test('instances that are rolled one by one, or cut off from a store, lose nothing, and remind everybody once', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toEqual([expect.stringContaining('2 rolls, 2 cuts')]);
}, 600_000);
