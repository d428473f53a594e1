/**
 * The bot's side of Slack: posts, edits and finds messages. A message carries its key as metadata, so that one whose
 * answer was lost is looked up instead of posted again.
 *
 * A card too long for one message stands in several: in a channel the first is the message and the others are replies
 * in its thread; in a thread and in a direct message they follow one another. Metadata ties them together.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../../../core/cards/card.js';
import type { Place } from '../../../core/conversation/input.js';
import { type Clock, type MessageRef, type Messenger, PlatformError } from '../../../flow/ports.js';
import { hasTable } from '../../render/card-data.js';
import { paginate, renderSlack, type SlackMessage, type SlackOptions } from '../../render/render.js';
import { isDirect, isPersonId, readSlackPlace, slackPlace } from '../place.js';
import type { Call } from './client.js';
import { slackCodeOf } from './errors.js';
import { EVENT_TYPE, type Mark, makeSearch, type Spot } from './search.js';

/** The cards that may take more than one message and are edited later. */
const LONG_CARDS: readonly Card['name'][] = ['summary', 'approval', 'review', 'tasks'];

const posted = z.object({ channel: z.string(), ts: z.string() });
const opened = z.object({ channel: z.object({ id: z.string() }) });
/**
 * What Slack says of a message whose table it does not take: tables came in 2025, and whether a workspace has them cannot
 * be asked. A message that stands without one may also not be edited into one with it.
 */
const TABLE_REFUSED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'block_mismatch',
]);

/** What is sent; `notice`: nobody waits for it. */
type Sending = SlackOptions & { readonly card: Card; readonly mark: Mark; readonly notice: boolean };

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
  /** told once of a workspace that takes no tables */
  tableless?: (team: string) => void;
  /** waits between looking again; tests do not */
  wait?: (ms: number) => Promise<unknown>;
}): SlackMessenger {
  const { call } = parts;
  const { standing, lookAtOnce } = makeSearch(parts);
  /** the direct messages of persons, known or being found out */
  const directs = new Map<string, Promise<string>>();
  /** workspaces that refused a message because of its table: until the next start they get none */
  const tableless = new Set<string>();

  /** Sends a card with its table where the workspace takes tables; without it what is lost is one call a workspace. */
  async function inTable<T>(
    { team }: Pick<Spot, 'team'>,
    card: Card,
    send: (options: SlackOptions) => Promise<T>,
  ): Promise<T> {
    const tables = hasTable(card) && !tableless.has(team);
    try {
      return await send({ tables });
    } catch (fault) {
      if (!tables || !TABLE_REFUSED.has(slackCodeOf(fault) ?? '')) throw fault;
      // Refused for something else as well, it says so here.
      const sent = await send({ tables: false });
      tableless.add(team);
      parts.tableless?.(team);
      return sent;
    }
  }

  /** A thread, or the conversation itself: of a person's it may not be known yet what it is called. */
  function namedBy(place: Place, under: MessageRef | null): Spot {
    const at = readSlackPlace(place);
    if (!at) throw new PlatformError(`no place of Slack: ${place}`, 'never');
    const above = under ? readSlackPlace(under.place) : null;
    if (under && !above) throw new PlatformError(`no place of Slack: ${under.place}`, 'never');
    const thread = under ? (above!.thread ?? under.id) : at.thread;
    return { team: at.team, channel: above?.conversation ?? at.conversation, thread };
  }

  async function spotOf(place: Place, under: MessageRef | null = null): Promise<Spot> {
    const spot = namedBy(place, under);
    return { ...spot, channel: await channelOf(spot.channel) };
  }

  /** Reading and editing want the id of the direct message, not of the person in it. */
  function channelOf(conversation: string): Promise<string> {
    if (!isPersonId(conversation)) return Promise.resolve(conversation);
    return directs.get(conversation) ?? learn(conversation, open(conversation));
  }

  async function open(person: string): Promise<string> {
    return opened.parse(await call('conversations.open', { users: person })).channel.id;
  }

  function learn(person: string, finding: Promise<string>): Promise<string> {
    const known = finding.then((id) => {
      parts.met?.(person, id);
      return id;
    });
    directs.set(person, known);
    known.catch(() => directs.delete(person));
    return known;
  }

  /** Sends to a place; gives where it then stands. */
  async function sendTo(spot: Spot, sending: Sending): Promise<{ spot: Spot; ts: string }> {
    if (!isPersonId(spot.channel)) return { spot, ts: await send(spot, sending) };
    if (spot.thread !== null) return sendTo({ ...spot, channel: await channelOf(spot.channel) }, sending);
    const known = directs.get(spot.channel);
    if (known) {
      // whoever is being written to for the first time is waited for; when that failed, this is the first
      const channel = await known.catch(() => spot.channel);
      return sendTo({ ...spot, channel }, sending);
    }
    const first = sendToPerson(spot, sending);
    await learn(
      spot.channel,
      first.then((sent) => sent.spot.channel),
    );
    return first;
  }

  /**
   * Posting to a person opens their direct message and tells what it is called: a morning's reminders need no call
   * of `conversations.open`, of which Slack takes 50 a minute only.
   */
  async function sendToPerson(spot: Spot, sending: Sending): Promise<{ spot: Spot; ts: string }> {
    try {
      const { channel, ts } = await postOnce(spot, sending);
      return { spot: { ...spot, channel }, ts };
    } catch (error) {
      const lost = error instanceof PlatformError && error.options.doubtful;
      // a person who cannot be written to is `channel_not_found` here; opening has Slack's own word for why
      if (!lost && slackCodeOf(error) !== 'channel_not_found') throw error;
      const direct = { ...spot, channel: await open(spot.channel) };
      const ts = lost ? await lookAtOnce(direct, sending.mark) : await send(direct, sending);
      if (ts === null) throw error;
      return { spot: direct, ts };
    }
  }

  async function send(spot: Spot, sending: Sending): Promise<string> {
    try {
      return (await postOnce(spot, sending)).ts;
    } catch (error) {
      if (!(error instanceof PlatformError && error.options.doubtful)) throw error;
      const ts = await lookAtOnce(spot, sending.mark);
      if (ts === null) throw error;
      return ts;
    }
  }

  async function postOnce(spot: Spot, sending: Sending): Promise<z.infer<typeof posted>> {
    const { card, mark, notice } = sending;
    const { text, blocks } = messageOf(card, sending);
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
      { channel: spot.channel, notice },
    );
    return posted.parse(answer);
  }

  /** Where the pages behind the first stand. */
  function nextPages(spot: Spot, first: string): Spot {
    return spot.thread !== null || isDirect(spot.channel) ? spot : { ...spot, thread: first };
  }

  return {
    spotOf,

    async post(place, card, { under, key }) {
      const at = namedBy(place, under);
      return inTable(at, card, async (options) => {
        const cards = paginate(card, ['slack'], options);
        const notice = key !== null;
        const mark = { key: key ?? randomUUID(), page: 1 };
        const { spot, ts } = await sendTo(at, { card: cards[0] ?? card, mark, notice, ...options });
        const rest = nextPages(spot, ts);
        for (const [i, page] of cards.slice(1).entries())
          await send(rest, { card: page, mark: { key: ts, page: i + 2 }, notice, ...options });
        parts.posted?.(spot.channel);
        return { place: slackPlace(spot.team, spot.channel, spot.thread), id: ts };
      });
    },

    async edit(ref, card) {
      const spot = await spotOf(ref.place);
      return inTable<'edited'>(spot, card, async (options) => {
        const cards = paginate(card, ['slack'], options);
        const update = (ts: string, page: Card) =>
          call(
            'chat.update',
            { channel: spot.channel, ts, ...messageOf(page, options), link_names: false, parse: 'none' },
            { channel: spot.channel },
          );
        await update(ref.id, cards[0] ?? card);
        parts.posted?.(spot.channel);
        if (!LONG_CARDS.includes(card.name)) return 'edited';
        const rest = nextPages(spot, ref.id);
        const { pages } = await standing(rest, ref.id);
        for (const [i, page] of cards.slice(1).entries()) {
          const ts = pages.get(i + 2);
          if (ts === undefined)
            await send(rest, { card: page, mark: { key: ref.id, page: i + 2 }, notice: true, ...options });
          else await update(ts, page);
        }
        for (const [page, ts] of pages)
          if (page > cards.length)
            await call('chat.delete', { channel: spot.channel, ts }, { channel: spot.channel });
        return 'edited';
      });
    },

    async find(place, key, under, what) {
      // files.completeUploadExternal takes no metadata, and a name or a comment is no key: a file before may have the same.
      if (what === 'file') return 'unknown';
      const spot = await spotOf(place, under);
      const { pages, all } = await standing(spot, key);
      const ts = pages.get(1);
      if (ts !== undefined) return { place: slackPlace(spot.team, spot.channel, spot.thread), id: ts };
      return all ? null : 'unknown';
    },
  };
}

/** A card as a message. A form is none: it is opened as a modal. */
function messageOf(card: Card, options: SlackOptions): SlackMessage {
  const message = renderSlack(card, options);
  if ('view' in message) throw new Error('a form is opened as a modal, not posted');
  return message;
}
