/** Writes that count as made only when a replica has them, too: what is acknowledged outlives the server it was given to. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type Scripts, withScripts } from './scripts.js';
import { clusterOf, masterOf, mastersOf, patienceOf, watchServers } from './servers/nodes.js';
import { deskKey, slotOf } from './shards.js';

const expected = new WeakMap<Redis, number>();

/** How many replicas every commit of this client has to be on. */
export const replicasOf = (redis: Redis): number => expected.get(redis) ?? 0;
export const expectReplicas = (redis: Redis, replicas: number): void => void expected.set(redis, replicas);

/** The part of a command's time that replicas are waited for: its end is told, not cut off. */
const WAIT_SHARE = 0.7;
const PATIENCE_MS = 300;
/** Before a shard that is being moved, or has just been, is tried again. */
const AGAIN_MS = 50;
/** What a server of the Cluster says that has the slot no more, or not wholly: the write was not made. */
const UNKNOWN = 'no master of the slot is known';
const ELSEWHERE = ['MOVED ', 'ASK ', 'TRYAGAIN', UNKNOWN];

/**
 * Makes a write of a person's shard and waits until the replicas have it. Rejects when they do not: it may be made and may
 * be lost; whoever sent it sends it again, and `write` has to write something that time, too.
 */
export async function onReplicas<T>(
  redis: Redis,
  person: string,
  write: (master: Redis & Scripts) => Promise<T>,
): Promise<T> {
  const replicas = replicasOf(redis);
  if (replicas === 0) return write(withScripts(redis));
  const patience = patienceOf(redis) ?? PATIENCE_MS;
  for (const giveUpAt = performance.now() + patience; ; await sleep(AGAIN_MS)) {
    const master = masterOf(redis, slotOf(person));
    let answer: T;
    try {
      if (master === null) throw new Error(UNKNOWN);
      answer = await write(withScripts(master));
    } catch (fault) {
      const isElsewhere = ELSEWHERE.some((said) => (fault as Error).message.startsWith(said));
      if (!clusterOf(redis) || !isElsewhere || performance.now() > giveUpAt) throw fault;
      // The client follows for any key, and knows from then on.
      await redis.hlen(deskKey(person));
      continue;
    }
    await untilOn(replicas, master, master.stream, patience);
    return answer;
  }
}

/** Rejects unless the replicas have in time what was written on this connection of a master. */
async function untilOn(
  replicas: number,
  master: Redis,
  stream: Redis['stream'],
  patience: number,
): Promise<void> {
  const has = await master.wait(replicas, Math.round(patience * WAIT_SHARE));
  // WAIT speaks of what its own connection wrote: on a new one it would be answered at once.
  if (has < replicas || master.stream !== stream)
    throw new Error(
      `書き込みましたが、時間内に写しがあるのは${replicas}台のうち${has}台です。 / written, and on ${has} of ${replicas} replicas in time`,
    );
}

/**
 * Remembers the servers before much is written. What is given resolves when all of it is on the replicas that a commit has
 * to be on; rejects when it is not in time, or may lie on a server that failed over meanwhile.
 */
export async function watchWrites(redis: Redis): Promise<() => Promise<void>> {
  const unchanged = await watchServers(redis);
  const before = new Map(mastersOf(redis).map((master) => [master, master.stream]));
  return async () => {
    await unchanged();
    const replicas = replicasOf(redis);
    if (replicas === 0) return;
    const patience = patienceOf(redis) ?? PATIENCE_MS;
    await Promise.all([...before].map(([master, stream]) => untilOn(replicas, master, stream, patience)));
  };
}
