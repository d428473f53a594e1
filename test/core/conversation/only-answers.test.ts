import { expect, test } from '@jest/globals';
import { ACTION_NAMES } from '../../../src/core/cards/action.js';
import type { Input } from '../../../src/core/conversation/input.js';
import { onlyAnswers } from '../../../src/core/conversation/interview/only-answers.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const tasks = tasksOf(6);
const context = contextOf(tasks, actorOf('s7'));
const [goal] = tasks;
const at = {
  id: 'in',
  person: context.actor.id,
  place: 'test:dm',
  aside: 'test:dm',
  surface: 'direct',
} as const;
const said = (text: string): Input => ({ ...at, kind: 'said', text });

const ANSWERS = ['190人', '△', '天候のため', '実施しました。', '続けます。'];
const TEXTS = [
  ...ANSWERS,
  ...[
    '提出',
    '状況',
    '取り下げ',
    '続き',
    '戻る',
    '同じ',
    'このまま',
    'あとで',
    'ヘルプ',
    'English',
    '後閲',
    '訂正',
  ],
  ...[
    '出力',
    '出力 csv',
    'export R5',
    'フォーム',
    '2番',
    '承認',
    '了解',
    '',
    '　',
    '？',
    'submit',
    'フォーム 提出',
  ],
];

/** Desks at every question of an interview, and an empty one. */
const desks = [emptyDesk];
for (const text of ['続き', ...ANSWERS]) desks.push(step(desks.at(-1)!, said(text), context).desk);

test('what only answers a question has no effect beyond the own draft, at any question and with any word or button', () => {
  const pressed = ACTION_NAMES.flatMap((name) =>
    [0, 1, 2, 3, 4, 5, 6].map(
      (v): Input => ({
        ...at,
        kind: 'pressed',
        action: { do: name, of: goal!.id, v, with: 'achieved' },
        fields: { text: '190人' },
      }),
    ),
  );
  const inputs = [...TEXTS.map(said), ...pressed];
  const answers = inputs.filter(onlyAnswers);
  expect(answers.length).toBeGreaterThan(ANSWERS.length);
  for (const desk of desks)
    for (const input of answers)
      expect([...new Set(step(desk, input, context).effects.map(({ kind }) => kind))]).toEqual(['show']);
  // and what is more is told apart
  const other = desks.flatMap((desk) =>
    inputs.filter((input) => step(desk, input, context).effects.some(({ kind }) => kind !== 'show')),
  );
  expect(other.filter(onlyAnswers)).toEqual([]);
  expect(other.length).toBeGreaterThan(0);
});

test('what is said or pressed elsewhere than in the direct message, or comes with a file, is never only an answer', () => {
  expect(onlyAnswers({ ...at, kind: 'said', text: '190人', surface: 'channel' })).toBe(false);
  expect(onlyAnswers({ ...at, kind: 'said', text: '190人', surface: 'thread' })).toBe(false);
  expect(
    onlyAnswers({
      ...at,
      kind: 'said',
      text: '',
      files: [{ state: 'kept', upload: 'f1', name: 'a.xlsx' } as never],
    }),
  ).toBe(false);
});

test.each([
  '報告の時期',
  '公表',
  '年間予定',
  '確認事項の一覧',
  '確認事項の一覧 建設課',
  '約束',
  '代理 建設課 1番',
  '1番の担当は担当者2',
])('「%s」 is no answer: whoever says it is known now, or is asked to say it again', (text) =>
  expect(onlyAnswers(said(text))).toBe(false),
);
