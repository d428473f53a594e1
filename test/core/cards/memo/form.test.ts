/** The form of a 実績メモ. */
import { expect, test } from '@jest/globals';
import { memoForm } from '../../../../src/core/cards/memo/memo.js';
import type { MemoGoal } from '../../../../src/core/memo/memo.js';
import { tasksOf } from '../../../support/tasks.js';

const [task] = tasksOf(6);

test('indicators that begin with the same words are told apart in the list', () => {
  const begins =
    '地域の団体とともに海岸で行う清掃と植栽の活動に、年度の始めから終わりまでに参加した方の延べ人数';
  const indicators = ['（木崎地区）', '（葛塚地区）'].map((ends, at) => ({
    id: `i${at}`,
    name: `${begins}を、集計した日ごとに足し上げたもの${ends}`,
    target: '200人以上',
    initiative: '',
    addsUp: true,
  }));
  const { sectionId, goalId, goalNo, goalText } = task!;
  const goal: MemoGoal = {
    sectionId,
    section: '建設課',
    fiscalYear: 2023,
    goalId,
    goalNo,
    goalText,
    indicators,
  };
  const blank = { id: '', source: '', ofAnother: false, withoutLink: false, cut: false };
  const memo = { about: '', day: '2023-06-12', number: '', text: '植栽', link: '' };
  const card = memoForm({ ...memo, ...blank }, [goal], 2023, 'ja');
  if (card.name !== 'form') throw new Error(card.name);
  const titles = card.view.groups[0]!.fields[0]!.choices.map(({ title }) => title);
  expect(new Set(titles).size).toBe(3);
});

test('what a memo is about stays chosen, however far down the list it stands', () => {
  const { sectionId, goalId, goalNo, goalText } = task!;
  const indicators = Array.from({ length: 120 }, (_one, at) => ({
    id: `i${at + 1}`,
    name: `指標${at + 1}`,
    target: '1件',
    initiative: '',
    addsUp: true,
  }));
  const goal = { sectionId, section: '建設課', fiscalYear: 2023, goalId, goalNo, goalText, indicators };
  const old = { id: 'm', source: '', ofAnother: false, withoutLink: false, cut: false };
  const memo = { day: '2023-06-12', number: '', text: '植栽', link: '' };
  for (const about of ['i1', 'i99', 'i110']) {
    const card = memoForm({ ...memo, ...old, about }, [goal], 2023, 'ja');
    if (card.name !== 'form') throw new Error(card.name);
    const [{ choices, value } = { choices: [], value: '' }] = card.view.groups[0]!.fields;
    expect(value).toBe(about);
    expect(choices.filter((one) => one.value === about)).toHaveLength(1);
    expect(choices).toHaveLength(100);
  }
});
