/**
 * Cards to messages. A view is checked, shortened and escaped, put into the platform's template and cleared of what
 * stayed empty. A card is never refused: `paginate` divides what is too long for one message, and what is still too
 * long is shortened, with a note that says so.
 */
import { readFileSync } from 'node:fs';
import { CARD_VIEWS, type Card, type CardName } from '../core/views/card.js';
import { fallbackText } from '../core/views/fallback.js';
import { slackData, teamsData } from './card-data.js';
import { escapeEntities } from './escape.js';
import { LIMITS, type Platform } from './limits.js';
import { divide } from './pages.js';
import { readTemplate } from './template.js';

export type Json = { readonly [key: string]: unknown };
export type SlackMessage = { readonly text: string; readonly blocks: readonly Json[] };
export type SlackForm = { readonly view: Json & { readonly blocks: readonly Json[] } };
type Fill = (data: unknown) => Json;
export type TeamsOptions = {
  /** false where the client opens no dialogs from a card: the buttons that ask for a form then act like any other */
  readonly dialogs?: boolean;
};

/** Longest text of a person, in escaped UTF-16 units: tried from the left until the message is within the limits. */
const CAPS = [6000, 2000, 1000, 500, 250, 120, 60, 30] as const;

const CARDS_FOLDER = new URL('../../cards/', import.meta.url);
const NAMES = Object.keys(CARD_VIEWS) as CardName[];

// Reading a template costs about 10 ms, filling it a hundredth of that: so each is read once, at start.
const TEMPLATES = {
  slack: loadTemplates('slack'),
  teams: loadTemplates('teams'),
} satisfies Record<Platform, unknown>;

/** Cards as `paginate` drew them whole: it is mostly these that are rendered next. Nobody changes a card or a message. */
const WHOLE: Readonly<Record<Platform, WeakMap<Card, Json>>> = { slack: new WeakMap(), teams: new WeakMap() };

/** An Adaptive Card. Throws when the view is not of its schema: a bug of who built it. */
export function renderTeams(card: Card, options: TeamsOptions = {}): Json {
  const whole = options.dialogs === false ? null : readyOf('teams', card);
  return whole ?? within('teams', check(card), (one, cap) => drawTeams(one, cap, options));
}

/** A message, or for a form the view of a modal. Throws when the view is not of its schema: a bug of who built it. */
export function renderSlack(card: Card & { readonly name: 'form' }): SlackForm;
export function renderSlack(card: Card): SlackMessage | SlackForm;
export function renderSlack(card: Card): SlackMessage | SlackForm {
  const message = readyOf('slack', card) ?? within('slack', check(card), drawSlack);
  return message as unknown as SlackMessage | SlackForm;
}

/** Every platform a card can be rendered for. */
export const RENDERERS: Readonly<Record<Platform, (card: Card) => unknown>> = {
  slack: (card) => renderSlack(card),
  teams: (card) => renderTeams(card),
};

/**
 * The card in as many cards as it takes to show all of it within the limits of the platforms named: mostly the card
 * itself. The pages are numbered in their titles; buttons that act on the whole stand on the last.
 */
export function paginate(card: Card, platforms: readonly Platform[] = ['slack', 'teams']): Card[] {
  const fits = (one: Card) => platforms.every((platform) => fitsWhole(platform, one));
  return divide(check(card), fits);
}

function loadTemplates(platform: Platform): Readonly<Record<CardName, Fill>> {
  const load = (name: CardName) =>
    readTemplate(JSON.parse(readFileSync(new URL(`${name}/${platform}.json`, CARDS_FOLDER), 'utf8')));
  return Object.fromEntries(NAMES.map((name) => [name, load(name)])) as Record<CardName, Fill>;
}

function check(card: Card): Card {
  return { ...card, view: CARD_VIEWS[card.name].parse(card.view) } as Card;
}

function wholeOf(platform: Platform, card: Card): Json {
  const whole = platform === 'slack' ? drawSlack(card, CAPS[0]) : drawTeams(card, CAPS[0], {});
  WHOLE[platform].set(card, whole);
  return whole;
}

function readyOf(platform: Platform, card: Card): Json | null {
  const whole = WHOLE[platform].get(card);
  return whole && isWithin(platform, whole) ? whole : null;
}

function drawTeams(card: Card, cap: number, { dialogs = true }: TeamsOptions): Json {
  return TEMPLATES.teams[card.name](teamsData(card, cap, dialogs));
}

function drawSlack(card: Card, cap: number): Json {
  const message = TEMPLATES.slack[card.name](slackData(card, cap));
  return card.name === 'form' ? message : { text: '', blocks: [], ...message };
}

/** Whether a message is within the limits that depend on the whole of it; those of single texts are kept by its data. */
function isWithin(platform: Platform, message: Json): boolean {
  switch (platform) {
    case 'teams':
      // the limit counts UTF-16: two bytes a unit
      return JSON.stringify(message).length * 2 <= LIMITS.teams.cardBytes;
    case 'slack': {
      const {
        view,
        blocks = [],
        text = '',
      } = message as {
        view?: { blocks?: unknown[] };
        blocks?: unknown[];
        text?: string;
      };
      const limits = LIMITS.slack;
      if (view)
        return (
          (view.blocks ?? []).length <= limits.modalBlocks &&
          Buffer.byteLength(JSON.stringify(view)) <= limits.viewBytes
        );
      return blocks.length <= limits.messageBlocks && text.length <= limits.messageText;
    }
    default:
      return platform satisfies never;
  }
}

/** Whether a card fits without anything being cut off. */
function fitsWhole(platform: Platform, card: Card): boolean {
  switch (platform) {
    case 'teams':
      return isWithin(platform, wholeOf(platform, card));
    case 'slack':
      return (
        (card.name === 'form' || escapeEntities(fallbackText(card)).length <= LIMITS.slack.messageText) &&
        isWithin(platform, wholeOf(platform, card))
      );
    default:
      return platform satisfies never;
  }
}

/** Drawn with as little cut off as possible. */
function within(platform: Platform, card: Card, draw: (card: Card, cap: number) => Json): Json {
  const whole = draw(card, CAPS[0]);
  if (isWithin(platform, whole)) return whole;
  let best: Json | null = null;
  // a lower cap never makes a message longer, so half of those left are settled by each try
  for (let low = 1, high = CAPS.length - 1; low <= high; ) {
    const middle = Math.floor((low + high) / 2);
    const message = draw(card, CAPS[middle]!);
    if (isWithin(platform, message)) {
      best = message;
      high = middle - 1;
    } else low = middle + 1;
  }
  if (best) return best;
  const least = CAPS.at(-1)!;
  const [first = card] = divide(card, (one) => isWithin(platform, draw(one, least)));
  return draw(first, least);
}
