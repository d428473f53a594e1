/** A message that somebody deleted: what is posted in its place stands there once, though its answer was lost. */
import { expect, test } from '@jest/globals';
import { messageCard } from '../../../src/core/cards/message.js';
import { deliverDue } from '../../../src/flow/notices/deliver.js';
import { type ClaimedNotice, type MessageRef, PlatformError } from '../../../src/flow/ports.js';

const NOW = new Date('2024-04-02T01:00:00Z');
const PLACE = 'test:channel';

/** One notice whose message was deleted and which has changed since; its state is kept as the store keeps it. */
function world(finds: 'by_key' | 'unknown') {
  const state = {
    wanted: 2,
    settled: 1,
    ref: { place: PLACE, id: 'deleted' } as MessageRef,
    content: null as string | null,
    doubtful: false,
    givenUp: false,
  };
  /** id of a message → its key and what it says */
  const standing = new Map<string, { key: string | null; title: string }>();
  let title = '一';
  let lose = true;
  const nothing = () => undefined;
  const claimed = (): ClaimedNotice => ({
    key: 'n',
    about: { kind: 'approval', reportId: 'r' },
    place: PLACE,
    language: 'ja',
    under: null,
    attempts: 0,
    ...state,
  });
  return {
    state,
    standing,
    /** The record has changed: one try to have it there. */
    async delivered(next = title) {
      title = next;
      let looks = 1;
      await deliverDue({
        notices: {
          claim: async () => (looks-- > 0 && !state.givenUp ? [claimed()] : []),
          card: async () => messageCard('ja', title, []),
          posting: async () => true,
          release: async () => undefined,
          async sent(_key, version, ref) {
            Object.assign(state, { settled: version, ref, doubtful: false });
          },
          dropped: async () => undefined,
          async failed(_key, _reason, retryAt, doubtful) {
            state.doubtful ||= doubtful;
            state.givenUp = retryAt === null;
          },
        },
        messenger: {
          async post(place, _card, { key }) {
            const id = `m${standing.size + 1}`;
            standing.set(id, { key, title });
            if (lose) {
              lose = false;
              throw new PlatformError('no answer', 'retry', { doubtful: true });
            }
            return { place, id };
          },
          async edit({ id }) {
            const one = standing.get(id);
            if (!one) throw new PlatformError('message_not_found', 'retry', { gone: true });
            one.title = title;
            return 'edited';
          },
          postFile: async () => 'no_files',
          async find(place, key) {
            if (finds === 'unknown') return finds;
            const [found] = [...standing].filter(([, one]) => one.key === key);
            return found ? { place, id: found[0] } : null;
          },
        },
        makeFile: () => Promise.reject(new Error('no file is wanted')),
        clock: { now: () => NOW },
        log: { info: nothing, warn: nothing, error: nothing },
      });
    },
  };
}

test('it is found by its key and brought up to date, and followed from then on', async () => {
  const w = world('by_key');
  await w.delivered('一');
  expect(w.state.doubtful).toBe(true);
  await w.delivered('二');
  await w.delivered('三');
  expect([...w.standing]).toEqual([['m1', { key: 'n', title: '三' }]]);
  expect(w.state).toMatchObject({ settled: 2, ref: { id: 'm1' }, doubtful: false, givenUp: false });
});

test('deleted as well before it was found, it is posted once more', async () => {
  const w = world('by_key');
  await w.delivered();
  w.standing.clear();
  await w.delivered();
  expect(w.standing.size).toBe(1);
  expect(w.state).toMatchObject({ ref: { id: 'm1' }, doubtful: false });
});

test('where nothing can be looked up the doubt stays, and it is not posted again', async () => {
  const w = world('unknown');
  await w.delivered();
  await w.delivered();
  expect(w.standing.size).toBe(1);
  expect(w.state).toMatchObject({ givenUp: true, doubtful: true });
});
