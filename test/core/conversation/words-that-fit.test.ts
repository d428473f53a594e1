/** What people are told fits who they are and what has become of it: closed, moved, unchanged, or without a channel. */
import { expect, test } from '@jest/globals';
import { ACTION_NAMES, encodeAction } from '../../../src/core/cards/action.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { noticeCard } from '../../../src/core/cards/notices/notice.js';
import { settle } from '../../../src/core/conversation/command-outcome.js';
import type { Context } from '../../../src/core/conversation/context.js';
import { refuseToStep, startAnew, step } from '../../../src/core/conversation/step.js';
import type { Refusal } from '../../../src/core/decision/outcome/refusal.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { refusalWords } from '../../../src/core/wording/problems.js';
import { conversation } from '../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const tasks = tasksOf(6);
const [task] = tasks;
if (!task) throw new Error('no goal');
const staff = actorOf('s7');
const desk = { ...actorOf('s7', 'coordinator', 'desk') };
const AT = '2024-04-01T00:00:00.000Z';
const AT_DESK = { id: 'i', person: 'desk', place: 'p', aside: 'p', surface: 'direct' } as const;
/** Words to the bot. */
const KEYWORDS_SAID = [
  '続き',
  '状況',
  'ヘルプ',
  '取り下げ',
  '訂正',
  '後閲',
  '提出',
  '戻る',
  'あとで',
  '明日',
  'まとめて入力',
];
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

test.each([
  '公表',
  'R5を公表する。',
  '締める',
  '期末を締め切ってください',
  '期末を締め切り',
  '開く',
  'publish',
  'close the round',
])('事務局 that says %s in private is shown the rounds', (text) => {
  const effects = (actor: typeof staff) => conversation(contextOf([], actor)).say(text).effects();
  expect(effects(desk)).toEqual([
    { kind: 'record', place: expect.any(String), command: { kind: 'show_rounds' } },
  ]);
  expect(JSON.stringify(effects(staff))).not.toContain('show_rounds');
});

test.each([
  ['差し戻す', 'ja', '「状況 課の名前」と送り'],
  ['reopen', 'en', 'Send “status NAME”'],
] as const)('事務局 that says %s in private is told where', (text, language, where) => {
  const told = (actor: typeof staff) =>
    said(
      conversation(contextOf([], { ...actor, language }))
        .say(text)
        .effects(),
    );
  expect(told(desk)).toContain(where);
  expect(told(staff)).not.toContain(where);
});

test('where a question waits, 公表 is its answer', () => {
  const asked = conversation(contextOf(tasks, { ...desk, posts: [...desk.posts, ...staff.posts] }));
  asked.say('続き').say('公表');
  expect(said(asked.effects())).not.toContain('maru ');
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

const CHANGE = {
  id: 's1.2023.1.1/0',
  sectionId: 's1',
  goalId: 's1.2023.1',
  goalNo: '1',
  indicatorId: 's1.2023.1.1',
  indicator: '指標',
  before: '80人',
  after: '60人',
  reason: '休館のため',
  by: { personId: 'p1', name: '担当者1', post: '担当者', at: AT, actingFor: null },
  state: 'asked',
  approvals: [],
  returned: null,
} as const;

/** One of each refusal there is; a new one is to be written here. */
const REFUSALS: {
  readonly [Reason in Refusal['reason']]: readonly (Refusal & { readonly reason: Reason })[];
} = {
  memo: (
    [
      { is: 'unfit', problems: [{ ja: '内容を書いてください。', en: 'Please write what happened.' }] },
      { is: 'noted', by: '担当者1', at: AT },
      { is: 'gone' },
      { is: 'of_another', by: '担当者1' },
      ...(['goal', 'stands', 'unit', 'last'] as const).map(
        (why) => ({ is: 'not_counting', for: why }) as const,
      ),
    ] as const
  ).map((why) => ({ reason: 'memo', why })),
  round_closed: [{ reason: 'round_closed' }],
  not_entitled: [
    { reason: 'not_entitled' },
    { reason: 'not_entitled', who: [] },
    { reason: 'not_entitled', who: ['課長1'] },
  ],
  own_report: [{ reason: 'own_report' }, { reason: 'own_report', who: [] }],
  not_writer: [{ reason: 'not_writer', by: '担当者1' }],
  newer_version: [{ reason: 'newer_version', by: '担当者1', at: AT }],
  target_reported: [{ reason: 'target_reported', goalNo: '1' }],
  target_asked: [{ reason: 'target_asked', change: CHANGE }],
  target_decided: [{ reason: 'target_decided', change: CHANGE }],
  target_moved: [{ reason: 'target_moved', change: CHANGE, target: '70人' }],
  target_same: [{ reason: 'target_same' }],
  not_yet: [{ reason: 'not_yet', asOf: '2024-03-31' }],
  no_forecast: [{ reason: 'no_forecast' }],
  already_decided: (['approved', 'returned', 'withdrawn', 'submitted', 'correction_asked'] as const).map(
    (decision) => ({ reason: 'already_decided' as const, decision, by: '課長1', post: '課長', at: AT }),
  ),
  stale_version: [{ reason: 'stale_version' }],
  last_look: [{ reason: 'last_look', goals: [] }],
  goes_public: [{ reason: 'goes_public', goalNo: '1', names: ['名簿.pdf'] }],
  look_together: [
    {
      reason: 'look_together',
      section: '建設課',
      goals: [],
      listed: [],
      leftOut: [],
      whole: false,
      check: false,
    },
  ],
  none_together: [{ reason: 'none_together', leftOut: [] }],
  not_plain: [{ reason: 'not_plain' }],
  undo_over: [{ reason: 'undo_over' }],
  undo_published: [{ reason: 'undo_published', goalNo: '1' }],
  not_found: [{ reason: 'not_found' }],
  incomplete: [{ reason: 'incomplete' }],
  comment_needed: [{ reason: 'comment_needed' }],
  upload_gone: [{ reason: 'upload_gone' }],
  upload_refused: [{ reason: 'upload_refused', problems: [] }],
  upload_outdated: [{ reason: 'upload_outdated' }],
  already_answered: [{ reason: 'already_answered', by: '担当者1', at: AT }],
  post_left: [{ reason: 'post_left' }],
  owned: [{ reason: 'owned', id: 'p1', by: '担当者1', at: '2024-03-01T00:00:00.000Z' }],
  not_assigning: [{ reason: 'not_assigning' }],
  not_entering: [{ reason: 'not_entering' }],
  behalf_of_whom: [
    { reason: 'behalf_of_whom', names: ['担当者1', '担当者2'] },
    { reason: 'behalf_of_whom', names: [] },
  ],
  which_owner: [
    { reason: 'which_owner', said: '担当者9', names: ['担当者1', '担当者2'] },
    { reason: 'which_owner', said: '担当者9', names: [] },
  ],
  nothing_waits: [{ reason: 'nothing_waits' }],
  nobody_to_nudge: [{ reason: 'nobody_to_nudge' }],
  nudged_already: [{ reason: 'nudged_already', who: ['課長1'], at: AT }],
  nobody_to_ask: [{ reason: 'nobody_to_ask' }],
  account: (['unchecked', 'several', 'not_linked', 'no_member'] as const).map((why) => ({
    reason: 'account' as const,
    why,
  })),
  which_person: [
    { reason: 'which_person', said: '誰', ids: [] },
    { reason: 'which_person', said: '誰', ids: ['a', 'b'] },
  ],
  which_account: [{ reason: 'which_account' }],
};

test('nothing that is said to 事務局 sends it to 事務局', () => {
  const SENT =
    /事務局(?:（取りまとめ課）)?へ(?:ご連絡|ご相談|お問い合わせ|お知らせ|名簿)|contact the coordinator|talk to the coordinator|ask the coordinator|tell the coordinator/u;
  const time = () => ({ ja: '10:00', en: '10:00' });
  const told = Object.values(REFUSALS)
    .flat()
    .map((refusal) => refusalWords(refusal, time, true));
  const contexts = (['ja', 'en'] as const).flatMap((language) => {
    const actor = { ...desk, language };
    const closedRound = { ...task.round, state: 'closed' as const };
    return [contextOf(tasks, actor), contextOf([], actor), { ...contextOf([], actor), closedRound }];
  });
  const words = [...KEYWORDS_SAID, '3番', '分からない文', '出力', '承認', 'アカウント'];
  const said2 = contexts.flatMap((context) => [
    ...words.map((text) => said(step(emptyDesk, { ...AT_DESK, kind: 'said', text }, context).effects)),
    ...ACTION_NAMES.map((name) => {
      const action = { do: name, of: '', v: 0, with: '' };
      return said(step(emptyDesk, { ...AT_DESK, kind: 'pressed', action, fields: {} }, context).effects);
    }),
    said(startAnew({ ...AT_DESK, kind: 'said', text: '続き' }, context).effects),
    said(refuseToStep(emptyDesk, { ...AT_DESK, kind: 'said', text: '続き' }, context).effects),
  ]);
  expect([...told.flatMap(({ ja, en }) => [ja, en]), ...said2].filter((text) => SENT.test(text))).toEqual([]);
  // The same words do send anybody else there.
  expect(refusalWords({ reason: 'account', why: 'not_linked' }, time).ja).toMatch(SENT);
});

test('a leaver is told that the successor goes on, whatever goal is named', () => {
  const left = {
    ...contextOf([], { ...staff, posts: [] }),
    closedRound: { ...task.round, state: 'closed' as const },
  };
  for (const context of [left, contextOf([], { ...staff, posts: [] })])
    expect(conversation(context).say('4番').view('message').title).toBe(
      'いま、報告や承認を担当する役職がありません',
    );
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

test.each(['検索', '検索 "', '検索 \\ "'])('%s has nothing to look for, and asks what is', (text) => {
  const done = conversation(contextOf([], staff)).say(text);
  expect(done.view('message').title).toBe('探したいことばを続けてお送りください');
});
