/** What versions without shards left in Redis, and leave while this one is rolled out beside them: carried over. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { withScripts } from './scripts.js';
import { clusterOf, dropKeys, keysLike } from './servers/nodes.js';
import { deskKey, type EffectKeys, earlier, effectKeys, seenKeysOfAll, unreadKey } from './shards.js';

/** A desk that those versions leave to a newer one: its form is beyond any that they know. */
export const MOVED = '{"form":1000000,"moved":true}';

const [EFFECTS, BY_TIME, TRIES, ASIDE] = earlier.effects;
const [DESKS, SEEN] = [earlier.deskKey(''), earlier.seenKey('')];
const UNREAD = ':unread:';
const kept = z.object({ person: z.string() });
const aside = z.object({ body: z.string() });

/** The shard of an effect by its own text; that of nobody when it cannot be read: whoever reads it puts it aside there. */
function placeOf(body: string): EffectKeys {
  try {
    return effectKeys(kept.safeParse(JSON.parse(body)).data?.person ?? '');
  } catch {
    return effectKeys('');
  }
}

/**
 * Moves effects that nobody is at any more into the shards, as they are; gives where each is now. An instance of a version
 * without shards that did one meanwhile strikes it off where it is no more: it is done twice, as after a crash.
 */
export async function moveOverdue(redis: Redis, beforeMs: number): Promise<[id: string, at: EffectKeys][]> {
  const ids = await redis.zrangebyscore(BY_TIME, '-inf', `(${beforeMs}`);
  const bodies = ids.length === 0 ? [] : await redis.hmget(EFFECTS, ...ids);
  return Promise.all(
    ids.map(async (id, i): Promise<[string, EffectKeys]> => {
      const at = placeOf(bodies[i] ?? '');
      await withScripts(redis).maruMove(EFFECTS, BY_TIME, TRIES, at[0], at[1], at[2], id);
      return [id, at];
    }),
  );
}

/**
 * Carries over what a backup of one server has brought into a Cluster, where no script could: everything at once, by
 * commands that are harmless to repeat, while nothing is served. A seen mark does not say whose it is: every shard gets it.
 */
export async function carryOver(redis: Redis): Promise<void> {
  if (!clusterOf(redis)) return;
  for await (const keys of keysLike(redis, `${DESKS}*`))
    await Promise.all(keys.map((key) => carryDesk(redis, key)));
  for await (const keys of keysLike(redis, `${SEEN}*`))
    await Promise.all(keys.map((key) => carryMark(redis, key)));
  const [bodies, tries, set] = await Promise.all([EFFECTS, TRIES, ASIDE].map((key) => redis.hgetall(key)));
  for (const [id, body] of Object.entries(bodies ?? {})) {
    const at = placeOf(body);
    await redis.hset(at[0], id, body);
    await redis.zadd(at[1], (await redis.zscore(BY_TIME, id)) ?? 0, id);
    const tried = tries?.[id];
    if (tried !== undefined) await redis.hset(at[2], id, tried);
  }
  for (const [id, stored] of Object.entries(set ?? {}))
    await redis.hset(placeOf(aside.parse(JSON.parse(stored)).body)[3], id, stored);
  await dropKeys(redis, [EFFECTS, BY_TIME, TRIES, ASIDE]);
}

async function carryDesk(redis: Redis, key: string): Promise<void> {
  const rest = key.slice(DESKS.length);
  const at = rest.lastIndexOf(UNREAD);
  const ttl = await redis.pttl(key);
  if (at > 0) {
    const to = unreadKey(rest.slice(0, at), Number(rest.slice(at + UNREAD.length)));
    await redis.set(to, (await redis.get(key)) ?? '', 'PX', ttl);
  } else {
    const desk = await redis.hgetall(key);
    const to = deskKey(rest);
    if (desk.body !== MOVED && (await redis.hlen(to)) === 0) {
      await redis.hset(to, desk);
      await redis.pexpire(to, ttl);
    }
  }
  await redis.del(key);
}

async function carryMark(redis: Redis, key: string): Promise<void> {
  const [owner, ttl] = await Promise.all([redis.get(key), redis.pttl(key)]);
  if (owner !== null && ttl > 0)
    await Promise.all(
      seenKeysOfAll(key.slice(SEEN.length)).map((to) => redis.set(to, owner, 'PX', ttl, 'NX')),
    );
  await redis.del(key);
}
