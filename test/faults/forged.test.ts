import { expect, test } from '@jest/globals';
import { faults } from './forged.faults.js';

test('nothing forged or malformed is accepted, ends the process, makes it grow, or is told what is inside', async () => {
  const told: string[] = [];
  expect(await faults.run('small', (line) => void told.push(line))).toEqual([]);
  expect(told.join('\n')).toMatch(/memory: \d+ → \d+ MB/u);
}, 180_000);
