/** Who an account on a platform is, and where that person is reached. An account is an opaque text made by its adapter, which begins with the platform's name. */
import type { Linked, Met, Seen } from '../core/account/account.js';
import type { Place } from '../core/conversation/input.js';
import type { TimeBudget } from '../flow/time-budget.js';

/** Whose an account is. Kept by every adapter of test/contracts/address-book.ts. */
export type AccountBook = {
  /** how the account is linked; null when it is nobody's */
  linkOf(account: string, budget?: TimeBudget): Promise<Linked | null>;
  /** enters what the platform says of the account now: it is linked, stays so, or is not any more; harmless to repeat */
  meet(account: string, seen: Seen, now: Date, budget?: TimeBudget): Promise<Met>;
};

export type AddressBook = AccountBook & {
  /** the person's id in the roster; null when the account is not linked */
  personOfAccount(account: string, budget?: TimeBudget): Promise<string | null>;
  /** where the person is written to in private, by an account that is linked; null when not known */
  directPlaceOf(person: string, budget?: TimeBudget): Promise<Place | null>;
  /**
   * notices to the person go to this place from now on, and the person is reachable again, while this account (not
   * given: any of that platform) is linked to the person; harmless to repeat
   */
  rememberDirectPlace(person: string, place: Place, now: Date, account?: string): Promise<void>;
  /**
   * The bot was removed or blocked in this place of the person's: it is forgotten when it is still the person's, and
   * the coordinator is shown that the person cannot be reached. Harmless to repeat.
   */
  markUnreachable(person: string, place: Place, reason: 'blocked' | 'removed', now: Date): Promise<void>;
};
