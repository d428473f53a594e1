import { expect, test } from '@jest/globals';
import { faults } from './flood.faults.js';

test('hundreds of bodies at once from whoever holds no secret leave the memory as it is, and keep nobody out', async () => {
  const told: string[] = [];
  expect(await faults.run('small', (line) => void told.push(line))).toEqual([]);
  expect(told.filter((line) => /\d+ → \d+ MB$/u.test(line))).toHaveLength(4);
  expect(told.filter((line) => / signed beside them: 200/u.test(line))).toHaveLength(4);
}, 300_000);
