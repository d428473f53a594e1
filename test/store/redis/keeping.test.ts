import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { type Running, startRedis } from '../../../src/services/redis.js';
import { keepingOf } from '../../../src/store/redis/keeping.js';
import { redisProgram, testDir } from '../../support/stores.js';

let server: Running;
let redis: Redis;
beforeAll(async () => {
  server = await startRedis({ dir: await testDir(), persistent: true, program: redisProgram() });
  redis = new Redis(server.url);
});
beforeEach(async () => {
  await redis.acl('SETUSER', 'default', '+@all');
  await redis.config('SET', 'maxmemory-policy', 'noeviction', 'appendonly', 'yes', 'save', '');
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

test.each([
  [{ 'maxmemory-policy': 'noeviction' }, { kind: 'keeps' }],
  [{ 'maxmemory-policy': 'volatile-ttl' }, { kind: 'may_evict', policy: 'volatile-ttl' }],
  [{ appendonly: 'no' }, { kind: 'nothing_on_disk' }],
  [{ appendonly: 'no', save: '60 1' }, { kind: 'keeps' }],
])('with %j it %j', async (settings, keeping) => {
  for (const [name, value] of Object.entries(settings)) await redis.config('SET', name, value);
  expect(await keepingOf(redis)).toEqual(keeping);
});

test('where CONFIG is forbidden, INFO says what it can', async () => {
  await redis.acl('SETUSER', 'default', '-config');
  expect(await keepingOf(redis)).toEqual({ kind: 'keeps' });
  await redis.acl('SETUSER', 'default', '+config');
  await redis.config('SET', 'appendonly', 'no');
  await redis.acl('SETUSER', 'default', '-config');
  expect(await keepingOf(redis)).toEqual({ kind: 'unknown' });
  await redis.acl('SETUSER', 'default', '+config');
  await redis.config('SET', 'maxmemory-policy', 'allkeys-random');
  await redis.acl('SETUSER', 'default', '-config');
  expect(await keepingOf(redis)).toEqual({ kind: 'may_evict', policy: 'allkeys-random' });
});

test('where INFO is forbidden too, nothing is known; a Redis that is gone is a fault', async () => {
  await redis.acl('SETUSER', 'default', '-config', '-info');
  expect(await keepingOf(redis)).toEqual({ kind: 'unknown' });
  const gone = new Redis('redis://127.0.0.1:9', { lazyConnect: true, maxRetriesPerRequest: 0 });
  gone.on('error', () => undefined);
  await expect(keepingOf(gone)).rejects.toThrow();
  gone.disconnect();
});
