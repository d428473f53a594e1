/** What is counted does what it does uncounted. */
import { expect, test } from '@jest/globals';
import type { Messenger } from '../../src/flow/ports.js';
import { openMetrics } from '../../src/monitor/metrics.js';

test('a messenger that is counted is waited for as well: pictures still to be put in are there before the service ends', () => {
  const idle = Promise.resolve();
  const messenger: Messenger = {
    post: async (place) => ({ place, id: 'm' }),
    postFile: async () => 'no_files',
    edit: async () => 'edited',
    find: async () => null,
    idle: () => idle,
  };
  expect(openMetrics('1').messenger(messenger).idle?.()).toBe(idle);
});
