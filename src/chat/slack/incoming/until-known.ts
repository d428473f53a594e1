/**
 * Somebody never seen before, of whom Slack does not say at once who they are: what they did is kept and acknowledged,
 * and taken when it is known. Slack gives up after three tries, and shows a failure to whoever pressed a button.
 */
import { escapeEntities } from '../../render/escape.js';
import { NotKnownYet, type Patience } from '../../standing.js';
import type { Work } from '../ports.js';
import { bothLanguages } from '../words.js';
import type { Incoming } from './translate/incoming.js';
import { translate } from './translate/translate.js';

/** What goes back in the answer to the request: nothing, or what Slack shows. */
export type Reply = undefined | string | Readonly<Record<string, unknown>>;

export type Taking = {
  /** Gives the reply to what came in `body`. Rejects only when nothing was taken. */
  take(incoming: Incoming, body: unknown): Promise<Reply>;
  /** Takes a body that was kept. Throws NotKnownYet when it is not known now either who sent it. */
  takeArrival(body: unknown): Promise<void>;
};

/** Takes what came; throws NotKnownYet where it is not known in time who did it. */
type TakeNow = (incoming: Incoming, patience: Patience) => Promise<Reply>;

export function untilKnown(take: TakeNow, work: Pick<Work, 'keep'>): Taking {
  return {
    async take(incoming, body) {
      try {
        return await take(incoming, 'soon');
      } catch (error) {
        if (!(error instanceof NotKnownYet) || incoming.kind === 'nothing') throw error;
        // The form stands open with all that was typed: nothing is kept that could be pressed again.
        if (incoming.kind === 'input' && incoming.by === 'form') return pressAgain(incoming);
        const input = incoming.kind === 'input' ? incoming.input.id : incoming.id;
        // The verification token of old is of no use any more, and no text to keep.
        const kept = { ...(body as object), token: undefined };
        await work.keep({ input, account: error.account, body: kept });
        return incoming.kind !== 'home' && incoming.by === 'command'
          ? ephemeral(bothLanguages((words) => words.checking))
          : undefined;
      }
    },
    async takeArrival(body) {
      await take(translate(body), 'long');
    },
  };
}

function pressAgain({ view }: Extract<Incoming, { kind: 'input' }>): Reply {
  const field = view?.fields.at(-1);
  if (field === undefined) return { response_action: 'clear' };
  return {
    response_action: 'errors',
    errors: { [field]: bothLanguages((words) => words.checkingForm) },
  };
}

/** Shown to who gave a command, and to nobody else. */
export function ephemeral(text: string): Reply {
  return { response_type: 'ephemeral', text: escapeEntities(text) };
}
