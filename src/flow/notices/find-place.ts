/** People of the roster who never wrote, found on a platform by their e-mail address, once, and remembered. */
import type { Met, Seen } from '../../core/account/account.js';
import type { Place } from '../../core/conversation/input.js';
import type { FindPlace, LookAgain } from '../ports.js';

/** What of a platform it takes to write first. */
export type Directory = {
  /** the account with this e-mail address, and what the platform says of it; null when there is none. Throws PlatformError */
  accountByEmail?(email: string): Promise<{ readonly account: string; readonly seen: Seen } | null>;
  /** the place of the direct message of an account; null when the platform cannot write first */
  placeOfAccount?(account: string): Place | null;
  /** see `LookAgain`; a platform without it knows nothing new of those who are silent */
  readonly lookAgain?: LookAgain;
};

type AccountRecord = { meet(account: string, seen: Seen, now: Date): Promise<Met> };

/** The platforms are asked in their order. */
export function makeFindPlace(platforms: readonly Directory[], record: AccountRecord): FindPlace {
  return async ({ id, email }, now) => {
    for (const platform of platforms) {
      const found = (await platform.accountByEmail?.(email)) ?? null;
      const place = found === null ? null : (platform.placeOfAccount?.(found.account) ?? null);
      if (found === null || place === null) continue;
      const met = await record.meet(found.account, found.seen, now);
      if (met.status === 'known' && met.person === id) return place;
    }
    return null;
  };
}
