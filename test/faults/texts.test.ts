import { expect, test } from '@jest/globals';
import { faults } from './texts.faults.js';

test('no text of people is alive, lost without a word or too long, on any card or in any file', async () => {
  const told: string[] = [];
  expect(await faults.run('small', (line) => void told.push(line))).toEqual([]);
  expect(told).toHaveLength(2);
}, 180_000);
