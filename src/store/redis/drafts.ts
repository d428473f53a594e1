/** The drafts in Redis: one hash a person, one read and one atomic commit a reply. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Effect } from '../../core/effect.js';
import { emptyDesk, readDesk } from '../../core/interview/desk.js';
import type { Drafts, KeptEffect } from '../../flow/ports.js';
import { withScripts } from './scripts.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A desk is kept this long after it was last touched: a whole year's round, and at least 90 days after it closes. */
const DESK_LIFETIME_MS = 400 * DAY_MS;
/** Platforms send again for up to 24 hours; twice that and an hour, so that a clock or a queue may be late. */
const SEEN_LIFETIME_MS = 49 * 60 * 60 * 1000;

const EFFECTS = 'maru:effects';
const EFFECTS_BY_TIME = 'maru:effects:by-time';
const deskKey = (person: string) => `maru:desk:${person}`;
/** Where a desk that could not be read is kept when another takes its place, for whoever looks into it. */
const unreadKey = (person: string, revision: number) => `${deskKey(person)}:unread:${revision}`;
const seenKey = (inputId: string) => `maru:seen:${inputId}`;

/** The Drafts port on a client made by `openRedis`. Faults of Redis reject. */
export function openDrafts(redis: Redis): Drafts {
  const scripts = withScripts(redis);
  return {
    async load(person) {
      const [revision, body] = await redis.hmget(deskKey(person), 'revision', 'body');
      const at = revisionOf(revision);
      if (body == null) return { desk: emptyDesk, revision: at };
      const desk = readDesk(body);
      return desk ? { desk, revision: at } : { desk: emptyDesk, revision: at, unread: true };
    },

    commit({ inputId, person, revision, desk, unread, effects, now }) {
      const kept = effects.filter(({ effect }) => isKept(effect));
      return scripts.maruCommit(
        seenKey(inputId),
        deskKey(person),
        EFFECTS,
        EFFECTS_BY_TIME,
        unreadKey(person, revision),
        randomUUID(),
        revision,
        revision + 1,
        JSON.stringify(desk),
        DESK_LIFETIME_MS,
        SEEN_LIFETIME_MS,
        Date.parse(now),
        unread ? 1 : 0,
        ...kept.flatMap((one) => [one.id, JSON.stringify(one)]),
      );
    },

    async strike(ids) {
      if (ids.length > 0) await scripts.maruStrike(EFFECTS, EFFECTS_BY_TIME, ...ids);
    },

    async claimOverdue(now, olderThanMs, limit) {
      const nowMs = Date.parse(now);
      const claimed = await scripts.maruClaim(EFFECTS, EFFECTS_BY_TIME, nowMs - olderThanMs, nowMs, limit);
      return claimed.filter((_, i) => i % 2 === 1).map((body) => JSON.parse(body) as KeptEffect);
    },
  };
}

/** How many effects are kept and not struck off. */
export const effectsLeft = (redis: Pick<Redis, 'zcard'>): Promise<number> => redis.zcard(EFFECTS_BY_TIME);

/** The number of a revision; what is none counts as 0, here as in the script. */
function revisionOf(stored: string | null | undefined): number {
  return stored != null && /^[1-9]\d{0,14}$/u.test(stored) ? Number(stored) : 0;
}

/** Forms are answered within the request that asked for them and mean nothing later. */
function isKept(effect: Effect): boolean {
  switch (effect.kind) {
    case 'show':
    case 'record':
    case 'file':
    case 'take_over':
      return true;
    case 'form':
    case 'form_problem':
      return false;
    default:
      return effect satisfies never;
  }
}
