/** The direction of an indicator: asked where the proposal needs it, by a tap or in words, and never twice. */
import { expect, test } from '@jest/globals';
import { settle } from '../../../src/core/conversation/command-outcome.js';
import type { Actor } from '../../../src/core/organization/people.js';
import { conversation } from '../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const staff = actorOf('s7');
const [printed] = tasksOf(6);
const task = {
  ...printed!,
  indicators: [{ ...printed!.indicators[0]!, name: '窓口の案内に要した時間', target: '10分' }],
};
const [indicator] = task.indicators;
const asked = (actor: Actor = staff) =>
  conversation(contextOf([task], actor))
    .say('続き')
    .say('12分');
const command = { kind: 'say_direction', task: task.id, indicator: indicator!.id } as const;
const titles = (talk: ReturnType<typeof asked>) => talk.view('question').choices.map(({ title }) => title);

test('a tap gives the proposal at once, and the record is told', () => {
  const talk = asked();
  expect(titles(talk)).toEqual(['多いほどよい', '少ないほどよい', 'どちらでもない（保つ）']);
  expect(talk.view('question').notes).toEqual(['12分と読みました。']);
  talk.click('少ないほどよい');
  expect(talk.command()).toEqual({ ...command, direction: 'lower' });
  expect(titles(talk)).toEqual(['○ 達成', '△ 一部未達成（案）', '× 未達成']);
  talk.click('△').say('混みました。').say('12分でした。').say('続けます。').click('提出');
  expect(talk.command()).toMatchObject({
    content: { answers: [{ rating: 'partially_achieved', proposal: { rating: 'partially_achieved' } }] },
  });
});

test('in English too', () => {
  const talk = asked({ ...staff, language: 'en' });
  expect(titles(talk)).toEqual(['More is better', 'Fewer is better', 'Neither: to be kept']);
  expect(talk.view('question').prompt).toMatch(/^Is more of this better\?/);
  talk.say('fewer is better');
  expect(talk.command()).toEqual({ ...command, direction: 'lower' });
  expect(talk.view('question').notes.join()).toContain('Compared as: “Fewer is better”');
});

test('in words, and corrected in words; a rating in words is taken without it', () => {
  const talk = asked().say('多い');
  expect(talk.command()).toEqual({ ...command, direction: 'higher' });
  expect(titles(talk)[0]).toBe('○ 達成（案）');
  talk.say('少ないほどよい');
  expect(talk.command()).toEqual({ ...command, direction: 'lower' });
  expect(titles(talk)[1]).toBe('△ 一部未達成（案）');
  expect(asked().say('○').view('question').prompt).toContain('目標達成状況');
  for (const text of ['1', '上', 'はい']) {
    const other = asked().say(text);
    expect(titles(other)).toHaveLength(3);
    expect(titles(other)[0]).toBe('多いほどよい');
  }
});

test('what the record knows is not asked, and the draft forgets what it has handed over', () => {
  const talk = asked().click('少ないほどよい');
  const known = { ...task, indicators: [{ ...indicator!, direction: 'lower' as const }] };
  const outcome = { ok: true, goalNo: task.goalNo, version: 0, complete: false } as const;
  const { desk, effects } = settle(
    talk.desk(),
    'test:dm',
    { ...command, direction: 'lower' },
    outcome,
    contextOf([known], staff),
  );
  expect(effects).toEqual([]);
  expect(desk.drafts[task.id]!.answers).toEqual({ [indicator!.id]: { result: '12分' } });
  expect(
    conversation(contextOf([known], staff))
      .say('続き')
      .say('12分')
      .view('question').choices[1]!.title,
  ).toBe('△ 一部未達成（案）');
});

test('another result keeps what was said of the indicator', () => {
  const talk = asked().click('少ないほどよい').click('戻る').say('9分');
  expect(titles(talk)[0]).toBe('○ 達成（案）');
});
