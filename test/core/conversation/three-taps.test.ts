/** Year-end when nothing has changed since mid-year, and texts answered together. */
import { describe, expect, test } from '@jest/globals';
import type { EarlierAnswer, Task } from '../../../src/core/report/task.js';
import { conversation } from '../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const staff = actorOf('s7');
const STATUS = '10月18日に植栽活動を実施しました。';
const POLICY = '次年度も同規模で実施します。';

/** The goal with what was reported at mid-year. */
function since(task: Task, more: Partial<EarlierAnswer> = {}): Task {
  return {
    ...task,
    indicators: task.indicators.map((indicator) => ({
      ...indicator,
      earlier: [{ from: { kind: 'midyear' }, result: '200人', rating: 'achieved', status: STATUS, ...more }],
    })),
    earlierPolicies: [{ from: { kind: 'midyear' }, text: POLICY }],
  };
}
const begin = (task: Task, language: 'ja' | 'en' = 'ja') =>
  conversation(contextOf([task], { ...staff, language })).press('begin', task.id);
const goal = tasksOf(6)[0]!;
const title = (b: { title: string }) => b.title;

describe('when nothing changed since mid-year', () => {
  test('a goal of one indicator is three taps: begin, the rating, 提出', () => {
    const talk = begin(since(goal));
    const asked = talk.view('question');
    expect(asked.facts).toContainEqual({ label: '結果', value: '200人（中間のまま）' });
    expect(asked.notes.join()).toContain('評価案：○ 達成');
    expect(asked.choices.map(title)[0]).toBe('○ 達成（案）');
    expect(asked.buttons.map(title)).toEqual(['結果を直す', 'まとめて入力', 'あとで']);
    expect(Object.values(talk.desk().drafts)[0]?.answers[goal.indicators[0]!.id]?.rating).toBeUndefined();
    const review = talk.click('○').view('review');
    expect(review.rows[0]).toMatchObject({
      result: '200人（中間のまま）',
      status: `（中間のまま）${STATUS}`,
    });
    expect(review.policy).toBe(`（中間のまま）${POLICY}`);
    expect(review.checks.map(({ text }) => text)).toEqual([
      `目標達成状況「${STATUS}」が、中間報告と同じ文です。期末の内容か確かめてください。`,
      `今後の方針「${POLICY}」が、中間報告と同じ文です。期末の内容か確かめてください。`,
    ]);
    expect(talk.click('提出').command()).toMatchObject({
      kind: 'submit',
      content: {
        answers: [{ result: '200人', rating: 'achieved', status: STATUS, reason: '' }],
        nextPolicy: POLICY,
      },
    });
  });

  test('△ with the reason of mid-year, when it is rated as then', () => {
    const same = { result: '190人', rating: 'partially_achieved', reason: '天候のため' } as const;
    const talk = begin(since(goal, same)).click('△');
    expect(talk.view('review').rows[0]?.reason).toBe('天候のため');
    expect(begin(since(goal, same)).click('×').view('question').prompt).toContain('理由');
  });

  test('in English', () => {
    const talk = begin(since(goal), 'en');
    expect(talk.view('question').facts).toContainEqual({ label: 'Result', value: '200人 (as at mid-year)' });
    expect(talk.view('question').prompt).toContain('If the result has changed, just type the new one.');
    expect(talk.click('○').view('review').policy).toBe(`(as at mid-year) ${POLICY}`);
  });

  test('mid-year itself begins with the first question', () => {
    const mid = since(tasksOf(6, 'midyear')[0]!);
    expect(begin(mid).view('question').prompt).toContain('結果を教えてください');
  });

  test('what was blank then is asked', () => {
    const [, second] = tasksOf(6);
    const blank = since(second!, { result: ' ', status: '' });
    expect(begin(blank).view('question').prompt).toContain('結果を教えてください');
  });
});

describe('when the result has changed', () => {
  test('it is typed or pressed, and the texts of mid-year are asked again', () => {
    for (const talk of [
      begin(since(goal)).say('210人'),
      begin(since(goal)).click('結果を直す').say('210人'),
    ]) {
      expect(talk.view('question').facts).toContainEqual({ label: '結果', value: '210人' });
      talk.click('○');
      expect(talk.view('question').facts).toContainEqual({ label: '中間の回答', value: STATUS });
      talk.click('前回と同じ').click('前回と同じ');
      expect(talk.view('review').checks).toHaveLength(2);
    }
  });

  test('thanks are no result', () => {
    expect(begin(since(goal)).say('ありがとうございます').view('message').title).toContain('回答として');
    expect(begin(since(goal)).say('○').view('review').rows[0]?.rating).toBe('○ 達成');
  });

  test('after あとで a number is asked about first', () => {
    const talk = begin(since(goal)).click('あとで').say('210人');
    expect(talk.view('message').title).toContain('回答として');
    expect(talk.click('回答として保存').view('question').facts).toContainEqual({
      label: '結果',
      value: '210人',
    });
  });
});

describe('texts on one card', () => {
  const atStatus = () => begin(goal).say('200人').click('○');

  test('a goal of one indicator is three cards and the look before 提出', () => {
    const talk = atStatus();
    const fields = talk.view('question').fields;
    expect(fields.map(({ id, required }) => [id, required])).toEqual([
      ['text', true],
      ['policy', false],
    ]);
    expect(fields[1]?.hint).toBe('「今後の方針：」に続けて書くと、一緒に回答できます。');
    talk.say(`${STATUS}\n雨でした。\n\n今後の方針：${POLICY}\n増やします。`);
    expect(talk.view('review')).toMatchObject({
      rows: [{ status: `${STATUS}\n雨でした。` }],
      policy: `${POLICY}\n増やします。`,
    });
  });

  test('the reason with both, by the fields of the card', () => {
    const talk = begin(goal).say('190人').click('△');
    expect(talk.view('question').fields.map(({ id }) => id)).toEqual(['text', 'status.0', 'policy']);
    talk.click('回答する', { text: '天候のため', 'status.0': STATUS, policy: POLICY });
    expect(talk.view('review')).toMatchObject({
      rows: [{ reason: '天候のため', status: STATUS }],
      policy: POLICY,
    });
  });

  test('what is left empty has its own card, and what is too long is told and asked again', () => {
    const talk = begin(goal)
      .say('190人')
      .click('△')
      .click('回答する', { text: '天候のため', policy: POLICY });
    expect(talk.view('question').prompt).toContain('目標達成状況');
    expect(talk.view('question').fields.map(({ id }) => id)).toEqual(['text']);
    expect(talk.say(STATUS).view('review').policy).toBe(POLICY);
    const long = atStatus().click('回答する', { text: STATUS, policy: 'あ'.repeat(1501) });
    expect(long.view('question').problems.join()).toContain('長すぎて');
    expect(long.view('question').prompt).toContain('今後の方針');
  });

  test('a colon elsewhere divides nothing, and neither does a form that has no 今後の方針', () => {
    expect(atStatus().say('内訳: 小学生120人\n方針は別に書く').view('question').prompt).toContain(
      '今後の方針',
    );
    const one = { ...goal, policyAsked: false };
    const talk = begin(one).say('200人').click('○').say(`${STATUS}\n今後の方針：${POLICY}`);
    expect(talk.view('review').rows[0]?.status).toBe(`${STATUS}\n今後の方針：${POLICY}`);
  });
});
