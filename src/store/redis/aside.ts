/** Effects that were put aside: kept whole with the reason, until somebody has them tried again. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { PutAside } from '../../flow/put-aside.js';
import { withScripts } from './scripts.js';

export const EFFECTS = 'maru:effects';
export const EFFECTS_BY_TIME = 'maru:effects:by-time';
/** How often each effect was begun and failed (see scripts.ts); nothing of most. */
export const TRIES = 'maru:effects:tries';
export const ASIDE = 'maru:effects:aside';
/** The reason of work that was begun again and again without an end. */
export const NEVER_ENDED = 'never_ended';

const asideSchema = z.object({ reason: z.string(), at: z.number(), tries: z.number(), body: z.string() });
const bodySchema = z.object({ person: z.string() });

/** All that are put aside. */
export async function asideEffects(redis: Pick<Redis, 'hgetall'>): Promise<PutAside[]> {
  return Object.entries(await redis.hgetall(ASIDE)).map(([id, stored]) => {
    const { reason, at, tries, body } = asideSchema.parse(JSON.parse(stored));
    const of = bodySchema.safeParse(readJson(body));
    return {
      kind: 'effect',
      id,
      personId: of.data?.person ?? null,
      reason,
      tries,
      at: new Date(at).toISOString(),
    };
  });
}

/** What a text says; null when it is no JSON: an effect that nobody can read is put aside, too. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Has effects tried again by the next sweep; gives how many of these there were. */
export async function retryEffects(redis: Redis, ids: readonly string[]): Promise<number> {
  return ids.length === 0 ? 0 : withScripts(redis).maruRetry(EFFECTS, EFFECTS_BY_TIME, TRIES, ASIDE, ...ids);
}
