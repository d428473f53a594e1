/** Whether the service can take a reply now: its stores answer, and the database has the form this program needs. */
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { inTime } from '../store/patience.js';
import { schemaState } from '../store/postgres/migrate.js';

/** What is not ready; told to whoever asks, so nothing more than the name. */
export type Part = 'redis' | 'postgresql' | 'schema' | 'stopping';

export type Readiness = {
  /** The parts that are not ready; none when a reply would be taken. Never rejects. */
  check(): Promise<readonly Part[]>;
  /** From now on the service takes nothing new. */
  stopping(): void;
};

/** A store that takes longer than this is not ready: a platform waits three seconds for everything together. */
const PATIENCE_MS = 1_000;
/** Anybody may ask, so the stores are asked no more often than this. */
const FRESH_MS = 1_000;

/** Watches open stores. `patienceMs` is how long an answer of a store is waited for. */
export function makeReadiness(
  stores: { readonly redis: Pick<Redis, 'ping'>; readonly pool: Pool },
  patienceMs: number = PATIENCE_MS,
): Readiness {
  let stops = false;
  let last: { readonly at: number; readonly parts: Promise<readonly Part[]> } | null = null;
  const redis = onceAtATime(async () => {
    await stores.redis.ping();
    return [];
  });
  const record = onceAtATime(async () =>
    (await schemaState(stores.pool)).missing.length > 0 ? (['schema'] as const) : [],
  );

  async function look(): Promise<readonly Part[]> {
    const found = await Promise.all([
      inTime<readonly Part[]>(patienceMs, 'redis', redis).catch((): readonly Part[] => ['redis']),
      inTime<readonly Part[]>(patienceMs, 'postgresql', record).catch((): readonly Part[] => ['postgresql']),
    ]);
    return found.flat();
  }

  return {
    async check() {
      if (stops) return ['stopping'];
      const now = performance.now();
      if (!last || now - last.at > FRESH_MS) last = { at: now, parts: look() };
      return last.parts;
    },
    stopping() {
      stops = true;
    },
  };
}

/** A store that hangs is asked once, not again and again behind each other. */
function onceAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | null = null;
  return () => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}
