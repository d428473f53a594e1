/** Where nothing can be edited: what is decisive is said in a message of its own, once; the rest stays as it is. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CARD_VIEWS, type Card, type CardName } from '../../../src/core/cards/card.js';
import { messageCard } from '../../../src/core/cards/message.js';
import { deliverDue } from '../../../src/flow/notices/deliver.js';
import type { Notices } from '../../../src/flow/notices/notices-port.js';
import { type MessageRef, PlatformError } from '../../../src/flow/ports.js';

const NOW = new Date('2024-04-02T01:00:00Z');
const PLACE = 'test:channel';

/** The sample of a card in cards/. */
function sample<Name extends CardName>(name: Name): Extract<Card, { name: Name }> {
  const json = readFileSync(new URL(`../../../cards/${name}/sample.json`, import.meta.url), 'utf8');
  return { name, language: 'ja', view: CARD_VIEWS[name].parse((JSON.parse(json) as Card).view) } as Extract<
    Card,
    { name: Name }
  >;
}
const root = (complete: boolean, result = '190人'): Card => {
  const card = sample('summary');
  const item = { goal: 'No.1 参加者数', figures: `200人 → ${result}`, state: '△ 一部未達成' };
  return {
    ...card,
    view: { ...card.view, complete, items: [item] },
  };
};
const goal = (state: string): Card => {
  const card = sample('approval');
  return { ...card, view: { ...card.view, state } };
};

/** One notice whose state is kept as the store keeps it, on a platform that edits nothing. */
function world(finds: 'by_key' | 'unknown' = 'by_key') {
  const state = {
    wanted: 0,
    settled: 0,
    ref: null as MessageRef | null,
    content: null as string | null,
    doubtful: false,
    givenUp: false,
  };
  let card = root(false);
  let lose = false;
  const posted: { readonly key: string; readonly card: Card }[] = [];
  const notices: Notices = {
    claim: async () =>
      state.settled < state.wanted && !state.givenUp
        ? [
            {
              key: 'n',
              about: { kind: 'approval', reportId: 'r' },
              place: PLACE,
              language: 'ja',
              under: null,
              attempts: 0,
              ...state,
            },
          ]
        : [],
    card: async () => card,
    async posting(_key, _now, _place, content) {
      if (state.ref === null) state.content = content;
      return true;
    },
    release: async () => undefined,
    async sent(_key, version, ref, _now, sent) {
      Object.assign(state, {
        settled: version,
        ref,
        doubtful: false,
        content: sent?.content ?? state.content,
      });
    },
    dropped: async () => undefined,
    async failed(_key, _reason, retryAt, doubtful) {
      state.doubtful ||= doubtful;
      state.givenUp = retryAt === null;
    },
  };
  const nothing = () => undefined;
  return {
    state,
    posted,
    /** The record has changed: the notice is wanted once more, and is delivered. */
    async raised(next: Card, loseAnswer = false) {
      card = next;
      lose = loseAnswer;
      state.wanted += 1;
      await deliverDue({
        notices,
        messenger: {
          async post(place, shown, { key }) {
            posted.push({ key: key ?? '', card: shown });
            if (lose) {
              lose = false;
              throw new PlatformError('no answer', 'retry', { doubtful: true });
            }
            return { place, id: `m${posted.length}` };
          },
          edit: async () => 'cannot_edit',
          postFile: async () => 'no_files',
          async find(place, key) {
            if (finds === 'unknown') return finds;
            const at = posted.findIndex((one) => one.key === key);
            return at === -1 ? null : { place, id: `m${at + 1}` };
          },
        },
        makeFile: () => Promise.reject(new Error('no file is wanted')),
        clock: { now: () => NOW },
        log: { info: nothing, warn: nothing, error: nothing },
      });
    },
  };
}

describe('on a platform that cannot edit', () => {
  test('the root card stands as it was until the sheet is complete, and a complete one is said once', async () => {
    const w = world();
    for (let goals = 0; goals < 5; goals += 1) await w.raised(root(false, `${goals}人`));
    expect(w.posted).toHaveLength(1);
    for (let times = 0; times < 3; times += 1) await w.raised(root(true));
    expect(w.posted.map(({ card }) => card)).toEqual([root(false, '0人'), root(true)]);
    expect(w.state).toMatchObject({ settled: 8, ref: { id: 'm2' } });
    // A correction: the sheet is open again, and says something else when it is complete; then what it said before.
    await w.raised(root(false));
    await w.raised(root(true, '192人'));
    await w.raised(root(true));
    expect(w.posted.slice(2).map(({ card }) => card)).toEqual([root(true, '192人'), root(true)]);
    expect(new Set(w.posted.map(({ key }) => key)).size).toBe(4);
  });

  test('a goal is said again when it waits anew or is decided; a list of what is to do is not', async () => {
    const w = world();
    for (const state of ['承認待ち', '承認待ち', '差戻し', '承認待ち（第2版）', '承認済', '承認済'])
      await w.raised(goal(state));
    expect(w.posted.map(({ card }) => card.name === 'approval' && card.view.state)).toEqual([
      '承認待ち',
      '差戻し',
      '承認待ち（第2版）',
      '承認済',
    ]);
    const list = world();
    for (const title of ['一', '二']) {
      const card = sample('tasks');
      await list.raised({ ...card, view: { ...card.view, title } });
    }
    expect(list.posted).toHaveLength(1);
    const told = world();
    for (const [title, line] of [
      ['質問', 'a'],
      ['質問', 'b'],
      ['回答', 'b'],
    ] as const)
      await told.raised(messageCard('ja', title, [line]));
    expect(told.posted).toHaveLength(2);
  });

  test('an answer that was lost, of the first message or a further one: found by its key, and not said twice', async () => {
    const w = world();
    await w.raised(goal('承認待ち'), true);
    expect(w.posted).toHaveLength(1);
    await w.raised(goal('承認済'), true);
    await w.raised(goal('承認済'));
    expect(w.posted.map(({ card }) => card)).toEqual([goal('承認待ち'), goal('承認済')]);
    expect(w.state).toMatchObject({ settled: 3, ref: { id: 'm2' }, doubtful: false });
  });

  test('where nothing can be looked up, the doubt about a further message stays, and it is not posted again', async () => {
    const w = world('unknown');
    await w.raised(goal('承認待ち'));
    await w.raised(goal('承認済'), true);
    await w.raised(goal('承認済'));
    expect(w.posted).toHaveLength(2);
    expect(w.state).toMatchObject({ givenUp: true, doubtful: true });
  });
});
