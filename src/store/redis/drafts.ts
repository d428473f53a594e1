/** The drafts in Redis: one hash a person, one read and one atomic commit a reply. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Effect } from '../../core/effect.js';
import { emptyDesk, upgradeDesk } from '../../core/interview/desk.js';
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
const seenKey = (inputId: string) => `maru:seen:${inputId}`;

/** The Drafts port on a client made by `openRedis`. Faults of Redis reject; a desk that cannot be read rejects too. */
export function openDrafts(redis: Redis): Drafts {
  const scripts = withScripts(redis);
  return {
    async load(person) {
      const [revision, body] = await redis.hmget(deskKey(person), 'revision', 'body');
      if (revision == null || body == null) return { desk: emptyDesk, revision: 0 };
      return { desk: upgradeDesk(JSON.parse(body)), revision: Number(revision) };
    },

    commit({ inputId, person, revision, desk, effects, now }) {
      const kept = effects.filter(({ effect }) => isKept(effect));
      return scripts.maruCommit(
        seenKey(inputId),
        deskKey(person),
        EFFECTS,
        EFFECTS_BY_TIME,
        randomUUID(),
        revision,
        revision + 1,
        JSON.stringify(desk),
        DESK_LIFETIME_MS,
        SEEN_LIFETIME_MS,
        Date.parse(now),
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

/** Forms are answered within the request that asked for them and mean nothing later. */
function isKept(effect: Effect): boolean {
  switch (effect.kind) {
    case 'show':
    case 'record':
      return true;
    case 'form':
    case 'form_problem':
      return false;
    default:
      return effect satisfies never;
  }
}
