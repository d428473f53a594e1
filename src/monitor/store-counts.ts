/** What the metrics count in the stores, each answer within a short time: a slow store is one of the figures. */
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Clock } from '../flow/ports.js';
import { headOwedSince } from '../store/postgres/notices/head-notice.js';
import { noticeStates } from '../store/postgres/notices/notice-states.js';
import { asideCounts } from '../store/postgres/notices/put-aside.js';
import { effectsLeft } from '../store/redis/effects.js';
import { inTime } from '../store/time-budget.js';
import type { StoreCounts } from './metrics.js';

const PATIENCE_MS = 2_000;

/** `sealedAt`: when a head of the history was last put in every place of the settings; without it heads are not signed. */
export function storeCounts(
  { pool, redis }: { readonly pool: Pool; readonly redis: Redis },
  clock: Clock,
  sealedAt: (() => Date) | null,
): StoreCounts {
  return {
    notices: () => inTime(PATIENCE_MS, 'counting notices', () => noticeStates(pool, clock.now())),
    effects: () => effectsLeft(redis),
    putAside: () => inTime(PATIENCE_MS, 'counting what is put aside', () => asideCounts(pool)),
    sealed:
      sealedAt &&
      (async () => {
        const now = clock.now();
        const owed = inTime(PATIENCE_MS, 'looking for heads that are owed', () => headOwedSince(pool, now));
        const since = (await owed.catch(() => null)) ?? now;
        return now.getTime() - Math.min(sealedAt().getTime(), since.getTime());
      }),
  };
}
