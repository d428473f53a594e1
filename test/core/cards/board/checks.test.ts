/** Every page of the board of checks, for 8 and for 300 sections, within one message of each platform. */
import { describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../../src/chat/render/limits.js';
import { paginate, renderSlack, renderTeams } from '../../../../src/chat/render/render.js';
import { ALL_CHECKS, CHECK_FILTERS, type CheckRow, checksPage } from '../../../../src/core/board/checks.js';
import { decodeAction } from '../../../../src/core/cards/action.js';
import { askCheckCard, checksCard } from '../../../../src/core/cards/board/checks.js';
import { CHECK_GROUPS } from '../../../../src/core/checks/board/find.js';
import { boardOf } from '../../../support/sample-boards.js';

const LONG = '健やかな暮らしと地域の支え合いを推進するための指標';

function rowsOf(section: string, many: number): CheckRow[] {
  return Array.from({ length: many }, (_one, no) => ({
    task: `${section}.2023.${no + 1}:yearend`,
    goalNo: String(no + 1),
    indicator: LONG.repeat(4),
    check: {
      kind: no % 7 === 6 ? 'blank' : 'copied',
      group: CHECK_GROUPS[no % CHECK_GROUPS.length]!,
      indicatorId: `${section}.2023.${no + 1}.1`,
      texts: [
        { of: 'status', text: LONG.repeat(60) },
        { of: 'other', text: `${LONG} No.${no}` },
      ],
      message: { ja: LONG.repeat(40), en: 'a long text '.repeat(80) },
      reason: no % 5 === 4 ? LONG.repeat(8) : null,
    },
    asked:
      no % 3 === 0
        ? null
        : {
            at: '2024-04-02T01:00:00.000Z',
            answer:
              no % 3 === 1
                ? null
                : { name: '担当者1', at: '2024-04-03T01:00:00.000Z', text: LONG.repeat(30) },
          },
  }));
}

describe.each([
  { sections: 8, departments: 2 },
  { sections: 300, departments: 30 },
  { sections: 300, departments: 1 },
])('$sections sections in $departments departments', ({ sections, departments }) => {
  const board = boardOf(sections, departments);
  const found = new Map(board.sections.map(({ id }, no) => [id, rowsOf(id, 1 + (no % 14))]));
  const pages = (['city', 'department', 'section'] as const).flatMap((level) =>
    (['', ...CHECK_FILTERS] as const).flatMap((group) => {
      const of = level === 'city' ? '' : board.sections[13 % sections]!.id;
      const first = checksPage(board, found, { ...ALL_CHECKS, level, of, group });
      const many = 'pages' in first ? first.pages : 1;
      return Array.from({ length: many }, (_one, page) =>
        checksPage(board, found, { ...ALL_CHECKS, level, of, group, page }),
      );
    }),
  );

  test.each(['ja', 'en'] as const)('every page is one message on both platforms (%s)', (language) => {
    for (const page of pages) {
      const card = checksCard(page, language);
      expect([JSON.stringify(page).slice(0, 160), paginate(card).length]).toEqual([
        JSON.stringify(page).slice(0, 160),
        1,
      ]);
      const slack = renderSlack(card) as unknown as { blocks: readonly object[] };
      expect(slack.blocks.length).toBeLessThanOrEqual(LIMITS.slack.messageBlocks);
      expect(Buffer.byteLength(JSON.stringify(renderTeams(card)), 'utf16le')).toBeLessThanOrEqual(
        LIMITS.teams.cardBytes * 2,
      );
    }
  });

  test('every check that waits is on a page, by 開く and 次のページ alone, with what is asked about it', () => {
    const all = [...found.values()].flat();
    const open = all.filter(({ check }) => check.reason === null);
    const [city] = pages;
    const counted = city && 'counts' in city ? CHECK_GROUPS.map((group) => city.counts[group]) : [];
    expect(counted.reduce((sum, one) => sum + one, 0)).toBe(open.length);
    const seen = board.sections.flatMap(({ id }) => {
      const at = (page: number) =>
        checksPage(board, found, { ...ALL_CHECKS, level: 'section', of: id, page });
      const first = at(0);
      const many = 'pages' in first ? first.pages : 0;
      return Array.from({ length: many }, (_one, page) => at(page)).flatMap((page) => {
        const card = checksCard(page, 'ja');
        return card.name === 'board'
          ? card.view.items.map(({ open: { action } }) => decodeAction(action))
          : [];
      });
    });
    expect(seen.every((action) => action?.do === 'ask_check')).toBe(true);
    expect(new Set(seen.map((action) => action?.of))).toEqual(new Set(open.map(({ task }) => task)));
  });
});

test('what is asked about stands whole on one card, longest texts and all', () => {
  const [row] = rowsOf('s1', 1);
  const card = askCheckCard(
    {
      what: 'ask_check',
      task: row!.task,
      section: 's1',
      round: '2023-yearend',
      name: LONG,
      goalNo: '1',
      goalText: LONG,
      indicator: row!.indicator,
      check: row!.check,
      people: Array.from({ length: 9 }, (_one, no) => `担当者${no}`),
      asked: null,
      done: false,
    },
    'ja',
  );
  expect(paginate(card)).toHaveLength(1);
});
