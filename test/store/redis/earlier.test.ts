/** What versions without shards left in Redis is carried over, and nothing is lost or done twice while both are at work. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { type Desk, emptyDesk } from '../../../src/core/draft/drafts.js';
import type { KeptEffect } from '../../../src/flow/ports.js';
import type { Running } from '../../../src/services/redis.js';
import { asideEffects, retryEffects } from '../../../src/store/redis/aside.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { effectsLeft } from '../../../src/store/redis/effects.js';
import { dropDraftsOf, readDraftsKept } from '../../../src/store/redis/person-kept.js';
import { deskKey, unreadKey } from '../../../src/store/redis/shards.js';
import { newChance } from '../../faults/chance.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { freshRedis } from '../../support/stores.js';
import { olderInstance } from './older-instance.js';

const NOW = '2023-10-02T01:00:00.000Z';
const MINUTE_MS = 60_000;
const minutesLater = (minutes: number) => new Date(Date.parse(NOW) + minutes * MINUTE_MS).toISOString();
let server: Running;
let redis: Redis;

beforeAll(async () => {
  server = await freshRedis();
  redis = openRedis(server.url, { warn: () => undefined }, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
});
beforeEach(() => redis.flushall());
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

const effect = (id: string, person: string): KeptEffect => ({
  id,
  person,
  effect: { kind: 'record', place: 'x', command: { kind: 'language', language: 'en' } },
  at: NOW,
});
const saying = (desk: Desk, text: string): Desk => ({
  ...desk,
  held: [...desk.held, { no: desk.held.length + 1, text }],
});
const turn = (person: string, inputId: string, { desk, revision }: { desk: Desk; revision: number }) => ({
  ...{ inputId, person, revision, now: NOW },
  desk: saying(desk, inputId),
  effects: [effect(`${inputId}#0`, person)],
});
const texts = ({ desk }: { desk: Desk }) => desk.held.map(({ text }) => text);

test('a desk is read as it stands, moved by the first commit, and left to newer versions under its old key', async () => {
  const [older, newer] = [olderInstance(redis), openDrafts(redis)];
  expect(await older.commit(turn('p1', 'i1', await older.load('p1')))).toBe('ok');
  expect(await newer.load('p1')).toEqual(await older.load('p1'));
  const atOlder = await older.load('p1');
  expect(await newer.commit(turn('p1', 'i1', await newer.load('p1')))).toBe('seen');
  expect(await newer.commit(turn('p1', 'i2', await newer.load('p1')))).toBe('ok');
  // What the older one had read before, and what it reads now.
  expect(await older.commit(turn('p1', 'i3', atOlder))).toBe('conflict');
  await expect(older.load('p1')).rejects.toThrow('newer');
  expect(texts(await newer.load('p1'))).toEqual(['i1', 'i2']);
  expect((await newer.load('p1')).revision).toBe(2);
  expect(await redis.hget(deskKey('p1'), 'revision')).toBe('2');
});

test('whoever had no desk is not given a second one by an older instance', async () => {
  const [older, newer] = [olderInstance(redis), openDrafts(redis)];
  const atOlder = await older.load('p1');
  expect(await newer.commit(turn('p1', 'i1', await newer.load('p1')))).toBe('ok');
  expect(await older.commit(turn('p1', 'i2', atOlder))).toBe('conflict');
  await expect(older.load('p1')).rejects.toThrow('newer');
});

test('both at work on the same people: every input once in the desk, every effect once, whoever takes it', async () => {
  const [older, newer] = [olderInstance(redis), openDrafts(redis)];
  const { below, happens, shuffled, seed } = newChance();
  const people = Array.from({ length: 6 }, (_, i) => `p${i}`);
  const EACH = 25;
  const INSTANCES = 3;
  let taken = 0;
  /** One delivery, as a platform makes it: again and again until some instance takes it. */
  async function deliver(person: string, inputId: string, isFirst: boolean): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      // The newer one comes up in the middle of it, and the older one is there to the end.
      const isNewer = taken > 30 && below(INSTANCES) > 0;
      if (tries > 500) throw new Error(`${inputId} was never taken (seed ${seed})`);
      try {
        const at = isNewer ? newer : older;
        const answer = await at.commit(turn(person, inputId, await at.load(person)));
        if (answer === 'conflict') continue;
        taken += isFirst ? 1 : 0;
        return;
      } catch (fault) {
        if (!String(fault).includes('newer form')) throw fault;
      }
    }
  }
  const inputs = people.flatMap((person) =>
    Array.from({ length: EACH }, (_, n) => ({ person, id: `${person} ${n}` })),
  );
  const deliveries = [
    ...inputs.map((one) => ({ ...one, isFirst: true })),
    ...inputs.filter(() => happens(0.4)).map((one) => ({ ...one, isFirst: false })),
  ];
  const waiting = shuffled(deliveries);
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      await deliver(next.person, next.id, next.isFirst);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  for (const person of people)
    expect([seed, texts(await newer.load(person)).sort()]).toEqual([
      seed,
      inputs
        .filter((one) => one.person === person)
        .map(({ id }) => id)
        .sort(),
    ]);
  const claimed: string[] = [];
  for (let some = await newer.claimOverdue(minutesLater(1), MINUTE_MS / 2, 40); some.length > 0; ) {
    claimed.push(...some.map(({ id }) => id));
    some = await newer.claimOverdue(minutesLater(1), MINUTE_MS / 2, 40);
  }
  expect(claimed.sort()).toEqual(inputs.map(({ id }) => `${id}#0`).sort());
  await newer.strike(claimed);
  expect(await effectsLeft(redis)).toBe(0);
});

test('effects left behind keep their tries and order; what was put aside is listed, and tried again', async () => {
  for (const [i, id] of ['a#0', 'b#0', 'c#0'].entries()) {
    await redis.hset('maru:effects', id, JSON.stringify(effect(id, `p${i}`)));
    await redis.zadd('maru:effects:by-time', Date.parse(NOW) - i, id);
  }
  await redis.hset('maru:effects', 'torn#0', '{"id":');
  await redis.zadd('maru:effects:by-time', Date.parse(NOW), 'torn#0');
  await redis.hset('maru:effects:tries', 'a#0', '2:0:');
  const aside = {
    reason: 'never_ended',
    at: Date.parse(NOW),
    tries: 3,
    body: JSON.stringify(effect('x#0', 'p9')),
  };
  await redis.hset('maru:effects:aside', 'x#0', JSON.stringify(aside));
  const drafts = openDrafts(redis);
  expect(await effectsLeft(redis)).toBe(4);
  expect(await drafts.claimOverdue(NOW, MINUTE_MS, 10)).toEqual([]);
  expect(await redis.hlen('maru:effects')).toBe(4);
  // The oldest first; what had ended a process alone.
  expect((await drafts.claimOverdue(minutesLater(2), MINUTE_MS, 10)).map(({ id }) => id)).toEqual([
    'c#0',
    'b#0',
  ]);
  expect((await drafts.claimAlone(minutesLater(2), MINUTE_MS))?.id).toBe('a#0');
  expect(await redis.exists('maru:effects', 'maru:effects:by-time', 'maru:effects:tries')).toBe(0);
  expect((await asideEffects(redis)).map(({ id, personId }) => [id, personId])).toEqual([['x#0', 'p9']]);
  expect(await retryEffects(redis, ['x#0', 'unknown'])).toBe(1);
  expect(await asideEffects(redis)).toEqual([]);
  expect((await drafts.claimOverdue(minutesLater(2), MINUTE_MS, 10)).map(({ id }) => id)).toEqual(['x#0']);
  expect(await effectsLeft(redis)).toBe(5);
});

test('an unread desk is put aside when it is moved, and all of a person’s is shown and taken away under both names', async () => {
  await redis.hset('maru:desk:p1', { revision: '7', body: 'nonsense' });
  await redis.set('maru:desk:p1:unread:3', 'older nonsense');
  await redis.set('maru:seen:slack:T1:U1:9', 'token');
  await redis.hset('maru:effects', 'i#0', JSON.stringify(effect('i#0', 'p1')));
  await redis.zadd('maru:effects:by-time', Date.parse(NOW), 'i#0');
  expect(await readDraftsKept(redis, 'p1')).toMatchObject({ unread: 2, effects: ['i#0'] });
  const drafts = openDrafts(redis);
  const loaded = await drafts.load('p1');
  expect(loaded).toEqual({ desk: emptyDesk, revision: 7, unread: true });
  const inputId = 'slack:T1:U1:10';
  expect(await drafts.commit({ ...turn('p1', inputId, loaded), unread: true })).toBe('ok');
  expect(await redis.get(unreadKey('p1', 7))).toBe('nonsense');
  expect(await readDraftsKept(redis, 'p1')).toMatchObject({ unread: 2, held: [inputId] });
  await dropDraftsOf(redis, 'p1', ['slack:T1:U1']);
  expect(await redis.keys('*')).toEqual([]);
});
