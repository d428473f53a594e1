/** Whether Redis keeps what was acknowledged: asked at start and whenever somebody asks whether the service is ready. */
import type { Redis } from 'ioredis';
import type { Log } from '../flow/log.js';
import { type Fsync, type Keeping, keepingOf, keepingProblem, notPromised } from '../store/redis/keeping.js';
import type { Metrics } from './metrics.js';

type Durability = {
  /** Why the service must not start, in one sentence; null when it may. Says what is not promised. Rejects without Redis. */
  problem(): Promise<string | null>;
  /** Whether it is still so; what has changed is said once. Rejects without Redis. */
  holds(): Promise<boolean>;
};

/** `declared`: REDIS_DURABILITY; `mayLose`: REDIS_MAY_LOSE_DATA, with which everything is only warned of. */
export function watchDurability(parts: {
  readonly redis: Redis;
  readonly declared: Fsync | null;
  readonly mayLose: boolean;
  readonly log: Log;
  readonly metrics?: Pick<Metrics, 'durability'>;
}): Durability {
  const { redis, declared, mayLose, log, metrics } = parts;
  let said: string | null = null;

  async function look(starts: boolean): Promise<string | null> {
    const keeping = await keepingOf(redis, declared);
    metrics?.durability(keeping.kind === 'keeps' ? keeping.fsync : null);
    const problem = keepingProblem(keeping);
    const lines = keeping.kind === 'keeps' ? notPromised(keeping) : [problem ?? ''];
    const now = JSON.stringify(lines);
    const refuses = problem !== null && !mayLose;
    // At start a refusal is logged by the caller, which ends the process.
    if (now !== said && !(starts && refuses)) tell(keeping, lines);
    said = now;
    return refuses ? problem : null;
  }

  function tell(keeping: Keeping, lines: readonly string[]): void {
    for (const line of lines) log.warn({ redis: keeping }, line);
    if (lines.length === 0 && said !== null) log.info({ redis: keeping }, 'Redis keeps everything again');
  }

  return { problem: () => look(true), holds: async () => (await look(false)) === null };
}
