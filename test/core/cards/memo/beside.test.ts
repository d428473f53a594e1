/** 実績メモ beside a question: those of the period, added up where they do, with one tap to answer; no text is written of them. */
import { describe, expect, test } from '@jest/globals';
import { reportForm } from '../../../../src/core/cards/interview/report-form.js';
import { type MemoBeside, periodOf, sumBeside } from '../../../../src/core/memo/beside.js';
import type { Task } from '../../../../src/core/report/task.js';
import { conversation } from '../../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../../support/tasks.js';

const staff = actorOf('s7');
const tasks = tasksOf(6);
const [first] = tasks as [Task];
const indicator = first.indicators[0]!;
const memo = (day: string, number: string, text = `${day}のワークショップ`): MemoBeside => ({
  goalId: first.goalId,
  indicatorId: indicator.id,
  day,
  number,
  text,
});
const withMemos = (memos: readonly MemoBeside[], task: Task = first): Task => {
  const sum = sumBeside(
    memos,
    { id: indicator.id, name: indicator.name, target: indicator.target, growth: null, period: '' },
    task.round.fiscalYear,
    task.round.asOf,
  );
  return {
    ...task,
    memos,
    indicators: task.indicators.map((one) =>
      one.id === indicator.id && sum ? { ...one, memoSum: sum } : one,
    ),
  };
};
const talk = (memos: readonly MemoBeside[]) =>
  conversation(contextOf([withMemos(memos), ...tasks.slice(1)], staff));
const TWO = [memo('2023-06-12', '32人', '木崎地区でワークショップ、32人'), memo('2023-08-03', '18人')];

describe('in the conversation', () => {
  test('they stand beside the result with their sum, and one tap takes it', () => {
    const asked = talk(TWO).say('続き');
    const view = asked.view('question');
    expect(view.facts.find(({ label }) => label === 'メモ')?.value).toBe(
      '6/12 木崎地区でワークショップ、32人\n8/3 2023-08-03のワークショップ（18人）',
    );
    expect(view.notes).toEqual(['メモの合計は 32＋18＝50人です']);
    asked.click('50人と回答');
    expect(asked.desk().drafts[first.id]?.answers[indicator.id]?.result).toBe('50人');
    // Of a text nothing is written: it is asked, with what happened beside it.
    asked.click('△').say('雨の日がありました。');
    const status = asked.view('question');
    expect(status.facts.find(({ label }) => label === 'メモ')?.value).toContain('木崎地区');
    expect(status.fields[0]?.value).toBe('');
    expect(status.buttons.map(({ title }) => title).join()).not.toContain('と回答');
  });

  test('a sum that has changed since it was shown is shown anew, and is no answer', () => {
    const asked = talk(TWO).say('続き');
    const { turn } = asked.desk().drafts[first.id]!;
    asked.press('take_sum', first.id, turn, '49人');
    expect(asked.desk().drafts[first.id]?.answers[indicator.id]?.result).toBeUndefined();
    expect(asked.view('question').problems).toEqual(['メモが変わりました。新しい合計を確かめてください。']);
  });

  test('forty are folded: the latest stand there, the others are a word away, the sum counts all', () => {
    const forty = Array.from({ length: 40 }, (_, at) =>
      memo(`2023-06-${String((at % 28) + 1).padStart(2, '0')}`, '5人', `${'長'.repeat(400)}${at}`),
    );
    const view = talk(forty).say('続き').view('question');
    const value = view.facts.find(({ label }) => label === 'メモ')!.value;
    expect(value.split('\n')).toHaveLength(7);
    expect(value).toContain(`ほか34件（「メモ ${first.goalNo}番」で、すべて見られます）`);
    expect(value.length).toBeLessThan(600);
    expect(view.notes).toEqual(['メモ40件の合計は 200人です']);
  });
});

describe('in the form', () => {
  const form = (memos: readonly MemoBeside[], answers = {}) => {
    const task = withMemos(memos);
    const asked = conversation(contextOf([task], staff)).say('続き');
    const draft = asked.desk().drafts[task.id]!;
    const card = reportForm(task, { ...draft, answers: { ...draft.answers, ...answers } }, 'ja');
    if (card.name !== 'form') throw new Error(card.name);
    return card.view.groups[0]!;
  };
  test('the field of the result begins with the sum, unless something is answered; texts begin empty', () => {
    const { facts, fields } = form(TWO);
    expect(facts.map(({ label }) => label)).toEqual(expect.arrayContaining(['メモ', 'メモの数']));
    expect(fields[0]).toMatchObject({ value: '50人', hint: expect.stringContaining('メモの合計') });
    expect(
      fields
        .slice(1)
        .map(({ value }) => value)
        .join(''),
    ).toBe('');
    expect(form(TWO, { [indicator.id]: { result: '51人' } }).fields[0]!.value).toBe('51人');
    expect(form([]).fields[0]!.value).toBe('');
  });
});

describe('the words of the memos', () => {
  const PUT = 'メモの文を入れる';
  const lines = '6/12 木崎地区でワークショップ、32人\n8/3 2023-08-03のワークショップ（18人）';
  const fieldsOf = (asked: ReturnType<typeof talk>) =>
    asked.view('form').groups.flatMap(({ fields }) => fields);
  const atStatus = (memos: readonly MemoBeside[]) => {
    const asked = talk(memos).say('続き').say('50人').click('○');
    return asked.view('question').prompt.includes('理由') ? asked.say('雨の日がありました。') : asked;
  };

  test('one tap puts them, as they were written, into the form; they are the answer when it is sent, as it was edited', () => {
    const asked = atStatus(TWO).click(PUT);
    expect(fieldsOf(asked).find(({ id }) => id === 'status.0')).toMatchObject({
      value: lines,
      hint: 'メモの文を入れてあります。直してから保存してください。',
    });
    const { turn } = asked.desk().drafts[first.id]!;
    // A form that is closed leaves no answer of what it began with.
    asked.press('fill_form', first.id, turn, 'half_way', { 'status.0': lines });
    expect(asked.desk().drafts[first.id]?.answers[indicator.id]?.status).toBeUndefined();
    asked.press('fill_form', first.id, turn, 'half_way', { 'status.0': `${lines}\n秋にも` });
    expect(asked.desk().drafts[first.id]?.answers[indicator.id]?.status).toBe(`${lines}\n秋にも`);
    asked.press('fill_form', first.id, turn, '', { 'status.0': lines });
    expect(asked.desk().drafts[first.id]?.answers[indicator.id]?.status).toBe(lines);
  });

  test('they go where the goal is asked for what was done alone, and without memos nothing is offered', () => {
    const asked = atStatus(TWO);
    asked.say('参加者が増えました。');
    expect(asked.view('question').buttons.map(({ title }) => title)).not.toContain(PUT);
    expect(
      atStatus([])
        .view('question')
        .buttons.map(({ title }) => title),
    ).not.toContain(PUT);
    // The form opened by its own button begins empty.
    const plain = atStatus(TWO).click('まとめて入力');
    expect(fieldsOf(plain).find(({ id }) => id === 'status.0')).toMatchObject({ value: '', hint: '' });
  });

  test('what was answered stays above them, and what is there is not put in twice', () => {
    const asked = atStatus(TWO).say(lines.split('\n')[0]!).say('戻る').click(PUT);
    expect(fieldsOf(asked).find(({ id }) => id === 'status.0')!.value).toBe(lines);
    const { turn } = asked.desk().drafts[first.id]!;
    asked.press('fill_form', first.id, turn, '', { 'status.0': lines }).say('戻る');
    expect(
      asked
        .view('question')
        .buttons.map(({ title }) => title)
        .join(),
    ).not.toContain(PUT);
  });

  test('of more than the field takes the newest that fit, and it is said how many are left out', () => {
    const long = Array.from({ length: 40 }, (_, at) =>
      memo(`2023-06-${String((at % 28) + 1).padStart(2, '0')}`, '', `${'長'.repeat(90)}${at}`),
    ).sort((a, b) => (a.day < b.day ? -1 : 1));
    const field = fieldsOf(atStatus(long).click(PUT)).find(({ id }) => id === 'status.0')!;
    const put = field.value.split('\n');
    expect(field.value.length).toBeLessThanOrEqual(field.maxLength);
    expect(put.length).toBeGreaterThan(10);
    expect(put.at(-1)).toMatch(/^6\/28 /u);
    expect(field.hint).toContain(`長いため、ほか${40 - put.length}件は入れていません。`);
  });

  test('the whole goal is answered by taps: the sum, the rating, the words, and last year’s policy', () => {
    const last = { from: { kind: 'year', fiscalYear: 2022 } as const, text: '続けます。' };
    const task = { ...withMemos(TWO), earlierPolicies: [last] };
    const asked = conversation(contextOf([task], staff)).press('begin', task.id);
    asked.click('50人と回答').click('○');
    if (asked.view('question').prompt.includes('理由')) asked.say('雨の日がありました。');
    asked.click(PUT);
    const sent = Object.fromEntries(fieldsOf(asked).map(({ id, value }) => [id, value]));
    asked.click('', sent).click('前回と同じ').click('提出');
    expect(asked.command()).toMatchObject({
      kind: 'submit',
      content: { answers: [{ result: '50人', status: lines }], nextPolicy: '続けます。' },
    });
  });
});

describe('the period', () => {
  test.each([
    ['', { from: '2023-04-01', until: '2023-09-30' }],
    ['年度', { from: '2023-04-01', until: '2023-09-30' }],
    ['6月～11月', { from: '2023-06-01', until: '2023-09-30' }],
    ['４～７月', { from: '2023-04-01', until: '2023-07-31' }],
    ['12月～2月', { from: '2023-12-01', until: '2023-09-30' }],
    // A calendar year begins before there are memos of it; what is not plain is not guessed.
    ['1月～12月', null],
    ['夏休み', null],
  ])('%s', (said, period) => {
    expect(periodOf(said, 2023, '2023-09-30')).toEqual(period);
  });
  test('what happened outside it is not counted', () => {
    const added = {
      id: indicator.id,
      name: indicator.name,
      target: indicator.target,
      growth: null,
      period: '7月～9月',
    };
    expect(sumBeside(TWO, added, 2023, '2024-03-31')?.sum).toBe('18人');
    // What stands on a day is not added up: the latest says it, with its day.
    const stands = { ...added, growth: 'stands', period: '' } as const;
    expect(sumBeside(TWO, stands, 2023, '2024-03-31')).toMatchObject({ sum: '18人', latest: '2023-08-03' });
    // Nobody has said so, and its name does not: of several none is taken, of one that.
    const unknown = { ...stands, growth: null, name: '緑化した地区数', target: '3地区' };
    const [one, other] = [memo('2023-06-12', '2地区'), memo('2023-08-03', '3地区')];
    expect(sumBeside([one, other], unknown, 2023, '2024-03-31')).toBeNull();
    expect(sumBeside([other], unknown, 2023, '2024-03-31')).toMatchObject({ sum: '3地区' });
  });
});
