/** Every page of 事務局's board, for 8 and for 300 sections, within one message of each platform. */
import { describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../../src/chat/render/limits.js';
import { paginate, renderSlack, renderTeams } from '../../../../src/chat/render/render.js';
import { boardCard } from '../../../../src/core/cards/board/board.js';
import { fallbackText } from '../../../../src/core/cards/fallback.js';
import { boardOf, pagesOf } from '../../../support/sample-boards.js';

describe.each([
  { sections: 8, departments: 2 },
  { sections: 300, departments: 30 },
  // all in one department
  { sections: 300, departments: 1 },
])('$sections sections in $departments departments', ({ sections, departments }) => {
  const pages = pagesOf(boardOf(sections, departments));

  test.each(['ja', 'en'] as const)('every page is one message, whole, on both platforms (%s)', (language) => {
    for (const page of pages) {
      const card = boardCard(page, language);
      expect([card.name, JSON.stringify(page).slice(0, 200), paginate(card).length]).toEqual([
        card.name,
        JSON.stringify(page).slice(0, 200),
        1,
      ]);
      const slack = renderSlack(card) as unknown as {
        blocks: readonly { type: string; text?: { text: string } }[];
      };
      expect(slack.blocks.length).toBeLessThanOrEqual(LIMITS.slack.messageBlocks);
      const teams = JSON.stringify(renderTeams(card));
      expect(teams.length * 2).toBeLessThanOrEqual(LIMITS.teams.cardBytes);
      // Nothing is cut short to come within it.
      if (card.name === 'board')
        for (const { title, bar, detail } of card.view.items)
          for (const text of [title, bar, detail]) {
            expect(slack.blocks.some((block) => block.text?.text.includes(text))).toBe(true);
            expect(teams).toContain(JSON.stringify(text.split('\n')[0]).slice(1, -1));
          }
    }
  });

  test('every section can be reached from the first page, with next and open alone', () => {
    const lists = pages.flatMap((page) => (page.kind === 'list' ? [page] : []));
    const whole = lists.filter(({ asked }) => asked.level === 'city' && asked.filter === '');
    const named = whole.flatMap(({ rows }) => rows.map(({ total }) => total.sections));
    expect(named.reduce((sum, count) => sum + count, 0)).toBe(sections);
    for (const { asked, pages: of } of whole) {
      const text = fallbackText(boardCard(whole[asked.page]!, 'ja'));
      expect(text.includes('次のページ')).toBe(asked.page + 1 < of);
    }
  });
});
