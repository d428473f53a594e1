import { expect, test } from '@jest/globals';
import { faults } from './rollout.faults.js';

test('while a newer version is rolled out the older one hurts nothing of it', async () => {
  const lines: string[] = [];
  expect(await faults.run('small', (line) => lines.push(line))).toEqual([]);
  expect(lines).toHaveLength(2);
}, 180_000);
