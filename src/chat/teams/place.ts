/**
 * Places of Teams, made and read here only: `teams:` and the base64url of a few facts as JSON. An address on Teams is
 * a conversation at a service URL; with nothing but an id nobody can be written to.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Place } from '../../core/conversation/input.js';

const PREFIX = 'teams:';

const shape = z.union([
  /** a personal chat: `c` its conversation, `a` the person's object id in the directory */
  z.strictObject({
    k: z.literal('personal'),
    s: z.string(),
    t: z.string(),
    c: z.string(),
    a: z.string(),
  }),
  /** a person whose personal chat is not known: `u` the id the bot knows the person by */
  z.strictObject({
    k: z.literal('person'),
    s: z.string(),
    t: z.string(),
    u: z.string(),
    a: z.string(),
  }),
  /** a channel or group chat; `m` the root message of a thread in it */
  z.strictObject({
    k: z.literal('channel'),
    s: z.string(),
    t: z.string(),
    c: z.string(),
    m: z.string().optional(),
  }),
]);

/** `s` is a service URL ending in a slash, `t` a tenant. */
export type TeamsPlace = z.infer<typeof shape>;

/** The place of these facts; the same facts give the same text. */
export function teamsPlace(at: TeamsPlace): Place {
  const s = at.s.endsWith('/') ? at.s : `${at.s}/`;
  const t = at.t.toLowerCase();
  const facts: TeamsPlace = (() => {
    switch (at.k) {
      case 'personal':
        return { k: at.k, s, t, c: at.c, a: at.a.toLowerCase() };
      case 'person':
        return { k: at.k, s, t, u: at.u, a: at.a.toLowerCase() };
      case 'channel':
        return { k: at.k, s, t, c: at.c, ...(at.m === undefined ? {} : { m: at.m }) };
      default:
        return at satisfies never;
    }
  })();
  return PREFIX + Buffer.from(JSON.stringify(facts), 'utf8').toString('base64url');
}

/** Reads a place made by `teamsPlace`; null for any other. */
export function readTeamsPlace(place: Place): TeamsPlace | null {
  if (!isTeamsPlace(place)) return null;
  try {
    const parsed = shape.safeParse(
      JSON.parse(Buffer.from(place.slice(PREFIX.length), 'base64url').toString('utf8')),
    );
    // Only the one spelling that is made here: a place is compared as text.
    return parsed.success && teamsPlace(parsed.data) === place ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Whether a place belongs to Teams. */
export function isTeamsPlace(place: Place): boolean {
  return place.startsWith(PREFIX);
}

/** The account of a person: the object id in the directory of a tenant. */
export function teamsAccount(tenant: string, objectId: string): string {
  return `teams:${tenant.toLowerCase()}:${objectId.toLowerCase()}`;
}

const THREAD = ';messageid=';

/** `19:…@thread.tacv2;messageid=1700000000000` → the channel and the root message of the thread. */
export function splitConversation(id: string): { readonly channel: string; readonly root: string | null } {
  const at = id.indexOf(THREAD);
  return at < 0
    ? { channel: id, root: null }
    : { channel: id.slice(0, at), root: id.slice(at + THREAD.length) };
}

/** Whether a conversation, or an address that leads into one, is of a chat between two people: it is named after their object ids. */
export const isOfTwo = (named: string): boolean => named.toLowerCase().includes('unq.gbl.spaces');

/** A conversation to be told from others, and no more: a chat between two people by a hash, so that nobody stands in it. */
export const anonymous = (id: string): string =>
  isOfTwo(id) ? createHash('sha256').update(id).digest('hex').slice(0, 32) : id;

/** The conversation a message in a channel or in one of its threads is sent to. */
export function conversationOf(at: Extract<TeamsPlace, { c: string }>, root: string | null = null): string {
  const thread = root ?? (at.k === 'channel' ? (at.m ?? null) : null);
  return at.k === 'personal' || thread === null ? at.c : `${at.c}${THREAD}${thread}`;
}
