/** Empty stores, and `maru backup`, `maru restore` on them. */
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { addBackupCommands } from '../../src/cli/service/backup.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { runCommand, type Said } from '../support/commands.js';
import { PATIENCE_MS } from '../support/patience.js';
import { freshDatabase, freshRedis } from '../support/stores.js';

export type Stores = {
  redisUrl: string;
  databaseUrl: string;
  pool: Pool;
  redis: Redis;
  stop(): Promise<void>;
};
const quiet = { warn: () => undefined };
const before = { DATABASE_URL: process.env.DATABASE_URL, REDIS_URL: process.env.REDIS_URL };

export async function emptyStores(): Promise<Stores> {
  const redisServer = await freshRedis();
  const database = await freshDatabase();
  const redis = openRedis(redisServer.url, quiet, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
  const pool = openPool(database.url, quiet);
  return {
    redisUrl: redisServer.url,
    databaseUrl: database.url,
    pool,
    redis,
    async stop() {
      redis.disconnect();
      await pool.end();
      await redisServer.stop();
      await database.stop();
    },
  };
}

/** `maru …` on these stores. */
export function maru(stores: Pick<Stores, 'databaseUrl' | 'redisUrl'>, ...words: string[]): Promise<Said> {
  process.env.DATABASE_URL = stores.databaseUrl;
  process.env.REDIS_URL = stores.redisUrl;
  return runCommand(addBackupCommands, words);
}

/** The settings as they were before `maru`. */
export function settingsBack(): void {
  for (const [key, value] of Object.entries(before))
    if (value === undefined) delete process.env[key];
    else process.env[key] = value;
}
