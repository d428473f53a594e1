/** People of the roster who never wrote, found on a platform by their e-mail address, once, and remembered. */
import type { Place } from '../core/input.js';
import type { FindPlace } from './ports.js';

/** What of a platform it takes to write first. */
export type Directory = {
  /** the account with this e-mail address that may use Maru; null when there is none. Throws PlatformError */
  accountByEmail?(email: string): Promise<string | null>;
  /** the place of the direct message of an account; null when the platform cannot write first */
  placeOfAccount?(account: string): Place | null;
};

type AccountRecord = { linkAccount(account: string, person: string, now: Date): Promise<void> };

/** The platforms are asked in their order. */
export function makeFindPlace(platforms: readonly Directory[], record: AccountRecord): FindPlace {
  return async ({ id, email }, now) => {
    for (const platform of platforms) {
      const account = (await platform.accountByEmail?.(email)) ?? null;
      const place = account === null ? null : (platform.placeOfAccount?.(account) ?? null);
      if (account === null || place === null) continue;
      await record.linkAccount(account, id, now);
      return place;
    }
    return null;
  };
}
