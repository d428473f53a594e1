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

test('a password that is right no more is said once, however often it is tried, and the end of it once', async () => {
  const server = await freshRedis();
  const admin = openRedis(server.url, { warn: () => undefined }, PATIENCE_MS);
  const lines: string[] = [];
  const line = (facts: object, message: string) => void lines.push(`${message} ${JSON.stringify(facts)}`);
  await untilReady(admin, PATIENCE_MS);
  const allow = (password: string) =>
    admin.acl('SETUSER', 'maru', 'reset', 'on', `>${password}`, '~*', '&*', '+@all');
  await allow('first');
  const url = new URL(server.url);
  Object.assign(url, { username: 'maru', password: 'first' });
  const redis = openRedis(url.href, { warn: line, info: line }, PATIENCE_MS);
  const tries = (times: number) =>
    new Promise<void>((resolve) => {
      let left = times;
      redis.on('reconnecting', () => --left === 0 && resolve());
    });
  try {
    await untilReady(redis, PATIENCE_MS);
    await allow('second');
    const tried = tries(4);
    await admin.client('KILL', 'USER', 'maru');
    await tried;
    const ready = new Promise((resolve) => void redis.once('ready', resolve));
    await allow('first');
    await ready;
    expect(lines.map((one) => one.replace(/[\d]+/u, 'N'))).toEqual([
      expect.stringMatching(/connection lost/u),
      expect.stringMatching(/Redis refused the connection.*WRONGPASS/u),
      expect.stringMatching(/connected again \{"awayMs":N\}/u),
    ]);
    expect(lines.join()).not.toContain('first');
  } finally {
    redis.disconnect();
    admin.disconnect();
    await server.stop();
  }
});
