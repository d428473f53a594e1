import { join } from 'node:path';
import { startPostgres } from './postgres.js';
import { startRedis } from './redis.js';

/** The two stores, ready to be used. */
export interface Services {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  /** Ends those that were started here, and only those. May be called twice. */
  stop(): Promise<void>;
}

/**
 * The stores to work with: those named by a URL as they are, and for those not named a server of our own, on a
 * free port, both started at the same time.
 *
 * @param dataDir     folder for our own servers' data, such as `.data`
 * @param persistent  whether their data is for keeping (the demo) or not (tests)
 * @throws Error in plain words when one cannot be started; the other is ended then
 */
export async function startServices(options: {
  dataDir: string;
  persistent: boolean;
  redisUrl?: string | undefined;
  databaseUrl?: string | undefined;
}): Promise<Services> {
  const { dataDir, persistent, redisUrl, databaseUrl } = options;
  const given = (url: string) => ({ url, stop: async () => undefined });
  const [redis, postgres] = await Promise.allSettled([
    redisUrl ? given(redisUrl) : startRedis({ dir: join(dataDir, 'redis'), persistent }),
    databaseUrl ? given(databaseUrl) : startPostgres({ dir: join(dataDir, 'postgres'), persistent }),
  ]);
  const stop = async () => {
    await Promise.all([redis, postgres].map((one) => (one.status === 'fulfilled' ? one.value.stop() : null)));
  };
  if (redis.status === 'fulfilled' && postgres.status === 'fulfilled') {
    return { redisUrl: redis.value.url, databaseUrl: postgres.value.url, stop };
  }
  await stop();
  throw redis.status === 'rejected' ? redis.reason : (postgres as PromiseRejectedResult).reason;
}
