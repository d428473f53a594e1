/**
 * Who is speaking: the person of the roster behind an account, found by e-mail address once and remembered. Guests and
 * people of other tenants are not looked for.
 */

import type { Place } from '../../core/input.js';
import type { Clock, Patience } from '../../flow/ports.js';
import { type TeamsActivity, tenantOf } from './activity.js';
import { type Connector, refusedBy } from './connector.js';
import { isTeamsPlace, readTeamsPlace, splitConversation, teamsAccount, teamsPlace } from './place.js';
import type { Addresses } from './ports.js';

export type Speaker =
  | { readonly status: 'known'; readonly person: string }
  /** not in the roster */
  | { readonly status: 'unknown' }
  | { readonly status: 'guest' };

export type People = {
  /** Throws when the roster does not answer, or Teams does not for somebody never seen before. */
  speaker(activity: TeamsActivity, patience?: Patience): Promise<Speaker>;
  /** As `speaker`, of accounts that were linked before only. */
  linked(activity: TeamsActivity): Promise<string | null>;
  /** Where this person alone reads: the personal chat when it is known, else the person. */
  aside(
    activity: TeamsActivity,
    person: string,
    patience?: Patience,
  ): Promise<{ readonly place: Place; readonly known: boolean }>;
};

/** `tenants`: those whose people may use Maru; null: any (the demo). */
export function makePeople(parts: {
  readonly connector: Pick<Connector, 'member'>;
  readonly addresses: Addresses;
  readonly tenants: readonly string[] | null;
  readonly allowGuests: boolean;
  readonly clock: Clock;
}): People {
  const { connector, addresses, tenants, allowGuests, clock } = parts;

  async function linked(activity: TeamsActivity): Promise<string | null> {
    const account = accountOf(activity);
    return account === null ? null : addresses.personOfAccount(account);
  }

  return {
    linked,
    async speaker(activity, patience) {
      const { from, serviceUrl } = activity;
      const account = accountOf(activity);
      const tenant = tenantOf(activity);
      if (account === null || tenant === null) return { status: 'unknown' };
      const person = await addresses.personOfAccount(account, patience);
      if (person !== null) return { status: 'known', person };
      const asked = { serviceUrl, tenant, conversation: rosterOf(activity) };
      const member = await connector.member(asked, from.id).catch((error: unknown) => {
        // Whom Teams does not know there is nobody; sent again it would be the same.
        if (refusedBy(error)?.status === 404) return null;
        throw error;
      });
      if (member === null) return { status: 'unknown' };
      const home = member.tenantId?.toLowerCase();
      if (!allowGuests && (member.guest || (home && tenants && !tenants.includes(home))))
        return { status: 'guest' };
      // The answer must be about who asked, or an e-mail address could be somebody else's.
      if (member.objectId?.toLowerCase() !== from.aadObjectId?.toLowerCase()) return { status: 'unknown' };
      for (const email of member.emails) {
        const found = await addresses.personByEmail(email, patience);
        if (found === null) continue;
        await addresses.linkAccount(account, found.id, clock.now(), patience);
        return { status: 'known', person: found.id };
      }
      return { status: 'unknown' };
    },
    async aside(activity, person, patience) {
      const { serviceUrl, from } = activity;
      const known = await addresses.directPlaceOf(person, patience);
      const tenant = tenantOf(activity) ?? '';
      // On another platform the person would not see the answer to what was pressed here.
      if (known !== null && isTeamsPlace(known) && readTeamsPlace(known)?.t === tenant)
        return { place: known, known: true };
      const place = teamsPlace({
        k: 'person',
        s: serviceUrl,
        t: tenant,
        u: from.id,
        a: from.aadObjectId ?? '',
      });
      return { place, known: false };
    },
  };
}

/** Where the members are listed: those of a channel are those of its team (get-teams-context). */
function rosterOf({ channelData, conversation }: TeamsActivity): string {
  return channelData?.team?.id ?? splitConversation(conversation.id).channel;
}

/** The account of who sent an activity; null when it is not a person of a directory. */
function accountOf(activity: TeamsActivity): string | null {
  const tenant = tenantOf(activity);
  const { aadObjectId } = activity.from;
  return tenant !== null && aadObjectId ? teamsAccount(tenant, aadObjectId) : null;
}
