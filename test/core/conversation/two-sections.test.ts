/** One person who works for two sections: a goal's number alone may mean two, with its section it means one. */
import { describe, expect, test } from '@jest/globals';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { tasksCard } from '../../../src/core/cards/tasks.js';
import { goalNamedBy } from '../../../src/core/conversation/interview/goal-named.js';
import { step } from '../../../src/core/conversation/step.js';
import { conversation } from '../../support/conversation.js';
import { reportOf, sectionOf } from '../../support/sample-cards.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const [construction, branch] = [tasksOf(6), tasksOf(7)]; // 建設課, 北出張所
const both = actorOf('s7');
const tasks = [...construction, ...branch];
const start = () => conversation(contextOf(tasks, both));
const NAMES = ['建設課', '北出張所', '地域総務課 (北区郷土博物館)', '地域総務課'];

test.each([
  ['1番', { no: '1', section: null, plain: true }],
  ['No.０2', { no: '2', section: null, plain: true }],
  ['12', { no: '12', section: null, plain: false }],
  ['北出張所 1番', { no: '1', section: '北出張所', plain: true }],
  ['北出張所の１番目', { no: '1', section: '北出張所', plain: true }],
  ['北区役所 北出張所 No.1', { no: '1', section: '北出張所', plain: true }],
  ['北出 1番', { no: '1', section: '北出張所', plain: true }],
  ['1番（北出張所）', { no: '1', section: '北出張所', plain: true }],
  ['地域総務課 3番', { no: '3', section: '地域総務課', plain: true }],
  ['地域総務課（北区郷土博物館） 3番', { no: '3', section: '地域総務課 (北区郷土博物館)', plain: true }],
  ['北出張所 1', { no: '1', section: '北出張所', plain: false }],
  ['南出張所 1番', null],
  ['北出張所で1番', null],
  ['参加者は北出張所の1番窓口', null],
  ['190人', null],
])('%s names %j', (text, named) => expect(goalNamedBy(text, NAMES)).toEqual(named));

describe('「1番」', () => {
  test('asks which section, and the answer or its button begins that goal', () => {
    const asked = start().say('1番');
    expect(asked.view('message')).toMatchObject({
      title: 'どの課の No.1 ですか',
      buttons: [{ title: '建設課 No.1 を始める' }, { title: '北出張所 No.1 を始める' }],
    });
    expect(asked.click('北出張所').view('question').heading).toContain('北出張所');
    expect(start().say('北出張所 1番').view('question').heading).toContain('北出張所');
    expect(start().say('1番').say('建設課 1番').view('question').heading).toContain('建設課');
  });

  test('begins at once where one section alone has that number', () => {
    const alone = construction.find(({ goalNo }) => !branch.some((other) => other.goalNo === goalNo))!;
    expect(start().say(`${alone.goalNo}番`).view('question').heading).toContain('建設課');
    expect(start().say('北出張所 99番').view('message')).toMatchObject({
      title: '北出張所に No.99 という目標はありません',
      lines: [`あるのは ${branch.map(({ goalNo }) => `No.${goalNo}`).join('、')} です。`],
    });
  });
});

test('with its section a goal is never an answer: at no question, in no thread, beside no question of an approver', () => {
  const talk = start().say('建設課 1番');
  for (const answer of ['190人', '△', '天候のため', '実施しました。', '続けます。']) {
    expect(talk.say('北出張所 1番').view('question').heading).toContain('北出張所');
    expect(talk.say('建設課 1番').view('question').heading).toContain('建設課');
    talk.say(answer);
  }
  expect(JSON.stringify(talk.view('review'))).not.toContain('北出張所 1番');
  const context = {
    ...contextOf(tasks, both),
    openQuestions: [
      {
        id: 'q1',
        reportId: construction[0]!.id,
        asker: { personId: 'c', name: '課長', post: '課長', actingFor: null, at: '2099-01-01T00:00:00Z' },
        text: '?',
      },
    ],
  };
  expect(
    conversation(context as never)
      .say('北出張所 1番')
      .view('question').heading,
  ).toContain('北出張所');
});

test('in the thread of a question it is not sent to who asked', () => {
  const input = {
    kind: 'said',
    id: 'i',
    person: both.id,
    place: 'p',
    aside: 'p',
    surface: 'thread',
    text: '北出張所 1番',
  } as const;
  const context = { ...contextOf(tasks, both), question: { id: 'q1' } } as never;
  const { effects } = step({ form: 1, drafts: {}, focus: null, threads: {}, held: [] }, input, context);
  expect(effects).toEqual([
    expect.objectContaining({
      kind: 'show',
      card: expect.objectContaining({
        view: expect.objectContaining({ title: '回答としては送っていません' }),
      }),
    }),
  ]);
  const reply = step(
    { form: 1, drafts: {}, focus: null, threads: {}, held: [] },
    { ...input, text: '北出張所で集計しました' },
    context,
  );
  expect(reply.effects).toEqual([
    expect.objectContaining({ command: expect.objectContaining({ kind: 'reply' }) }),
  ]);
});

test('lists and labels name the section', () => {
  const card = tasksCard({ tasks, person: both.id, today: '2024-04-02', language: 'ja' });
  expect(fallbackText(card)).toContain('北出張所 No.1 を始める');
  expect(fallbackText(card)).toContain('建設課 No.1 を始める');
  const own = tasks.map((task) => {
    const report = reportOf(task, { answers: [], nextPolicy: '' });
    return { ...task, report: { ...report, writer: { ...report.writer, personId: both.id } } };
  });
  const withdraw = conversation(contextOf(own, both)).say('取り下げ').view('message');
  expect(withdraw.buttons.map(({ title }) => title)).toContain('北出張所 No.1 を取り下げる');
});

test('in the thread of one section a goal of the other is not taken for its own', () => {
  const post = (sectionId: string, sectionName: string) => ({
    ...actorOf(sectionId, 'section_manager').posts[0]!,
    sectionId,
    sectionName,
  });
  const chief = {
    ...actorOf('s7', 'section_manager', 'chief'),
    posts: [post(construction[0]!.sectionId, '建設課'), post(branch[0]!.sectionId, '北出張所')],
  };
  const reported = construction.map((task) => ({
    ...task,
    report: reportOf(task, { answers: [], nextPolicy: '' }),
  }));
  const channelRound = {
    thread: 'summary/s7/2023-yearend',
    section: sectionOf(construction[0]!),
    round: construction[0]!.round,
    tasks: reported,
  };
  const context = { ...contextOf([], chief), channelRound } as never;
  const write = (text: string) =>
    conversation(context).say(text, { surface: 'channel', place: 'c', mentioned: false });
  for (const text of ['北出張所 1番', '北出張所の1番の数字は？', '北出張所 No.1 承認'])
    expect(write(text).view('message').title).toBe('ここは建設課のスレッドです');
  expect(write('建設課 1番 承認').card().name).toBe('approval');
  expect(write('建設課の1番の数字は？').command()).toMatchObject({
    kind: 'ask',
    report: construction[0]!.id,
    text: '建設課の1番の数字は？',
  });
});
