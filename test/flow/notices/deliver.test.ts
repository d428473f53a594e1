/** Notices on their way out: several places at once, each in order; nothing begins late in its lease. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { messageCard } from '../../../src/core/cards/message.js';
import { deliverDue } from '../../../src/flow/notices/deliver.js';
import {
  type ClaimedNotice,
  type FindPlace,
  type MessageRef,
  PlatformError,
} from '../../../src/flow/ports.js';

const notice = (key: string, place: string | null): ClaimedNotice => ({
  key,
  about: { kind: 'digest', sectionId: 's', week: '2023-10-02' },
  place,
  language: 'ja',
  wanted: 1,
  ref: null,
  under: null,
  doubtful: false,
  attempts: 0,
  content: null,
});

/** Delivers `batch`; `onPost` is awaited by every post. */
async function run(
  batch: readonly ClaimedNotice[],
  onPost: (key: string, clock: { ms: number }) => Promise<void>,
  signal?: AbortSignal,
  findPlace?: FindPlace,
  /** whether the lease still holds when a post begins */
  holds: () => boolean = () => true,
) {
  const clock = { ms: 0 };
  const under = new Map<string, number>();
  const seen = {
    most: 0,
    together: [] as string[],
    ended: [] as string[],
    failed: [] as string[],
    retries: [] as (number | undefined)[],
    released: [] as string[],
    leases: [] as number[][],
    /** what had been sent when something was given back */
    endedBefore: [] as string[][],
    sought: [] as string[],
  };
  const batches = [batch];
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const post = async (place: string, key: string | null): Promise<MessageRef> => {
    under.set(place, (under.get(place) ?? 0) + 1);
    const now = [...under.values()];
    seen.most = Math.max(
      seen.most,
      now.reduce((a, b) => a + b),
    );
    if (under.get(place)! > 1) seen.together.push(place);
    await onPost(key ?? '', clock);
    under.set(place, under.get(place)! - 1);
    seen.ended.push(key ?? '');
    return { place, id: key ?? '' };
  };
  const outcome = await deliverDue({
    notices: {
      claim: async () => [...(batches.shift() ?? [])],
      card: async () => messageCard('ja', 'told', []),
      posting: async () => holds(),
      async release(keys, leases) {
        seen.released.push(...keys);
        seen.endedBefore.push([...seen.ended]);
        seen.leases.push(leases.map((until) => until.getTime()));
      },
      sent: async () => undefined,
      dropped: async () => undefined,
      async failed(key, _reason, retryAt, _doubtful, leases = []) {
        seen.failed.push(key);
        seen.leases.push(leases.map((until) => until.getTime()));
        seen.retries.push(retryAt?.getTime());
      },
    },
    messenger: {
      post: (place, _card, { key }) => post(place, key),
      edit: async () => 'edited',
      postFile: async () => 'no_files',
      async find(place) {
        seen.sought.push(place);
        return null;
      },
    },
    makeFile: async () => {
      throw new Error('no file is wanted');
    },
    clock: { now: () => new Date(clock.ms) },
    log: quiet,
    ...(signal ? { signal } : {}),
    ...(findPlace ? { findPlace } : {}),
  }).catch((error: unknown) => error);
  return { outcome, ...seen };
}

test('eight places at once, each in the order in which it was claimed', async () => {
  const batch = Array.from({ length: 40 }, (_, i) => notice(`n${i}`, `test:${i % 10}`));
  const { outcome, most, together, ended } = await run(batch, (key) => pause(Number(key.slice(1)) % 7));
  expect(outcome).toBe(40);
  expect(most).toBe(8);
  expect(together).toEqual([]);
  for (let place = 0; place < 10; place += 1) {
    const there = ended.map((key) => Number(key.slice(1))).filter((i) => i % 10 === place);
    expect(there).toEqual([place, place + 10, place + 20, place + 30]);
  }
});

test('what would begin when half of its lease is gone is left to the next who claims it', async () => {
  const batch = ['a', 'b', 'c'].map((key) => notice(key, 'test:1'));
  const { ended, failed, released, leases } = await run(batch, async (_key, clock) => {
    clock.ms += 20_000;
  });
  expect(ended).toEqual(['a', 'b']);
  expect(failed).toEqual([]);
  // Of its own lease alone: somebody else may have claimed it by then.
  expect([released, leases]).toEqual([['c'], [[60_000]]]);
});

test('what is left is given back at once, though another place keeps its sender waiting', async () => {
  let stuck: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => {
    stuck = resolve;
  });
  const batch = [notice('stuck', 'test:2'), notice('a', 'test:1'), notice('b', 'test:1')];
  const { released, endedBefore } = await run(batch, async (key, clock) => {
    if (key === 'stuck') return waits;
    clock.ms += 40_000;
    setImmediate(stuck);
  });
  expect([released, endedBefore]).toEqual([['b'], [['a']]]);
});

test('what somebody else is at by now is not posted, and changed by nobody but them', async () => {
  const { ended, failed, leases } = await run(
    [notice('a', 'test:1')],
    async () => undefined,
    undefined,
    undefined,
    () => false,
  );
  expect([ended, failed]).toEqual([[], ['a']]);
  // The lease of the claim, and the one that was asked for: whether it was given may be told by no answer.
  expect(leases).toEqual([[60_000, 60_000]]);
});

test('one without a place waits by itself, and holds nobody up', async () => {
  const batch = [notice('a', null), notice('b', null), notice('c', 'test:1')];
  const { ended, failed } = await run(batch, async () => undefined);
  expect(ended).toEqual(['c']);
  expect(failed.sort()).toEqual(['a', 'b']);
});

test('when the service stops, what is under way is ended and what is not begun is given back', async () => {
  const stopping = new AbortController();
  const batch = ['a', 'b', 'c', 'd'].map((key) => notice(key, 'test:1'));
  const { outcome, ended, released, failed } = await run(
    batch,
    async (key) => {
      if (key === 'b') stopping.abort();
    },
    stopping.signal,
  );
  expect({ outcome, ended, released, failed }).toEqual({
    outcome: 4,
    ended: ['a', 'b'],
    released: ['c', 'd'],
    failed: [],
  });
});

test('a message in doubt is looked for where it may stand, not where the person is by now', async () => {
  const doubtful = { ...notice('a', 'other:1'), doubtful: true, doubtAt: 'test:1' };
  const { sought } = await run(
    [doubtful, { ...notice('b', 'test:2'), doubtful: true }],
    async () => undefined,
  );
  expect(sought.sort()).toEqual(['test:1', 'test:2']);
});

test('who never wrote is looked for; who is not found, or cannot be looked for now, is waited for', async () => {
  const unmet = (id: string) => ({ ...notice(id, null), unmet: { id, email: `${id}@example.jp` } });
  const { ended, failed, retries } = await run(
    [notice('channel', null), unmet('found'), unmet('nowhere'), unmet('busy')],
    async () => undefined,
    undefined,
    async ({ id, email }) => {
      if (id === 'busy') throw new PlatformError('too many calls', 'retry', { retryAfterMs: 1_000 });
      return email === 'found@example.jp' ? 'test:found' : null;
    },
  );
  expect([ended, failed]).toEqual([['found'], ['channel', 'nowhere', 'busy']]);
  expect(retries).toEqual([600_000, 600_000, 60_000]);
});
