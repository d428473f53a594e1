import { expect, test } from '@jest/globals';
import { faults } from './crashes.faults.js';

test('kill -9 at any moment loses nothing and doubles nothing', async () => {
  expect(await faults.run('small', (line) => console.info(line))).toEqual([]);
}, 120_000);
