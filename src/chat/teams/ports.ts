/** What the Teams adapter needs from the rest of Maru, beside the ports of the flow. */
import type { Place } from '../../core/conversation/input.js';
import type { KeptEffect } from '../../flow/ports.js';
import type { TimeBudget } from '../../flow/time-budget.js';
import type { AccountBook } from '../standing.js';

/** Who an account on the platform is, and where that person is reached. An account is an opaque text made here. */
export type Addresses = AccountBook & {
  /** the person's id in the roster; null when the account is not linked */
  personOfAccount(account: string, budget?: TimeBudget): Promise<string | null>;
  /** where the person is written to in private; null when not known */
  directPlaceOf(person: string, budget?: TimeBudget): Promise<Place | null>;
  /** notices to the person go to this place from now on, and the person is reachable again; harmless to repeat */
  rememberDirectPlace(person: string, place: Place, now: Date, budget?: TimeBudget): Promise<void>;
  /**
   * The bot was removed or blocked in this place of the person's: it is forgotten when it is still the person's, and
   * the coordinator is shown that the person cannot be reached. Harmless to repeat.
   */
  markUnreachable(person: string, place: Place, reason: 'blocked' | 'removed', now: Date): Promise<void>;
};

export type { Channels, Linker } from '../../flow/channels.js';

/** The work behind the answers (flow/effects/work.ts). */
export type Work = { start(effects: readonly KeptEffect[]): void };
