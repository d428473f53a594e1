/**
 * The bot's side of Slack: posts, edits and finds messages. A message carries its key as metadata, so that one whose
 * answer was lost is looked up instead of posted again.
 *
 * A card too long for one message stands in several: in a channel the first is the message and the others are replies
 * in its thread; in a thread and in a direct message they follow one another. Metadata ties them together.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Place } from '../../core/input.js';
import type { Card } from '../../core/views/card.js';
import { type Clock, type MessageRef, type Messenger, PlatformError } from '../../flow/ports.js';
import { paginate, renderSlack, type SlackMessage } from '../render.js';
import type { Call } from './client.js';
import { isDirect, isPersonId, readSlackPlace, slackPlace } from './place.js';

const EVENT_TYPE = 'maru_message';
/** The cards that may take more than one message and are edited later. */
const LONG_CARDS: readonly Card['name'][] = ['summary', 'approval', 'review', 'tasks'];

/** How far back a message whose answer was lost is looked for. */
const LOOK_BACK_MS = 3 * 24 * 60 * 60 * 1000;
const PAGE_SIZE = 200;
const MOST_PAGES = 10;
/** When to look at once for a message whose answer was lost. */
const LOOK_AGAIN_MS = [500, 1_500] as const;

const posted = z.object({ channel: z.string(), ts: z.string() });
const opened = z.object({ channel: z.object({ id: z.string() }) });
const listed = z.object({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z
        .looseObject({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .optional(),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** A thread, or the conversation itself, as the Web API names it. */
type Spot = { readonly team: string; readonly channel: string; readonly thread: string | null };
type Mark = { readonly key: string; readonly page: number };

/** Posts cards; files are put beside it (files.ts). */
export type SlackMessenger = Omit<Messenger, 'postFile'> & {
  /** The channel and thread behind a place; opens the direct message of a person. */
  spotOf(place: Place, under?: MessageRef | null): Promise<Spot>;
};

export function makeMessenger(parts: {
  call: Call;
  clock: Clock;
  /** told whenever a card went into a conversation */
  posted?: (conversation: string) => void;
  /** told whose direct message a conversation is */
  met?: (user: string, conversation: string) => void;
  /** waits between looking again; tests do not */
  wait?: (ms: number) => Promise<unknown>;
}): SlackMessenger {
  const { call, clock, wait = (ms) => sleep(ms) } = parts;
  const directs = new Map<string, Promise<string>>();

  async function spotOf(place: Place, under: MessageRef | null = null): Promise<Spot> {
    const at = readSlackPlace(place);
    if (!at) throw new PlatformError(`no place of Slack: ${place}`, 'never');
    const above = under ? readSlackPlace(under.place) : null;
    if (under && !above) throw new PlatformError(`no place of Slack: ${under.place}`, 'never');
    const channel = await channelOf(above?.conversation ?? at.conversation);
    return { team: at.team, channel, thread: under ? (above!.thread ?? under.id) : at.thread };
  }

  /** Reading and editing want the id of the direct message, not of the person in it. */
  function channelOf(conversation: string): Promise<string> {
    if (!isPersonId(conversation)) return Promise.resolve(conversation);
    const known = directs.get(conversation);
    if (known) return known;
    const opening = call('conversations.open', { users: conversation }).then((answer) => {
      const { id } = opened.parse(answer).channel;
      parts.met?.(conversation, id);
      return id;
    });
    directs.set(conversation, opening);
    opening.catch(() => directs.delete(conversation));
    return opening;
  }

  async function send(spot: Spot, card: Card, mark: Mark): Promise<string> {
    const { text, blocks } = messageOf(card);
    try {
      const answer = await call(
        'chat.postMessage',
        {
          channel: spot.channel,
          ...(spot.thread === null ? {} : { thread_ts: spot.thread }),
          text,
          blocks,
          metadata: { event_type: EVENT_TYPE, event_payload: mark },
          unfurl_links: false,
          unfurl_media: false,
          link_names: false,
          parse: 'none',
          mrkdwn: false,
        },
        { channel: spot.channel },
      );
      return posted.parse(answer).ts;
    } catch (error) {
      if (!(error instanceof PlatformError && error.options.doubtful)) throw error;
      const ts = await lookAtOnce(spot, mark);
      if (ts === null) throw error;
      return ts;
    }
  }

  /** After a lost answer: the message is looked for before anybody thinks of posting it again. */
  async function lookAtOnce(spot: Spot, mark: Mark): Promise<string | null> {
    for (const ms of LOOK_AGAIN_MS) {
      await wait(ms);
      try {
        const { pages } = await standing(spot, mark.key, 1);
        const ts = pages.get(mark.page);
        if (ts !== undefined) return ts;
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
      }
    }
    return null;
  }

  /** The messages of a key where they stand, by page; `all` false when there was more than was looked through. */
  async function standing(
    spot: Spot,
    key: string,
    mostPages = MOST_PAGES,
  ): Promise<{ pages: Map<number, string>; all: boolean }> {
    const pages = new Map<number, string>();
    let cursor = '';
    for (let read = 0; read < mostPages; read += 1) {
      const answer = listed.parse(
        await call(
          spot.thread === null ? 'conversations.history' : 'conversations.replies',
          {
            channel: spot.channel,
            ...(spot.thread === null
              ? { oldest: String((clock.now().getTime() - LOOK_BACK_MS) / 1000) }
              : { ts: spot.thread }),
            include_all_metadata: true,
            limit: PAGE_SIZE,
            ...(cursor === '' ? {} : { cursor }),
          },
          { channel: spot.channel },
        ),
      );
      for (const { ts, metadata } of answer.messages) {
        if (metadata?.event_type !== EVENT_TYPE || metadata.event_payload.key !== key) continue;
        const page = Number(metadata.event_payload.page);
        if (!pages.has(page)) pages.set(page, ts);
      }
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') return { pages, all: true };
    }
    return { pages, all: false };
  }

  /** Where the pages behind the first stand. */
  function nextPages(spot: Spot, first: string): Spot {
    return spot.thread !== null || isDirect(spot.channel) ? spot : { ...spot, thread: first };
  }

  return {
    spotOf,

    async post(place, card, { under, key }) {
      const spot = await spotOf(place, under);
      const cards = paginate(card, ['slack']);
      const ts = await send(spot, cards[0] ?? card, { key: key ?? randomUUID(), page: 1 });
      const rest = nextPages(spot, ts);
      for (const [i, page] of cards.slice(1).entries()) await send(rest, page, { key: ts, page: i + 2 });
      parts.posted?.(spot.channel);
      return { place: slackPlace(spot.team, spot.channel, spot.thread), id: ts };
    },

    async edit(ref, card) {
      const spot = await spotOf(ref.place);
      const cards = paginate(card, ['slack']);
      const update = (ts: string, page: Card) =>
        call(
          'chat.update',
          { channel: spot.channel, ts, ...messageOf(page), link_names: false, parse: 'none' },
          { channel: spot.channel },
        );
      await update(ref.id, cards[0] ?? card);
      parts.posted?.(spot.channel);
      if (!LONG_CARDS.includes(card.name)) return;
      const rest = nextPages(spot, ref.id);
      const { pages } = await standing(rest, ref.id);
      for (const [i, page] of cards.slice(1).entries()) {
        const ts = pages.get(i + 2);
        if (ts === undefined) await send(rest, page, { key: ref.id, page: i + 2 });
        else await update(ts, page);
      }
      for (const [page, ts] of pages)
        if (page > cards.length)
          await call('chat.delete', { channel: spot.channel, ts }, { channel: spot.channel });
    },

    async find(place, key, under) {
      const spot = await spotOf(place, under);
      const { pages, all } = await standing(spot, key);
      const ts = pages.get(1);
      if (ts !== undefined) return { place: slackPlace(spot.team, spot.channel, spot.thread), id: ts };
      return all ? null : 'unknown';
    },
  };
}

/** A card as a message. A form is none: it is opened as a modal. */
function messageOf(card: Card): SlackMessage {
  const message = renderSlack(card);
  if ('view' in message) throw new Error('a form is opened as a modal, not posted');
  return message;
}
