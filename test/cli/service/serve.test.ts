/** Starting the service: what it refuses to run on, each in one sentence on standard error, and what it only warns of. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Running, startRedis } from '../../../src/services/redis.js';
import { MIGRATIONS, migrate } from '../../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../../src/store/postgres/connection/pool.js';
import { type Service, startService } from '../../support/service.js';
import { freshDatabase, redisProgram, testDir } from '../../support/stores.js';

const CHILD_MS = 60_000;
let redis: Running;
let client: Redis;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let settings: Record<string, string>;
let service: Service | null = null;

beforeAll(async () => {
  redis = await startRedis({ dir: await testDir(), persistent: true, program: redisProgram() });
  client = new Redis(redis.url);
  database = await freshDatabase();
  const pool = openPool(database.url, { warn: () => undefined });
  await migrate(pool);
  await pool.end();
  settings = {
    REDIS_URL: redis.url,
    DATABASE_URL: database.url,
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: 'secret',
    SLACK_TEAM_IDS: 'T0CITY',
    // nobody answers there, and the service starts all the same
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
  };
}, CHILD_MS);
afterEach(async () => {
  service?.kill('SIGKILL');
  await service?.ended;
  service = null;
});
afterAll(async () => {
  client.disconnect();
  await redis.stop();
  await database.stop();
});

/** What is on standard error after the service has refused to start. */
async function refusal(changed: Readonly<Record<string, string>>): Promise<string[]> {
  service = await startService({ ...settings, ...changed });
  await expect(service.url).rejects.toThrow('ended with 1');
  return service.said.err.trim().split('\n');
}

describe('refused, with exit code 1', () => {
  test(
    'settings that are missing: each is named',
    async () => {
      const said = await refusal({
        REDIS_URL: '',
        DATABASE_URL: '',
        SLACK_BOT_TOKEN: '',
        SLACK_SIGNING_SECRET: '',
        TEAMS_MODE: 'on',
      });
      expect(said.map((line) => /^\W*([A-Z_]+)/u.exec(line)?.[1])).toEqual([
        'REDIS_URL',
        'DATABASE_URL',
        'SLACK_BOT_TOKEN',
        'SLACK_SIGNING_SECRET',
        'MICROSOFT_APP_ID',
        'MICROSOFT_APP_TENANT_ID',
        'MICROSOFT_APP_PASSWORD',
      ]);
    },
    CHILD_MS,
  );

  test(
    'a Redis that may evict',
    async () => {
      await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
      try {
        const said = await refusal({});
        expect(said).toEqual([expect.stringContaining('allkeys-lru')]);
        expect(said[0]).toContain('set maxmemory-policy to noeviction');
      } finally {
        await client.config('SET', 'maxmemory-policy', 'noeviction');
      }
    },
    CHILD_MS,
  );

  test(
    'a Redis that keeps nothing on disk; with REDIS_MAY_LOSE_DATA it is served, with a warning',
    async () => {
      await client.config('SET', 'appendonly', 'no');
      try {
        expect(await refusal({})).toEqual([expect.stringContaining('set appendonly to yes')]);
        service = await startService({ ...settings, REDIS_MAY_LOSE_DATA: 'true' });
        await service.url;
        expect(service.said.err + service.said.out).toContain('nothing_on_disk');
      } finally {
        await client.config('SET', 'appendonly', 'yes');
      }
    },
    CHILD_MS,
  );

  test(
    'a Redis with snapshots alone, and one whose file is left to the operating system',
    async () => {
      await client.config('SET', 'appendonly', 'no', 'save', '60 1');
      try {
        expect(await refusal({})).toEqual([expect.stringContaining('snapshots are not enough')]);
        await client.config('SET', 'appendonly', 'yes', 'appendfsync', 'no');
        expect(await refusal({})).toEqual([expect.stringContaining('set appendfsync to always')]);
      } finally {
        await client.config('SET', 'appendonly', 'yes', 'appendfsync', 'always', 'save', '');
      }
    },
    CHILD_MS,
  );

  test(
    'a Redis that does not say how it keeps data, until REDIS_DURABILITY does',
    async () => {
      await client.acl('SETUSER', 'managed', 'on', '>pass', '~*', '&*', '+@all', '-config');
      const url = new URL(redis.url);
      Object.assign(url, { username: 'managed', password: 'pass' });
      const managed = { REDIS_URL: url.href };
      expect(await refusal(managed)).toEqual([expect.stringContaining('set REDIS_DURABILITY to its policy')]);
      service = await startService({ ...settings, ...managed, REDIS_DURABILITY: 'everysec' });
      await service.url;
      expect(service.said.err).toContain('appendfsync everysec');
    },
    CHILD_MS,
  );

  test(
    'a database that is behind',
    async () => {
      const empty = await freshDatabase();
      try {
        const pool = openPool(empty.url, { warn: () => undefined });
        await migrate(pool, MIGRATIONS.slice(0, -1));
        await pool.end();
        expect(await refusal({ DATABASE_URL: empty.url })).toEqual([
          expect.stringContaining('Run maru migrate first'),
        ]);
      } finally {
        await empty.stop();
      }
    },
    CHILD_MS,
  );

  test(
    'a database that is ahead',
    async () => {
      const next = MIGRATIONS.length + 1;
      await withDatabase(
        `insert into schema_migrations (number, name, sha256) values (${next}, 'later', 'x')`,
      );
      try {
        expect(await refusal({})).toEqual([
          expect.stringContaining(`newer than this program (migration ${next})`),
        ]);
      } finally {
        await withDatabase(`delete from schema_migrations where number = ${next}`);
      }
    },
    CHILD_MS,
  );

  test(
    'a database that is not there',
    async () => {
      const said = await refusal({ DATABASE_URL: 'postgresql://127.0.0.1:9/none' });
      expect(said).toEqual([expect.stringContaining('check DATABASE_URL')]);
    },
    CHILD_MS,
  );
});

async function withDatabase(sql: string): Promise<void> {
  const one = new pg.Client({ connectionString: database.url });
  await one.connect();
  await one.query(sql);
  await one.end();
}

test(
  'with everysec it says what is not promised; what becomes weaker while it runs is not ready, and said once',
  async () => {
    await client.config('SET', 'appendfsync', 'everysec');
    try {
      service = await startService({ ...settings, MONITOR_PORT: '0' });
      await service.url;
      const { said } = service;
      expect(said.err.match(/answers acknowledged in about the last second may be lost/gu)).toHaveLength(1);
      const monitor = /"monitor":"([^"]+)"/u.exec(said.err)?.[1];
      const readyz = async () => {
        const response = await fetch(`${monitor}/readyz`);
        return [response.status, ((await response.json()) as { notReady: string[] }).notReady];
      };
      const policies = async () => (await fetch(`${monitor}/metrics`)).text();
      await until(async () => (await readyz())[0] === 200);
      expect(await policies()).toContain('maru_redis_durability{policy="everysec"} 1');
      await client.config('SET', 'appendfsync', 'no');
      await until(async () => (await readyz())[0] === 503);
      expect(await readyz()).toEqual([503, ['redis_durability']]);
      expect(await policies()).toContain('maru_redis_durability{policy="none"} 1');
      await client.config('SET', 'appendfsync', 'always');
      await until(async () => (await readyz())[0] === 200);
      expect(await policies()).toContain('maru_redis_durability{policy="always"} 1');
      expect(said.err.match(/set appendfsync to always/gu)).toHaveLength(1);
      expect(said.err.match(/Redis keeps everything again/gu)).toHaveLength(1);
    } finally {
      await client.config('SET', 'appendfsync', 'always');
    }
  },
  CHILD_MS,
);

async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + CHILD_MS / 2;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error('did not come about');
    await pause(100);
  }
}
