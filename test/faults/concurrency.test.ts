import { expect, test } from '@jest/globals';
import { faults } from './concurrency.faults.js';

test('whatever people do at once, the history is one that could have happened one thing after the other', async () => {
  const told: string[] = [];
  expect(await faults.run('small', (line) => void told.push(line))).toEqual([]);
  expect(told.at(-1)).toMatch(/40 rounds/u);
}, 180_000);
