/** Effects of one Redis in several instances: what one is at is left to it, what one has left is taken up soon. */

import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { messageCard } from '../../../src/core/cards/message.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { makeWork, type Work } from '../../../src/flow/effects/work.js';
import { type KeptEffect, type Messenger, PlatformError, type Record } from '../../../src/flow/ports.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { effectsLeft } from '../../../src/store/redis/effects.js';
import { effectKeys } from '../../../src/store/redis/shards.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { freshRedis } from '../../support/stores.js';

const NOW = Date.parse('2024-04-02T01:00:00Z');
const RENEWED_EVERY_MS = 20;
/** Just short of the time after which an effect counts as left behind, and together with it beyond. */
const ALMOST_MS = 9_000;

let server: Awaited<ReturnType<typeof freshRedis>>;
let redis: Redis;
let nowMs: number;
const clock = { now: () => new Date(nowMs) };
beforeEach(async () => {
  server = await freshRedis();
  redis = openRedis(server.url, { warn: () => undefined }, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
  nowMs = NOW;
});
afterEach(async () => {
  redis.disconnect();
  await server.stop();
});

const shown = (id: string): KeptEffect => ({
  id,
  person: 'p1',
  effect: { kind: 'show', place: 'test:p1', card: messageCard('ja', id, []) },
  at: clock.now().toISOString(),
});

async function commit(effects: readonly KeptEffect[]): Promise<void> {
  const answer = await openDrafts(redis).commit({
    inputId: 'i1',
    person: 'p1',
    revision: 0,
    desk: emptyDesk,
    effects,
    now: clock.now().toISOString(),
  });
  expect(answer).toBe('ok');
}

/**
 * An instance on this Redis; `post` and `edit` are what its platform does, `posted` what it was asked to post, and
 * `execute` what its record does.
 */
function instance(
  post: (title: string) => Promise<void> = async () => undefined,
  drafts = openDrafts(redis),
  {
    execute = () => Promise.reject(new Error('no command')),
    edit = async () => 'edited',
  }: { execute?: Record['execute']; edit?: Messenger['edit'] } = {},
): Work & { posted: string[] } {
  const posted: string[] = [];
  const nothing = async () => undefined;
  const work = makeWork({
    drafts,
    record: {
      context: async () => null,
      execute,
      predecessor: async () => null,
      memoShown: nothing,
    },
    notices: {
      claim: async () => [],
      card: async () => null,
      posting: async () => true,
      sent: nothing,
      dropped: nothing,
      release: nothing,
      failed: nothing,
    },
    messenger: {
      async post(place, card) {
        const title = card.name === 'message' ? card.view.title : '';
        posted.push(title);
        await post(title);
        return { place, id: title };
      },
      edit,
      postFile: async () => 'no_files',
      find: async () => null,
    },
    makeFile: () => Promise.reject(new Error('no file')),
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    renewEveryMs: RENEWED_EVERY_MS,
  });
  return { ...work, posted };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error('did not come about');
    await pause(5);
  }
}

const scoreOf = async (id: string) => Number(await redis.zscore(effectKeys('p1')[1], id));

test('what an instance is at is left to it, however slow the platform is', async () => {
  let answer = () => {};
  const slow = instance(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const other = instance();
  const effects = [shown('i1#0'), shown('i1#1')];
  await commit(effects);
  slow.start(effects);
  for (let times = 1; times <= 4; times += 1) {
    nowMs = NOW + times * ALMOST_MS;
    await until(async () => (await scoreOf('i1#1')) >= nowMs);
    await other.sweep();
    await other.idle();
  }
  expect([slow.posted, other.posted]).toEqual([['i1#0'], []]);
  answer();
  await until(() => slow.posted.length === 2);
  answer();
  await slow.idle();
  expect(await effectsLeft(redis)).toBe(0);
});

test('what an instance that is gone has left is taken up after ten seconds, in order', async () => {
  await commit([shown('i1#0'), shown('i1#1')]);
  const other = instance();
  nowMs = NOW + ALMOST_MS;
  await other.sweep();
  await other.idle();
  expect(other.posted).toEqual([]);
  nowMs = NOW + 10_001;
  await other.sweep();
  await other.idle();
  expect(other.posted).toEqual(['i1#0', 'i1#1']);
});

test('what a platform refused for now is tried again after half a minute, not sooner', async () => {
  const refusing = instance(() =>
    Promise.reject(new PlatformError('busy', 'retry', { retryAfterMs: 20_000 })),
  );
  await commit([shown('i1#0')]);
  refusing.start([shown('i1#0')]);
  await refusing.idle();
  const other = instance();
  nowMs = NOW + 29_000;
  await other.sweep();
  await other.idle();
  expect(other.posted).toEqual([]);
  nowMs = NOW + 30_001;
  await other.sweep();
  await other.idle();
  expect(other.posted).toEqual(['i1#0']);
});

test('「記録しています」 of one instance is edited by the one that enters it, later where that was refused', async () => {
  const kept: KeptEffect = {
    ...shown('i1#0'),
    effect: { kind: 'record', place: 'test:p1', command: { kind: 'withdraw', report: 'r', version: 1 } },
  };
  await commit([kept]);
  const first = instance();
  first.start([kept]);
  await first.idle();
  expect(first.posted).toEqual(['記録しています']);
  const edits: string[] = [];
  const second = instance(undefined, undefined, {
    execute: async () => ({ ok: true, goalNo: '1', version: 1, complete: false }),
    async edit({ id }) {
      edits.push(id);
      if (edits.length === 1) throw new PlatformError('busy', 'retry', { retryAfterMs: 20_000 });
      return 'edited';
    },
  });
  for (const times of [1, 2]) {
    expect(await effectsLeft(redis)).toBe(1);
    nowMs = NOW + times * 31_000;
    await second.sweep();
    await second.idle();
    expect(edits).toEqual(Array(times).fill('記録しています'));
  }
  expect(second.posted).toEqual([]);
  expect(await effectsLeft(redis)).toBe(0);
});

test('what a stopping instance gives up is taken by another at once', async () => {
  const stopping = instance(() =>
    Promise.reject(new PlatformError('busy', 'retry', { retryAfterMs: 12_000 })),
  );
  await commit([shown('i1#0')]);
  stopping.start([shown('i1#0')]);
  await until(() => stopping.posted.length === 1);
  await stopping.stop(PATIENCE_MS);
  const other = instance();
  await other.sweep();
  await other.idle();
  expect(other.posted).toEqual(['i1#0']);
});

test('what is just being taken up is not begun again by the next look, though its answer take long', async () => {
  await commit([shown('1')]);
  const drafts = openDrafts(redis);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let taken = 0;
  const sweeping = instance(undefined, {
    ...drafts,
    async claimOverdue(...args) {
      const found = await drafts.claimOverdue(...args);
      taken += 1;
      if (taken === 1) await held;
      return found;
    },
  });
  nowMs += 60_000;
  const sweeps = [sweeping.sweep()];
  await until(() => taken === 1);
  for (let more = 0; more < 3; more += 1) {
    nowMs += 60_000;
    sweeps.push(sweeping.sweep());
    // Whatever it sends at once arrives before these.
    for (let turn = 0; turn < 3; turn += 1) await redis.ping();
  }
  release();
  await Promise.all(sweeps);
  await sweeping.idle();
  expect(sweeping.posted).toEqual(['1']);
  expect(await redis.hlen('maru:effects:aside')).toBe(0);
});
