/** A card opened to be read: whole where a modal or dialog holds it, and cut off within its limits where it does not. */
import { describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../src/chat/render/limits.js';
import { readInSlack, readInTeams } from '../../../src/chat/render/reading.js';
import { sampleCard } from '../../../src/chat/render/render.js';
import { readingView } from '../../../src/chat/slack/outgoing/form.js';
import { readingDialog } from '../../../src/chat/teams/outgoing/invoke.js';
import type { Card } from '../../../src/core/cards/card.js';

type Approval = Extract<Card, { name: 'approval' }>;

function report(rows: number, text: string): Approval {
  const card = sampleCard('approval') as Approval;
  const [row] = card.view.rows;
  const many = Array.from({ length: rows }, (_, n) => ({
    ...row!,
    indicator: `指標${n + 1}`,
    status: `${n + 1}：${text}`,
  }));
  return { ...card, view: { ...card.view, rows: many, checksTitle: '', checks: [], evidence: '' } };
}

describe('what fits', () => {
  const card = report(10, '計画どおりです。');

  test('stands whole in a modal, more than a message holds, without buttons', () => {
    expect(card.view.buttons.length).toBeGreaterThan(0);
    const { shown, rest } = readInSlack(card);
    const text = JSON.stringify(shown);
    expect(rest).toBe(false);
    expect(shown.length).toBeGreaterThan(LIMITS.slack.messageBlocks);
    expect(card.view.rows.filter(({ status }) => !text.includes(status))).toEqual([]);
    expect(text).not.toContain('"button"');
    expect(readingView(card).view).not.toHaveProperty('submit');
  });

  test('stands in a dialog, without buttons', () => {
    const { shown, rest } = readInTeams(report(3, '計画どおりです。'));
    expect(rest).toBe(false);
    expect(JSON.stringify(shown)).toContain('3：計画どおりです。');
    expect(JSON.stringify(shown)).not.toContain('"Action.');
  });
});

test.each([
  [80, '短い。'],
  [60, '長'.repeat(2_000)],
])('what is too long is cut off within the limits, with a sentence: %d rows', (rows, text) => {
  const card = report(rows, text);
  const { view, rest } = readingView(card);
  const blocks = view.blocks as unknown[];
  expect(rest).toBe(true);
  expect(blocks.length).toBeLessThanOrEqual(LIMITS.slack.modalBlocks);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(LIMITS.slack.viewBytes);
  expect(JSON.stringify(blocks.at(-1))).toContain('個別のチャット');
  const dialog = readingDialog(card);
  expect(dialog.rest).toBe(true);
  expect(JSON.stringify(dialog.answer.body)).toContain('個別のチャットにもお送りしました');
});
