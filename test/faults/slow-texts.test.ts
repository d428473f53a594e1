import { expect, test } from '@jest/globals';
import { faults } from './slow-texts.faults.js';

test('no text takes longer than its length explains, at any door', async () => {
  const told: string[] = [];
  expect(await faults.run('small', (line) => void told.push(line))).toEqual([]);
  expect(told.filter((line) => line.includes('at most'))).toHaveLength(2);
}, 300_000);
