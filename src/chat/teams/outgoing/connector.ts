/**
 * Calls to the Bot Connector: within Teams' limits, with a time-out, tried again where Teams asks for it, and never
 * again where a message may stand there already.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { z } from 'zod';
import { type Log, reasonOf } from '../../../flow/log.js';
import { type MetricsPort, noMetrics } from '../../../flow/metrics-port.js';
import { type Clock, PlatformError } from '../../../flow/ports.js';
import { splitConversation } from '../place.js';
import { meaningOf, noAnswer, platformError, type Refused, retryAfter } from './errors.js';
import type { Login } from './login.js';
import { BEFORE_NOTICES, MEMBERS, PER_CONVERSATION, type RateLimit } from './rate-limit.js';
import {
  Answered,
  activityPath,
  conversationPath,
  jsonOf,
  type Request,
  Unanswered,
  type Wire,
} from './wire.js';

const TIMEOUT_MS = 10_000;
/** Tries of one call while Teams says to come again: rate-limit's own example has three, 2 to 20 s apart. */
const MOST_TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 4_000;

export type Json = { readonly [key: string]: unknown };

/** A member as the roster of a conversation tells it. */
export type Member = {
  readonly objectId: string | null;
  readonly emails: readonly string[];
  readonly guest: boolean;
  /** the tenant the person is at home in; null when not told */
  readonly tenantId: string | null;
};

/** Where a call goes: a conversation at a service URL, of a tenant. */
export type At = { readonly serviceUrl: string; readonly tenant: string; readonly conversation: string };

export type Connector = {
  /** Posts an activity; gives its id. Throws PlatformError, `doubtful` when it may have been posted. */
  post(at: At, activity: Json): Promise<string>;
  /**
   * Posts an activity in a channel that one person alone sees, for a day (a targeted message). Throws PlatformError: `never`
   * where messages go by the SDK's client, which knows none.
   */
  postTargeted(at: At, user: string, activity: Json): Promise<void>;
  /** Replaces an activity; harmless to repeat. Throws PlatformError, `gone` when it is not there. */
  update(at: At, id: string, activity: Json): Promise<void>;
  /** Takes an activity away; harmless to repeat. Throws PlatformError. */
  remove(at: At, id: string): Promise<void>;
  /** Opens the personal chat with a user (`29:…`), or finds the one that is open; gives its id. */
  open(at: Omit<At, 'conversation'>, user: string, bot: string): Promise<string>;
  /** A member of a conversation by id. Throws PlatformError. */
  member(at: At, user: string): Promise<Member>;
  /** Everybody in a channel. Throws PlatformError. */
  everybody(at: At): Promise<readonly Member[]>;
  /** Whoever is in a personal chat, asked at once or not at all; null: nobody any more. Throws PlatformError. */
  other(at: At): Promise<Member | null>;
};

const posted = z.looseObject({ id: z.string().min(1) });
const member = z.looseObject({
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  userRole: z.string().nullish(),
  tenantId: z.string().nullish(),
});

const members = z.looseObject({ members: z.array(z.unknown()), continuationToken: z.string().nullish() });
/** The most that Teams gives at once. */
const PAGE = 500;

/** What is asked of the Bot Connector, as errors and metrics name it. */
export const CALLS = ['post', 'update', 'remove', 'open chat', 'member', 'members'] as const;
type Call = {
  readonly what: (typeof CALLS)[number];
  readonly at: At;
  readonly kind: 'send' | 'edit' | 'look_up' | 'look_again';
};

const WINDOWS = {
  send: PER_CONVERSATION,
  edit: PER_CONVERSATION,
  look_up: MEMBERS,
  look_again: BEFORE_NOTICES,
} as const;

/** `failed` is told of every answer that is a refusal; `sleep` waits so many milliseconds. */
export function makeConnector(parts: {
  /** where the bot's token is from; null: the demo, which needs none */
  readonly login: Login | null;
  readonly wire: Wire;
  readonly pace: RateLimit;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: MetricsPort;
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly random?: () => number;
  readonly timeoutMs?: number;
}): Connector {
  const {
    timeoutMs = TIMEOUT_MS,
    login,
    wire,
    pace,
    clock,
    log,
    meter = noMetrics,
    sleep = (ms) => sleepFor(ms),
    random = Math.random,
  } = parts;

  async function call(of: Call, request: Request): Promise<unknown> {
    const { what, at, kind } = of;
    const channel = splitConversation(at.conversation).channel;
    for (let tries = 1; ; tries += 1) {
      await pace.acquire(at.tenant, channel, WINDOWS[kind]);
      const token = await tokenOf(login, what);
      try {
        return await wire(at.serviceUrl, token, request, timeoutMs);
      } catch (error) {
        const refused = refusedOf(error, clock.now());
        // Anything but a missing answer is a bug and stays as it is.
        if (!refused)
          throw counted(
            what,
            error instanceof Unanswered ? noAnswer(what, error.message, kind !== 'send') : error,
          );
        if (refused.status === 401 && token !== null) login?.forget(token);
        if (refused.retryAfterMs !== null) pace.hold(channel, refused.retryAfterMs);
        const again =
          meaningOf(refused, kind === 'edit') === 'again' ||
          (refused.status === 401 && token !== null && tries === 1);
        const wait = refused.retryAfterMs ?? waitOf(tries, random());
        const known = counted(
          what,
          Object.assign(platformError(what, refused, kind === 'edit'), { cause: refused }),
        );
        if (!again || kind === 'look_again' || tries >= MOST_TRIES || wait > LONGEST_WAIT_MS) throw known;
        log.info({ what, status: refused.status, wait: Math.round(wait) }, 'Teams said to try again');
        await sleep(wait);
      }
    }
  }

  function counted<E>(what: string, error: E): E {
    meter.platformError('teams', what, error);
    return error;
  }

  return {
    async post(at, activity) {
      const answer = await call(
        { what: 'post', at, kind: 'send' },
        { method: 'POST', path: activityPath(at.conversation), body: activity },
      );
      return idOf('post', answer);
    },
    async postTargeted(at, user, activity) {
      const body = { ...activity, recipient: { id: user, isTargeted: true } };
      const path = `${activityPath(at.conversation)}?isTargetedActivity=true`;
      await call({ what: 'post', at, kind: 'send' }, { method: 'POST', path, body });
    },
    async update(at, id, activity) {
      const body = { ...activity, id };
      await call(
        { what: 'update', at, kind: 'edit' },
        { method: 'PUT', path: activityPath(at.conversation, id), body },
      );
    },
    async remove(at, id) {
      await call(
        { what: 'remove', at, kind: 'edit' },
        { method: 'DELETE', path: activityPath(at.conversation, id), body: null },
      );
    },
    async open({ serviceUrl, tenant }, user, bot) {
      const body = {
        isGroup: false,
        bot: { id: bot, name: 'Maru' },
        members: [{ id: user, name: '' }],
        tenantId: tenant,
        channelData: { tenant: { id: tenant } },
      };
      // Opening the same chat twice gives the same chat, so it may be repeated like an edit.
      const at = { serviceUrl, tenant, conversation: user };
      const answer = await call(
        { what: 'open chat', at, kind: 'edit' },
        { method: 'POST', path: 'v3/conversations', body },
      );
      return idOf('open chat', answer);
    },
    async member(at, user) {
      const path = `${conversationPath(at.conversation)}/members/${encodeURIComponent(user)}`;
      const answer = await call({ what: 'member', at, kind: 'look_up' }, { method: 'GET', path, body: null });
      return memberOf(answer);
    },
    async everybody(at) {
      const found: Member[] = [];
      let next: string | null | undefined;
      do {
        const from = next ? `&continuationToken=${encodeURIComponent(next)}` : '';
        const path = `${conversationPath(at.conversation)}/pagedmembers?pageSize=${PAGE}${from}`;
        const answer = await call(
          { what: 'members', at, kind: 'look_up' },
          { method: 'GET', path, body: null },
        );
        const page = members.parse({ ...(answer as object) });
        found.push(...page.members.map(memberOf));
        next = page.continuationToken;
      } while (next);
      return found;
    },
    async other(at) {
      const path = `${conversationPath(at.conversation)}/pagedmembers?pageSize=50`;
      const answer = await call(
        { what: 'members', at, kind: 'look_again' },
        { method: 'GET', path, body: null },
      );
      const [only] = members.parse({ ...(answer as object) }).members;
      return only === undefined ? null : memberOf(only);
    },
  };
}

function memberOf(answer: unknown): Member {
  const read = member.parse({ ...(answer as object) });
  const { aadObjectId, objectId, email, userPrincipalName, userRole, tenantId } = read;
  return {
    objectId: aadObjectId ?? objectId ?? null,
    emails: [email, userPrincipalName].flatMap((one) => (one?.includes('@') ? [one] : [])),
    tenantId: tenantId ?? null,
    guest: userRole === 'guest' || /#EXT#/iu.test(userPrincipalName ?? ''),
  };
}

/** What Teams refused with, as kept beside the error; null when the error is none of Teams'. */
export function refusedBy(error: unknown): Refused | null {
  return error instanceof PlatformError && typeof error.cause === 'object' ? (error.cause as Refused) : null;
}

/** The token that goes along is fetched before, so that a login that fails is not taken for a lost message. */
async function tokenOf(login: Login | null, what: string): Promise<string | null> {
  try {
    return login ? await login.token() : null;
  } catch (error) {
    throw new PlatformError(`${what}: ${reasonOf(error)}`, 'retry');
  }
}

function idOf(what: string, answer: unknown): string {
  const read = posted.safeParse({ ...(answer as object) });
  if (read.success) return read.data.id;
  throw new PlatformError(`${what}: answered without an id`, 'retry', { doubtful: true });
}

/** Doubling, with a random half so that many do not come again at once, in milliseconds. */
function waitOf(tries: number, random: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS) * (0.5 + random / 2);
}

function refusedOf(error: unknown, now: Date): Refused | null {
  if (!(error instanceof Answered)) return null;
  const body = z.looseObject({ error: z.looseObject({ code: z.string() }) }).safeParse(jsonOf(error.text));
  return {
    status: error.status,
    code: body.data?.error.code ?? '',
    retryAfterMs: retryAfter(error.retryAfter, now),
  };
}
