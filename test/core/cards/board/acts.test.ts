/** The card of 催促: to how many it goes, whom it cannot reach, and what is there when it goes to nobody. */
import { expect, test } from '@jest/globals';
import type { Act } from '../../../../src/core/board/acts.js';
import { actCard } from '../../../../src/core/cards/board/acts.js';

type Urged = Extract<Act, { what: 'urge' }>;

const act = (more: Partial<Urged>): Urged => ({
  what: 'urge',
  scope: { round: '2023-yearend', level: 'section', of: 's1' },
  name: '建設課',
  people: 0,
  sections: 0,
  already: 0,
  unreached: { unlinked: 0, undelivered: 0, names: [] },
  at: '2024-03-13T01:00:00.000Z',
  done: false,
  changed: false,
  ...more,
});
const shown = (one: Urged, language: 'ja' | 'en') => {
  const card = actCard(one, language);
  if (card.name !== 'message') throw new Error(card.name);
  const { title, lines, buttons } = card.view;
  return { title, lines, buttons: buttons.map((button) => button.title) };
};

test('who is not reached is said with where they are seen, in both languages', () => {
  const unreached = { unlinked: 4, undelivered: 1, names: ['甲', '乙', '丙'] };
  const one = act({ people: 2, sections: 1, unreached });
  expect(shown(one, 'ja')).toMatchObject({
    lines: [expect.stringContaining('2人に'), '5人には届ける方法がなく、送りません：甲、乙、丙 ほか2人'],
    buttons: ['2人に催促する', '未連携の4人を見る', '届かなかった1人を見る'],
  });
  expect(shown(one, 'en')).toMatchObject({
    lines: [expect.stringContaining('goes to 2'), '5 cannot be reached and get none: 甲, 乙, 丙 and 2 more'],
    buttons: ['Remind 2', 'Show the 4 not linked', 'Show the 1 not delivered to'],
  });
});

test('where it goes to nobody it says why: nobody is reached, all have had it, or nobody is late', () => {
  const nobody = shown(act({ unreached: { unlinked: 1, undelivered: 0, names: ['甲'] } }), 'ja');
  expect(nobody).toEqual({
    title: '建設課に、いま催促する相手はいません',
    lines: ['1人には届ける方法がなく、送りません：甲'],
    buttons: ['未連携の1人を見る'],
  });
  expect(shown(act({ already: 2 }), 'ja').lines).toEqual([
    '今日のお知らせが届いたか、これから届く2人には送りません（1日に1回まで）。',
  ]);
  expect(shown(act({}), 'ja').lines).toEqual([expect.stringContaining('未提出がないか')]);
});

test('what an earlier version kept, without who is not reached, is shown as it was', () => {
  const { unreached: _, ...before } = act({ people: 2, sections: 1, done: true });
  expect(shown(before, 'ja')).toMatchObject({ title: '2人に催促します', buttons: [] });
});
