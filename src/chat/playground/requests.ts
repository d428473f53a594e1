/** What the page sends, checked, and turned into inputs. Nothing in it is trusted but who is pressing, which is the game. */
import { z } from 'zod';
import { cityDate } from '../../core/calendar/working-days.js';
import { decodeAction } from '../../core/cards/action.js';
import { fallbackText } from '../../core/cards/fallback.js';
import type { Input } from '../../core/conversation/input.js';
import { sourceOf } from '../../core/memo/memo.js';
import type { SentFile } from '../../core/sheet/upload.js';
import type { Message } from './messages.js';
import { channelPlace, directPlace, readPlace, threadPlace } from './places.js';

/** Longest message a person can type, in UTF-16 units; the longest answer Maru takes is far below. */
export const SAID_MAX = 4000;

/** Longest text beside a file, in UTF-16 units: it stands in an address, nine bytes a sign. */
const BESIDE_MAX = 1000;

/** Made by the page for each press and each message, and sent again with a repeat. */
const inputId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/u);
/** PostgreSQL takes no NUL, and no id holds a control character. */
const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u);

export const saidSchema = z.object({
  id: inputId,
  person: id,
  text: z.string().min(1).max(SAID_MAX),
  /** the section whose channel it is written into; null: the direct message */
  channel: id.nullable(),
  /** the message under which it is written; null: at the top */
  thread: id.nullable(),
});
type Said = z.infer<typeof saidSchema>;

export const pressedSchema = z.object({
  id: inputId,
  person: id,
  /** the message that carried the button, or from which the form was opened */
  message: id,
  action: z.string().max(1000),
  fields: z
    .record(z.string().max(100), z.string().max(SAID_MAX))
    .refine((fields) => Object.keys(fields).length <= 100),
});
type Pressed = z.infer<typeof pressedSchema>;

/** A file dropped on the direct message; its bytes are the body. */
export const sentFileSchema = z.object({
  id: inputId,
  person: id,
  name: z.string().min(1).max(300),
  /** what was written beside it; as long as an address may be */
  text: z.string().max(BESIDE_MAX).default(''),
});
type SentFileRequest = z.infer<typeof sentFileSchema>;

/** 「Maru に実績メモとして残す」 on a message, as the platforms have it in the menu of each. */
export const notedSchema = z.object({ id: inputId, person: id, message: id });
type Noted = z.infer<typeof notedSchema>;

export const fileSchema = z.object({ message: id });

export const pictureSchema = z.object({ of: id });

export const clockSchema = z.object({ to: z.enum(['next_notice', 'next_day']) });

const shownCount = z.coerce.number().int().positive().optional();
export const conversationSchema = z.object({ person: id, channel: id.optional(), before: shownCount });
export const eventsSchema = z.object({ person: id, channel: id.optional() });

/** The input of a file sent to the direct message, once it is put aside. */
export function fileInput({ id, person, text }: SentFileRequest, files: readonly SentFile[]): Input {
  const place = directPlace(person);
  return {
    kind: 'said',
    id: inputIdOf(id),
    person,
    place,
    aside: place,
    surface: 'direct',
    text,
    files,
  };
}

/** The id of the input of what the page sent. */
export function inputIdOf(id: string): string {
  return `playground-${id}`;
}

/** The input of a written message. */
export function saidInput(said: Said): Input {
  const place = said.channel === null ? directPlace(said.person) : channelPlace(said.channel);
  const called = CALLED.exec(said.text);
  const inChannel =
    said.channel === null
      ? {}
      : {
          mentioned: called !== null,
          channel: place,
          ...(said.thread === null ? {} : { under: { place, id: said.thread } }),
        };
  return {
    kind: 'said',
    id: inputIdOf(said.id),
    person: said.person,
    place: said.thread === null ? place : threadPlace(place, said.thread),
    aside: directPlace(said.person),
    surface: said.channel !== null ? 'channel' : said.thread !== null ? 'thread' : 'direct',
    text: said.channel !== null && called ? said.text.slice(called[0].length) : said.text,
    ...inChannel,
  };
}

/** The form of a memo is asked for, with the message in it; null where it stands in somebody else's direct message. */
export function notedInput({ id, person }: Noted, message: Message): Input | null {
  const at = readPlace(message.place);
  if (!at || (at.conversation.kind === 'dm' && at.conversation.person !== person)) return null;
  const place = directPlace(person);
  const isPersons = message.from === 'person';
  const source = sourceOf({ place: message.place, id: message.id });
  return {
    kind: 'pressed',
    ...{ id: inputIdOf(id), person, place, aside: place, surface: 'direct' },
    action: { do: 'open_memo', of: '', v: 0, with: source },
    fields: {
      text: isPersons ? message.text : fallbackText(message.card),
      day: cityDate(new Date(message.at)),
      link: '',
      author: isPersons && message.person === person ? 'own' : 'other',
    },
  };
}

/** Calling the bot by name, as on the other platforms, at the beginning of what is written in a channel. */
const CALLED = /^\s*[@＠]maru[\s\u3000:：、,]*/iu;

/**
 * The input of a pressed button; null when the action is none of ours or the message stands in somebody else's direct
 * message. What was pressed under a channel's root belongs to its thread.
 */
export function pressedInput(pressed: Pressed, message: Message): Input | null {
  const action = decodeAction(pressed.action);
  const place = readPlace(message.place);
  if (!action || !place) return null;
  const { conversation, thread } = place;
  if (conversation.kind === 'dm' && conversation.person !== pressed.person) return null;
  return {
    kind: 'pressed',
    id: inputIdOf(pressed.id),
    person: pressed.person,
    place:
      conversation.kind === 'channel' && thread === null
        ? threadPlace(message.place, message.id)
        : message.place,
    aside: directPlace(pressed.person),
    surface: conversation.kind === 'channel' ? 'channel' : thread === null ? 'direct' : 'thread',
    action,
    fields: pressed.fields,
  };
}

/** Whether what was wrong is a text of a person's that is longer than any that is taken. */
export function isTooLong({ issues }: z.ZodError): boolean {
  return issues.some(({ code, path: [at] }) => code === 'too_big' && (at === 'text' || at === 'fields'));
}

/** What express itself refuses (a body that is too large or no JSON) carries its status. */
export function statusOf(error: unknown): number | null {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;
}
