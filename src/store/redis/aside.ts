/** Effects that were put aside: kept whole with the reason, until somebody has them tried again. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { PutAside } from '../../flow/put-aside.js';
import { withScripts } from './scripts.js';
import { allEffectKeys } from './shards.js';

/** The reason of work that was begun again and again without an end. */
export const NEVER_ENDED = 'never_ended';

const asideSchema = z.object({ reason: z.string(), at: z.number(), tries: z.number(), body: z.string() });
const bodySchema = z.object({ person: z.string() });

/** All that are put aside. */
export async function asideEffects(redis: Redis): Promise<PutAside[]> {
  const all = await Promise.all(allEffectKeys(redis).map(([, , , aside]) => redis.hgetall(aside)));
  return all.flatMap(Object.entries<string>).map(([id, stored]) => {
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
  if (ids.length === 0) return 0;
  const done = await Promise.all(
    allEffectKeys(redis).map((keys) => withScripts(redis).maruRetry(...keys, ...ids)),
  );
  return done.reduce((sum, one) => sum + one, 0);
}
