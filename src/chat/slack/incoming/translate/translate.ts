/** What Slack sends, translated into inputs. Pure: what a person did, where, and under which id. Decides nothing. */
import { type Looking, UNREAD_TEXT } from '../../../../flow/looking.js';
import {
  blockActions,
  eventEnvelope,
  messageAction,
  slashCommand,
  viewClosed,
  viewSubmission,
} from '../../payloads.js';
import { fromEvent } from './from-event.js';
import { fromButton, fromCommand, fromForm } from './from-interaction.js';
import { fromShortcut, shortcutId } from './from-shortcut.js';
import { commandId, eventInputId, type Incoming, isOfThread, nothing, read } from './incoming.js';

export type Translate = (body: unknown) => Incoming;

/** The translation at a door: of an input that may not be looked at any more nothing typed is. */
export function makeTranslate(looking: Looking): Translate {
  // A payload is looked at before bolt has it, by its listener, and where something is logged of it.
  const translated = new WeakMap<object, Incoming>();
  return (body) => {
    if (typeof body !== 'object' || body === null) return translate(body);
    const known = translated.get(body);
    if (known) return known;
    const id = typedInputIdOf(body);
    const incoming =
      id === null
        ? translate(body)
        : looking(id, (isStopped) => translate(isStopped ? withoutText(body) : body));
    translated.set(body, incoming);
    return incoming;
  };
}

/**
 * The id of the input that a text of this payload would be, known without the text; null for a button or a form, whose
 * fields are taken as they are, and for what names none: that is no input.
 */
function typedInputIdOf(body: Payload): string | null {
  if (body.type === undefined) return idOf(commandId, body.trigger_id);
  if (body.type === 'message_action') return idOf(shortcutId, body.trigger_id);
  if (body.type !== 'event_callback') return null;
  const { channel_type: kind, type, channel, ts } = body.event ?? {};
  return type === 'message' && isOfThread(kind)
    ? idOf(eventInputId, channel, ts)
    : idOf(eventInputId, body.event_id);
}

/** null where a part is no text: a value of any shape may stand there. */
const idOf = (make: (name: string) => string, ...parts: readonly unknown[]): string | null =>
  parts.every((part) => typeof part === 'string') ? make(parts.join(':')) : null;

type Payload = {
  readonly type?: unknown;
  readonly trigger_id?: unknown;
  readonly event_id?: unknown;
  readonly event?: Readonly<Record<string, unknown>> | null;
};

function withoutText(body: Payload): Payload {
  if (body.type === 'message_action') return { ...body, ...{ message: { text: UNREAD_TEXT } } };
  return body.type === undefined
    ? { ...body, ...{ text: UNREAD_TEXT } }
    : { ...body, event: { ...body.event, text: UNREAD_TEXT, files: [] } };
}

/** Whatever came, by its shape. What is none of ours, or not done by a person, is `nothing`. */
export function translate(body: unknown): Incoming {
  const type = (body as { type?: unknown } | null)?.type;
  switch (type) {
    case 'event_callback':
      return read(eventEnvelope, body, fromEvent);
    case 'block_actions':
      return read(blockActions, body, fromButton);
    case 'view_submission':
      return read(viewSubmission, body, (sent) => fromForm(sent, 'form'));
    case 'view_closed':
      return read(viewClosed, body, (closed) => fromForm(closed, 'half_way'));
    case 'message_action':
      return read(messageAction, body, fromShortcut);
    case undefined:
      return read(slashCommand, body, fromCommand);
    default:
      return nothing(`type ${typeof type === 'string' ? type : typeof type}`);
  }
}
