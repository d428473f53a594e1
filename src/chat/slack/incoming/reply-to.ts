/** What a request of Slack that was taken is answered with. */
import type { Handled } from '../../../flow/handle.js';
import { bothLanguages } from '../words.js';
import type { Incoming } from './translate/incoming.js';
import { ephemeral, type Reply } from './until-known.js';

type InputCame = Extract<Incoming, { kind: 'input' }>;
export type HandledReply = Extract<Handled, { status: 'taken' }>['reply'];

/** What the request itself is answered with. */
export function replyTo(came: InputCame, reply: HandledReply, direct: string | null): Reply {
  switch (came.by) {
    case 'message':
    case 'button':
    case 'half_way':
      return undefined;
    case 'form': {
      if (reply?.kind !== 'form_problem') return { response_action: 'clear' };
      const blocks = came.view?.fields ?? [];
      const shown = Object.entries(reply.problems).map(([field, problem]) => [
        // A problem of no field of the form stands under its last one rather than nowhere.
        blocks.includes(field) ? field : (blocks.at(-1) ?? field),
        problem,
      ]);
      return { response_action: 'errors', errors: Object.fromEntries(shown) };
    }
    case 'command':
      // In the direct message with Maru the answer stands below anyway.
      return came.conversation === direct
        ? undefined
        : ephemeral(bothLanguages((words) => words.answeredInDirect));
    default:
      return came.by satisfies never;
  }
}
