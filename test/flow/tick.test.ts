/** The order of a tick: what is owed goes out before what is looked for once a day, which takes a while in a large body. */
import { expect, test } from '@jest/globals';
import { makeTick } from '../../src/flow/tick.js';

test('what is owed by now does not wait for what is looked for once a day', async () => {
  const order: string[] = [];
  const tick = makeTick({
    schedule: {
      look: async () => 1,
      daily: [
        async () => {
          order.push('once a day');
          return 0;
        },
      ],
    },
    work: { wake: () => order.push('deliver') },
    clock: { now: () => new Date('2023-10-06T00:00:00.000Z') },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  expect(await tick()).toBe(1);
  expect(order).toEqual(['deliver', 'once a day', 'deliver']);
});
