/** Where the effects of this process lie, and what is done to many of them at once. */
import type { Redis } from 'ioredis';
import type { KeptEffect } from '../../flow/ports.js';
import { withScripts } from './scripts.js';
import { clusterOf } from './servers/nodes.js';
import { allEffectKeys, type EffectKeys } from './shards.js';

/** Effects whose place is remembered: many more than are under way at once. Of another one every shard is asked. */
const MANY_PLACES = 20_000;

type Places = {
  note(ids: readonly string[], at: EffectKeys): void;
  forget(ids: readonly string[]): void;
  /** The ids by where they lie; one that is not known here is looked for everywhere. */
  of(ids: readonly string[]): Map<EffectKeys, string[]>;
};

export function makePlaces(redis: Redis): Places {
  const known = new Map<string, EffectKeys>();
  return {
    note(ids, at) {
      for (const id of ids) {
        const [oldest] = known.keys();
        if (known.size >= MANY_PLACES && oldest !== undefined) known.delete(oldest);
        known.set(id, at);
      }
    },
    forget(ids) {
      for (const id of ids) known.delete(id);
    },
    of(ids) {
      const found = new Map<EffectKeys, string[]>();
      for (const id of ids) {
        const at = known.get(id);
        for (const keys of at ? [at] : allEffectKeys(redis)) {
          const own = found.get(keys) ?? [];
          own.push(id);
          found.set(keys, own);
        }
      }
      return found;
    },
  };
}

/** Strikes effects off, whether kept or put aside: one call on one server, one a shard on a Cluster. */
export async function strikeAt(
  redis: Redis,
  found: ReadonlyMap<EffectKeys, readonly string[]>,
): Promise<void> {
  const all = [...found];
  if (all.length === 0) return;
  const calls = clusterOf(redis) ? all.map((one) => [one]) : [all];
  await Promise.all(
    calls.map((some) =>
      withScripts(redis).maruStrike(
        4 * some.length,
        ...some.flatMap(([keys]) => [...keys]),
        ...some.flatMap(([, ids]) => [ids.length, ...ids]),
      ),
    ),
  );
}

/** Puts this in the place of an effect where it is kept. */
export async function amendAt(
  redis: Redis,
  found: ReadonlyMap<EffectKeys, readonly string[]>,
  kept: KeptEffect,
): Promise<void> {
  const body = JSON.stringify(kept);
  await Promise.all([...found.keys()].map(([byId]) => withScripts(redis).maruAmend(byId, kept.id, body)));
}

/** Where effects older than this lie, the oldest first; and what did not answer. */
export async function overdueAt(
  redis: Redis,
  beforeMs: number,
): Promise<{ readonly at: readonly EffectKeys[]; readonly faults: readonly unknown[] }> {
  const all = allEffectKeys(redis);
  const ask = (some: readonly EffectKeys[]) =>
    withScripts(redis).maruOldest(some.length, ...some.map(([, byTime]) => byTime));
  const answers = clusterOf(redis)
    ? await Promise.allSettled(all.map(async (keys) => (await ask([keys]))[0]))
    : (await ask(all)).map((value) => ({ status: 'fulfilled', value }) as const);
  const oldest = answers.flatMap((one, i): (readonly [number, EffectKeys])[] =>
    one.status === 'fulfilled' && one.value !== undefined && one.value !== '' && Number(one.value) < beforeMs
      ? [[Number(one.value), all[i] as EffectKeys]]
      : [],
  );
  return {
    at: oldest.sort(([a], [b]) => a - b).map(([, keys]) => keys),
    faults: answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])),
  };
}

/** How many effects are kept and not struck off. */
export async function effectsLeft(redis: Redis): Promise<number> {
  const counts = await Promise.all(allEffectKeys(redis).map(([, byTime]) => redis.zcard(byTime)));
  return counts.reduce((sum, one) => sum + one, 0);
}
