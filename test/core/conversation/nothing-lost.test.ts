/** What a person typed is never lost unsaid, and only what stands on the card that was seen is submitted. */
import { describe, expect, test } from '@jest/globals';
import { decodeAction } from '../../../src/core/cards/action.js';
import { settle } from '../../../src/core/conversation/command-outcome.js';
import { step, stepWithoutDesk } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import type { Report } from '../../../src/core/report/report.js';
import { buttonsOf, conversation } from '../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const staff = actorOf('s7');
const tasks = tasksOf(6);
const goal = tasks[0]!;
const start = (now?: string) => conversation(contextOf(tasks, staff, now));
const atReview = (now?: string) =>
  start(now).say('続き').say('190人').click('△').say('理由です').say('状況の文です').say('方針の文です');
const signature = {
  personId: 'other',
  name: '担当者2',
  post: '担当者',
  at: '2024-04-02T00:00:00Z',
  actingFor: null,
};
const reported = (state: Report['state']): Report => ({
  id: goal.id,
  goalId: goal.goalId,
  roundId: goal.round.id,
  sectionId: goal.sectionId,
  version: 1,
  state,
  content: { answers: [], nextPolicy: '' },
  writer: signature,
  approvals: state === 'approved' ? [signature] : [],
  returned: null,
  late: false,
  previous: null,
});
const world = (state: Report['state']) =>
  contextOf(tasksOf(6, 'yearend', { [goal.id]: reported(state) }), staff);

describe('a form changes something behind a card', () => {
  test('提出 on the card seen before shows the change first and submits nothing', () => {
    const talk = atReview();
    const seen = buttonsOf(talk.card()).find((b) => b.title === '提出する')!;
    const turn = talk.desk().drafts[goal.id]!.turn;
    talk.press('fill_form', goal.id, turn, 'half_way', { policy: 'フォームの方針' });
    talk.press('submit', goal.id, turn);
    expect(talk.view('review')).toMatchObject({
      policy: 'フォームの方針',
      problems: [expect.stringContaining('もう一度')],
    });
    talk.press('submit', goal.id, JSON.parse(seen.action).v);
    expect(talk.view('review').problems[0]).toContain('回答済み');
    expect(talk.click('提出').command()).toMatchObject({ content: { nextPolicy: 'フォームの方針' } });
  });
  test('another result half-way takes the rating back, and the rating is asked before anything is submitted', () => {
    const talk = atReview();
    talk.press('fill_form', goal.id, talk.desk().drafts[goal.id]!.turn, 'half_way', { 'result.0': '210人' });
    talk.say('提出');
    expect(talk.view('question').choices).toHaveLength(3);
  });
});

test('what is typed after the round was closed is said not to be saved, once, and why', () => {
  const talk = start().say('続き');
  const drafts = talk.desk().drafts;
  talk.setContext({ ...contextOf([], staff), closedRound: goal.round });
  const { lines } = talk.say('190人が参加した').view('message');
  expect(lines.join()).toMatch(/締め切られました.*「190人が参加した」は、まだ保存していません/u);
  expect(talk.desk()).toMatchObject({ focus: null, drafts });
  expect(talk.say('190人が参加した').view('message').lines.join()).not.toContain('まだ保存していません');
});

test('buttons of an earlier draft of the same goal do not act on a later one', () => {
  const first = atReview('2024-04-02T01:00:00.000Z');
  const old = JSON.parse(buttonsOf(first.card()).find((b) => b.title === '提出する')!.action).v as number;
  const later = start('2024-04-02T01:00:01.000Z').say('続き');
  for (const text of ['190人', '△', '理由です', '状況の文です', '方針の文です']) later.say(text);
  later.press('submit', goal.id, old);
  expect(later.view('review').problems[0]).toContain('回答済み');
});

test('提出 while a field is being corrected shows the review first', () => {
  const talk = atReview().click('今後の方針を直す').say('提出');
  expect(talk.view('review').policy).toBe('方針の文です');
  expect(talk.effects().some((effect) => effect.kind === 'record')).toBe(false);
});

describe('somebody else of the section was faster', () => {
  test('an own draft is told of, kept and can be discarded; 続き goes on with what is open', () => {
    const talk = start().say('続き').say('190人').setContext(world('approved'));
    expect(talk.say('途中の文').view('message')).toMatchObject({
      title: 'No.1 は承認済みです',
      lines: expect.arrayContaining([expect.stringContaining('下書き'), expect.stringContaining('途中の文')]),
    });
    expect(talk.say('続き').view('question').goal).toContain('No.2');
    talk.press('begin', goal.id).click('下書きを捨てる');
    expect(talk.desk().drafts[goal.id]).toBeUndefined();
    // No old button of it stands about.
    const line = `${goal.goalNo}番 下書きを捨てました`;
    expect(talk.effects()).toContainEqual(
      expect.objectContaining({ kind: 'fold', task: goal.id, lines: { review: line, shown: line } }),
    );
  });
  test('a withdrawal keeps the own draft, on top of the version that was taken back', () => {
    const talk = atReview();
    const after = settle(
      talk.desk(),
      'test:dm',
      { kind: 'withdraw', report: goal.id, version: 1 },
      { ok: true, goalNo: '1', version: 1, complete: false },
      world('withdrawn'),
    );
    expect(after.desk.drafts[goal.id]).toMatchObject({ base: 1, policy: '方針の文です' });
  });
});

describe('what was typed and could not be taken is said back', () => {
  test('in a card of a goal that was submitted meanwhile, and in a form after the round closed', () => {
    const talk = start().say('続き').setContext(world('submitted'));
    talk.press('answer', goal.id, 1, '', { text: '大事な文' });
    expect(talk.view('message').lines.join()).toContain('大事な文');
    talk.setContext(contextOf([], staff)).press('fill_form', goal.id, 1, '', { policy: '長い方針' });
    expect(talk.view('message').lines.join()).toContain('長い方針');
  });
  test('two texts asked about at once are each entered by their own card', () => {
    const talk = start().press('begin', tasks[0]!.id).press('begin', tasks[1]!.id);
    talk.setDesk({ ...talk.desk(), focus: null }).say('190人');
    const first = buttonsOf(talk.card()).find((b) => b.title.startsWith('No.1'))!;
    talk.say('南口:供用開始 北口:工事中');
    expect(talk.desk().held).toHaveLength(2);
    talk.press('choose', tasks[0]!.id, JSON.parse(first.action).v);
    expect(Object.values(talk.desk().drafts[tasks[0]!.id]!.answers)[0]).toEqual({ result: '190人' });
    expect(talk.desk().held).toHaveLength(1);
  });
});

test('「続ける」 answers 今後の方針; 「続き」 is a word for the bot', () => {
  const talk = start().say('続き').say('190人').click('△').say('理由です').say('状況の文です').say('続ける');
  expect(talk.view('review').policy).toBe('続ける');
  expect(start().say('続き').say('190人').click('△').say('続き').view('question').prompt).toContain('理由');
});

test('a desk that was never used is empty', () => {
  expect(start().desk()).toEqual(emptyDesk);
});

describe('every draft is gone with the store', () => {
  const pressed = (action: 'rate' | 'begin' | 'help') =>
    stepWithoutDesk(
      {
        id: 'in-1',
        person: staff.id,
        place: 'test:dm',
        aside: 'test:dm',
        surface: 'direct',
        kind: 'pressed',
        action: { do: action, of: goal.id, v: 7, with: 'achieved' },
        fields: {},
      },
      contextOf(tasks, staff),
    );
  const cards = ({ effects }: ReturnType<typeof pressed>) =>
    effects.map((effect) => (effect.kind === 'show' ? effect.card : null));

  test('who presses a button of one is told so, and asked again from the beginning', () => {
    const turn = pressed('rate');
    expect(cards(turn)).toMatchObject([
      { name: 'message', view: { title: '途中の下書きが残っていません' } },
      { name: 'question', view: { prompt: expect.stringContaining('結果を教えてください') } },
    ]);
    expect(turn.desk.drafts[goal.id]?.asking.at).toBe('result');
  });

  test('who begins, or asks for help, is not told of what nobody knows', () => {
    expect(cards(pressed('begin')).map((card) => card?.name)).toEqual(['question']);
    expect(cards(pressed('help'))).toHaveLength(1);
  });

  test('who types an answer is told that it is not kept, with the button that asks again', () => {
    const talk = start().say('190人');
    const { lines } = talk.view('message');
    expect(lines.join()).toContain('途中の下書きもありません');
    expect(lines.join()).toContain('「190人」は、まだ保存していません');
    expect(talk.click('No.1').view('question').facts).toContainEqual({ label: '目標', value: '200人以上' });
  });
});

describe('a button of a newer version, while that is rolled out', () => {
  const pressed = (fields: Record<string, string>) =>
    step(
      emptyDesk,
      {
        id: 'in-1',
        person: staff.id,
        place: 'test:channel',
        aside: 'test:dm',
        surface: 'channel',
        kind: 'pressed',
        action: decodeAction('{"do":"merge_goals","of":"g1","v":3,"with":"x"}')!,
        fields,
      },
      contextOf(tasks, staff),
    );

  test('is not taken for nothing: who pressed it is told, in private', () => {
    expect(pressed({}).effects).toMatchObject([
      { kind: 'show', place: 'test:dm', card: { view: { title: 'このボタンは、いま使えません' } } },
    ]);
  });

  test('in a form it leaves the form open with what was typed', () => {
    expect(pressed({ note: '長い文' }).effects).toMatchObject([
      { kind: 'show' },
      { kind: 'form_problem', problems: { note: expect.stringContaining('まだ保存していません') } },
    ]);
  });

  test.each(['{"do":7,"of":"","v":0}', '{"do":"DROP TABLE","of":"","v":0}', '{"do":"merge"}', '[]', 'merge'])(
    '%s is no action at all',
    (text) => {
      expect(decodeAction(text)).toBeNull();
    },
  );
});
