/** What Slack sends, translated into inputs. Pure: what a person did, where, and under which id. Decides nothing. */
import { blockActions, eventEnvelope, slashCommand, viewClosed, viewSubmission } from '../../payloads.js';
import { fromEvent } from './from-event.js';
import { fromButton, fromCommand, fromForm } from './from-interaction.js';
import { type Incoming, nothing, read } from './incoming.js';

/** A payload is looked at before bolt has it, by its listener, and where something is logged of it. */
const translated = new WeakMap<object, Incoming>();

/** Whatever came, by its shape. What is none of ours, or not done by a person, is `nothing`. */
export function translate(body: unknown): Incoming {
  if (typeof body !== 'object' || body === null) return translation(body);
  const incoming = translated.get(body) ?? translation(body);
  translated.set(body, incoming);
  return incoming;
}

function translation(body: unknown): Incoming {
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
    case undefined:
      return read(slashCommand, body, fromCommand);
    default:
      return nothing(`type ${String(type)}`);
  }
}
