/** What people are told fits who they are and what has become of it: closed, moved, unchanged, or without a channel. */
import { expect, test } from '@jest/globals';
import { encodeAction } from '../../../src/core/cards/action.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { noticeCard } from '../../../src/core/cards/notices/notice.js';
import { settle } from '../../../src/core/conversation/command-outcome.js';
import type { Context } from '../../../src/core/conversation/context.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { conversation } from '../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const tasks = tasksOf(6);
const [task] = tasks;
if (!task) throw new Error('no goal');
const staff = actorOf('s7');
const desk = { ...actorOf('s7', 'coordinator', 'desk') };
const said = (effects: ReturnType<typeof step>['effects']) =>
  effects.map((one) => (one.kind === 'show' ? fallbackText(one.card) : one.kind)).join('\n');

test('after closing, a goal’s number says that the round is closed and what can be done', () => {
  const closed = { ...contextOf([], staff), closedRound: { ...task.round, state: 'closed' as const } };
  const view = conversation(closed).say('3番').view('message');
  expect(view.title).toBe('令和5年度 期末報告は締め切られました');
  expect(view.lines[0]).toContain('No.3 は、いまは提出や変更ができません。');
  expect(view.lines[0]).toContain('事務局が差し戻すと');
  expect(
    conversation({ ...closed, actor: desk })
      .say('3番')
      .view('message').lines[0],
  ).toContain('maru round reopen');
  expect(conversation(contextOf([], staff)).say('3番').view('message').title).toBe(
    'うまく読み取れませんでした',
  );
});

test('事務局 is not sent to 事務局', () => {
  const outcome = { ok: false, refusal: { reason: 'round_closed' } } as const;
  const command = { kind: 'approve', report: task.id, version: 1, step: 0 } as const;
  const told = (actor: typeof staff) =>
    said(settle(emptyDesk, 'p', command, outcome, contextOf(tasks, actor)).effects);
  expect(told(staff)).toContain('事務局へご連絡ください');
  expect(told(desk)).not.toContain('事務局');
  expect(told(desk)).toContain('maru round reopen');
  const nobody = { ok: false, refusal: { reason: 'not_entitled', who: [] } } as const;
  expect(said(settle(emptyDesk, 'p', command, nobody, contextOf(tasks, desk)).effects)).toContain(
    '名簿に後任か代決者を登録',
  );
  expect(fallbackText(conversation(contextOf(tasks, staff)).say('ヘルプ').card())).toContain(
    '事務局へご連絡',
  );
  expect(fallbackText(conversation(contextOf(tasks, desk)).say('ヘルプ').card())).not.toContain('事務局へ');
});

test('a leaver is not promised reminders', () => {
  const view = conversation(contextOf([], { ...staff, posts: [] }))
    .say('続き')
    .view('message');
  expect(view.title).toBe('いま、報告や承認を担当する役職がありません');
  expect(view.lines.join()).not.toContain('お知らせします');
  expect(conversation(contextOf([], staff)).say('続き').view('message').lines[0]).toContain(
    'こちらからお知らせします',
  );
});

test('an old form after a transfer is answered in words that fit, with what was typed', () => {
  const context: Context = { ...contextOf([], { ...staff, posts: [] }), named: task };
  const action = JSON.parse(encodeAction('fill_form', task.id, 5)) as never;
  const input = {
    kind: 'pressed',
    id: 'i',
    person: 'p',
    place: 'p',
    aside: 'p',
    surface: 'direct',
    action,
    fields: { 'result.0': '190人' },
  } as const;
  const text = said(step(emptyDesk, input, context).effects);
  expect(text).toContain('建設課 No.1 は、いまはご担当ではありません');
  expect(text).toContain('後任の方が続けます');
  expect(text).toContain('入力された「190人」は、まだ保存していません。');
  const still = {
    ...context,
    actor: { ...staff, posts: staff.posts.map((post) => ({ ...post, sectionId: task.sectionId })) },
  };
  expect(said(step(emptyDesk, input, still).effects)).toContain('令和5年度 期末報告は締め切られました');
});

test('a submission says what becomes of it: waits in the channel, in private, or nothing was changed', () => {
  const command = {
    kind: 'submit',
    task: task.id,
    base: 1,
    content: { answers: [], nextPolicy: '' },
  } as const;
  const told = (more: object) =>
    said(
      settle(
        emptyDesk,
        'p',
        command,
        { ok: true, goalNo: '1', version: 2, complete: false, ...more },
        contextOf(tasks, staff),
      ).effects,
    );
  expect(told({})).toContain('チャンネルで承認をお待ちください');
  expect(told({ unlinked: true })).toContain('Maru との個別のチャットで承認されます');
  expect(told({ complete: true })).toContain('No.1 は承認されたままです');
  expect(told({ complete: true })).not.toContain('お待ちください');
});

test('two predecessors keep their own dates', () => {
  const card = noticeCard(
    { kind: 'handover', personId: 'p', postId: 'x', from: '2024-04-01' },
    {
      kind: 'handover',
      sectionName: '建設課',
      post: '担当者',
      predecessors: [
        { id: 'a', name: '担当者一', until: '2024-03-31' },
        { id: 'b', name: '担当者二', until: '2024-03-15' },
      ],
      tasks,
      waiting: [],
      questions: [],
      today: '2024-04-01',
    },
    'ja',
  );
  expect(fallbackText(card!)).toContain('前任：担当者一（3月31日(日)まで）、担当者二（3月15日(金)まで）');
});
