import { expect, test } from '@jest/globals';
import { faults } from './crashes.faults.js';

test('kill -9 at any moment loses nothing and doubles nothing', async () => {
  expect(await faults.run('small', () => undefined)).toEqual([]);
}, 600_000);
