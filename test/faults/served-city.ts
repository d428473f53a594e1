/**
 * A section with an open round, its people on both platforms, and stores of its own that may be killed: what the service
 * needs that runs as a process of its own beside it.
 */
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { addDays, cityDate } from '../../src/core/calendar/working-days.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { isAlive } from '../../src/services/lock.js';
import { startPostgres } from '../../src/services/postgres.js';
import { startRedis } from '../../src/services/redis.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { blank, printedSheets, sectionOf } from '../store/postgres/city.js';
import { faultyDoor } from './faulty-door.js';
import { watchPower } from './power.js';
import { killTree, signalTree } from './process-tree.js';
import { type Talker, talkersOn } from './talkers.js';

export type ServedCity = Awaited<ReturnType<typeof servedCity>>;

/**
 * `each`: how many people on each platform. Everything is theirs alone, and gone with `stop`. `power`: what Redis syncs
 * is watched, so that its machine can lose power.
 */
export async function servedCity(each: number, options: { readonly power?: boolean } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'maru-faults-'));
  // PostgreSQL runs as another account when the tests run as root.
  await chmod(dir, 0o711);
  const found = process.env.MARU_TEST_REDIS_SERVER;
  const power =
    options.power && found ? await watchPower(dir, found, join(await realpath(dir), 'redis')) : null;
  const program = power?.program ?? found;
  const startOwn = {
    redis: (port?: number) =>
      startRedis({
        dir: join(dir, 'redis'),
        persistent: true,
        ...(program ? { program } : {}),
        ...(port ? { port } : {}),
      }),
    postgres: (port?: number) =>
      startPostgres({ dir: join(dir, 'postgres'), persistent: true, ...(port ? { port } : {}) }),
  };
  const platforms = await talkersOn(each);
  let [redisServer, postgresServer] = await Promise.all([startOwn.redis(), startOwn.postgres()]);
  const doors = {
    redis: await faultyDoor(redisServer.port),
    postgres: await faultyDoor(postgresServer.port),
  };
  const url = new URL(postgresServer.url);
  url.port = String(doors.postgres.port);
  await fill(postgresServer.url, platforms.talkers);

  return {
    ...platforms,
    doors,
    power,
    settings: {
      REDIS_URL: `redis://127.0.0.1:${doors.redis.port}`,
      DATABASE_URL: url.href,
      LOG_LEVEL: 'warn',
      ...platforms.settings,
    },
    redis: {
      kill: () => killTree(redisServer.pid),
      /** After `kill`: resolves when the process is no more. */
      async gone() {
        while (isAlive(redisServer.pid)) await sleep(5);
      },
      async restart() {
        redisServer = await startOwn.redis(redisServer.port);
      },
      pause: () => signalTree(redisServer.pid, 'SIGSTOP'),
      resume: () => signalTree(redisServer.pid, 'SIGCONT'),
      async ask<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
        const redis = new Redis(redisServer.url);
        try {
          return await use(redis);
        } finally {
          redis.disconnect();
        }
      },
    },
    postgres: {
      kill: () => killTree(postgresServer.pid),
      async restart() {
        postgresServer = await startOwn.postgres(postgresServer.port);
      },
      pause: () => signalTree(postgresServer.pid, 'SIGSTOP'),
      resume: () => signalTree(postgresServer.pid, 'SIGCONT'),
      async ask(sql: string): Promise<Record<string, unknown>[]> {
        const client = new pg.Client({ connectionString: postgresServer.url });
        await client.connect();
        try {
          // Whoever breaks must still be able to mend.
          await client.query('set default_transaction_read_only = off');
          return (await client.query(sql)).rows;
        } finally {
          await client.end();
        }
      },
    },
    async stop() {
      await Promise.all([redisServer.stop(), postgresServer.stop()]);
      await Promise.all([doors.redis.close(), doors.postgres.close(), platforms.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The sheet as another section's: who has begun a goal is alone asked for it, and here everybody is asked for the first. */
function ofPerson(sheet: Sheet, id: string): Sheet {
  const { header } = sheet;
  const { organization } = header;
  return {
    ...sheet,
    header: { ...header, organization: { ...organization, text: `${organization.text} ${id}` } },
  };
}

/** A sheet for everybody, who is its 担当者, and a year-end round that is open today. */
async function fill(databaseUrl: string, people: readonly Talker[]): Promise<void> {
  const pool = openPool(databaseUrl, { warn: () => undefined });
  try {
    await migrate(pool);
    const record = openRecord(pool, undefined, 20_000);
    const [sheet] = printedSheets();
    if (!sheet) throw new Error('no sheet');
    const who = { by: byCommandLine('事務局'), now: new Date() };
    const sheets = people.map(({ id }) => ofPerson(blank(sheet), id));
    await record.importSheets(sheets, who);
    await record.importRoster(
      {
        people: people.map(({ id, email }) => ({ id, email, name: `担当者 ${id}` })),
        holdings: people.map(({ id }, i) => ({
          post: { section: sectionOf(sheets[i]!), role: 'staff', title: '担当者' },
          person: id,
          from: '2023-04-01',
        })),
      },
      who,
    );
    const today = cityDate(new Date());
    await record.openRound(
      { fiscalYear: 2023, kind: 'yearend', opensOn: addDays(today, -7), dueOn: addDays(today, 21) },
      who,
    );
    // Reminders are not what is looked at here.
    await pool.query('update notices set settled = wanted');
  } finally {
    await pool.end();
  }
}
