/**
 * What Slack says of an account: a member's of the own workspace or not, and its confirmed e-mail address. Guests,
 * people of other organisations and accounts that were closed are turned away.
 */
import { z } from 'zod';
import type { Seen } from '../../../core/account/account.js';
import type { Log } from '../../../flow/log.js';
import { type Clock, PlatformError } from '../../../flow/ports.js';
import type { TimeBudget } from '../../../flow/time-budget.js';
import { makeStanding, type Patience, type Speaker, type Wants } from '../../standing.js';
import type { Wait } from '../../wait.js';
import type { Call } from '../outgoing/client.js';
import { slackCodeOf } from '../outgoing/errors.js';
import { readSlackPlace, slackAccount } from '../place.js';
import type { AccountBook } from '../ports.js';
import type { SlackSettings } from '../settings.js';
import type { From } from './translate/incoming.js';
import type { Workspaces } from './workspaces.js';

/** A turn to ask is waited for so long. */
const TURN_MS = 2_000;
/** Somebody new cannot be let in without it: some hundred and fifty people wait in line so long, and the others try again. */
const UNMET_TURN_MS = 120_000;
/** Slack takes a hundred questions a minute: it is not asked each time about somebody who was turned away and goes on. */
const TURNED_AWAY_MS = 30_000;
/** Nobody waits for a reminder's address: who is not there is looked for much later. */
const NOT_THERE_MS = 60 * 60_000;
const MANY = 20_000;

const profile = z.object({
  user: z.looseObject({
    id: z.string().nullish(),
    team_id: z.string().nullish(),
    deleted: z.boolean().nullish(),
    is_bot: z.boolean().nullish(),
    is_restricted: z.boolean().nullish(),
    is_ultra_restricted: z.boolean().nullish(),
    is_stranger: z.boolean().nullish(),
    is_email_confirmed: z.boolean().nullish(),
    enterprise_user: z
      .looseObject({ enterprise_id: z.string().nullish(), teams: z.array(z.string()).nullish() })
      .nullish(),
    profile: z.looseObject({ email: z.string().nullish() }).nullish(),
  }),
});

type Profile = z.output<typeof profile>['user'];

/** Slack shows people of other organisations only in part, or not at all. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible', 'users_not_found']);

export type Authorization = {
  /** Throws when the record does not answer, and NotKnownYet when Slack does not for somebody never seen before. */
  speaker(from: From, wants: Wants, budget?: TimeBudget, patience?: Patience): Promise<Speaker>;
  /** The account with this e-mail address, and what Slack says of it; null when there is none. Throws PlatformError. */
  accountByEmail(email: string): Promise<{ readonly account: string; readonly seen: Seen } | null>;
  /** What an account is by now that did nothing; null when Slack does not say it at once. */
  lookAgain(account: string): Promise<Speaker | null>;
  /** Whose an account is by the record, and as what Slack last knew it; Slack is not asked. */
  asRecorded(from: From): Promise<Speaker>;
  /** Forgets whose an account was: the record says otherwise. */
  forget(from: From): void;
};

export function makeAuthorization(parts: {
  call: Call;
  teams: Workspaces;
  addresses: AccountBook;
  settings: SlackSettings;
  clock: Clock;
  log: Log;
  wait?: Wait;
}): Authorization {
  const { call, teams, addresses, settings, clock } = parts;
  const standing = makeStanding({ ...parts, book: addresses, turnedAwayMs: TURNED_AWAY_MS });
  /** addresses that nobody had, and until when that is believed */
  const notThere = new Map<string, number>();

  async function seenOf(user: string, patience: Patience): Promise<Seen> {
    const turn = {
      soon: { longestWaitMs: TURN_MS },
      long: { longestWaitMs: UNMET_TURN_MS },
      at_once: { longestWaitMs: 0, notice: true },
    }[patience];
    try {
      return await judged(profile.parse(await call('users.info', { user }, turn)).user);
    } catch (error) {
      if (NOT_SHOWN.has(slackCodeOf(error) ?? '')) return outside('stranger');
      throw error;
    }
  }

  async function judged(found: Profile): Promise<Seen> {
    if (found.deleted || found.is_bot) return outside('closed');
    // Somebody may be in several workspaces of an organisation, whose ids nobody else's have.
    const { enterprise_id: organization, teams: workspaces } = found.enterprise_user ?? {};
    const homes = [found.team_id, organization, ...(workspaces ?? [])].filter((id) => typeof id === 'string');
    // Where no home is named, the workspace of the request, which was looked at before, is the home.
    const ours = homes.length === 0 || (await Promise.all(homes.map((id) => teams.allows(id)))).some(Boolean);
    if (!ours || (found.is_stranger && settings.SLACK_TEAM_IDS.length === 0)) return outside('stranger');
    if ((found.is_restricted || found.is_ultra_restricted) && !settings.SLACK_ALLOW_GUESTS)
      return outside('guest');
    const email = found.profile?.email?.trim().toLowerCase() ?? '';
    // Where Slack does not say that an address is confirmed, anybody may have written it.
    const confirmed = found.is_email_confirmed === true;
    return {
      standing: 'member',
      emails: confirmed && email !== '' ? [email] : [],
      unconfirmed: !confirmed && email !== '',
    };
  }

  return {
    speaker: ({ organization, user }, ...how) =>
      standing.speaker(slackAccount(organization, user), (patience) => seenOf(user, patience), ...how),
    async accountByEmail(email) {
      const now = clock.now().getTime();
      if ((notThere.get(email) ?? 0) > now) return null;
      if (notThere.size > MANY) notThere.clear();
      const found = await lookedUp(email);
      if (found) notThere.delete(email);
      else notThere.set(email, now + NOT_THERE_MS);
      return found;
    },
    async lookAgain(account) {
      const user = readSlackPlace(account)?.conversation;
      return user === undefined ? null : standing.again(account, (patience) => seenOf(user, patience));
    },
    asRecorded: ({ organization, user }) => standing.asRecorded(slackAccount(organization, user)),
    forget: ({ organization, user }) => standing.forget(slackAccount(organization, user)),
  };

  async function lookedUp(email: string) {
    try {
      const answer = await call('users.lookupByEmail', { email }, { longestWaitMs: TURN_MS });
      const { user } = profile.parse(answer);
      if (!user.id) return null;
      const seen = await judged(user);
      const [team, organization = team] = await teams.own();
      return seen.standing === 'member' && organization
        ? { account: slackAccount(organization, user.id), seen }
        : null;
    } catch (error) {
      if (error instanceof PlatformError && NOT_SHOWN.has(slackCodeOf(error) ?? '')) return null;
      throw error;
    }
  }
}

const outside = (standing: Exclude<Seen['standing'], 'member'>): Seen => ({
  standing,
  emails: [],
  unconfirmed: false,
});
