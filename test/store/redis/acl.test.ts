/** Redis as a user who may no more than the operator's page says: everything that Maru does there works. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { Running } from '../../../src/services/redis.js';
import { asideEffects, retryEffects } from '../../../src/store/redis/aside.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { draftLines, dropDrafts, enterDrafts, hasNoDrafts } from '../../../src/store/redis/dump.js';
import { effectsLeft } from '../../../src/store/redis/effects.js';
import { keepingOf } from '../../../src/store/redis/keeping.js';
import { openPages } from '../../../src/store/redis/pages.js';
import { countStop, forgetStops, openStops } from '../../../src/store/redis/stops.js';
import { draftsContract } from '../../contracts/drafts.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { freshRedis } from '../../support/stores.js';

const page = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
const rule = /^ACL SETUSER maru on >PASSWORD (.+)$/mu.exec(page)?.[1] ?? '';

let server: Running;
let admin: Redis;
let redis: Redis;

async function open(url: string): Promise<Redis> {
  const client = openRedis(url, { warn: () => undefined }, PATIENCE_MS);
  await untilReady(client, PATIENCE_MS).catch((fault: unknown) => {
    client.disconnect();
    throw fault;
  });
  return client;
}

beforeAll(async () => {
  server = await freshRedis();
  admin = await open(server.url);
  await admin.call('ACL', 'SETUSER', 'maru', 'on', '>p@ss', ...rule.split(' '));
  redis = await open(`redis://maru:p%40ss@127.0.0.1:${server.port}`);
});
afterAll(async () => {
  redis.disconnect();
  admin.disconnect();
  await server.stop();
});

draftsContract('Redis as a user of its own', async () => {
  await admin.flushall();
  return openDrafts(redis);
});

test('what is put aside, pages, stops, backups and the look at its settings work too', async () => {
  await asideEffects(redis);
  await retryEffects(redis, ['e']);
  await effectsLeft(redis);
  const pages = openPages(redis);
  await pages.keep({ place: 'p', id: '1' }, ['2']);
  expect(await pages.of({ place: 'p', id: '1' })).toEqual(['2']);
  await countStop(redis, 'input x');
  await openStops(redis, () => new Date()).refresh();
  await forgetStops(redis, ['input x']);
  const lines: string[] = [];
  for await (const line of draftLines(redis)) lines.push(line.toString('utf8'));
  expect(lines.length).toBeGreaterThan(0);
  await dropDrafts(redis);
  expect(await hasNoDrafts(redis)).toBe(true);
  await enterDrafts(
    redis,
    (async function* () {
      yield* lines;
    })(),
  );
  expect(await hasNoDrafts(redis)).toBe(false);
  expect((await keepingOf(redis, null)).kind).toBe('nothing_on_disk');
  expect(await admin.call('ACL', 'LOG')).toEqual([]);
});

test('and nothing else does', async () => {
  for (const words of [
    ['get', 'other'],
    ['flushall'],
    ['keys', '*'],
    ['config', 'set', 'save', ''],
    ['client', 'kill', 'x'],
  ])
    await expect(redis.call(words[0]!, ...words.slice(1))).rejects.toThrow('NOPERM');
});

test('a wrong password is one sentence', async () => {
  await expect(open(`redis://maru:wrong@127.0.0.1:${server.port}`)).rejects.toThrow(
    'REDIS_URL のユーザー名とパスワード',
  );
});
