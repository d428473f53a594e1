import { expect, test } from '@jest/globals';
import { faults } from './who-may.faults.js';

test('only who is entitled at that moment has an effect, and a right that was lost is lost at the next click', async () => {
  const told: string[] = [];
  expect(await faults.run('small', (line) => void told.push(line))).toEqual([]);
  expect(told.at(-1)).toMatch(/cells/u);
}, 180_000);
