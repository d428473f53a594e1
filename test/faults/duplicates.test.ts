import { expect, test } from '@jest/globals';
import { faults } from './duplicates.faults.js';

test('delivered up to five times, late and out of order, everything has its effect once', async () => {
  expect(await faults.run('small', () => undefined)).toEqual([]);
}, 600_000);
