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

/**
 * The keys that match a pattern of SCAN on any master, in pieces; one may come more than once. Rejects when a server was
 * changed for another meanwhile: some may then not have come at all.
 */
export async function* keysLike(redis: Redis, pattern: string): AsyncGenerator<readonly string[]> {
  const unchanged = await watchServers(redis);
  for (const master of mastersOf(redis)) {
    let cursor = '0';
    do {
      const [next, found] = await master.scan(cursor, 'MATCH', pattern, 'COUNT', PIECE);
      cursor = next;
      if (found.length > 0) yield found;
    } while (cursor !== '0');
  }
  await unchanged();
}

/** Takes keys away, each by itself: they may lie in different slots. */
export async function dropKeys(redis: Redis, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += PIECE)
    await Promise.all(keys.slice(at, at + PIECE).map((key) => redis.del(key)));
}

/**
 * Remembers which servers are written to and which slots each has. What is given rejects unless all is as it was: where a
 * server failed over, or was started anew, a walk over its keys goes by some (the cursor of SCAN speaks of an order that each
 * process draws by itself), and what it was given may be on no other one. Both reject while slots are moved.
 */
export async function watchServers(redis: Redis): Promise<() => Promise<void>> {
  const before = await serversOf(redis);
  return async () => {
    if ((await serversOf(redis)) !== before) throw unsettled();
  };
}

async function serversOf(redis: Redis): Promise<string> {
  const all = await Promise.all(
    mastersOf(redis).map(async (master) => {
      const slots = clusterOf(redis) ? await slotsAt(master) : '';
      const run = /^run_id:(\w+)/mu.exec(await master.info('server'))?.[1] ?? '';
      return `${run} ${slots}`;
    }),
  );
  return all.sort().join('\n');
}

async function slotsAt(master: Redis): Promise<string> {
  const lines = String(await master.cluster('NODES')).split('\n');
  const [, , , , , , , , ...ranges] = (lines.find((line) => line.includes('myself')) ?? '').split(' ');
  const slots = ranges.join(' ');
  if (slots.includes('[')) throw unsettled();
  return slots;
}

/** Why what was asked of all servers is to be asked again. */
const unsettled = (): Error =>
  new Error(
    'Redis が切り替わったか、Redis Cluster のスロットを移しているところです。終わってから、もう一度実行してください。 / Redis has failed over, or slots of its Cluster are being moved; run it again when that is over.',
  );
