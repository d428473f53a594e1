/**
 * The messages of the playground, kept in Redis under keys of their own, so that a restarted demo still shows them and
 * the bot can edit what it posted. What Slack and Teams keep on their servers.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { CARD_VIEWS, type Card, type CardName } from '../../core/cards/card.js';
import type { Place } from '../../core/conversation/input.js';
import { pictured } from '../pictures.js';

/** A message as it stands in a conversation. */
export type Message = {
  readonly id: string;
  /** counts up over all conversations: the order in which messages were posted */
  readonly number: number;
  /** the conversation or the thread it stands in */
  readonly place: Place;
  /** ISO instant, by the demo's clock */
  readonly at: string;
  readonly edited: boolean;
} & (
  | {
      readonly from: 'person';
      readonly person: string;
      readonly text: string;
      /** names of the files sent with it */
      readonly files?: readonly string[] | undefined;
    }
  | { readonly from: 'bot'; readonly card: Card; readonly file?: AttachedFile | undefined }
);

/** A file beside a message of the bot. */
export type AttachedFile = { readonly name: string; readonly size: number };

export type Messages = {
  /**
   * Enters a message. A second one of the same `id` in the same place is not entered: what stands there is given back
   * (a platform's own protection against a repeated send).
   */
  add(message: Unnumbered): Promise<Message>;
  /** Puts another card in the place of a bot's message; null when there is no such message. */
  edit(id: string, card: Card): Promise<Message | null>;
  get(id: string): Promise<Message | null>;
  /** Keeps the bytes of the file beside a bot's message of this id. */
  keepFile(id: string, bytes: Uint8Array): Promise<void>;
  /** null when there is none */
  fileOf(id: string): Promise<Buffer | null>;
  /** Keeps a picture that a card shows, as long as a demo may stand open. */
  keepPicture(id: string, png: Uint8Array): Promise<void>;
  /** null when there is none */
  pictureOf(id: string): Promise<Buffer | null>;
  /** The latest messages of a place in their order, at most `limit`, only those numbered below `before` when given. */
  latest(place: Place, limit: number, before?: number): Promise<Message[]>;
  /** Calls `listener` with every message added or edited by this process until the returned function is called. */
  follow(listener: (message: Message) => void): () => void;
};

type Unnumbered =
  | (Common & {
      readonly from: 'person';
      readonly person: string;
      readonly text: string;
      readonly files?: readonly string[] | undefined;
    })
  | (Common & { readonly from: 'bot'; readonly card: Card; readonly file?: AttachedFile | undefined });
type Common = { readonly id: string; readonly place: Place; readonly at: string };

const NUMBER = 'maru:playground:number';
const BODIES = 'maru:playground:messages';
const FILES = 'maru:playground:files';
/** Messages kept in one place: more than a year of the demo writes into any, so that it does not grow for ever. */
const MOST_IN_PLACE = 1_000;
const PICTURE_MS = 30 * 24 * 60 * 60 * 1_000;
const pictureKey = (id: string) => `maru:playground:picture:${id}`;
const orderKey = (place: Place) => `maru:playground:place:${place}`;

const cardSchema = z
  .object({ name: z.string(), language: z.enum(['ja', 'en']), view: z.unknown() })
  .transform((card, context): Card => {
    const schema = Object.hasOwn(CARD_VIEWS, card.name) ? CARD_VIEWS[card.name as CardName] : null;
    const view = schema?.safeParse(card.view);
    if (view?.success) return { ...card, view: view.data } as Card;
    context.addIssue({ code: 'custom', message: `no such card: ${card.name}` });
    return z.NEVER;
  });

const common = { id: z.string(), number: z.number(), place: z.string(), at: z.string(), edited: z.boolean() };
const messageSchema = z.discriminatedUnion('from', [
  z.object({
    ...common,
    from: z.literal('person'),
    person: z.string(),
    text: z.string(),
    files: z.array(z.string()).optional(),
  }),
  z.object({
    ...common,
    from: z.literal('bot'),
    card: cardSchema,
    file: z.object({ name: z.string(), size: z.number() }).optional(),
  }),
]);

/** A card without its picture: that one is put in says nothing new. */
const said = (card: Card): unknown => JSON.parse(JSON.stringify(pictured(card, null)));

/** Messages on an ioredis client, the latest `most` of each place. Rejects when Redis does not answer. */
export function openMessages(redis: Redis, most = MOST_IN_PLACE): Messages {
  const listeners = new Set<(message: Message) => void>();
  const tell = (message: Message): Message => {
    for (const listener of listeners) listener(message);
    return message;
  };
  const get = async (id: string): Promise<Message | null> => read(await redis.hget(BODIES, id));

  async function forgetOldest(place: Place): Promise<void> {
    const old = await redis.zrange(orderKey(place), '0', String(-1 - most));
    if (old.length === 0) return;
    await redis.hdel(BODIES, ...old);
    await redis.hdel(FILES, ...old);
    await redis.zrem(orderKey(place), ...old);
  }

  return {
    get,
    async add(message) {
      const number = await redis.incr(NUMBER);
      const numbered: Message = { ...message, number, edited: false };
      const added = await redis.hsetnx(BODIES, message.id, JSON.stringify(numbered));
      const earlier = added === 1 ? null : await get(message.id);
      const standing = earlier ?? numbered;
      // What an older Maru left in a form that cannot be read any more gives way.
      if (added !== 1 && !earlier) await redis.hset(BODIES, message.id, JSON.stringify(numbered));
      // Entered again on a repeat as well: the first try may have ended between the two.
      await redis.zadd(orderKey(standing.place), standing.number, standing.id);
      await forgetOldest(standing.place);
      return tell(standing);
    },
    async edit(id, card) {
      const standing = await get(id);
      if (standing?.from !== 'bot') return null;
      const edited = standing.edited || !isDeepStrictEqual(said(standing.card), said(card));
      const next: Message = { ...standing, card, edited };
      await redis.hset(BODIES, id, JSON.stringify(next));
      return tell(next);
    },
    async keepFile(id, bytes) {
      await redis.hset(FILES, id, Buffer.from(bytes));
    },
    fileOf: (id) => redis.hgetBuffer(FILES, id),
    async keepPicture(id, png) {
      await redis.set(pictureKey(id), Buffer.from(png), 'PX', PICTURE_MS);
    },
    pictureOf: (id) => redis.getBuffer(pictureKey(id)),
    async latest(place, limit, before) {
      const top = before === undefined ? '+inf' : `(${before}`;
      const ids = await redis.zrevrangebyscore(orderKey(place), top, '-inf', 'LIMIT', 0, limit);
      if (ids.length === 0) return [];
      const bodies = await redis.hmget(BODIES, ...ids);
      return bodies
        .map(read)
        .filter((message) => message !== null)
        .reverse();
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A message of an older Maru, whose card has another form today, is not shown; null for it. */
function read(body: string | null | undefined): Message | null {
  if (body == null) return null;
  const parsed = messageSchema.safeParse(JSON.parse(body));
  return parsed.success ? parsed.data : null;
}
