/** The port of the notices: which are owed, and what came of them. Words: see docs/design.md. */
import type { Card } from '../../core/cards/card.js';
import type { Place } from '../../core/conversation/input.js';
import type { ClaimedNotice, MessageRef } from '../ports.js';

/** The ends of the leases that whoever sends a notice was given: the one of its claim, and what it was prolonged to. */
export type Leases = readonly Date[];

export type Notices = {
  /**
   * Takes notices that are due and differ from what was sent, marks them as being sent for `leaseMs`, and gives them
   * in an order in which a thread's root comes before what stands under it. What is stale is not given. With `keys`
   * only those.
   */
  claim(now: Date, leaseMs: number, limit: number, keys?: readonly string[]): Promise<ClaimedNotice[]>;
  /** The card of a notice, from the record as it is now; null when nothing is to be said any more. */
  card(notice: ClaimedNotice, now: Date): Promise<Card | null>;
  /**
   * A post of this notice begins at `place`, saying `content`: from now on a lost answer leaves a doubt there, and the lease
   * ends at `until`. False, and nothing is changed, when none of `leases` holds any more: somebody else is at it.
   */
  posting(
    key: string,
    now: Date,
    place: Place,
    content: string | null,
    leases: Leases,
    until: Date,
  ): Promise<boolean>;
  /**
   * `to` is the place it was sent to: when another one is wanted meanwhile, it stays owed there. `content`: of what
   * stands there now; not given, it stays what it was.
   */
  sent(
    key: string,
    version: number,
    ref: MessageRef,
    now: Date,
    options?: { readonly to?: Place; readonly content?: string },
  ): Promise<void>;
  /** Nothing to say any more. */
  dropped(key: string, version: number, now: Date): Promise<void>;
  /** Claimed and not begun: anybody may claim them again. What somebody else has claimed since stays theirs. */
  release(keys: readonly string[], leases: Leases): Promise<void>;
  /**
   * To be tried again at `retryAt`, or never (null) with the reason kept. `doubtful`: it may have arrived. With `leases`
   * nothing is changed when none of them holds any more.
   */
  failed(
    key: string,
    reason: string,
    retryAt: Date | null,
    doubtful: boolean,
    leases?: Leases,
  ): Promise<void>;
};
