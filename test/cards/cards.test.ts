import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { paginate, renderSlack, renderTeams, sampleCard } from '../../src/chat/render/render.js';
import { decodeAction } from '../../src/core/cards/action.js';
import { CARD_VIEWS, type Card, type CardName } from '../../src/core/cards/card.js';
import { adaptiveCardProblems, walk } from '../support/adaptive-card.js';
import { blockKitProblems } from '../support/block-kit.js';
import { buttonsOf } from '../support/conversation.js';
import { cardsOf } from '../support/sample-cards.js';

const NAMES = Object.keys(CARD_VIEWS) as CardName[];

function problemsOf(card: Card): string[] {
  return paginate(card).flatMap((page) => {
    const teams = renderTeams(page);
    const slack = renderSlack(page);
    const all = JSON.stringify([teams, slack]);
    return [
      ...adaptiveCardProblems(teams).map((problem) => `teams: ${problem}`),
      ...blockKitProblems(slack).map((problem) => `slack: ${problem}`),
      ...(all.includes('${') ? ['not expanded'] : []),
      ...(/null|undefined|\[object/u.test(all) ? ['null'] : []),
    ];
  });
}

/** Actions that can be pressed or sent on each platform. */
function actionsOf(rendered: unknown): string[] {
  const found: string[] = [];
  walk(rendered, (element) => {
    const { type } = element;
    if (type === 'Action.Execute' || type === 'Action.Submit')
      found.push((element.data as { action: string }).action);
    if (type === 'button') found.push(element.value as string);
    if (type === 'modal') found.push(element.private_metadata as string);
  });
  return found;
}

test('every card has its folder and every folder its card', () => {
  expect(readdirSync('cards').sort()).toEqual([...NAMES].sort());
  for (const name of NAMES)
    for (const file of ['teams.json', 'slack.json', 'sample.json'])
      expect(existsSync(`cards/${name}/${file}`)).toBe(true);
});

describe.each(NAMES)('the sample of %s', (name) => {
  const card = sampleCard(name);
  test('is a card of that name in Japanese', () => {
    expect(card.name).toBe(name);
    expect(card.language).toBe('ja');
    expect(CARD_VIEWS[name].safeParse(card.view).error).toBeUndefined();
  });
  test('renders on both platforms within every limit', () => {
    expect(paginate(card)).toEqual([card]);
    expect(problemsOf(card)).toEqual([]);
  });
});

describe.each([0, 1, 2, 3, 4, 5, 6, 7])('cards of the real sheet %i', (sheet) => {
  for (const language of ['ja', 'en'] as const)
    for (const kind of ['yearend', 'midyear'] as const)
      test(`render on both platforms: ${language} ${kind}`, () => {
        const problems = Object.entries(cardsOf(sheet, language, kind)).flatMap(([key, card]) =>
          problemsOf(card).map((problem) => `${key}: ${problem}`),
        );
        expect(problems).toEqual([]);
      });

  test('carry every button, and every action can be read back', () => {
    for (const [key, card] of Object.entries(cardsOf(sheet))) {
      const wanted = buttonsOf(card).map((button) => button.action);
      // on this platform an answer is typed as a message, not into the card
      const typed = card.name === 'question' ? card.view.send.map((button) => button.action) : [];
      const slack = actionsOf(renderSlack(card));
      const teams = actionsOf(renderTeams(card));
      expect([key, [...new Set(teams)].sort()]).toEqual([key, [...new Set(wanted)].sort()]);
      expect([key, slack.sort()]).toEqual([key, wanted.filter((action) => !typed.includes(action)).sort()]);
      for (const action of [...slack, ...teams])
        expect(decodeAction(action)?.do ?? 'unknown').not.toBe('unknown');
    }
  });

  test('carry buttons that are called by what stands on them (WCAG 2.5.3)', () => {
    for (const language of ['ja', 'en'] as const)
      for (const card of Object.values(cardsOf(sheet, language)))
        for (const { title, label } of buttonsOf(card))
          expect(label.toLowerCase()).toContain(title.toLowerCase());
  });

  test('say a rating only with its word', () => {
    for (const card of Object.values(cardsOf(sheet)))
      for (const text of [JSON.stringify(renderSlack(card)), JSON.stringify(renderTeams(card))])
        for (const found of text.matchAll(/[◎○△×](?!\s?(?:達成|一部未達成|未達成)|\d)/gu))
          expect(text.slice(Math.max(0, found.index - 20), found.index + 20)).toBe('');
  });
});
