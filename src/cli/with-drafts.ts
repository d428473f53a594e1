/** The Redis of the drafts, for a command: opened, used, closed. */
import type { Redis } from 'ioredis';
import { readConfig } from '../config.js';
import { reasonOf } from '../flow/log.js';
import { addressProblem } from '../store/addresses.js';
import { noRights, openRedis, REDIS_READY_MS, untilReady } from '../store/redis/client.js';
import { Mistake } from './mistake.js';

/** Nobody waits in a chat for these answers, in milliseconds. */
const REDIS_PATIENCE_MS = 30_000;

/** Opens the Redis of REDIS_URL for `use` and closes it again. Not set or not there: a Mistake saying what to do. */
export async function withDrafts<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
  const { REDIS_URL: url } = readConfig();
  if (url === '') throw new Mistake('REDIS_URL が設定されていません。 / REDIS_URL is not set.');
  const wrong = addressProblem('REDIS_URL', url);
  if (wrong !== null) throw new Mistake(wrong);
  const redis = openRedis(url, { warn: () => undefined }, REDIS_PATIENCE_MS);
  try {
    await untilReady(redis, REDIS_READY_MS).catch((fault: unknown) => {
      throw new Mistake(reasonOf(fault));
    });
    return await use(redis).catch((fault: unknown) => {
      const said = noRights(reasonOf(fault));
      throw said === null ? fault : new Mistake(said);
    });
  } finally {
    redis.disconnect();
  }
}
