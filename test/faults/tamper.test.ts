import { expect, test } from '@jest/globals';
import { faults } from './tamper.faults.js';

test('whatever the owner of the database changes is found and named, given one saved head', async () => {
  expect(await faults.run('small', () => undefined)).toEqual([]);
}, 600_000);
