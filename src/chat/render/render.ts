/**
 * Cards to messages. A view is checked, shortened and escaped, put into the platform's template and cleared of what
 * stayed empty. A card is never refused: `paginate` divides what is too long for one message, and what is still too
 * long is shortened, with a note that says so.
 */
import { readFileSync } from 'node:fs';
import { setImmediate as turnOfEvents } from 'node:timers/promises';
import { CARD_VIEWS, type Card, type CardName } from '../../core/cards/card.js';
import { fallbackText } from '../../core/cards/fallback.js';
import { shorten } from '../../core/text/shorten.js';
import { fromRoot } from '../../package/root.js';
import { slackData, teamsData } from './card-data.js';
import { entitySize, markdownSize } from './escape.js';
import { LIMITS, type Platform } from './limits.js';
import { divide } from './paginate.js';
import { type Fill, readTemplate } from './template.js';
import { LONG_TEXT } from './text-limits.js';

export type Json = { readonly [key: string]: unknown };
export type SlackMessage = { readonly text: string; readonly blocks: readonly Json[] };
export type SlackForm = { readonly view: Json & { readonly blocks: readonly Json[] } };
export type TeamsOptions = {
  /** false where the client opens no dialogs from a card: the buttons that ask for a form then act like any other */
  readonly dialogs?: boolean;
};

export type SlackOptions = {
  /** true where the workspace takes tables: a list that has columns is drawn as one */
  readonly tables?: boolean;
};

/** Longest text of a person, in escaped UTF-16 units: tried from the left until the message is within the limits. */
const CAPS = [6000, 2000, 1000, 500, 250, 120, 60, 30] as const;

const CARDS_FOLDER = fromRoot('cards/');
const NAMES = Object.keys(CARD_VIEWS) as CardName[];

// Each is read once, and only for the platforms that are served: before the port is open (`readTemplates`), or when it is
// first used.
const templates: Readonly<Record<Platform, Map<CardName, Fill>>> = { slack: new Map(), teams: new Map() };

function templateOf(platform: Platform, name: CardName): Fill {
  const known = templates[platform].get(name);
  if (known) return known;
  const source = readFileSync(new URL(`${name}/${platform}.json`, CARDS_FOLDER), 'utf8');
  const template = readTemplate(JSON.parse(source));
  templates[platform].set(name, template);
  return template;
}

/**
 * Reads the templates of a platform and fills each with its sample, giving way to whatever comes in between: one in error
 * is found here, and nobody waits for the first card.
 */
export async function readTemplates(platform: Platform): Promise<void> {
  for (const name of NAMES) {
    await turnOfEvents();
    RENDERERS[platform](sampleCard(name));
  }
}

/** The sample that lies beside a card's templates. */
export function sampleCard(name: CardName): Card {
  return JSON.parse(readFileSync(new URL(`${name}/sample.json`, CARDS_FOLDER), 'utf8')) as Card;
}

/** An Adaptive Card. Throws when the view is not of its schema: a bug of who built it. */
export function renderTeams(card: Card, options: TeamsOptions = {}): Json {
  return within('teams', check(card), (one, cap) => drawTeams(one, cap, options));
}

/** A message, or for a form the view of a modal. Throws when the view is not of its schema: a bug of who built it. */
export function renderSlack(card: Card & { readonly name: 'form' }): SlackForm;
export function renderSlack(card: Card, options?: SlackOptions): SlackMessage | SlackForm;
export function renderSlack(card: Card, options: SlackOptions = {}): SlackMessage | SlackForm {
  return within('slack', check(card), (one, cap) => drawSlack(one, cap, options)) as unknown as
    | SlackMessage
    | SlackForm;
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
export function paginate(
  card: Card,
  platforms: readonly Platform[] = ['slack', 'teams'],
  options: SlackOptions = {},
): Card[] {
  const fits = (one: Card) => platforms.every((platform) => fitsWhole(platform, one, options));
  return divide(check(inPieces(card)), fits);
}

/** The size of a text where it is largest, in units of Slack's longest text. */
const sizeOf = (text: string) =>
  Math.max(entitySize(text), Math.ceil((markdownSize(text) * LONG_TEXT) / LIMITS.teams.text));

/**
 * A message whose lines are no longer than one text may be: what a message tells, such as the comment of a return,
 * stands nowhere else in the chat, so it is divided and never shortened.
 */
function inPieces(card: Card): Card {
  if (card.name !== 'message' || card.view.lines.every((line) => sizeOf(line) <= LONG_TEXT)) return card;
  return { ...card, view: { ...card.view, lines: card.view.lines.flatMap(pieces) } };
}

function pieces(line: string): string[] {
  const found: string[] = [];
  for (let rest = line; rest !== ''; ) {
    // Of the rest no more than tells where the piece ends, since measuring all of it each time takes seconds of a long line.
    // A single character may be made of more signs than fit.
    const piece =
      shorten(rest.slice(0, LONG_TEXT + 2), LONG_TEXT, '', sizeOf) || rest.slice(0, LONGEST_SIGNS);
    found.push(piece);
    rest = rest.slice(piece.length);
  }
  return found;
}

/** Signs of which even the longest when escaped (&amp;amp;) fit one text. */
const LONGEST_SIGNS = Math.floor(LONG_TEXT / 5);

/** How a card looks on a platform, and whether that is within the limits of one message, once it was asked. */
type Drawing = { readonly message: Json; fits?: boolean };
/** Slack with tables or without, and Teams where the client opens dialogs from a card or does not. */
type Looks = 'slack' | 'tables' | 'dialogs' | 'noDialogs';

/**
 * What is known of a card: that it is of its schema, and its drawings with nothing cut off. A card is drawn to see whether
 * it fits one message, and again to be sent: mostly the same drawing.
 */
type Known = { readonly card: Card; readonly drawings: { [looks in Looks]?: Drawing }; fallback?: string };
const known = new WeakMap<Card, Known>();

function knownOf(card: Card): Known {
  const before = known.get(card);
  if (before) return before;
  const parsed = { ...card, view: CARD_VIEWS[card.name].parse(card.view) } as Card;
  const now: Known = { card: parsed, drawings: {} };
  for (const one of [card, parsed]) known.set(one, now);
  return now;
}

const check = (card: Card): Card => knownOf(card).card;

/** A card as text, as Slack is given it beside the blocks. */
function slackFallback(card: Card): string {
  const of = knownOf(card);
  of.fallback ??= fallbackText(card, false);
  return of.fallback;
}

function drawOnce(looks: Looks, card: Card, cap: number, draw: () => Json): Drawing {
  if (cap !== CAPS[0]) return { message: draw() };
  const { drawings } = knownOf(card);
  drawings[looks] ??= { message: draw() };
  return drawings[looks];
}

function drawTeams(card: Card, cap: number, { dialogs = true }: TeamsOptions): Drawing {
  return drawOnce(dialogs ? 'dialogs' : 'noDialogs', card, cap, () =>
    templateOf('teams', card.name)(teamsData(card, cap, dialogs)),
  );
}

function drawSlack(card: Card, cap: number, { tables = false }: SlackOptions): Drawing {
  return drawOnce(tables ? 'tables' : 'slack', card, cap, () => {
    const message = templateOf('slack', card.name)(slackData(card, cap, tables, slackFallback(card)));
    return card.name === 'form' ? message : { text: '', blocks: [], ...message };
  });
}

/** Whether a message is within the limits that depend on the whole of it; those of single texts are kept by its data. */
function isWithin(platform: Platform, drawing: Drawing): boolean {
  drawing.fits ??= measure(platform, drawing.message);
  return drawing.fits;
}

function measure(platform: Platform, message: Json): boolean {
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
      return (
        blocks.length <= limits.messageBlocks &&
        text.length <= limits.messageText &&
        (blocks as Json[]).every(({ rows }) => !Array.isArray(rows) || isTableWithin(rows))
      );
    }
    default:
      return platform satisfies never;
  }
}

function isTableWithin(rows: readonly (readonly { readonly text: string }[])[]): boolean {
  const { tableRows, tableText } = LIMITS.slack;
  return rows.length <= tableRows && rows.flat().reduce((sum, { text }) => sum + text.length, 0) <= tableText;
}

/** Whether a card fits without anything being cut off. */
function fitsWhole(platform: Platform, card: Card, options: SlackOptions): boolean {
  switch (platform) {
    case 'teams':
      return isWithin(platform, drawTeams(card, CAPS[0], {}));
    case 'slack':
      return (
        (card.name === 'form' || entitySize(slackFallback(card)) <= LIMITS.slack.messageText) &&
        isWithin(platform, drawSlack(card, CAPS[0], options))
      );
    default:
      return platform satisfies never;
  }
}

/** Drawn with as little cut off as possible. */
function within(platform: Platform, card: Card, draw: (card: Card, cap: number) => Drawing): Json {
  const whole = draw(card, CAPS[0]);
  if (isWithin(platform, whole)) return whole.message;
  let best: Json | null = null;
  // a lower cap never makes a message longer, so half of those left are settled by each try
  for (let low = 1, high = CAPS.length - 1; low <= high; ) {
    const middle = Math.floor((low + high) / 2);
    const drawing = draw(card, CAPS[middle]!);
    if (isWithin(platform, drawing)) {
      best = drawing.message;
      high = middle - 1;
    } else low = middle + 1;
  }
  if (best) return best;
  const least = CAPS.at(-1)!;
  const [first = card] = divide(card, (one) => isWithin(platform, draw(one, least)));
  return draw(first, least).message;
}
