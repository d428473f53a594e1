/** Lists as Slack shows them: what is to be seen before a decision is not cut off, and nobody's text is read as markup. */
import { beforeAll, expect, test } from '@jest/globals';
import { paginate, readTemplates, renderSlack, type SlackMessage } from '../../../src/chat/render/render.js';
import { lastLookCard } from '../../../src/core/cards/approval/decision.js';
import { waitingCard } from '../../../src/core/cards/approval/waiting.js';
import type { Card } from '../../../src/core/cards/card.js';
import { memosCard } from '../../../src/core/cards/memo/memo.js';
import { targetsCard } from '../../../src/core/cards/year/target-change.js';
import { blockKitProblems } from '../../support/block-kit.js';
import { printedContent, reportOf } from '../../support/sample-cards.js';
import { tasksOf } from '../../support/tasks.js';

beforeAll(() => readTemplates('slack'));

const [task] = tasksOf(5);
const languages = ['ja', 'en'] as const;
const CHECK = {
  ja: '【確認】目標達成状況の数「190人」と結果「209人」が違います。',
  en: 'The figure “190人” in the achievement is not the result “209人”.',
};

function shown(card: Card): string {
  const pages = paginate(card, ['slack']);
  for (const page of pages) expect(blockKitProblems(renderSlack(page))).toEqual([]);
  return pages.map((page) => JSON.stringify((renderSlack(page) as SlackMessage).blocks)).join('');
}

test.each(languages)('the last of many indicators that wait is shown with its rating: %s', (language) => {
  const indicators = Array.from({ length: 7 }, (_one, at) => ({
    ...task!.indicators[0]!,
    id: `${task!.goalId}.${at + 1}`,
    name: `指標${at + 1}`,
    target: '目'.repeat(80),
  }));
  const many = { ...task!, indicators };
  const content = printedContent(task!, 5);
  const answers = indicators.map(({ id }, at) => ({
    ...content.answers[0]!,
    indicatorId: id,
    result: '結'.repeat(80),
    rating: at === 6 ? ('not_achieved' as const) : ('achieved' as const),
  }));
  const checks = [
    { kind: 'figures', indicatorId: indicators[0]!.id, texts: [], message: CHECK, reason: null } as const,
  ];
  const report = reportOf(many, { ...content, answers, checks });
  const card = waitingCard(
    [{ task: { ...many, report }, workingDays: 1, check: false, raised: null }],
    language,
  )!;
  const text = shown(card);
  expect(text).toContain(language === 'ja' ? '× 未達成' : '× Not achieved');
  expect(text).toContain('190人');
});

test.each([
  [2, 'ja'],
  [3, 'ja'],
  [7, 'ja'],
  [7, 'en'],
] as const)('the last look at a goal of %i indicators has what does not fit: %s', (count, language) => {
  const rows = Array.from({ length: count }, (_one, at) => ({
    indicator: `取組指標の名前がそれなりに長いもの その${at + 1}`,
    target: 'あ'.repeat(120),
    result: 'い'.repeat(150),
    rating: { ja: '○ 達成', en: '○ Achieved' },
  }));
  const goals = [{ goalNo: '1', goal: '目標', rows, checks: [{ message: CHECK, reason: null }] }];
  const text = shown(lastLookCard({ report: 's.2023.1:yearend', version: 1, step: 0 }, { goals }, language));
  expect(text).toContain(JSON.stringify(CHECK[language]).slice(1, -1));
  expect(text).toContain(`その${count}`);
});

test.each(languages)('targets and numbers of people stand as typed: %s', (language) => {
  const target = (text: string) => ({
    indicatorId: 's.2023.1.1',
    goalNo: '1',
    section: '健康福祉課',
    indicator: '開催回数',
    target: text,
    changed: null,
    waits: null,
    reported: false,
  });
  const typed = ['・委員会2回\n・座談会8回', '*10*件と_5_件', '~50人~', ''];
  const memo = {
    id: 'm1',
    sectionId: 's',
    fiscalYear: 2024,
    goalId: null,
    indicatorId: null,
    countsOn: null,
    notedAt: '2024-06-12T01:00:00.000Z',
    goalText: '',
    section: '建設課',
    goalNo: '1',
    indicator: '開催回数',
    day: '2024-06-12',
    number: '3*4人',
    by: { personId: 'p', name: '担当_者_' },
    text: '座談会',
    link: '',
    own: false,
    source: '',
  };
  const memos = {
    goal: '',
    rows: [memo],
    sums: [],
    waiting: 0,
    count: 1,
    pages: 1,
    page: 0,
    fiscalYear: 2024,
  };
  for (const card of [targetsCard(typed.map(target), language), memosCard(memos, language)]) {
    const { blocks } = renderSlack(card) as SlackMessage;
    expect(JSON.stringify(blocks)).not.toContain('"**"');
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn');
  }
});
