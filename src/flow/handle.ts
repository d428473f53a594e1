/**
 * One input handled: the desk and the world are read, the pure step decides, and seen-mark, next desk and effects are
 * committed in one call. Only then may the platform be told that the input was taken (promise 1).
 */
import type { Card } from '../core/cards/card.js';
import type { Effect } from '../core/conversation/effect.js';
import { type Input, withSameLineEnds } from '../core/conversation/input.js';
import { foldedBy } from '../core/conversation/interview/fold.js';
import { asksStatus, onlyAnswers } from '../core/conversation/interview/only-answers.js';
import { concernsMemo } from '../core/conversation/memo/concerns.js';
import { refuseToStep, startAnew, step, stepWithoutDesk } from '../core/conversation/step.js';
import { type Looking, lookingFreely } from './looking.js';
import type { Clock, ContextFor, Drafts, KeptEffect, Record } from './ports.js';
import type { TimeBudget } from './time-budget.js';

/** A desk is contended only by the same person's own inputs; more rounds than this is a fault, and the platform sends again. */
const MAX_ROUNDS = 20;

/** What must be answered within the same request: a form, or the problems of the form just sent. Never kept. */
export type Reply = Extract<Effect, { kind: 'form' | 'form_problem' }>;

/** The card of a question just answered, as one line; `done` says that this message is folded, so that it is not again. */
export type FoldedCard = { readonly card: Card; done(message: string): Promise<void> };

export type Handled =
  /** committed; `effects` are to be performed now, and would be by the sweep */
  | {
      readonly status: 'taken';
      readonly reply: Reply | null;
      readonly effects: readonly KeptEffect[];
      /** what the pressed card becomes, where that costs no call */
      readonly folded?: FoldedCard;
    }
  /** committed before: nothing to do, a form may be given again */
  | { readonly status: 'seen'; readonly reply: Reply | null }
  /** not in the roster, or not with this account */
  | { readonly status: 'stranger' };

export type Handle = (input: Input, budget?: TimeBudget) => Promise<Handled>;

/**
 * Inputs worked at together by a process. Each waits for stores two or three times, and with hundreds under way at once the
 * turns of the event loop between these waits grow beyond what a request may wait in all: everybody is refused, sends again,
 * and keeps it so (with 200 people at once 36 answers a second were taken of 250).
 */
export const WORKED_AT_ONCE = 24;
/** Longest wait for a turn, in milliseconds: a platform gives up after three seconds, of which stores may take less than half of one. */
export const TURN_WITHIN_MS = 1_500;

/** A turn, to be left when it is over; null when none came in time. */
type TakeTurn = () => Promise<{ leave(): void } | null>;

/** The same handler, which works at each input in its turn; throws when none came in time. */
export function inTurn(handle: Handle, takeTurn: TakeTurn): Handle {
  return async (input, budget) => {
    const turn = await takeTurn();
    if (turn === null) throw new Error('too many answer at once');
    try {
      return await handle(input, budget);
    } finally {
      turn.leave();
    }
  };
}

/** Makes the handler. It throws only faults (a store that does not answer): then nothing was taken. */
export function makeHandle(parts: {
  drafts: Drafts;
  record: Record;
  clock: Clock;
  /** of an input that comes without its request's */
  budget?: () => TimeBudget;
  /** how it is looked at; one that ended the process again and again is answered, and not stepped any more */
  looking?: Looking;
}): Handle {
  const { drafts, record, clock, looking = lookingFreely } = parts;
  return async (received, budget = parts.budget?.()) => {
    const now = clock.now();
    // Even to look at what was typed may be what never ends.
    const { input, of } = looking(received.id, (isStopped) => {
      if (isStopped) return { input: received, of: bareContextFor(received) };
      const input = withSameLineEnds(received);
      return { input, of: contextFor(input) };
    });
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const [{ desk, revision, unread = false }, context] = await Promise.all([
        drafts.load(input.person, budget),
        record.context(of, now, budget),
      ]);
      if (!context) return { status: 'stranger' };
      const turn = looking(input.id, (isStopped) => {
        if (isStopped) return refuseToStep(desk, input, context);
        if (unread) return startAnew(input, context);
        return revision === 0 ? stepWithoutDesk(input, context) : step(desk, input, context);
      });
      const reply = turn.effects.find(isReply) ?? null;
      const effects = turn.effects
        .filter((effect) => !isReply(effect))
        .map((effect, index) => ({
          id: `${input.id}#${index}`,
          person: input.person,
          effect,
          at: now.toISOString(),
          ...(effect.kind === 'record' ? { language: context.actor.language } : {}),
          ...(input.acting ? { acting: input.acting } : {}),
        }));
      const answer = await drafts.commit(
        {
          inputId: input.id,
          person: input.person,
          revision,
          desk: turn.desk,
          unread,
          effects,
          now: now.toISOString(),
        },
        budget,
      );
      switch (answer) {
        case 'ok':
          return { status: 'taken', reply, effects, ...folding(drafts, desk, turn.desk, input, context) };
        case 'seen':
          return { status: 'seen', reply };
        case 'conflict':
          continue;
        default:
          answer satisfies never;
      }
    }
    throw new Error(`desk of input ${input.id} stayed contended for ${MAX_ROUNDS} rounds`);
  };
}

function folding({ asked }: Drafts, ...of: Parameters<typeof foldedBy>): { folded?: FoldedCard } {
  const folded = foldedBy(...of);
  if (!folded) return {};
  const [, , { person }] = of;
  return { folded: { card: folded.card, done: (message) => asked.forget(person, folded, message) } };
}

const bareContextFor = ({ person, place, surface, acting }: Input) => ({
  person,
  account: acting?.account,
  from: { place, surface },
  named: null,
});

function contextFor(input: Input): ContextFor {
  return {
    ...bareContextFor(input),
    named: input.kind === 'pressed' && input.action.of !== '' ? input.action.of : null,
    under: input.kind === 'said' ? (input.under ?? null) : null,
    channel: input.kind === 'said' && input.mentioned ? (input.channel ?? null) : null,
    waiting: asksStatus(input),
    memo: concernsMemo(input),
    posts: input.kind === 'pressed' && input.action.do === 'open_return',
    lately: onlyAnswers(input),
  };
}

function isReply(effect: Effect): effect is Reply {
  return effect.kind === 'form' || effect.kind === 'form_problem';
}
