/** What differs where Redis is a Cluster: which server a command goes to, and what is asked of every one. */
import { Cluster, type Redis } from 'ioredis';

/** The Cluster behind a client of `openRedis`; null for one server, also one that Sentinel names. */
export function clusterOf(redis: unknown): Cluster | null {
  return redis instanceof Cluster ? redis : null;
}

/** The servers that are written to: one, or the masters of the Cluster as they are known now. */
export function mastersOf(redis: Redis): readonly Redis[] {
  const cluster = clusterOf(redis);
  if (!cluster) return [redis];
  const masters = cluster.nodes('master');
  if (masters.length === 0) throw new Error('no master of the Redis Cluster is known');
  return masters;
}

/** The server that a slot is written to, as it is known now; null when none is. */
export function masterOf(redis: Redis, slot: number): Redis | null {
  const cluster = clusterOf(redis);
  if (!cluster) return redis;
  const at = cluster.slots[slot]?.[0];
  return cluster.nodes('master').find(({ options: { host, port } }) => `${host}:${port}` === at) ?? null;
}

/** How long a command of this client is waited for, in milliseconds; undefined: for ever. */
export function patienceOf(redis: Redis): number | undefined {
  return (clusterOf(redis)?.options.redisOptions ?? redis.options).commandTimeout;
}

/** Keys asked for at once. */
const PIECE = 500;

/** The keys that match a pattern of SCAN on any master, in pieces; one may come more than once. */
export async function* keysLike(redis: Redis, pattern: string): AsyncGenerator<readonly string[]> {
  for (const master of mastersOf(redis)) {
    let cursor = '0';
    do {
      const [next, found] = await master.scan(cursor, 'MATCH', pattern, 'COUNT', PIECE);
      cursor = next;
      if (found.length > 0) yield found;
    } while (cursor !== '0');
  }
}

/** Takes keys away, each by itself: they may lie in different slots. */
export async function dropKeys(redis: Redis, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += PIECE)
    await Promise.all(keys.slice(at, at + PIECE).map((key) => redis.del(key)));
}

/**
 * Which master has which slots; rejects while slots are on their way: a walk over all keys could miss what moves behind
 * its back. Compared before and after such a walk.
 */
export async function layoutOf(redis: Redis): Promise<string> {
  if (!clusterOf(redis)) return '';
  const own = await Promise.all(
    mastersOf(redis).map(async (master) => {
      const lines = String(await master.cluster('NODES')).split('\n');
      const [id = '', , , , , , , , ...ranges] = (lines.find((line) => line.includes('myself')) ?? '').split(
        ' ',
      );
      return `${id} ${ranges.join(' ')}`;
    }),
  );
  if (own.some((ranges) => ranges.includes('['))) throw moving();
  return own.sort().join('\n');
}

export const moving = (): Error =>
  new Error(
    'Redis Cluster のスロットを移しているところです。終わってから、もう一度実行してください。 / Slots of the Redis Cluster are being moved; run it again when that is over.',
  );
