/** Texts that are hardly answers: kept aside and asked about, and never a line of an official sheet unasked. */
import { describe, expect, test } from '@jest/globals';
import { isHardlyAnAnswer } from '../../../src/core/conversation/interview/no-answer.js';
import { interviewWords } from '../../../src/core/wording/interview.js';
import { buttonsOf, conversation } from '../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const tasks = tasksOf(6);
const start = () => conversation(contextOf(tasks, actorOf('s7')));
const asked = interviewWords('ja').whether;
/** A conversation that asks for 目標達成状況. */
const atStatus = () => start().say('続き').say('200人').click('○');

const NONE = [
  'ありがとうございます。また後でやります',
  'すみません、質問があります。この数は延べ人数でよいのでしょうか',
  'これはどう書けばよいですか？',
  'No.1',
  '1番',
  '○',
  '×',
  '…',
  '提出します',
  '状況をお願いします',
  '了解です',
  'はい',
  'キャンセル',
  'やり直し',
  '最初から',
  '取り消します',
  '課長に確認してから書きます。お願いします',
  'Thank you!',
  'later, please',
];

test.each(NONE)('「%s」 is asked about, and saved only on demand', (text) => {
  const talk = atStatus();
  const [before] = Object.values(talk.desk().drafts);
  talk.say(text);
  const view = talk.view('message');
  expect([view.title, view.buttons.map(({ title }) => title)]).toEqual([asked.title, [asked.save, asked.no]]);
  expect(Object.values(talk.desk().drafts)).toEqual([before]);
  expect(view.lines.join()).toContain(text);
  talk.click(asked.save);
  expect(Object.values(talk.desk().drafts)[0]?.answers).toEqual({
    ...before?.answers,
    [tasks[0]!.indicators[0]!.id]: { ...before?.answers[tasks[0]!.indicators[0]!.id], status: text },
  });
});

test('its button saves no text as the answer to a question that is asked since', () => {
  const text = 'すみません、あとで課長に確認します';
  const talk = atStatus().say(text);
  const save = JSON.parse(buttonsOf(talk.card()).find(({ title }) => title === asked.save)!.action);
  talk.say('10月18日に植栽を行い、200人が参加した。').press('choose', tasks[0]!.id, save.v, save.with);
  expect(talk.view('message').lines.join()).toMatch(
    /すみません、あとで課長に確認します[^」]*」\s*No\.1 の「今後の方針」/u,
  );
  expect(talk.desk().drafts[tasks[0]!.id]?.policy).toBeUndefined();
  // As older cards have it.
  const older = atStatus().say(text);
  older.press('choose', tasks[0]!.id, save.v);
  expect(Object.values(older.desk().drafts[tasks[0]!.id]!.answers)[0]?.status).toBe(text);
});

test('ちがいます: what was typed is told once more, and what can be done', () => {
  const talk = atStatus().say('すみません、質問があります').click(asked.no);
  const view = talk.view('message');
  expect(view.lines).toEqual(['「すみません、質問があります」']);
  expect(view.buttons.map(({ title }) => title)).toEqual([
    'No.1 の続き',
    '事務局に質問する',
    '状況を見る',
    '使い方',
  ]);
  expect(atStatus().say('No.2').click(asked.no).view('message').buttons[0]?.title).toBe('No.2 を始める');
});

test('事務局に質問する begins with the text that was typed, and sends what stands in the form', () => {
  const text = 'すみません、質問があります。この数は延べ人数でよいのでしょうか';
  const talk = atStatus().say(text).click(asked.no).click('事務局に質問する');
  const form = talk.view('form');
  expect(form.groups[0]?.fields[0]).toMatchObject({ id: 'question', value: text });
  const before = talk.desk();
  expect(talk.click('質問を送る', { question: ' ' }).effects()[0]).toMatchObject({ kind: 'form_problem' });
  expect(talk.desk()).toEqual(before);
  const sent = atStatus().say(text).click(asked.no).click('事務局に質問する');
  sent.click('質問を送る', { question: `${text}。よろしくお願いします。` });
  expect(sent.command()).toEqual({
    kind: 'ask_desk',
    task: tasks[0]!.id,
    text: `${text}。よろしくお願いします。`,
  });
  expect(sent.desk().held).toEqual([]);
});

test('事務局 is not sent to itself', () => {
  const staff = actorOf('s7');
  const desk = { ...staff, posts: [...staff.posts, ...actorOf('office', 'coordinator').posts] };
  const talk = conversation(contextOf(tasks, desk)).say('続き').say('200人').click('○');
  const view = talk.say('質問があります').click(asked.no).view('message');
  expect(view.buttons.map(({ title }) => title)).not.toContain('事務局に質問する');
  expect(talk.desk().held).toEqual([]);
});

describe('あとで closes the question', () => {
  test('what is typed then is asked about, until it is gone on with', () => {
    const paused = atStatus().click('あとで').say('予定どおり進みました。');
    expect(paused.view('message').title).toBe(asked.title);
    expect(paused.click(asked.save).view('question').prompt).toContain('今後の方針');
    const back = atStatus().click('あとで').say('続き').say('予定どおり進みました。');
    expect(back.view('question').prompt).toContain('今後の方針');
  });

  test('明日 still says when', () => {
    expect(atStatus().click('あとで').say('明日').command().kind).toBe('snooze');
  });
});

test('nothing of what stands on the eight sheets is asked about', () => {
  const texts = kitaSheets().flatMap(({ goals }) =>
    goals.flatMap(({ indicators, nextPolicy }) => [
      ['policy', nextPolicy ?? ''] as const,
      ...indicators.flatMap(({ result, status }) => [
        ['result', result] as const,
        ['status', status] as const,
      ]),
    ]),
  );
  expect(texts.length).toBeGreaterThan(80);
  const wrong = texts.filter(([at, text]) => text.trim() !== '' && isHardlyAnAnswer(text, at, null));
  expect(wrong).toEqual([]);
});

test.each([
  '引き続き取り組みます。',
  '計画どおり実施しました。',
  '後でも使えるよう、手順書を整えました。来年度はその普及に努めます。',
  'テストを3回実施しました。',
  'ありがたい意見を多くいただきました。',
])('「%s」 is an answer', (text) => expect(isHardlyAnAnswer(text, 'status', null)).toBe(false));
