import type { Writable } from 'node:stream';
import { setImmediate as turnOfEvents } from 'node:timers/promises';
import { expect, jest, test } from '@jest/globals';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { freshRedis } from '../../support/stores.js';

test('what is asked within one turn goes out in one write, and each command has its own answer', async () => {
  const server = await freshRedis();
  const redis = openRedis(server.url, { warn: () => undefined }, PATIENCE_MS);
  try {
    await untilReady(redis, PATIENCE_MS);
    await redis.ping();
    await turnOfEvents();
    const { stream } = redis;
    const socket = stream as Required<Pick<Writable, '_write' | '_writev'>>;
    const written = jest.spyOn(socket, '_writev');
    const alone = jest.spyOn(socket, '_write');
    const answers = Promise.allSettled([
      redis.set('a', '一'),
      redis.get('a'),
      redis.hset('a', 'field', 'value'),
      redis.get('b'),
    ]);
    expect(stream.writableCorked).toBe(1);
    expect(await answers).toEqual([
      { status: 'fulfilled', value: 'OK' },
      { status: 'fulfilled', value: '一' },
      {
        status: 'rejected',
        reason: expect.objectContaining({ message: expect.stringMatching(/WRONGTYPE/u) }),
      },
      { status: 'fulfilled', value: null },
    ]);
    expect([written.mock.calls.length, alone.mock.calls.length]).toEqual([1, 0]);
    // the next turn is not held back by the one before
    expect(stream.writableCorked).toBe(0);
    expect(await redis.get('a')).toBe('一');
  } finally {
    redis.disconnect();
    await server.stop();
  }
});
