/**
 * Who is speaking: the person of the roster behind an account, found by e-mail address once and remembered. Guests,
 * people of other organisations and accounts that were closed are refused; the answer is kept for minutes only, so
 * that a removal takes effect.
 */
import { z } from 'zod';
import type { Log } from '../../flow/log.js';
import { type Clock, type Patience, PlatformError } from '../../flow/ports.js';
import type { Call } from './client.js';
import type { From } from './incoming.js';
import { slackAccount } from './place.js';
import type { Addresses } from './ports.js';
import { slackCodeOf } from './refusals.js';
import type { SlackSettings } from './settings.js';
import type { Teams } from './teams.js';

const MINUTE_MS = 60_000;
/** How long an answer holds; somebody just entered into the roster should not have to wait as long. */
const KNOWN_MS = 5 * MINUTE_MS;
const UNKNOWN_MS = MINUTE_MS / 2;
const MANY = 20_000;
/**
 * A person already linked waits no longer than this for Slack to say that they are still no guest, and not at all for
 * a turn to ask: hundreds answer in the minutes after a reminder.
 */
const CHECK_MS = 800;
const CHECK_TURN_MS = 100;
/** Somebody new cannot be let in without it; Slack sends again what takes longer. */
const FIRST_TURN_MS = 2_000;
/** Nobody waits for a reminder's address: what finds no turn soon is looked for later, and who is not there much later. */
const LOOK_UP_TURN_MS = 2_000;
const NOT_THERE_MS = 60 * MINUTE_MS;

const profile = z.object({
  user: z.looseObject({
    id: z.string().nullish(),
    team_id: z.string().nullish(),
    deleted: z.boolean().nullish(),
    is_bot: z.boolean().nullish(),
    is_restricted: z.boolean().nullish(),
    is_ultra_restricted: z.boolean().nullish(),
    is_stranger: z.boolean().nullish(),
    enterprise_user: z.looseObject({ enterprise_id: z.string().nullish() }).nullish(),
    profile: z.looseObject({ email: z.string().nullish() }).nullish(),
  }),
});

type Profile = z.output<typeof profile>['user'];

type Standing =
  | { readonly may: true; readonly email: string | null }
  | { readonly may: false; readonly why: 'guest' | 'stranger' | 'closed' };

export type Speaker =
  | { readonly status: 'known'; readonly person: string }
  /** not in the roster */
  | { readonly status: 'unknown' }
  | { readonly status: 'refused'; readonly why: 'guest' | 'stranger' | 'closed' };

export type Admission = {
  /** Throws when the roster does not answer, or Slack does not for somebody never seen before. */
  speaker(from: From, patience?: Patience): Promise<Speaker>;
  /** The account with this e-mail address, if it may use Maru; null when there is none. Throws PlatformError. */
  accountByEmail(email: string): Promise<string | null>;
  /** Forgets a person: the record says they are not in the roster. */
  forget(from: From): void;
};

export function makeAdmission(parts: {
  call: Call;
  teams: Teams;
  addresses: Addresses;
  settings: SlackSettings;
  clock: Clock;
  log: Log;
}): Admission {
  const { call, teams, addresses, settings, clock, log } = parts;
  const standings = remembering(
    clock,
    (user: string, longestWaitMs: number) => standingOf(user, longestWaitMs),
    () => KNOWN_MS,
  );
  const people = remembering(
    clock,
    (account: string, patience?: Patience) => addresses.personOfAccount(account, patience),
    (person) => (person === null ? 0 : KNOWN_MS),
  );
  const accounts = remembering(
    clock,
    (email: string) => accountBehind(email),
    (account) => (account === null ? NOT_THERE_MS : 0),
  );
  const strangers = remembering(
    clock,
    (account: string, email: string, patience?: Patience) => linked(account, email, patience),
    () => UNKNOWN_MS,
  );

  async function standingOf(user: string, longestWaitMs: number): Promise<Standing> {
    let found: Profile;
    try {
      found = profile.parse(await call('users.info', { user }, { longestWaitMs })).user;
    } catch (error) {
      // Slack shows people of other organisations only in part, or not at all.
      if (error instanceof PlatformError && error.kind === 'never') return { may: false, why: 'stranger' };
      throw error;
    }
    return judged(found);
  }

  async function judged(found: Profile): Promise<Standing> {
    if (found.deleted || found.is_bot) return { may: false, why: 'closed' };
    const homes = [found.team_id, found.enterprise_user?.enterprise_id].filter(
      (id) => typeof id === 'string',
    );
    // Where no home is named, the workspace of the request, which was looked at before, is the home.
    const ours = homes.length === 0 || (await Promise.all(homes.map((id) => teams.allows(id)))).some(Boolean);
    if (!ours || (found.is_stranger && settings.SLACK_TEAM_IDS.length === 0))
      return { may: false, why: 'stranger' };
    if ((found.is_restricted || found.is_ultra_restricted) && !settings.SLACK_ALLOW_GUESTS)
      return { may: false, why: 'guest' };
    return { may: true, email: found.profile?.email ?? null };
  }

  async function accountBehind(email: string): Promise<string | null> {
    try {
      const answer = await call('users.lookupByEmail', { email }, { longestWaitMs: LOOK_UP_TURN_MS });
      const { user } = profile.parse(answer);
      if (!user.id || !(await judged(user)).may) return null;
      const [team, organization = team] = await teams.own();
      return organization ? slackAccount(organization, user.id) : null;
    } catch (error) {
      if (slackCodeOf(error) === 'users_not_found') return null;
      throw error;
    }
  }

  async function linked(account: string, email: string, patience?: Patience): Promise<string | null> {
    const person = await addresses.personByEmail(email, patience);
    if (!person) return null;
    await addresses.linkAccount(account, person.id, clock.now(), patience);
    people.drop(account);
    log.info({ account, person: person.id }, 'account linked');
    return person.id;
  }

  return {
    async speaker({ organization, user }, patience) {
      const account = slackAccount(organization, user);
      const person = await people.get(account, account, patience);
      const standing = await (person === null
        ? standings.get(user, user, FIRST_TURN_MS)
        : soon(standings.get(user, user, CHECK_TURN_MS)));
      if (standing && !standing.may) return { status: 'refused', why: standing.why };
      if (person !== null) return { status: 'known', person };
      const email = standing?.email;
      const found = email ? await strangers.get(`${account} ${email}`, account, email, patience) : null;
      return found === null ? { status: 'unknown' } : { status: 'known', person: found };
    },
    accountByEmail: (email) => accounts.get(email, email),
    forget({ organization, user }) {
      people.drop(slackAccount(organization, user));
      standings.drop(user);
    },
  };

  /** What Slack says of the person, or null when it does not say so soon. */
  async function soon(asked: Promise<Standing>): Promise<Standing | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), CHECK_MS);
    });
    try {
      return await Promise.race([asked, late]);
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'standing not checked');
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Remembers answers for a while; asks once for many who ask at the same time. A fault is not remembered. */
function remembering<A extends readonly unknown[], T>(
  clock: Clock,
  ask: (...args: A) => Promise<T>,
  holdsMs: (answer: T) => number,
) {
  const kept = new Map<string, { until: number; answer: Promise<T> }>();
  return {
    get(key: string, ...args: A): Promise<T> {
      const now = clock.now().getTime();
      const known = kept.get(key);
      if (known && known.until > now) return known.answer;
      if (kept.size > MANY) for (const [old, { until }] of kept) if (until <= now) kept.delete(old);
      const answer = ask(...args);
      const entry = { until: Number.POSITIVE_INFINITY, answer };
      kept.set(key, entry);
      answer.then(
        (value) => {
          entry.until = clock.now().getTime() + holdsMs(value);
        },
        () => {
          if (kept.get(key) === entry) kept.delete(key);
        },
      );
      return answer;
    },
    drop(key: string): void {
      kept.delete(key);
    },
  };
}
