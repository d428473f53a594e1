/**
 * What Teams says of an account: a member's of the own tenant or not, and its addresses in the directory, which the
 * tenant's administrators give. Guests and people of other tenants are turned away.
 */

import type { Seen } from '../../../core/account/account.js';
import type { Place } from '../../../core/conversation/input.js';
import type { Log } from '../../../flow/log.js';
import type { Clock } from '../../../flow/ports.js';
import type { TimeBudget } from '../../../flow/time-budget.js';
import { makeStanding, type Patience, type Speaker, type Wants } from '../../standing.js';
import type { Wait } from '../../wait.js';
import { type TeamsActivity, tenantOf } from '../activity.js';
import { type Connector, type Member, refusedBy } from '../outgoing/connector.js';
import {
  isTeamsPlace,
  readTeamsPlace,
  splitConversation,
  type TeamsPlace,
  teamsAccount,
  teamsPlace,
} from '../place.js';
import type { AddressBook } from '../ports.js';
import { isMessageAction } from './message-action.js';
import { inputOf } from './translate.js';

export type People = {
  /** Throws when the roster does not answer, and NotKnownYet when Teams does not for somebody never seen before. */
  speaker(activity: TeamsActivity, wants: Wants, budget?: TimeBudget, patience?: Patience): Promise<Speaker>;
  /** What an account is by now that did nothing and is written to there; null when Teams does not say it at once. */
  lookAgain(account: string, place: Place): Promise<Speaker | null>;
  /** Forgets whose the account was that sent it: the record says otherwise. */
  forget(activity: TeamsActivity): void;
  /** As `speaker`, of accounts that were linked before only. */
  linked(activity: TeamsActivity): Promise<string | null>;
  /** Whether this person's own chat with the bot is known. */
  hasChat(activity: TeamsActivity): Promise<boolean>;
  /** Where this person alone reads: the personal chat when it is known, else the person. */
  aside(
    activity: TeamsActivity,
    person: string,
    budget?: TimeBudget,
  ): Promise<{ readonly place: Place; readonly known: boolean }>;
};

/** `tenants`: those whose people may use Maru; null: any (the demo). */
export function makePeople(parts: {
  readonly connector: Pick<Connector, 'member' | 'other'>;
  readonly addresses: AddressBook;
  readonly tenants: readonly string[] | null;
  readonly allowGuests: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly wait?: Wait;
}): People {
  const { connector, addresses, tenants, allowGuests, log } = parts;
  const standing = makeStanding({ ...parts, book: addresses, turnedAwayMs: 0 });

  async function linked(activity: TeamsActivity): Promise<string | null> {
    const account = accountOf(activity);
    return account === null ? null : addresses.personOfAccount(account);
  }

  /** The person's own chat with the bot, where it is known. */
  async function chatOf(activity: TeamsActivity): Promise<Extract<TeamsPlace, { k: 'personal' }> | null> {
    const person = await linked(activity);
    const known = person === null ? null : await addresses.directPlaceOf(person);
    const at = known === null ? null : readTeamsPlace(known);
    return at?.k === 'personal' && at.t === tenantOf(activity) ? at : null;
  }

  async function seenOf(activity: TeamsActivity): Promise<Seen> {
    const { from, serviceUrl } = activity;
    // A message may be noted where the bot is not: nobody is listed for it there.
    const chat = isMessageAction(activity) ? await chatOf(activity) : null;
    if (chat) {
      const asked = { serviceUrl: chat.s, tenant: chat.t, conversation: chat.c };
      return judged(await connector.other(asked), from.aadObjectId);
    }
    const asked = { serviceUrl, tenant: tenantOf(activity) ?? '', conversation: rosterOf(activity) };
    const member = await connector.member(asked, from.id).catch((error: unknown) => {
      // Whom Teams does not know there has left, or never was there.
      if (refusedBy(error)?.status === 404) return null;
      throw error;
    });
    return judged(member, from.aadObjectId);
  }

  function judged(member: Member | null, objectId: string | null | undefined): Seen {
    if (member === null) return outside('closed');
    if (!allowGuests && member.guest) return outside('guest');
    // A guest is in the directory, let in by its administrator; who only shares a channel never is.
    if (!member.guest && isForeign(member, tenants)) return outside('stranger');
    // The answer must be about who asked, or an e-mail address could be somebody else's.
    if (member.objectId?.toLowerCase() !== objectId?.toLowerCase()) return outside('closed');
    const emails = member.emails.map((email) => email.trim().toLowerCase());
    return { standing: 'member', emails: [...new Set(emails)], unconfirmed: false };
  }

  return {
    linked,
    hasChat: async (activity) => (await chatOf(activity)) !== null,
    async speaker(activity, ...how) {
      const account = accountOf(activity);
      if (account === null) return { status: 'unknown' };
      const speaker = await standing.speaker(account, () => seenOf(activity), ...how);
      if (speaker.status === 'refused')
        log.info({ input: inputOf(activity), user: activity.from.aadObjectId, why: speaker.why }, 'refused');
      return speaker;
    },
    forget(activity) {
      const account = accountOf(activity);
      if (account !== null) standing.forget(account);
    },
    async lookAgain(account, place) {
      const at = readTeamsPlace(place);
      // The demo's Teams lists nobody.
      if (at?.k !== 'personal' || tenants === null) return null;
      // In a chat of somebody else's nothing is learnt of this account, and its person is not written to there.
      if (teamsAccount(at.t, at.a) !== account) return { status: 'unknown' };
      const asked = { serviceUrl: at.s, tenant: at.t, conversation: at.c };
      return standing.again(account, async () => judged(await connector.other(asked), at.a));
    },
    async aside(activity, person, budget) {
      const { serviceUrl, from } = activity;
      const known = await addresses.directPlaceOf(person, budget);
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

/** Whether somebody is at home in a tenant whose people may not use Maru: people of other organisations share a channel so. */
export const isForeign = ({ tenantId }: Member, tenants: readonly string[] | null): boolean =>
  tenants !== null && tenantId !== null && !tenants.includes(tenantId.toLowerCase());

/**
 * Where the members are listed: those of a channel are those of its team (get-teams-context), but a private or shared one
 * has members of its own, who need not be in the team.
 */
function rosterOf({ channelData, conversation }: TeamsActivity): string {
  const { team, channel } = channelData ?? {};
  const own = channel?.type === 'private' || channel?.type === 'shared';
  return (own ? null : team?.id) ?? splitConversation(conversation.id).channel;
}

/** The account of who sent an activity; null when it is not a person of a directory. */
function accountOf(activity: TeamsActivity): string | null {
  const tenant = tenantOf(activity);
  const { aadObjectId } = activity.from;
  return tenant !== null && aadObjectId ? teamsAccount(tenant, aadObjectId) : null;
}

const outside = (standing: Exclude<Seen['standing'], 'member'>): Seen => ({
  standing,
  emails: [],
  unconfirmed: false,
});
