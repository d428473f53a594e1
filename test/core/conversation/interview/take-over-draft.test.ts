/** A draft of who held the post before, taken over: with everything that was said in it, and in no other draft's place. */
import { expect, test } from '@jest/globals';
import { newDraft } from '../../../../src/core/conversation/interview/begin.js';
import { takeOver } from '../../../../src/core/conversation/interview/take-over-draft.js';
import { type Desk, type Draft, emptyDesk } from '../../../../src/core/draft/drafts.js';
import type { Task } from '../../../../src/core/report/task.js';
import { actorOf, contextOf, tasksOf } from '../../../support/tasks.js';

const before = { id: 's7-staff', name: '担当者1', language: 'ja' } as const;
const next = actorOf('s7', 'staff', 's7-next');

const take = (task: Task, theirs: Draft, desk: Desk = emptyDesk, language: 'ja' | 'en' = 'ja') =>
  takeOver(desk, 'test:dm', task.id, before, theirs, contextOf([task], { ...next, language }));

const [reported] = tasksOf(6);

/** The first goal of 建設課 as a round of 目標設定 asks about it. */
function plannedTask(): Task {
  const [task] = tasksOf(6, 'targets');
  const indicators = task!.indicators.map(({ id, name, target }) => ({
    id,
    name,
    target,
    place: '',
    initiative: '',
    overview: '',
    direction: null,
    growth: null,
    period: '',
    was: { name, target },
    decision: 'keep' as const,
  }));
  const { goalNo: no, goalText: text } = task!;
  return { ...task!, planned: { decision: 'keep', grounds: '', no, text, was: text, indicators } };
}

test('of 目標設定 it has what was said of each field, and stands where it stood', () => {
  const task = plannedTask();
  const { id } = task.indicators[0]!;
  const plan = {
    decision: 'change',
    [`target:${id}`]: '220人以上',
    [`overview:${id}`]: '春と秋に開きます。',
  };
  const theirs: Draft = { ...newDraft(task, '2024-04-01T01:00:00.000Z'), plan };
  for (const language of ['ja', 'en'] as const) {
    const { desk, effects } = take(task, theirs, emptyDesk, language);
    expect(desk.drafts[task.id]).toMatchObject({ plan, asking: { at: 'review' } });
    const shown = JSON.stringify(effects.filter(({ kind }) => kind === 'show'));
    expect(shown).toContain('220人以上');
    expect(shown).toContain('春と秋に開きます。');
  }
});

test('of a report it has the answers, 今後の方針 and what was said to checks, and nothing of a plan', () => {
  const task = reported!;
  const answers = {
    [task.indicators[0]!.id]: { result: '210人', rating: 'achieved', status: '植えました。' },
  } as const;
  const theirs: Draft = {
    ...newDraft(task, '2024-04-01T01:00:00.000Z'),
    answers,
    policy: '続けます。',
    checked: { 'a check': '数え方が違うため' },
  };
  const { desk } = take(task, theirs);
  expect(desk.drafts[task.id]).toMatchObject({
    answers,
    policy: '続けます。',
    checked: { 'a check': '数え方が違うため' },
    asking: { at: 'review' },
  });
  expect(desk.drafts[task.id]).not.toHaveProperty('plan');
});

test('an own draft of the goal stays as it is', () => {
  const task = plannedTask();
  const own: Draft = { ...newDraft(task, '2024-04-02T01:00:00.000Z'), plan: { decision: 'keep' } };
  const desk = { ...emptyDesk, drafts: { [task.id]: own } };
  const theirs: Draft = { ...newDraft(task, '2024-04-01T01:00:00.000Z'), plan: { decision: 'drop' } };
  expect(take(task, theirs, desk).desk.drafts[task.id]).toEqual(own);
});
