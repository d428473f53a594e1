/** Forms that show a goal: a button may name any, so they open for its section alone. */
import { expect, test } from '@jest/globals';
import type { Context } from '../../../src/core/conversation/context.js';
import type { Input } from '../../../src/core/conversation/input.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import type { Actor } from '../../../src/core/organization/people.js';
import { approvedReport, sectionOf } from '../../support/sample-cards.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const task = { ...tasksOf(6)[0]!, report: approvedReport(tasksOf(6)[0]!, 6) };
const staff = actorOf(task.sectionId);
const others = [
  actorOf('s6'),
  actorOf('office', 'coordinator'),
  { ...actorOf('s6'), deputyFor: [{ ...staff.posts[0]!, holderId: staff.id, holderName: '担当者' }] },
];

function pressed(name: 'open_correction' | 'open_ask_desk', actor: Actor, named: Context['named'] = task) {
  const context = { ...contextOf([], actor), named, namedSection: sectionOf(task) };
  const input = {
    kind: 'pressed',
    place: 'channel',
    aside: 'direct',
    surface: 'channel',
    action: { do: name, of: task.id, v: 1, with: '' },
    fields: {},
  } as unknown as Input;
  const { effects } = step(emptyDesk, input, context);
  return effects;
}

for (const name of ['open_correction', 'open_ask_desk'] as const) {
  test(`${name} opens for who reports for the section, with the goal in it`, () => {
    const [effect] = pressed(name, staff);
    expect(effect).toMatchObject({ kind: 'form' });
    expect(JSON.stringify(effect)).toContain(`No.${task.goalNo}`);
  });

  test(`${name} shows nothing of the goal to anybody else, who is told so in private`, () => {
    for (const actor of others) {
      const effects = pressed(name, actor);
      expect(effects).toMatchObject([{ kind: 'show', place: 'direct', card: { name: 'message' } }]);
      expect(JSON.stringify(effects)).toContain('この操作は、いまの役職ではできません。');
      expect(JSON.stringify(effects)).not.toContain(task.goalText.slice(0, 8));
    }
    expect(JSON.stringify(pressed(name, { ...others[0]!, language: 'en' }))).toContain(
      'Your present post does not allow this.',
    );
  });

  test(`${name} of a goal that is not there says so`, () => {
    const effects = pressed(name, staff, null);
    expect(effects).toMatchObject([{ kind: 'show', place: 'direct' }]);
    expect(JSON.stringify(effects)).toContain('その報告は見つかりませんでした');
  });
}
