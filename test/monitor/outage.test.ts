/** What the log tells of a store that is away for a while, and of the end: each in one line, whatever is tried in between. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startPostgres } from '../../src/services/postgres.js';
import { type Running, startRedis } from '../../src/services/redis.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { type Service, startService } from '../support/service.js';
import { SECRET } from '../support/slack-sender.js';
import { startSlackServer } from '../support/slack-server.js';
import { BOT_TOKEN, TEAM } from '../support/slack-workspace.js';
import { redisProgram, testDir } from '../support/stores.js';

const CHILD_MS = 120_000;
/** Tries to connect while it is away: each had a line of its own once. */
const TRIES = 4;

let dir: string;
let redis: Running;
let postgres: Running;
let slack: Awaited<ReturnType<typeof startSlackServer>>;
let service: Service;

const redisAt = (port?: number) =>
  startRedis({
    dir: join(dir, 'redis'),
    persistent: true,
    program: redisProgram(),
    ...(port ? { port } : {}),
  });
const postgresAt = (port?: number) =>
  startPostgres({ dir: join(dir, 'postgres'), persistent: true, ...(port ? { port } : {}) });

beforeAll(async () => {
  dir = await testDir();
  [redis, postgres, slack] = await Promise.all([redisAt(), postgresAt(), startSlackServer({ rates: 'off' })]);
  const pool = openPool(postgres.url, { warn: () => undefined });
  await migrate(pool);
  await pool.end();
  service = await startService({
    REDIS_URL: redis.url,
    DATABASE_URL: postgres.url,
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_TEAM_IDS: TEAM,
    SLACK_API_URL: slack.apiUrl,
  });
  await service.url;
}, CHILD_MS);
afterAll(async () => {
  service?.kill('SIGKILL');
  await Promise.all([redis.stop(), postgres.stop(), slack.stop()]);
});

type Line = { level: string; msg: string; parts?: string[]; awayMs?: number };
const lines = (): Line[] =>
  service.said.err
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
const about = (words: RegExp) => lines().filter(({ msg, parts }) => words.test(`${msg} ${parts ?? ''}`));

/**
 * It was lost and is back, in turn, and back at last: while it was away nothing more was said. On a busy machine a store may
 * be slow once more, and be said to be so.
 */
function expectOnce(lost: RegExp, back: RegExp): void {
  const told = about(new RegExp(`${lost.source}|${back.source}`, 'u')).map(({ msg, parts }) =>
    lost.test(`${msg} ${parts ?? ''}`),
  );
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual(told.map((_, i) => i % 2 === 0));
  expect(told.at(-1)).toBe(false);
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const giveUp = Date.now() + CHILD_MS / 3;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error(`did not come about:\n${service.said.err}`);
    await pause(50);
  }
}
const notReady = async () => {
  const answer = await fetch(`${await service.url}/readyz`);
  return ((await answer.json()) as { notReady: string[] }).notReady;
};

/** Nobody but who hangs up lives at this port until so many have tried. */
async function hungUpOn(port: number): Promise<void> {
  let tries = 0;
  const server = createServer((socket) => {
    tries += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  await until(() => tries >= TRIES);
  await new Promise((resolve) => server.close(resolve));
}

test(
  'Redis away: lost once, back once with how long it was away',
  async () => {
    await redis.stop();
    await hungUpOn(redis.port);
    await until(async () => (await notReady()).includes('redis'));
    redis = await redisAt(redis.port);
    await until(async () => (await notReady()).length === 0);
    expectOnce(/Redis connection lost/u, /Redis is connected again/u);
    expect(about(/Redis connection lost/u)[0]).toMatchObject({ level: 'warn' });
    const [back] = about(/Redis is connected again/u);
    expect(back).toMatchObject({ level: 'info' });
    expect(back?.awayMs).toBeGreaterThan(0);
    expectOnce(/^not ready (?:\w+,)*redis\b/u, /^ready again redis$/u);
    expect(about(/^ready again redis$/u)[0]).toMatchObject({ level: 'info', awayMs: expect.any(Number) });
  },
  CHILD_MS,
);

test(
  'PostgreSQL away: lost once, back once, and all that hangs on it',
  async () => {
    await postgres.stop();
    await until(async () => (await notReady()).includes('postgresql'));
    postgres = await postgresAt(postgres.port);
    await until(async () => (await notReady()).length === 0);
    await until(() => about(/changes of the record are told again/u).length > 0);
    expectOnce(/PostgreSQL connection lost/u, /PostgreSQL is connected again/u);
    expectOnce(/^not ready (?:\w+,)*postgresql\b/u, /^ready again postgresql$/u);
    expectOnce(/changes of the record are not told/u, /changes of the record are told again/u);
  },
  CHILD_MS,
);

test(
  'the end: a line when it begins to stop and one when it has',
  async () => {
    const before = lines().length;
    service.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(lines().slice(before)).toMatchObject([
      { level: 'info', msg: 'stopping', signal: 'SIGTERM' },
      { level: 'info', msg: 'stopped' },
    ]);
  },
  CHILD_MS,
);
