/** 差戻し: whose press opens the form, and what everybody else is told in private. */
import { describe, expect, test } from '@jest/globals';
import type { Context } from '../../../src/core/conversation/context.js';
import type { Input } from '../../../src/core/conversation/input.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import type { Actor } from '../../../src/core/organization/people.js';
import type { Report } from '../../../src/core/report/report.js';
import {
  approvedReport,
  printedContent,
  reportOf,
  sectionOf,
  signature,
} from '../../support/sample-cards.js';
import { actorOf, contextOf, postsOf, tasksOf } from '../../support/tasks.js';

const SHEET = 6;
const task = tasksOf(SHEET)[0]!;
const section = sectionOf(task);
const manager = actorOf('s7', 'section_manager');
const staff = actorOf('s7', 'staff');
const desk = actorOf('office', 'coordinator');
const submitted = reportOf(task, printedContent(task, SHEET));

/** What pressing 差戻し gives: the title of the form, or what is told and where. */
function press(actor: Actor, report: Report | null = submitted, more: Partial<Context> = {}, v = 1) {
  const context: Context = {
    ...contextOf([], actor),
    named: { ...task, report },
    namedSection: section,
    ...more,
  };
  const action = { do: 'open_return', of: task.id, v, with: '0' } as const;
  const input = {
    kind: 'pressed',
    place: 'channel',
    aside: 'direct',
    action,
    fields: {},
  } as unknown as Input;
  const [effect] = step(emptyDesk, input, context).effects;
  if (effect?.kind === 'form' && effect.card.name === 'form') return effect.card.view.title;
  if (effect?.kind === 'show' && effect.card.name === 'message')
    return `${effect.place}: ${effect.card.view.lines.join('\n')}`;
  throw new Error(JSON.stringify(effect));
}

describe('差戻し', () => {
  test('opens the form for who decides at this step', () => {
    expect(press(manager)).toBe('差戻し');
    const deputy: Actor = {
      ...actorOf('s7', 'assistant_manager'),
      deputyFor: [{ ...manager.posts[0]!, holderId: manager.id, holderName: '課長' }],
    };
    expect(press(deputy)).toBe('差戻し');
  });

  test('tells anybody else in private who decides', () => {
    for (const actor of [staff, actorOf('s6', 'section_manager'), actorOf('s7', 'assistant_manager')])
      expect(press(actor)).toMatch(/^direct: No\.1 は、いま課長の判断を待っています。承認・差戻しは課長/u);
    const english = press({ ...staff, language: 'en' });
    expect(english).toContain('waits for the section manager, who approves or returns it');
  });

  test('nobody returns an own report', () => {
    const own = { ...submitted, writer: signature('課長', submitted.writer.at, { personId: manager.id }) };
    expect(press(manager, own)).toMatch(/^direct: ご自分が提出した報告は/u);
  });

  test('事務局 only where nobody else is there', () => {
    expect(press(desk, submitted, { namedPosts: postsOf(manager) })).toMatch(/^direct: No\.1 は/u);
    expect(press(desk, submitted, { namedPosts: [] })).toBe('差戻し');
  });

  test('a late press is told who decided and when; one on an older version, that there is a newer', () => {
    expect(press(manager, approvedReport(task, SHEET))).toMatch(
      /^direct: この報告は、.*課長が承認済みです。/u,
    );
    expect(press(manager, { ...submitted, version: 2 })).toMatch(/^direct: ボタンの内容より新しい版/u);
    expect(press(manager, null)).toMatch(/^direct: その報告は見つかりませんでした/u);
    const closed = { ...task, report: submitted, round: { ...task.round, state: 'closed' as const } };
    expect(press(manager, submitted, { named: closed })).toMatch(/^direct: この報告期間は締め切られました/u);
  });
});
