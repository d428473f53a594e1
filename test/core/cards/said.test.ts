/** Cards that name a place, a number or a plan: what they say is what is there. */
import { expect, test } from '@jest/globals';
import { departmentCard } from '../../../src/core/cards/notices/department.js';
import { digestCard } from '../../../src/core/cards/notices/digest.js';
import { enteredForCard } from '../../../src/core/cards/owner/behalf.js';
import { summaryCard } from '../../../src/core/cards/summary.js';
import { approvalBy, type RouteStep } from '../../../src/core/organization/route.js';
import { cardWords, roundName } from '../../../src/core/wording/cards.js';
import { boardOf } from '../../support/sample-boards.js';
import {
  material,
  printedContent,
  reportOf,
  sectionOf,
  signature,
  TODAY,
} from '../../support/sample-cards.js';
import { tasksOf } from '../../support/tasks.js';

const tasks = tasksOf(5);
const [task] = tasks;
const privately: RouteStep = { role: 'section_manager', act: 'approve', where: 'private' };

test.each([
  ['ja', '承認と差戻しは、個別のチャットで行います。', '承認は個別のチャットでできます。'],
  ['en', 'in private chats.', 'approve in private chats.'],
] as const)('a route in private sends nobody to the thread: %s', (language, said, weekly) => {
  const { round } = task!;
  const footers = (route: readonly RouteStep[]) => {
    const section = sectionOf(task!, route);
    const root = summaryCard({ section, round, tasks, today: TODAY, language });
    const week = { kind: 'week', section, round, tasks, week: '2024-04-08', since: '2024-04-01' } as const;
    const digest = digestCard({ ...week, workingDays: 3, today: TODAY }, language)!;
    return [root, digest].map((card) => (card.name === 'summary' ? card.view.footer : ''));
  };
  const [root, digest] = footers([privately, privately]);
  expect(root).toContain(said);
  expect(digest).toContain(weekly);
  for (const route of [[approvalBy('section_manager')], [privately, approvalBy('section_manager')]])
    expect(footers(route)).toEqual([expect.not.stringContaining(said), expect.not.stringContaining(weekly)]);
});

test.each(['ja', 'en'] as const)('what is being corrected is not late: %s', (language) => {
  const board = boardOf(1, 1);
  const [section] = board.sections;
  const none = { approved: 0, submitted: 0, returned: 0, correcting: 0, open: 0 };
  const lines = (counts: Partial<typeof none>) => {
    const one = { ...section!, dueOn: '2024-04-12', counts: { ...none, ...counts }, before: none };
    const late = { ...board, sections: [one], today: '2024-04-15' };
    const person = { id: 'p', name: '区長', email: null, language };
    const card = departmentCard(
      { kind: 'department', person, boards: [late], today: '2024-04-15' },
      language,
    );
    return card?.name === 'message' ? card.view.lines.join('\n') : '';
  };
  const late = language === 'ja' ? /期限を過ぎた/u : /past the deadline/iu;
  expect(lines({ approved: 3, correcting: 1 })).not.toMatch(late);
  expect(lines({ approved: 3, open: 1 })).toMatch(late);
  expect(lines({ approved: 3, returned: 1 })).toMatch(late);
});

test.each([
  [
    'ja',
    ['・参加者数：200人以上 → 210人（変更）', '・催しの数：目標 3回（新規）', '・古い指標：5回（廃止）'],
  ],
  [
    'en',
    ['・参加者数: 200人以上 → 210人 (Changed)', '・催しの数: Target 3回 (New)', '・古い指標: 5回 (Dropped)'],
  ],
] as const)('a plan that was entered for somebody is told as a plan: %s', (language, expected) => {
  const one = {
    id: `${task!.goalId}.1`,
    place: '',
    initiative: '',
    overview: '',
    direction: null,
    growth: null,
    period: '',
    was: { name: '参加者数', target: '200人以上' },
  };
  const indicators = [
    { ...one, name: '参加者数', target: '210人', decision: 'change' as const },
    { ...one, name: '催しの数', target: '3回', was: null, decision: 'add' as const },
    {
      ...one,
      name: '古い指標',
      target: '5回',
      was: { name: '古い指標', target: '5回' },
      decision: 'drop' as const,
    },
  ];
  const content = {
    answers: [],
    nextPolicy: '',
    plan: { decision: 'change' as const, grounds: '', no: '1', text: '目標', was: '目標', indicators },
  };
  const writer = signature('課長補佐', '2024-04-03T00:12:00.000Z', {
    onBehalfOf: { personId: 'x', name: '担当者' },
  });
  const report = reportOf(task!, content, { writer });
  const asked = material(task!, report);
  if (asked.kind !== 'report') throw new Error(asked.kind);
  const card = enteredForCard(asked, language);
  const lines = card?.name === 'message' ? card.view.lines : [];
  expect(lines.filter((line) => line.startsWith('・'))).toEqual(expected);
});

test('what was entered for somebody has the colon of its language', () => {
  const writer = signature('課長補佐', '2024-04-03T00:12:00.000Z', {
    onBehalfOf: { personId: 'x', name: '担当者' },
  });
  const report = reportOf(task!, printedContent(task!, 5), { writer });
  const asked = material(task!, report);
  if (asked.kind !== 'report') throw new Error(asked.kind);
  const linesIn = (language: 'ja' | 'en') => {
    const card = enteredForCard(asked, language);
    return card?.name === 'message' ? card.view.lines.filter((line) => line.startsWith('・')) : [];
  };
  const { name } = task!.indicators[0]!;
  expect(linesIn('ja')[0]).toContain(`・${name}：`);
  expect(linesIn('en')[0]).toContain(`・${name}: `);
});

test('the reminder asks for what the round wants', () => {
  const targets = roundName({ ...task!.round, kind: 'targets' }, 'en');
  expect(cardWords('en').reminder.title(targets)).not.toContain('results');
});
