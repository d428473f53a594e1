/**
 * Whether the service can take a reply now: its stores answer and keep what they are given, the database has the form
 * this program needs, and a platform accepts its credentials.
 */
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Log } from '../flow/log.js';
import { schemaState } from '../store/postgres/connection/migrate.js';
import { inTime } from '../store/time-budget.js';

/** What is not ready, or the name of a platform; told to whoever asks, so nothing more than the name. */
type Part = 'redis' | 'redis_durability' | 'postgresql' | 'schema' | 'stopping' | (string & {});

/** `notReady` names all that is not; a platform that refuses us leaves the service ready as long as another does not. */
type Standing = { readonly ready: boolean; readonly notReady: readonly Part[] };

export type Readiness = {
  /** Never rejects. What has changed since the last look is logged once. */
  check(): Promise<Standing>;
  /** From now on the service takes nothing new. */
  stopping(): void;
};

/** A store that takes longer than this is not ready: a platform waits three seconds for everything together. */
const PATIENCE_MS = 1_000;
/** Anybody may ask, so the stores are asked no more often than this. */
const FRESH_MS = 1_000;

/** Watches open stores. `budgetMs` is how long an answer of a store is waited for. */
export function makeReadiness(
  stores: {
    readonly redis: Pick<Redis, 'ping'>;
    readonly pool: Pool;
    /** whether Redis still keeps what it is given; without it that is not asked */
    readonly keeps?: (() => Promise<boolean>) | undefined;
  },
  budgetMs: number = PATIENCE_MS,
  watched: {
    readonly log?: Log;
    /** each platform by name, and whether it refuses our credentials */
    readonly refused?: () => ReadonlyMap<string, boolean>;
  } = {},
): Readiness {
  let stops = false;
  let last: { readonly at: number; readonly standing: Promise<Standing> } | null = null;
  /** what was said to be not ready, and since when */
  let said = new Map<Part, number>();
  const redis = onceAtATime(async (): Promise<readonly Part[]> => {
    await stores.redis.ping();
    return ((await stores.keeps?.()) ?? true) ? [] : ['redis_durability'];
  });
  const record = onceAtATime(async () =>
    (await schemaState(stores.pool)).missing.length > 0 ? (['schema'] as const) : [],
  );

  async function look(): Promise<Standing> {
    const found = await Promise.all([
      inTime<readonly Part[]>(budgetMs, 'redis', redis).catch((): readonly Part[] => ['redis']),
      inTime<readonly Part[]>(budgetMs, 'postgresql', record).catch((): readonly Part[] => ['postgresql']),
    ]);
    const platforms = [...(watched.refused?.() ?? [])];
    const refused = platforms.flatMap(([name, refuses]) => (refuses ? [name] : []));
    const unfit = found.flat();
    const notReady = [...unfit, ...refused];
    tell(notReady);
    const served = platforms.length === 0 || refused.length < platforms.length;
    return { ready: unfit.length === 0 && served, notReady };
  }

  function tell(parts: readonly Part[]): void {
    const now = performance.now();
    const lost = parts.filter((one) => !said.has(one));
    const back = [...said].filter(([one]) => !parts.includes(one));
    said = new Map(parts.map((one) => [one, said.get(one) ?? now]));
    if (lost.length > 0) watched.log?.warn({ parts: lost }, 'not ready');
    for (const [part, since] of back)
      watched.log?.info({ parts: [part], awayMs: Math.round(now - since) }, 'ready again');
  }

  return {
    async check() {
      if (stops) return { ready: false, notReady: ['stopping'] };
      const now = performance.now();
      if (!last || now - last.at > FRESH_MS) last = { at: now, standing: look() };
      return last.standing;
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
