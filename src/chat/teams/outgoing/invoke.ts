/**
 * Answers to invokes: what the client that is waiting gets, and nobody else sees. Source: learn.microsoft.com
 * microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards and …/task-modules.
 */
import type { Card } from '../../../core/cards/card.js';
import { fallbackText } from '../../../core/cards/fallback.js';
import { readInTeams } from '../../render/reading.js';
import { type Json, renderTeams } from '../../render/render.js';
import { teamsWords } from '../words.js';

/** Status and body of the HTTP response. */
export type Answer = { readonly status: number; readonly body: Json | null };

type FormCard = Card & { readonly name: 'form' };

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const MESSAGE_TYPE = 'application/vnd.microsoft.activity.message';

/** Taken, nothing to say: messages and events, and a dialog that closes. */
export const EMPTY: Answer = { status: 200, body: null };

/** A button's answer: a short text to who pressed it. */
export function toldText(text: string): Answer {
  return { status: 200, body: { statusCode: 200, type: MESSAGE_TYPE, value: text } };
}

/** A button's answer: another card in the place of the one pressed, for who pressed it. */
export function toldCard(card: Card, dialogs: boolean): Answer {
  return { status: 200, body: { statusCode: 200, type: CARD_TYPE, value: renderTeams(card, { dialogs }) } };
}

/** A dialog with a form in it. */
export function dialog(card: FormCard): Answer {
  const value = {
    title: card.view.title,
    height: card.view.groups.length > 1 ? 'large' : 'medium',
    width: 'medium',
    card: { contentType: CARD_TYPE, content: renderTeams(card) },
  };
  return { status: 200, body: { task: { type: 'continue', value } } };
}

/** A dialog with a card to be read; `rest`: the whole of it must be sent besides. */
export function readingDialog(card: Card): { readonly answer: Answer; readonly rest: boolean } {
  const words = teamsWords(card.language);
  const { shown, rest } = readInTeams(card);
  const body = (shown.body ?? []) as readonly Json[];
  const more = { type: 'TextBlock', text: words.readingRest, wrap: true, separator: true };
  const content = rest ? { ...shown, body: [...body, more] } : shown;
  const value = {
    title: words.reading,
    height: 'large',
    width: 'medium',
    card: { contentType: CARD_TYPE, content },
  };
  return { answer: { status: 200, body: { task: { type: 'continue', value } } }, rest };
}

/** A text answered to a button; clients show a few lines, in characters. */
const TOLD_MAX = 300;

/** A card as such a text. */
export function textOf(card: Card): string {
  const text =
    card.name === 'message' ? [card.view.title, ...card.view.lines].join('\n') : fallbackText(card);
  const characters = [...text];
  return characters.length <= TOLD_MAX ? text : `${characters.slice(0, TOLD_MAX - 1).join('')}…`;
}

/** A dialog that only says something. */
export function dialogText(text: string): Answer {
  return { status: 200, body: { task: { type: 'message', value: text } } };
}

/** The form again, with what was wrong beside each field and everything as it was typed. */
export function withProblems(
  card: FormCard,
  problems: Readonly<Record<string, string>>,
  typed: Readonly<Record<string, string>>,
): FormCard {
  const own = (of: Readonly<Record<string, string>>, key: string) =>
    Object.hasOwn(of, key) ? of[key] : undefined;
  const groups = card.view.groups.map((group) => ({
    ...group,
    fields: group.fields.map((field) => ({
      ...field,
      value: own(typed, field.id) ?? field.value,
      problem: own(problems, field.id) ?? field.problem,
    })),
  }));
  return { ...card, view: { ...card.view, groups } };
}
