/**
 * The demo's clock: it runs as fast as any, but from a day of its own, and can be moved forward. Where it stands is
 * kept, so that a restarted demo goes on from there.
 */
import type { Redis } from 'ioredis';
import type { Clock } from '../flow/ports.js';

const KEY = 'maru:playground:clock';
/** The clock is kept this often while it runs; a demo that was killed goes back by at most this long. */
const KEEP_EVERY_MS = 5_000;

export type DemoClock = Clock & {
  /** never backwards: an earlier instant changes nothing */
  moveTo(instant: Date): Promise<void>;
  /** Keeps where it stands and stops keeping it. */
  close(): Promise<void>;
};

/**
 * @param redis  a client that is ready
 * @param start  where it stands the first time
 */
export async function openDemoClock(redis: Redis, start: Date): Promise<DemoClock> {
  const kept = await redis.get(KEY);
  let base = Math.max(Number(kept ?? 0), start.getTime());
  let since = performance.now();
  const now = () => new Date(base + Math.floor(performance.now() - since));
  const keep = () => redis.set(KEY, now().getTime());
  const timer = setInterval(() => {
    keep().catch(() => undefined);
  }, KEEP_EVERY_MS);
  timer.unref();
  return {
    now,
    async moveTo(instant) {
      if (instant > now()) {
        base = instant.getTime();
        since = performance.now();
      }
      await keep();
    },
    async close() {
      clearInterval(timer);
      await keep();
    },
  };
}
