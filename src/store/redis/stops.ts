/** What watchdogs have ended processes at, and how often: it outlives the process, and every instance knows it. */
import type { Redis } from 'ioredis';
import type { Stops } from '../../flow/ports.js';
import type { PutAside } from '../../flow/put-aside.js';
import { NEVER_ENDED } from './aside.js';

const STOPS = 'maru:stops';
/** Times a process is ended at the same work before that is put aside. */
const MOST_STOPS = 3;
/** Kept so long after the last time: what is tried anew then may have been mended. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Counts once more that a process is ended at `what` (as `Mark` was told it). */
export async function countStop(redis: Redis, what: string): Promise<void> {
  await redis.multi().hincrby(STOPS, what, 1).pexpire(STOPS, KEPT_MS).exec();
}

/** Forgets how often that was: it is begun again. */
export async function forgetStops(redis: Redis, whats: readonly string[]): Promise<void> {
  if (whats.length > 0) await redis.hdel(STOPS, ...whats);
}

/** What is counted of which `has` says so. */
export async function stopsCounted(redis: Redis, has: (what: string) => boolean): Promise<string[]> {
  return (await redis.hkeys(STOPS)).filter(has);
}

export type RedisStops = Stops & {
  /** Reads what all instances have counted. */
  refresh(): Promise<void>;
  /** Inputs and looks that are not begun any more; effects and notices have counts of their own. */
  list(): PutAside[];
};

/** The Stops port: known in this process, so that asking costs nothing, and read anew with `refresh`. */
export function openStops(redis: Pick<Redis, 'hgetall'>, now: () => Date): RedisStops {
  let over = new Map<string, PutAside>();
  return {
    has: (what) => over.has(what),
    list: () => [...over.values()],
    async refresh() {
      const next = new Map<string, PutAside>();
      for (const [what, times] of Object.entries(await redis.hgetall(STOPS))) {
        const kind = what.startsWith('input ') ? 'input' : what.startsWith('look ') ? 'look' : null;
        if (kind === null || Number(times) < MOST_STOPS) continue;
        const id = what.slice(kind.length + 1);
        next.set(
          what,
          over.get(what) ?? {
            kind,
            id,
            personId: null,
            reason: NEVER_ENDED,
            tries: Number(times),
            at: now().toISOString(),
          },
        );
      }
      over = next;
    },
  };
}
