/** The form that is shown in answer to a request: the one asked for, or the one just sent with what was wrong in it. */
import type { ActionName } from '../../../core/cards/action.js';
import type { Card } from '../../../core/cards/card.js';
import type { Input } from '../../../core/conversation/input.js';
import type { Handle, Reply } from '../../../flow/handle.js';
import type { KeptEffect } from '../../../flow/ports.js';
import { withProblems } from '../outgoing/invoke.js';

/** What opens the form that an action sends. */
const OPENERS: Partial<Record<ActionName, ActionName>> = {
  fill_form: 'open_form',
  fill_all: 'open_all',
  check: 'open_check',
  return: 'open_return',
  correct: 'open_correction',
  reply: 'open_reply',
  extend: 'open_extend',
  plan_deputy: 'open_deputy',
  reopen: 'open_reopen',
  ask_desk: 'open_ask_desk',
  plan_round: 'open_round_form',
  ask_target: 'open_target',
  return_target: 'open_return_target',
  note_memo: 'open_memo',
};

/** Whose argument the form that was sent carries along. */
const CARRYING: ReadonlySet<ActionName> = new Set([
  'open_check',
  'open_extend',
  'open_deputy',
  'open_target',
  'open_return_target',
  'open_memo',
]);

/**
 * The form to be shown: the one asked for, or the one just sent with what was wrong in it. Where that one does not
 * open any more, what is to be done to say why.
 */
export async function formOf(
  handle: Handle,
  input: Input,
  reply: Reply,
): Promise<{ form: (Card & { name: 'form' }) | null; also: readonly KeptEffect[] }> {
  if (reply.kind === 'form') return { form: reply.card.name === 'form' ? reply.card : null, also: [] };
  const opener = input.kind === 'pressed' ? OPENERS[input.action.do] : undefined;
  if (input.kind !== 'pressed' || !opener) return { form: null, also: [] };
  const { of, v, with: named } = input.action;
  const kept = CARRYING.has(opener) ? named : '';
  const action = { do: opener, of, v, with: kept };
  const again = await handle({ ...input, id: `${input.id}:again`, action, fields: {} });
  const card = again.status === 'stranger' || again.reply?.kind !== 'form' ? null : again.reply.card;
  return {
    form: card?.name === 'form' ? withProblems(card, reply.problems, input.fields) : null,
    also: again.status === 'taken' ? again.effects : [],
  };
}
