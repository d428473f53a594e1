/** What an approver has returned: the comment stays, and submitting it as it was is asked about; the form shows what the conversation does. */
import { describe, expect, test } from '@jest/globals';
import { approvalCard } from '../../../src/core/cards/approval/approval.js';
import type { Task } from '../../../src/core/report/task.js';
import { conversation } from '../../support/conversation.js';
import { printedContent, reportOf, sectionOf, signature, withEarlier } from '../../support/sample-cards.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const SHEET = 6;
const staff = actorOf('s7');
const goal = tasksOf(SHEET)[0]!;
const content = printedContent(goal, SHEET);
const COMMENT = '参加人数の内訳も書いてください';
const returned: Task = {
  ...goal,
  report: {
    ...reportOf(goal, content),
    state: 'returned',
    returned: { ...signature('課長', '2024-04-01T01:00:00.000Z'), comment: COMMENT },
    previous: content,
  },
};
const begin = (task: Task) => conversation(contextOf([task], staff)).press('begin', task.id);

describe('after a return', () => {
  test('the comment stands above the review and above each question until it is submitted', () => {
    const talk = begin(returned);
    expect(talk.view('review').problems).toEqual([`課長から差し戻されています：${COMMENT}`]);
    talk.click('目標達成状況を直す');
    expect(talk.view('question').problems).toEqual([`課長から差し戻されています：${COMMENT}`]);
    talk.say('内訳: 大人90人、こども100人');
    expect(talk.view('review').problems.join()).toContain(COMMENT);
    talk.click('提出');
    expect(talk.command()).toMatchObject({ kind: 'submit' });
  });

  test('submitting it unchanged is asked about once; a second click on the same button submits nothing', () => {
    const talk = begin(returned);
    const { v } = JSON.parse(talk.view('review').buttons[0]!.action) as { v: number };
    talk.click('提出');
    expect(talk.view('review').problems.at(-1)).toContain('何も変わっていません');
    talk.press('submit', goal.id, v);
    expect(talk.view('review').problems.join()).toContain('もう回答済み');
    talk.click('提出');
    expect(talk.command()).toMatchObject({ kind: 'submit' });
  });

  test('after going back it is asked about anew', () => {
    const talk = begin(returned).click('提出').click('今後の方針を直す').click('このまま次へ').click('提出');
    expect(talk.view('review').problems.at(-1)).toContain('何も変わっていません');
    expect(talk.say('提出').command()).toMatchObject({ kind: 'submit' });
  });

  test('what was withdrawn is submitted again without a question', () => {
    const withdrawn: Task = { ...goal, report: { ...reportOf(goal, content), state: 'withdrawn' } };
    expect(begin(withdrawn).click('提出').command()).toMatchObject({ kind: 'submit' });
  });
});

test('the card of changes shows the numbers too', () => {
  const report = reportOf(goal, content);
  const after = { ...content, nextPolicy: `${content.nextPolicy}増やします。` };
  const task = { ...goal, report: { ...report, version: 2, content: after, previous: content } };
  const card = approvalCard({ task, section: sectionOf(goal), language: 'ja' });
  if (card.name !== 'approval') throw new Error(card.name);
  expect(card.view.changes.map(({ label }) => label)).toEqual(['今後の方針']);
  const { target, result } = { ...goal.indicators[0]!, ...content.answers[0]! };
  expect(card.view.rows[0]).toMatchObject({ status: '', reason: '' });
  expect(card.view.rows[0]?.because).toMatch(new RegExp(`^目標 ${target} → 結果 ${result}　[○△×]`, 'u'));
  expect(card.view.policy).toBe('');
});

test('the form shows the earlier answers and the proposal', () => {
  const task = withEarlier(goal, SHEET);
  const form = begin(task).click('まとめて入力').view('form');
  const facts = form.groups[0]!.facts.map(({ label }) => label);
  expect(facts).toEqual(
    expect.arrayContaining([
      '目標',
      '単位',
      '中間の回答',
      '令和4年度の回答',
      '中間の回答（目標達成状況）',
      '読み取りと評価案',
    ]),
  );
  expect(form.groups[0]!.facts.at(-1)?.value).toContain('評価案：');
  expect(form.groups.at(-1)!.facts).toContainEqual({ label: '中間の回答', value: content.nextPolicy });
  // Nothing is proposed before there is a result.
  expect(
    begin(goal)
      .click('まとめて入力')
      .view('form')
      .groups[0]!.facts.map(({ label }) => label),
  ).not.toContain('読み取りと評価案');
});
