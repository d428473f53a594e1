/** How long the texts of a card may be, and what a text that is cut says of itself. */
import type { Card } from '../../core/cards/card.js';
import { LIMITS } from './limits.js';

/** Longest text of one section, with room for a label before it. In escaped UTF-16 units. */
export const LONG_TEXT = 2600;

/** Texts that stand in places smaller than a section: a header, a field, a line among others. */
const TEXT_LIMITS: Readonly<Record<string, number>> = {
  title: LIMITS.slack.headerText,
  heading: LIMITS.slack.headerText,
  indicator: LIMITS.slack.headerText,
  target: 900,
  result: 900,
  rating: 200,
  because: 1900,
  figures: 900,
  state: 900,
  writer: 900,
  subtitle: 900,
  detail: 900,
  goal: 1500,
  label: 300,
  policyLabel: 300,
  changesLabel: 300,
  checksTitle: 300,
  checksLine: 1900,
  answer: 1900,
  labels: 300,
  progress: 300,
  footer: 1900,
};

/**
 * Where a card has other room for one of them: the state of a report has a section of its own, with the reason of a
 * correction; the bar of a department stands between two others, that of a section in a line of context; a line of context of a list
 * holds all rows of a goal and, last, what does not fit in them.
 */
const CARD_LIMITS: Partial<Record<Card['name'], Readonly<Record<string, number>>>> = {
  approval: { state: LONG_TEXT },
  board: { bar: 300 },
  summary: { bar: 300 },
  tasks: { detail: 1900 },
};

/** Longest escaped text of a card by the key it stands under, on the platform of blocks. */
export function slackTextLimits(name: Card['name']): Readonly<Record<string, number>> {
  return { ...TEXT_LIMITS, ...CARD_LIMITS[name] };
}

/** Cards of what is reported, and which of their texts the sheet prints. */
const REPORTED: readonly Card['name'][] = ['approval', 'review', 'summary'];
const PRINTED = new Set([
  'goal',
  'indicator',
  'target',
  'result',
  'measures',
  'status',
  'policy',
  'before',
  'after',
  'marked',
]);

/**
 * Says that a text goes on; where the sheet has all of it, how to get that. Short: the smallest text it ends is 30
 * characters long.
 */
export function cutMark({ name, language }: Card, key: string): string {
  if (REPORTED.includes(name) && PRINTED.has(key))
    return language === 'ja' ? '…（省略。全文は「出力」で）' : '… (more: send “Export”)';
  return language === 'ja' ? '…（以下省略）' : '… (cut short)';
}
