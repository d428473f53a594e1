/**
 * Answers where it was asked: who presses a button or says something in a channel reads what came of it there, for nobody else to see. What
 * is told only there is gone after a while, so a question or a notice never is.
 */
import type { Card } from '../core/cards/card.js';
import { type Log, reasonOf } from '../flow/log.js';
import type { Clock, Messenger } from '../flow/ports.js';

/** An answer that took longer is told in private: nobody looks there any more. */
const LOOKED_AT_MS = 5 * 60_000;
const MANY = 1_000;

type Beside<Spot> = {
  /** Remembers where an input was made; to be called before its effects are performed. */
  put(input: string, spot: Spot): void;
  /** Posts beside what was pressed or said, in private when that is not known, or refused. */
  readonly post: Messenger['post'];
};

/** `show` shows a card in a spot, rejects when the platform refuses it, and is false where the card does not fit there. */
export function makeBeside<Spot>(parts: {
  readonly post: Messenger['post'];
  readonly show: (spot: Spot, card: Card) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}): Beside<Spot> {
  const { post, show, clock, log } = parts;
  const pressed = new Map<string, { readonly spot: Spot; readonly at: number }>();

  async function shownThere(of: string, card: Card): Promise<boolean> {
    const known = pressed.get(of);
    if (!known || clock.now().getTime() - known.at > LOOKED_AT_MS) return false;
    try {
      return await show(known.spot, card);
    } catch (error) {
      log.info({ input: of, reason: reasonOf(error) }, 'answered in private');
      return false;
    }
  }

  return {
    put(input, spot) {
      const [oldest] = pressed.keys();
      if (pressed.size >= MANY && oldest !== undefined) pressed.delete(oldest);
      pressed.set(input, { spot, at: clock.now().getTime() });
    },
    async post(place, card, options) {
      const { of, key } = options;
      if (of !== undefined && key === null && (await shownThere(of, card))) return { place, id: 'beside' };
      return post(place, card, options);
    },
  };
}
