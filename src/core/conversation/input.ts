/** What a person did, on any platform. */
import type { Acting } from '../account/account.js';
import type { Action } from '../cards/action.js';
import type { SentFile } from '../sheet/upload.js';
import { sameLineEnds } from '../text/text.js';

/** An opaque address made and read by an adapter only: a direct message, a channel, a thread. */
export type Place = string;

/** A message as its platform knows it: where it was posted, and its id there. */
export type MessageAt = { readonly place: Place; readonly id: string };

export type Input = {
  /** unique for what the person did; the same when the platform delivers it again */
  readonly id: string;
  /** the person's id in the roster */
  readonly person: string;
  /** where an answer belongs */
  readonly place: Place;
  /** where this person alone reads an answer; the same as `place` in a direct message */
  readonly aside: Place;
  /** a thread of a direct message counts as `thread`; a thread in a section's channel as `channel` */
  readonly surface: 'direct' | 'thread' | 'channel';
  /** in its channels this platform lets the bot hear only what calls it by name */
  readonly heard?: 'when_called';
  /** the account it was done with; not there where a platform has none */
  readonly acting?: Acting;
} /** a message; `text` is '' when it is nothing but files */ & (
  | {
      readonly kind: 'said';
      readonly text: string;
      readonly files?: readonly SentFile[];
      /** in a channel: the bot was called by name, so it is to answer; absent elsewhere */
      readonly mentioned?: boolean;
      /** in a channel: the message in whose thread it was said; absent at the top of a channel and elsewhere */
      readonly under?: MessageAt;
      /** in a channel: the channel itself; absent elsewhere */
      readonly channel?: Place;
    }
  /** a button, with what was typed into the card's or form's fields */
  | { readonly kind: 'pressed'; readonly action: Action; readonly fields: Readonly<Record<string, string>> }
);

/** The input with every text in it as it is kept: lines ended alike, whatever the platform and its client made of them. */
export function withSameLineEnds(input: Input): Input {
  if (input.kind === 'said') return { ...input, text: sameLineEnds(input.text) };
  const fields = Object.entries(input.fields).map(([name, text]) => [name, sameLineEnds(text)]);
  return { ...input, fields: Object.fromEntries(fields) };
}
