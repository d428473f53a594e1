/** What is heard instead of seen: the text of a message in Slack, fallbackText and the notification in Teams. */
import { describe, expect, test } from '@jest/globals';
import { unescapeEntities } from '../../../src/chat/render/escape.js';
import { paginate, renderSlack, renderTeams, type SlackMessage } from '../../../src/chat/render/render.js';
import type { Card } from '../../../src/core/cards/card.js';
import { notificationText } from '../../../src/core/cards/fallback.js';
import { walk } from '../../support/adaptive-card.js';
import { cardsOf } from '../../support/sample-cards.js';

/** What a card asks, and about what; or how it stands. */
function askedBy(card: Card): readonly [asked: string, about: string] {
  switch (card.name) {
    case 'question':
      return [card.view.prompt, card.view.indicator || card.view.goal];
    case 'review':
      return [card.view.prompt, card.view.goal];
    case 'approval':
      return [card.view.state, card.view.goal];
    case 'form':
    case 'message':
    case 'tasks':
    case 'board':
    case 'summary':
      return [card.view.title, ''];
    default:
      return card satisfies never;
  }
}

const CONTROLS = /^(?:ボタン：|選択肢：|入力欄：|Buttons: |Choices: |Input: )(.*)$/gmu;

/** Buttons, choices and inputs that a text names. */
function namedIn(text: string): string[] {
  return [...text.matchAll(CONTROLS)].flatMap(([, names = '']) => names.split(/、|, /u));
}

/** The same of a message: what can be pressed, chosen or typed into, by what stands on it and by what is read out. */
function controlsOf(message: unknown): Set<string> {
  const found: string[] = [];
  walk(message, (element) => {
    const { type, title, tooltip, label, text, accessibility_label: spoken } = element;
    if (type === 'button') found.push(unescapeEntities((text as { text: string }).text), String(spoken));
    else if (String(type).startsWith('Action.')) found.push(String(title), String(tooltip));
    else if (String(type).startsWith('Input.')) found.push(String(label));
    if (type === 'Input.ChoiceSet')
      for (const choice of element.choices as { title: string }[]) found.push(choice.title);
  });
  // a name that has a comma in it is read back in pieces
  return new Set(found.flatMap((name) => [name, ...name.split(/、|, /u)]));
}

const SHEETS = [0, 3, 6].flatMap((sheet) =>
  (['ja', 'en'] as const).flatMap((language) =>
    (['yearend', 'midyear'] as const).map((kind) => [sheet, language, kind] as const),
  ),
);

describe.each(SHEETS)('cards of sheet %i, %s %s', (sheet, language, kind) => {
  const cards = Object.entries(cardsOf(sheet, language, kind));

  test('say what is asked first, and of what', () => {
    for (const [key, card] of cards) {
      const [asked, about] = askedBy(card);
      expect([key, asked]).not.toEqual([key, '']);
      const beginning = about === '' ? asked : `${asked}\n${about}`;
      const notice = beginning.split('\n', 2).join(' ').slice(0, 60);
      expect([key, notificationText(card, 120).slice(0, notice.length)]).toEqual([key, notice]);
      const { fallbackText } = renderTeams(card) as { fallbackText: string };
      expect([key, fallbackText.startsWith(beginning)]).toEqual([key, true]);
      if (card.name === 'form') continue;
      const { text } = renderSlack(card) as SlackMessage;
      expect([key, unescapeEntities(text).startsWith(beginning)]).toEqual([key, true]);
    }
  });

  test('name no button, choice or input that is not there', () => {
    for (const [key, whole] of cards)
      for (const card of paginate(whole)) {
        const teams = renderTeams(card) as { fallbackText: string };
        const gone = (named: string[], there: Set<string>) => named.filter((name) => !there.has(name));
        expect([key, gone(namedIn(teams.fallbackText), controlsOf(teams))]).toEqual([key, []]);
        if (card.name === 'form') continue;
        const slack = renderSlack(card) as SlackMessage;
        expect([key, gone(namedIn(unescapeEntities(slack.text)), controlsOf(slack))]).toEqual([key, []]);
      }
  });
});
