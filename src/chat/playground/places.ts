/**
 * Places of the playground. `playground:dm:<person>` is a direct message, `playground:channel:<section>` a section's
 * channel; with `:<message>` behind it, the thread under that message.
 */
import type { Place } from '../../core/conversation/input.js';

export type Conversation =
  | { readonly kind: 'dm'; readonly person: string }
  | { readonly kind: 'channel'; readonly section: string };

export type PlaygroundPlace = {
  readonly conversation: Conversation;
  /** the message whose thread it is; null: the conversation itself */
  readonly thread: string | null;
};

const PREFIX = 'playground';

/** Where a person alone reads. */
export function directPlace(person: string): Place {
  return `${PREFIX}:dm:${escaped(person)}`;
}

/** The channel of a section: what the record keeps as the section's place. */
export function channelPlace(section: string): Place {
  return `${PREFIX}:channel:${escaped(section)}`;
}

/** The thread under a message of a conversation. */
export function threadPlace(conversation: Place, message: string): Place {
  return `${conversation}:${escaped(message)}`;
}

/** The place of a whole conversation. */
export function conversationPlace(conversation: Conversation): Place {
  return conversation.kind === 'dm' ? directPlace(conversation.person) : channelPlace(conversation.section);
}

/** A person's account here, as the record keeps it beside those of other platforms. */
export function accountOf(person: string): string {
  return `${PREFIX}:${escaped(person)}`;
}

/** Where to write to the person of an account made by `accountOf`; null for accounts of other platforms. */
export function placeOfAccount(account: string): Place | null {
  const [prefix, person, ...rest] = account.split(':');
  if (prefix !== PREFIX || person === undefined || rest.length > 0) return null;
  const place = `${PREFIX}:dm:${person}`;
  return readPlace(place) ? place : null;
}

/** Reads a place made by this file, in the one spelling that is made here; null for any other. */
export function readPlace(place: Place): PlaygroundPlace | null {
  const [prefix, kind, owner, thread, ...rest] = place.split(':');
  if (prefix !== PREFIX || owner === undefined || rest.length > 0) return null;
  const id = unescaped(owner);
  const under = thread === undefined ? null : unescaped(thread);
  if (id === null || (thread !== undefined && under === null)) return null;
  if (kind === 'dm') return { conversation: { kind, person: id }, thread: under };
  if (kind === 'channel') return { conversation: { kind, section: id }, thread: under };
  return null;
}

/** Ids may hold a colon of their own. */
function escaped(id: string): string {
  return id.replace(/[%:]/gu, encodeURIComponent);
}

/** null for what `escaped` does not make: a place is compared as text. */
function unescaped(text: string): string | null {
  try {
    const id = decodeURIComponent(text);
    return id !== '' && escaped(id) === text ? id : null;
  } catch {
    return null;
  }
}
