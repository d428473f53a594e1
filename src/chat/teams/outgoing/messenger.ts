/**
 * The bot's side of Teams: posts and edits messages. Teams cannot look a message up, so one whose answer was lost
 * stays in doubt and is never posted again by itself. A card too long for one message stands in several: in a channel
 * the first is the message and the others are replies in its thread; elsewhere they follow one another.
 */
import type { Card } from '../../../core/cards/card.js';
import { notificationText } from '../../../core/cards/fallback.js';
import type { Place } from '../../../core/conversation/input.js';
import { type MessageRef, type Messenger, PlatformError } from '../../../flow/ports.js';
import { ANSWERED } from '../../pictures.js';
import { paginate, renderTeams } from '../../render/render.js';
import { conversationOf, readTeamsPlace, splitConversation, type TeamsPlace, teamsPlace } from '../place.js';
import { type At, type Connector, type Json, refusedBy } from './connector.js';
import { isOfOnePerson } from './errors.js';
import { CARD_TYPE } from './invoke.js';

/** Shown in notifications and lists of chats; longer ones are cut off there, in characters. */
const SUMMARY_MAX = 120;
/** Messages whose ids are remembered, in case the record could not take them. */
const MANY_POSTED = 2_000;

type Direct = Extract<TeamsPlace, { k: 'personal' | 'person' }>;

/** The further messages of a card that took more than one, kept by the first. */
export type Pages = {
  /** ids of the further messages, in order; none when there are none */
  of(ref: MessageRef): Promise<readonly string[]>;
  keep(ref: MessageRef, ids: readonly string[]): Promise<void>;
};

/** Pages remembered by this process alone. */
export function pagesInMemory(): Pages {
  const kept = new Map<string, readonly string[]>();
  const key = ({ place, id }: MessageRef) => `${place} ${id}`;
  return {
    of: async (ref) => kept.get(key(ref)) ?? [],
    keep: async (ref, ids) => {
      kept.set(key(ref), ids);
    },
  };
}

/** Told of what sending shows about people's addresses. */
type Seen = {
  /** the personal chat with a person was opened */
  opened(place: Extract<TeamsPlace, { k: 'personal' }>): void;
  /** a person blocked or removed the bot */
  unreachable(place: Direct): void;
};

/** Posts cards; files are given beside it (files.ts). */
export type TeamsMessenger = Omit<Messenger, 'postFile'> & {
  /**
   * Shows a card in a thread of a channel to one person (`29:…`) alone. False when it needs more than one message. Throws
   * PlatformError.
   */
  postTargeted(channel: Place, user: string, card: Card): Promise<boolean>;
  /** The place as one with a conversation; opens the personal chat of a person. Throws PlatformError. */
  reached(place: Place): Promise<Exclude<TeamsPlace, { k: 'person' }>>;
  /**
   * The next message to this place goes to `take` instead of a chat: a client is waiting for it, after those that have
   * waited longer. Gives the way back.
   */
  intercept(place: Place, take: (card: Card) => void): () => void;
};

export function makeMessenger(parts: {
  readonly connector: Connector;
  /** `28:<app id>`, as Teams knows the bot */
  readonly bot: string;
  readonly pages: Pages;
  readonly dialogs: boolean;
  /** buttons are sent as messages only, and nothing waits for their answer */
  readonly submitOnly?: boolean;
  readonly seen: Seen;
}): TeamsMessenger {
  const { connector, bot, pages, dialogs, submitOnly = false, seen } = parts;
  const actionsOf = (content: Json): Json => (submitOnly ? (submitted(content) as Json) : content);
  const chats = new Map<string, Promise<string>>();
  const posted = new Map<string, MessageRef>();
  const waiting = new Map<Place, ((card: Card) => void)[]>();

  /** The place as one with a conversation; opens the personal chat of a person. */
  async function reached(place: Place): Promise<Exclude<TeamsPlace, { k: 'person' }>> {
    const at = readTeamsPlace(place);
    if (!at) throw new PlatformError(`no place of Teams: ${place}`, 'never');
    if (at.k !== 'person') return at;
    const known = chats.get(place);
    const opening = known ?? connector.open({ serviceUrl: at.s, tenant: at.t }, at.u, bot);
    if (!known) {
      if (chats.size >= MANY_POSTED) chats.clear();
      chats.set(place, opening);
    }
    try {
      const { s, t, a } = at;
      const personal = { k: 'personal', s, t, c: await opening, a } as const;
      if (!known) seen.opened(personal);
      return personal;
    } catch (error) {
      chats.delete(place);
      throw error;
    }
  }

  /** Sends with what a refusal says about the person seen to. */
  async function told<T>(place: Place, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      const at = readTeamsPlace(place);
      const refused = refusedBy(error);
      const direct = at && at.k !== 'channel' ? at : null;
      if (!refused || !direct || !(error instanceof PlatformError)) throw error;
      if (!isOfOnePerson(refused)) throw error;
      seen.unreachable(direct);
      throw new PlatformError(error.message, 'never');
    }
  }

  function activityOf(at: At, card: Card, alert: boolean): Json {
    const content = actionsOf(renderTeams(card, { dialogs }));
    return {
      type: 'message',
      from: { id: bot, name: 'Maru' },
      conversation: { id: at.conversation },
      // Text beside a card would become a second message without an id, so the text is the summary.
      summary: notificationText(card, SUMMARY_MAX),
      attachments: [{ contentType: CARD_TYPE, content: dialogs ? content : withoutWidth(content) }],
      ...(alert ? { channelData: { notification: { alert: true } } } : {}),
    };
  }

  async function addPages(
    ref: MessageRef,
    at: At,
    cards: readonly Card[],
    ids: readonly string[],
  ): Promise<void> {
    const all = [...ids];
    for (const [i, card] of cards.entries()) {
      const id = all[i];
      const activity = activityOf(at, card, false);
      if (id !== undefined) {
        await connector.update(at, id, activity);
        continue;
      }
      all.push(await connector.post(at, activity));
      await pages.keep(ref, all);
    }
    const left = all.slice(cards.length);
    for (const id of left) await removed(connector.remove(at, id));
    if (left.length > 0) await pages.keep(ref, all.slice(0, cards.length));
  }

  async function edit(ref: MessageRef, card: Card): Promise<'edited'> {
    const at = await reached(ref.place);
    const here = atOf(at, conversationOf(at));
    const cards = paginate(card, ['teams']);
    await connector.update(here, ref.id, activityOf(here, cards[0] ?? card, false));
    const known = await pages.of(ref);
    if (cards.length > 1 || known.length > 0)
      await addPages(ref, atOf(at, nextConversation(at, ref.id)), cards.slice(1), known);
    return 'edited';
  }

  /** Edits; what is gone is forgotten, so that it is not found by its key for what was posted in its place. */
  async function editStanding(ref: MessageRef, card: Card): Promise<'edited'> {
    try {
      return await edit(ref, card);
    } catch (error) {
      if (error instanceof PlatformError && error.options.gone)
        for (const [key, { place, id }] of posted)
          if (place === ref.place && id === ref.id) posted.delete(key);
      throw error;
    }
  }

  /** A notice that was posted, though the record does not know it, is brought up to date; false when it is gone. */
  async function edited(ref: MessageRef, card: Card): Promise<boolean> {
    try {
      await editStanding(ref, card);
      return true;
    } catch (error) {
      if (!(error instanceof PlatformError && error.options.gone)) throw error;
      return false;
    }
  }

  function giveBack(place: Place, take: (card: Card) => void): void {
    const left = (waiting.get(place) ?? []).filter((one) => one !== take);
    if (left.length > 0) waiting.set(place, left);
    else waiting.delete(place);
  }

  return {
    async postTargeted(channel, user, card) {
      const at = readTeamsPlace(channel);
      if (at?.k !== 'channel' || paginate(card, ['teams']).length > 1) return false;
      const here = atOf(at, conversationOf(at));
      await connector.postTargeted(here, user, activityOf(here, card, false));
      return true;
    },
    async post(place, card, { under, key }) {
      const take = key === null ? waiting.get(place)?.[0] : undefined;
      if (take) {
        giveBack(place, take);
        take(card);
        return { place, id: ANSWERED };
      }
      return told(place, async () => {
        const at = await reached(under ? threadPlace(under) : place);
        const target = teamsPlace(at);
        const known = key === null ? undefined : posted.get(key);
        if (key !== null && known?.place === target && (await edited(known, card))) return known;
        const here = atOf(at, conversationOf(at));
        const cards = paginate(card, ['teams']);
        const alert = at.k === 'personal' && key !== null;
        const id = await connector.post(here, activityOf(here, cards[0] ?? card, alert));
        const ref = { place: target, id };
        if (key !== null) remember(posted, key, ref);
        if (cards.length > 1) await addPages(ref, atOf(at, nextConversation(at, id)), cards.slice(1), []);
        return ref;
      });
    },
    reached: (place) => told(place, () => reached(place)),
    edit: (ref, card) => told(ref.place, () => editStanding(ref, card)),
    async find(_place, key) {
      return posted.get(key) ?? 'unknown';
    },
    intercept(place, take) {
      waiting.set(place, [...(waiting.get(place) ?? []), take]);
      return () => giveBack(place, take);
    },
  };
}

/** Each Action.Execute as the Action.Submit that stands with it for clients that do not know it. */
function submitted(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(submitted);
  if (typeof part !== 'object' || part === null) return part;
  const { type, fallback } = part as Json;
  if (type === 'Action.Execute') return fallback;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, submitted(value)]));
}

/** Microsoft's playground warns under every card that asks for the full width. */
function withoutWidth({ msteams: _width, ...content }: Json): Json {
  return content;
}

/** The thread under a message of a channel; a reply in a thread stands in the same thread. */
function threadPlace(under: MessageRef): Place {
  const above = readTeamsPlace(under.place);
  if (!above) throw new PlatformError(`no place of Teams: ${under.place}`, 'never');
  return above.k === 'channel'
    ? teamsPlace({ ...above, m: above.m ?? splitConversation(under.id).channel })
    : under.place;
}

/** Where the second page goes: into the thread of the first, or after it. */
function nextConversation(at: Exclude<TeamsPlace, { k: 'person' }>, first: string): string {
  return at.k === 'channel' && at.m === undefined ? conversationOf(at, first) : conversationOf(at);
}

function atOf(at: TeamsPlace, conversation: string): At {
  return { serviceUrl: at.s, tenant: at.t, conversation };
}

function remember(map: Map<string, MessageRef>, key: string, ref: MessageRef): void {
  map.delete(key);
  map.set(key, ref);
  const oldest = map.keys().next().value;
  if (map.size > MANY_POSTED && oldest !== undefined) map.delete(oldest);
}

/** A page that is gone already is gone. */
async function removed(removing: Promise<void>): Promise<void> {
  try {
    await removing;
  } catch (error) {
    if (!(error instanceof PlatformError && error.options.gone)) throw error;
  }
}
