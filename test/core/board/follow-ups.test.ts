/** 「約束」: promises of earlier years on 事務局's board, those whose time has come first. */
import { describe, expect, test } from '@jest/globals';
import { boardArgument, boardAsked, readBoardArgument, WHOLE_BOARD } from '../../../src/core/board/asked.js';
import { followUpsPage } from '../../../src/core/board/follow-ups.js';
import { decodeAction } from '../../../src/core/cards/action.js';
import { boardCard } from '../../../src/core/cards/board/board.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { findFollowUps, followUpId } from '../../../src/core/followup/find.js';
import { actorOf, contextOf } from '../../support/tasks.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const sections = kitaSheets().map(({ header }, at) => ({
  id: `s${at + 1}`,
  name: header.organization.text,
  department: header.department.text,
  parentId: null,
  route: [],
}));
const promised = kitaSheets().flatMap((sheet, at) =>
  sheet.goals.flatMap((goal) =>
    findFollowUps(goal.nextPolicy ?? goal.indicators.map(({ status }) => status).join('\n'), 2023).map(
      (followUp) => ({
        section: sections[at]!,
        fiscalYear: 2023,
        goalNo: goal.no,
        goalText: goal.text,
        followUp,
        id: followUpId(`s${at}.2023.${goal.no}`, followUp.sentence),
        goalId: `s${at}.2023.${goal.no}`,
        said: null,
      }),
    ),
  ),
);
const page = (asked: Partial<typeof WHOLE_BOARD> = {}, today = '2024-09-15') =>
  followUpsPage({ ...WHOLE_BOARD, ...asked }, 2024, today, { promised, sections });
const list = (asked: Partial<typeof WHOLE_BOARD> = {}) => {
  const found = page(asked);
  if (found.kind !== 'follow_ups') throw new Error(found.kind);
  return found;
};

test.each([
  ['約束', { followUps: 0, said: '' }],
  ['約束 R6', { followUps: 2024, said: '' }],
  ['約束　令和7年度　建設課', { followUps: 2025, said: '建設課' }],
  ['Follow-ups 建設課', { followUps: 0, said: '建設課' }],
])('%s is asked for', (text, asked) => {
  expect(boardAsked(text)).toEqual({ ...WHOLE_BOARD, ...asked });
});

test.each(['約束します', '約束の件です', '状況'])('%s is not', (text) => {
  expect(boardAsked(text)?.followUps).toBeUndefined();
});

test('the year goes along with every button', () => {
  const asked = { round: '', filter: '' as const, followUps: 2024 };
  expect(readBoardArgument(boardArgument(asked))).toEqual(asked);
  expect(readBoardArgument(boardArgument({ round: '2023-yearend', filter: 'open' }))).toEqual({
    round: '2023-yearend',
    filter: 'open',
  });
});

describe('the page', () => {
  test('begins with what is over, and counts the rest', () => {
    const first = list();
    expect(first.counts).toEqual({ over: 1, now: 8, ahead: 2 });
    expect(first.pages).toBe(3);
    expect(first.rows.map(({ section, goalNo, time }) => [section.name, goalNo, time]).slice(0, 2)).toEqual([
      ['建設課', '2', 'over'],
      ['地域総務課', '2', 'now'],
    ]);
    expect(list({ page: 2 }).rows.map(({ time }) => time)).toEqual(['ahead']);
  });

  test('of a section, by its name or what only it begins with; else the three nearest', () => {
    expect(list({ said: '建設' }).rows.map(({ goalNo }) => goalNo)).toEqual(['2', '1', '4']);
    expect(list({ level: 'section', of: 's7' }).section?.name).toBe('建設課');
    const unclear = page({ said: '建説課' });
    expect(unclear.kind === 'unclear' && unclear.near[0]).toMatchObject({ of: 's7', name: '建設課' });
    expect(unclear.kind === 'unclear' && unclear.near).toHaveLength(3);
  });

  test.each([
    [
      'ja',
      [
        '令和6年度に果たす約束（建設課）',
        '時期を過ぎた 1 ・ いまが時期 2',
        '時期を過ぎた ・ R6.6.1～R6.8.31 ・ 令和5年度のシート',
        '工事中の北口エレベーターについては、R6年夏頃の供用開始を目指し工程管理を行っていきます。',
        'いまが時期 ・ 時期の記載なし（令和6年度） ・ 令和5年度のシート',
      ],
    ],
    ['en', ['Promises to keep in FY2024: 建設課', '2024-06-01 to 2024-08-31', 'Its time is over 1']],
  ] as const)('says when, and the sentence as typed (%s)', (language, lines) => {
    const text = fallbackText(boardCard(page({ said: '建設課' }), language));
    for (const line of lines) expect(text).toContain(line);
  });

  test('is turned, and its sections are opened, within the same year', () => {
    const card = boardCard(page(), 'ja');
    if (card.name !== 'board') throw new Error(card.name);
    const [next] = card.view.buttons.map(({ action }) => decodeAction(action)!);
    expect(next).toMatchObject({ do: 'board', v: 1 });
    expect(readBoardArgument(next!.with)).toMatchObject({ followUps: 2024 });
    const opened = decodeAction(card.view.items[0]!.open.action)!;
    expect(opened).toMatchObject({ do: 'board_section', of: 's7', v: 0 });
    expect(readBoardArgument(opened.with)).toMatchObject({ followUps: 2024 });
  });
});

test('事務局 is given it for the word, and a button asks for the same; whoever else says the word has their own', () => {
  const said = (text: string, role: 'coordinator' | 'staff') =>
    step(
      emptyDesk,
      { id: 'i', person: 'p', place: 'test:dm', aside: 'test:dm', surface: 'direct', kind: 'said', text },
      contextOf([], actorOf('s1', role)),
    ).effects;
  expect(said('約束 R6', 'coordinator')).toMatchObject([
    { kind: 'record', command: { kind: 'show_board', asked: { followUps: 2024 } } },
  ]);
  // Of the own sections, what is to be said of them.
  expect(said('約束 R6', 'staff')).toMatchObject([
    { kind: 'record', command: { kind: 'promises', said: null } },
  ]);
});
