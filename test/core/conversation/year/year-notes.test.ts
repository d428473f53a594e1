/** 来年の担当者へ in words and by form: which goal and indicator is meant, and what is left to the question that waits. */
import { expect, test } from '@jest/globals';
import { conversation } from '../../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../../support/tasks.js';

const staff = actorOf('s7');
const tasks = tasksOf(6);
/** a sheet that has a goal of several indicators */
const among = [0, 1, 2, 3, 4, 5, 6, 7]
  .map((n) => tasksOf(n))
  .find((all) => all.some(({ indicators }) => indicators.length > 1))!;
const several = among.find(({ indicators }) => indicators.length > 1)!;
const single = tasks.find(({ indicators }) => indicators.length === 1)!;
const NOTE = '受付の計数器は月末に締めます';
const talk = (of = tasks) => conversation(contextOf(of, staff));
const left = (task: typeof single, at = 0) => ({
  kind: 'leave_year_notes',
  task: task.id,
  notes: { [task.indicators[at]!.id]: NOTE },
});

test.each([
  [`来年の担当者へ ${single.goalNo}番 ${NOTE}`],
  [`来年の担当者へ：No.${single.goalNo}　${NOTE}`],
  [`来年へ、${single.goalNo} ${NOTE}`],
  [`For next year No.${single.goalNo} ${NOTE}`],
])('%s is kept at once', (text) => {
  expect(talk().say(text).command()).toEqual(left(single));
});

test('of several indicators it is said which, or a form is offered; nothing typed is lost from sight', () => {
  const asked = talk(among).say(`来年の担当者へ ${several.goalNo}番 ${NOTE}`);
  expect(asked.view('message').lines.join('\n')).toContain(NOTE);
  expect(asked.view('message').lines.join('\n')).toContain(`${several.goalNo}-2`);
  expect(talk(among).say(`来年の担当者へ ${several.goalNo}-2 ${NOTE}`).command()).toEqual(left(several, 1));
  expect(talk(among).say(`来年の担当者へ ${several.goalNo}番の2 ${NOTE}`).command()).toEqual(
    left(several, 1),
  );
});

test('without a goal it is asked which, each by a button to its form', () => {
  const { buttons } = talk().say('来年の担当者へ').view('message');
  expect(buttons.map(({ title }) => title)).toEqual(tasks.map(({ goalNo }) => `No.${goalNo}`));
  expect(buttons[0]!.action).toContain('open_year_notes');
});

test('where a text is asked for it is that text', () => {
  const asked = talk().say(`${single.goalNo}番`).say('200人').say('○');
  expect(asked.view('question').prompt).toContain('目標達成状況');
  const text = `来年の担当者へ ${single.goalNo}番 ${NOTE}`;
  expect(asked.say(text).desk().drafts[single.id]?.answers[single.indicators[0]!.id]?.status).toBe(text);
});

test('one that is too long says by how much, and is not entered', () => {
  const asked = talk().say(`来年の担当者へ ${single.goalNo}番 ${'長'.repeat(301)}`);
  expect(asked.view('message').title).toContain('301');
});
