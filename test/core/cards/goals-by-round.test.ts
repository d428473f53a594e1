/** Goals of two rounds to choose from: grouped and named by round, on every platform. */
import { describe, expect, test } from '@jest/globals';
import { renderSlack, renderTeams } from '../../../src/chat/render/render.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { conversation } from '../../support/conversation.js';
import { approvedReport, printedContent, reportOf } from '../../support/sample-cards.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const SHEET = 6;
const staff = actorOf('s7');
const both = (['midyear', 'yearend'] as const).flatMap((kind) =>
  tasksOf(SHEET, kind).map((task) => ({ ...task, report: approvedReport(task, SHEET) })),
);
const waiting = both.map((task) => {
  const report = reportOf(task, printedContent(task, SHEET));
  return { ...task, report: { ...report, writer: { ...report.writer, personId: staff.id } } };
});

describe.each([
  ['修正', both, '修正する目標を選んでください'],
  ['訂正', both, '修正する目標を選んでください'],
  ['取り下げ', waiting, '取り下げる報告を選んでください'],
])('「%s」', (word, tasks, title) => {
  const card = conversation(contextOf(tasks, staff)).say(word).card();

  test('names each round once, the latest first, with its goals', () => {
    if (card.name !== 'tasks') throw new Error(card.name);
    expect(card.view.title).toBe(title);
    expect(card.view.items.map((item) => item.title)).toEqual(['令和5年度 期末報告', '令和5年度 中間報告']);
    const numbers = tasksOf(SHEET).map(({ goalNo }) => goalNo);
    for (const { buttons } of card.view.items) {
      expect(buttons.map((button) => /No\.(\d+)/u.exec(button.title)?.[1])).toEqual(numbers);
      expect(new Set(buttons.map(({ label }) => label)).size).toBe(buttons.length);
    }
  });

  test('says it on both platforms, with nothing empty', () => {
    for (const shown of [JSON.stringify(renderSlack(card)), JSON.stringify(renderTeams(card))]) {
      expect(shown).toContain('令和5年度 中間報告');
      expect(shown).not.toContain('"**"');
    }
    expect(fallbackText(card)).toContain('令和5年度 中間報告：4件');
  });

  test('of one round it is a plain message', () => {
    const one = tasks.filter(({ round }) => round.kind === 'midyear');
    const view = conversation(contextOf(one, staff)).say(word).view('message');
    expect(view.title).toBe(title);
    expect(view.buttons).toHaveLength(one.length);
  });
});
