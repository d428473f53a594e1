import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { type Running, startRedis } from '../../../src/services/redis.js';
import { keepingOf, keepingProblem, notPromised } from '../../../src/store/redis/keeping.js';
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
  await redis.config('SET', 'appendfsync', 'always', 'no-appendfsync-on-rewrite', 'no');
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

const kept = { kind: 'keeps', fsync: 'always', said: 'redis', eviction: 'none' };
test.each([
  [{ 'maxmemory-policy': 'noeviction' }, kept],
  [{ appendfsync: 'everysec' }, { ...kept, fsync: 'everysec' }],
  [{ 'maxmemory-policy': 'volatile-ttl' }, { kind: 'may_evict', policy: 'volatile-ttl' }],
  [{ appendonly: 'no' }, { kind: 'nothing_on_disk' }],
  [{ appendonly: 'no', save: '60 1' }, { kind: 'not_appended' }],
  [{ appendfsync: 'no' }, { kind: 'not_synced', setting: 'appendfsync' }],
  [{ 'no-appendfsync-on-rewrite': 'yes' }, { kind: 'not_synced', setting: 'no-appendfsync-on-rewrite' }],
])('with %j it %j', async (settings, keeping) => {
  for (const [name, value] of Object.entries(settings)) await redis.config('SET', name, value);
  expect(await keepingOf(redis, null)).toEqual(keeping);
  expect(keepingProblem(await keepingOf(redis, null)) === null).toBe(keeping.kind === 'keeps');
});

test('what the setting declares counts for what Redis does not say, and never against what it says', async () => {
  await redis.config('SET', 'appendfsync', 'everysec');
  expect(await keepingOf(redis, 'always')).toEqual({ kind: 'less_than_declared', fsync: 'everysec' });
  expect(await keepingOf(redis, 'everysec')).toEqual({ ...kept, fsync: 'everysec' });
  await redis.acl('SETUSER', 'default', '-config');
  expect(await keepingOf(redis, null)).toEqual({ kind: 'undeclared' });
  for (const fsync of ['always', 'everysec'] as const)
    expect(await keepingOf(redis, fsync)).toEqual({ ...kept, fsync, said: 'setting' });
  await redis.acl('SETUSER', 'default', '+config');
  await redis.config('SET', 'appendonly', 'no');
  await redis.acl('SETUSER', 'default', '-config');
  expect(await keepingOf(redis, 'always')).toEqual({ kind: 'not_appended' });
  await redis.acl('SETUSER', 'default', '+config');
  await redis.config('SET', 'maxmemory-policy', 'allkeys-random');
  await redis.acl('SETUSER', 'default', '-config');
  expect(await keepingOf(redis, 'always')).toEqual({ kind: 'may_evict', policy: 'allkeys-random' });
});

test('where INFO is forbidden too, the setting is all there is; a Redis that is gone is a fault', async () => {
  await redis.acl('SETUSER', 'default', '-config', '-info');
  expect(await keepingOf(redis, null)).toEqual({ kind: 'undeclared' });
  const declared = await keepingOf(redis, 'always');
  expect(declared).toEqual({ ...kept, said: 'setting', eviction: 'unknown' });
  expect(notPromised(declared as Parameters<typeof notPromised>[0])).toEqual([
    expect.stringContaining('maxmemory-policy is noeviction'),
  ]);
  const gone = new Redis('redis://127.0.0.1:9', { lazyConnect: true, maxRetriesPerRequest: 0 });
  gone.on('error', () => undefined);
  await expect(keepingOf(gone, 'always')).rejects.toThrow();
  gone.disconnect();
});
