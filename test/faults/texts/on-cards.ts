/** Hostile texts on every card of both platforms: nothing alive, nothing lost unsaid, all within the limits. */
import { paginate, renderSlack, renderTeams } from '../../../src/chat/render/render.js';
import type { Card } from '../../../src/core/cards/card.js';
import { adaptiveCardProblems } from '../../support/adaptive-card.js';
import { blockKitProblems } from '../../support/block-kit.js';
import { cardsOf } from '../../support/sample-cards.js';
import { withTexts } from '../../support/with-texts.js';
import { bare } from './hostile.js';
import { type Shown, shownInSlack, shownInTeams } from './shown.js';

const PLATFORMS = {
  slack: {
    render: (card: Card) => renderSlack(card) as object,
    shown: shownInSlack,
    problems: blockKitProblems,
  },
  teams: {
    render: (card: Card) => renderTeams(card) as object,
    shown: shownInTeams,
    problems: adaptiveCardProblems,
  },
} as const;
type PlatformName = keyof typeof PLATFORMS;

/** One card of every kind and state, in both languages. */
function everyCard(): [string, Card][] {
  const oneEach = (cards: Record<string, Card>) =>
    Object.entries(cards).filter(([key]) => !/ [2-9]( \d)?$/u.test(key));
  return [...oneEach(cardsOf(6)), ...oneEach(cardsOf(3, 'en', 'midyear'))];
}

/** The shortest length an input takes, in UTF-16 units. */
const SHORTEST_INPUT = 200;

/** Words of the program alone, which Slack's cards print bold or in some twenty characters: no text of people ever stands there. */
const OURS =
  /(?:^|\.)(?:labels\.\w+|changesLabel|checksTitle|policyLabel|prompt|counts|ratings|rating)$|^items\.\d+\.state$|^send\.title$|\.placeholder$/u;

/** The card with one text after the other in its places, and the texts in their order. */
function filled(card: Card, next: () => string): { card: Card; texts: string[] } {
  const texts: string[] = [];
  const made = withTexts(card, (before, path) => {
    // No text stands under a heading that is not there.
    if (OURS.test(path) || (path === 'policy' && before === '')) return before;
    // An input holds no more than it accepts, and what is in it was accepted.
    const text = /fields\.\d+\.value$/u.test(path) ? next().slice(0, SHORTEST_INPUT) : next();
    texts.push(text);
    return text;
  });
  return { card: made, texts };
}

/** Which places of a card a platform shows at all, by putting a mark in each. */
function placesShown(card: Card, platform: PlatformName): ReadonlySet<number> {
  const { render, shown } = PLATFORMS[platform];
  let count = 0;
  const { card: marked, texts } = filled(card, () => {
    count += 1;
    return `M${String(count).padStart(4, '0')}`;
  });
  const all = shown(render(marked)).texts.join('\n');
  return new Set(texts.flatMap((text, at) => (all.includes(text) ? [at] : [])));
}

/** Fills every card with texts until `count` of them stood on cards of both platforms; gives what went wrong. */
export function onCards(next: () => string, count: number, say: (line: string) => void): string[] {
  const violations: string[] = [];
  const cards = everyCard().map(([key, card]) => ({
    key,
    card,
    places: { slack: placesShown(card, 'slack'), teams: placesShown(card, 'teams') },
  }));
  let used = 0;
  let shortened = 0;
  for (let round = 0; used < count && violations.length < 40; round += 1) {
    for (const { key, card, places } of cards) {
      const { card: hostile, texts } = filled(card, next);
      used += texts.length;
      for (const name of ['slack', 'teams'] as const) {
        const { render, shown, problems } = PLATFORMS[name];
        const wrong = (what: string) => violations.push(`${name}, ${key}: ${what}`);
        const pages = paginate(hostile, [name]);
        const rendered = pages.map(render);
        const seen: Shown[] = rendered.map(shown);
        for (const [at, page] of rendered.entries()) {
          for (const problem of problems(page as never)) wrong(problem);
          for (const alive of seen[at]!.alive) wrong(`alive: ${alive}`);
        }
        const all = seen.flatMap(({ texts }) => texts).map(bare);
        const whole = all.join('\n');
        for (const [at, text] of texts.entries()) {
          if (!places[name].has(at) || whole.includes(bare(text))) continue;
          if (standsInPieces(all, bare(text))) continue;
          if (saysShortened(all, bare(text))) shortened += 1;
          else wrong(`lost: ${JSON.stringify(text.slice(0, 200))} (${text.length})`);
        }
      }
      if (used >= count && round > 0) break;
    }
    if (round % 10 === 9) say(`${used} texts on cards`);
  }
  say(`${used} texts on ${cards.length} cards of both platforms, ${shortened} of them shortened and said so`);
  return violations;
}

/** Characters by which the beginning of a text is looked for. */
const BEGINNING = 5;

/** Whether a text that is longer than one may be stands there whole, in pieces one after the other. */
function standsInPieces(all: readonly string[], text: string): boolean {
  let rest = text.replaceAll('\n', '');
  for (const shown of all.map((one) => one.replaceAll('\n', ''))) {
    if (shown.includes(rest)) return true;
    // What stands before a piece is another text; behind one that goes on stands nothing.
    for (let length = Math.min(shown.length, rest.length); length >= BEGINNING; length -= 1)
      if (shown.endsWith(rest.slice(0, length))) {
        rest = rest.slice(length);
        break;
      }
  }
  return rest === '';
}

/** Whether a text stands there from its beginning and ends with the sign that something was left out. */
function saysShortened(all: readonly string[], text: string): boolean {
  const beginning = text.slice(0, BEGINNING);
  return all.some((shown) => {
    for (let cut = shown.indexOf('…'); cut >= 0; cut = shown.indexOf('…', cut + 1)) {
      const kept = shown.slice(0, cut);
      // A single character of many parts that does not fit leaves nothing but the sign.
      if (kept === '' || kept.endsWith('：') || kept.endsWith(':')) return true;
      for (let at = kept.indexOf(beginning); at >= 0; at = kept.indexOf(beginning, at + 1))
        if (text.startsWith(kept.slice(at))) return true;
    }
    return false;
  });
}
