/**
 * 「記録しています」 does not stay: whoever ends the work edits it, in another process too, and what the platform did not
 * let be edited is edited later.
 */
import { beforeEach, expect, test } from '@jest/globals';
import type { Card } from '../../../src/core/cards/card.js';
import { messageCard } from '../../../src/core/cards/message.js';
import { makeRecording } from '../../../src/flow/effects/recording.js';
import { type KeptEffect, type Messenger, PlatformError } from '../../../src/flow/ports.js';
import { movedClock } from '../../support/moved-clock.js';

const RECORDING = '記録しています';
const DM = 'test:dm';
const outcome = messageCard('ja', '取り下げました', []);
const command = { kind: 'withdraw', report: 'r', version: 1 } as const;
const fresh: KeptEffect = {
  id: 'i#0',
  person: 'p1',
  effect: { kind: 'record', place: DM, command },
  at: '2023-10-02T00:00:00Z',
};
const away = () => Promise.reject(new Error('away'));

let said: string[];
let kept: KeptEffect;
let faults: PlatformError[];
let clock: ReturnType<typeof movedClock>;
beforeEach(() => {
  said = [];
  kept = fresh;
  faults = [];
  clock = movedClock('2023-10-02T00:00:00Z');
});

const titleOf = (card: Card) => (card.name === 'message' ? card.view.title : '');
const messenger: Messenger = {
  async post(place, card) {
    said.push(titleOf(card));
    return { place, id: String(said.length - 1) };
  },
  async edit({ id }, card) {
    const fault = faults.shift();
    if (fault) throw fault;
    said[Number(id)] = titleOf(card);
    return 'edited';
  },
  postFile: async () => 'no_files',
  find: async () => null,
};
/** What one process knows; all of them share what is kept. */
const makeProcess = () =>
  makeRecording({
    messenger,
    drafts: {
      async amend(amended) {
        kept = amended;
      },
    },
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });

test('what one process told is not told again by another, which puts the outcome in its place', async () => {
  const [first, second, third] = [makeProcess(), makeProcess(), makeProcess()];
  for (const one of [first, second]) await expect(one.during(kept, away)).rejects.toThrow('away');
  expect(said).toEqual([RECORDING]);
  await third.during(kept, async () => undefined);
  expect(await third.replaced('i#0!#0', DM, outcome)).toBe(true);
  expect(await third.done(kept, true)).toBe(true);
  expect(said).toEqual(['取り下げました']);
});

test('an outcome that stands there is left by whoever ends the work once more', async () => {
  const [first, second] = [makeProcess(), makeProcess()];
  await expect(first.during(kept, away)).rejects.toThrow('away');
  expect(await first.replaced('i#0!#0', DM, outcome)).toBe(true);
  await second.during(kept, async () => undefined);
  expect(await second.done(kept, true)).toBe(true);
  expect(said).toEqual(['取り下げました']);
});

const busy = () => new PlatformError('busy', 'retry', { retryAfterMs: 1_000 });

test.each(['the same', 'another'])(
  'what the platform does not let be edited now is edited later, by %s process',
  async (which) => {
    const first = makeProcess();
    await expect(first.during(kept, away)).rejects.toThrow('away');
    faults = [busy(), busy()];
    expect(await first.replaced('i#0!#0', DM, outcome)).toBe(false);
    expect(first.stands('p1')).toBe(false);
    expect(await first.done(kept, true)).toBe(false);
    expect(said).toEqual([RECORDING]);
    const then = which === 'another' ? makeProcess() : first;
    await then.during(kept, async () => undefined);
    expect(await then.done(kept, true)).toBe(true);
    expect(said).toEqual([expect.stringContaining('記録しました')]);
  },
);

test('what was refused is not said to be recorded', async () => {
  const one = makeProcess();
  await expect(one.during(kept, away)).rejects.toThrow('away');
  faults = [busy(), busy()];
  expect(await one.replaced('i#0!#0', DM, outcome)).toBe(false);
  expect(await one.done(kept, false)).toBe(false);
  expect(await one.done(kept, false)).toBe(true);
  expect(said).toEqual([expect.stringContaining('記録していません')]);
});

test('it is tried for an hour, and not at all where the card is gone', async () => {
  const one = makeProcess();
  await expect(one.during(kept, away)).rejects.toThrow('away');
  faults = [busy(), busy()];
  expect(await one.done(kept, true)).toBe(false);
  clock.goTo('2023-10-02T01:00:01Z');
  expect(await one.done(kept, true)).toBe(true);
  kept = { ...fresh, id: 'j#0' };
  await expect(one.during(kept, away)).rejects.toThrow('away');
  faults = [new PlatformError('deleted', 'retry', { gone: true })];
  expect(await one.done(kept, true)).toBe(true);
});
