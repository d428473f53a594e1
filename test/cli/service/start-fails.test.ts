/** A start that fails ends: each setting that can be wrong, tried wrong. And one SIGTERM is enough, also in the middle. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { openPool } from '../../../src/store/postgres/connection/pool.js';
import { erasuresDone, markErasuresDue } from '../../../src/store/postgres/people/erasures-due.js';
import { startBotConnector, teamsActivities } from '../../support/bot-connector.js';
import { type ServedStores, servedStores } from '../../support/served-stores.js';
import { type Service, startService } from '../../support/service.js';
import { slackRequest } from '../../support/slack-sender.js';

const CHILD_MS = 60_000;
let stores: ServedStores;
let connector: Awaited<ReturnType<typeof startBotConnector>>;
let service: Service | null = null;
let taken: Server;

beforeAll(async () => {
  [stores, connector] = await Promise.all([servedStores(), startBotConnector({ limits: false })]);
  const client = new Redis(stores.redis.url);
  await client.acl('SETUSER', 'maru', 'on', '>right', '~*', '&*', '+@all');
  client.disconnect();
  taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
}, CHILD_MS);
afterEach(async () => {
  service?.kill('SIGKILL');
  await service?.ended;
  service = null;
});
afterAll(async () => {
  taken.close();
  await Promise.all([stores.stop(), connector.stop()]);
});

const withRedis = (change: (url: URL) => void) => {
  const url = new URL(stores.redis.url);
  change(url);
  return { REDIS_URL: url.href };
};

describe('ends by itself with exit code 1 and one sentence that names the setting', () => {
  const wrong: [string, string[], () => Record<string, string>][] = [
    [
      'malformed',
      ['PORT', 'SLACK_MODE', 'SLACK_API_URL', 'REDIS_DURABILITY', 'MONITOR_PORT', 'LOG_LEVEL'],
      () => ({
        PORT: 'http',
        SLACK_MODE: 'maybe',
        SLACK_API_URL: 'slack',
        REDIS_DURABILITY: 'sometimes',
        MONITOR_PORT: '-1',
        LOG_LEVEL: 'loud',
      }),
    ],
    ['a Redis address without a scheme', ['REDIS_URL'], () => ({ REDIS_URL: 'localhost:6379' })],
    [
      'a database address with a sign in its password',
      ['DATABASE_URL'],
      () => ({ DATABASE_URL: 'postgresql://maru:pa/ss@db/maru' }),
    ],
    ['a token of another kind', ['SLACK_BOT_TOKEN'], () => ({ SLACK_BOT_TOKEN: 'xapp-1' })],
    ['a Redis that is not there', ['REDIS_URL'], () => ({ REDIS_URL: 'redis://127.0.0.1:9' })],
    [
      'a Redis that refuses the password',
      ['REDIS_URL'],
      () => withRedis((url) => Object.assign(url, { username: 'maru', password: 'wrong' })),
    ],
    [
      'a database that refuses the user',
      ['DATABASE_URL'],
      () => {
        const url = new URL(stores.database.url);
        url.username = 'nobody';
        return { DATABASE_URL: url.href };
      },
    ],
    ['a port that is taken', ['PORT'], () => ({ PORT: portOf(taken) })],
    ['an operator’s port that is taken', ['MONITOR_PORT'], () => ({ MONITOR_PORT: portOf(taken) })],
    ['an address that is not of this machine', ['HOST'], () => ({ HOST: '192.0.2.1' })],
    ['a bot token that is refused', ['SLACK_BOT_TOKEN'], () => ({ SLACK_BOT_TOKEN: 'xoxb-wrong' })],
    [
      'an app token that is refused',
      ['SLACK_APP_TOKEN'],
      () => ({ SLACK_MODE: 'socket', SLACK_APP_TOKEN: 'xapp-wrong' }),
    ],
    [
      'a secret that is refused',
      ['MICROSOFT_APP_PASSWORD'],
      () => ({ ...connector.environment(), SLACK_MODE: 'off', MICROSOFT_APP_PASSWORD: 'wrong' }),
    ],
  ];

  test.each(wrong)(
    '%s',
    async (_what, named, changed) => {
      service = await startService({ ...stores.settings, LOG_LEVEL: 'fatal', ...changed() });
      const { code, signal } = await service.ended;
      expect([code, signal]).toEqual([1, null]);
      const lines = service.said.err.trim().split('\n');
      expect(lines).toHaveLength(1);
      for (const setting of named) expect(lines[0]).toContain(setting);
    },
    CHILD_MS,
  );
});

describe('one SIGTERM is enough', () => {
  test(
    'in the middle of a start that hangs, and when it runs',
    async () => {
      stores.slack.faults.push({ method: 'auth.test', kind: 'slow', ms: CHILD_MS });
      const asked = stores.slack.calls.length;
      service = await startService(stores.settings);
      await until(async () => stores.slack.calls.slice(asked).some(({ method }) => method === 'auth.test'));
      service.kill('SIGTERM');
      expect(await service.ended).toEqual({ code: 0, signal: null });
      service = await startService(stores.settings);
      await service.url;
      service.kill('SIGTERM');
      expect(await service.ended).toEqual({ code: 0, signal: null });
      expect(service.said.err).toMatch(/"msg":"stopping".*"msg":"stopped"/su);
    },
    CHILD_MS,
  );
});

test(
  'a database into which people who were erased were restored is not served before they are erased again',
  async () => {
    const pool = openPool(stores.database.url, { warn: () => undefined });
    try {
      await markErasuresDue(pool);
      const begun = await startService(stores.settings);
      service = begun;
      const served = begun.url.then(
        () => 'served',
        () => begun.ended,
      );
      expect(await Promise.race([begun.ended, served])).toEqual({ code: 1, signal: null });
      expect(begun.said.err).toContain('ファイル名なしの maru restore');
    } finally {
      await erasuresDone(pool);
      await pool.end();
    }
  },
  CHILD_MS,
);

test(
  'credentials revoked while it runs: named by /readyz, in a metric and once in the log; the other platform is served',
  async () => {
    service = await startService({ ...stores.settings, ...connector.environment(), MONITOR_PORT: '0' });
    const [url, { said }] = [await service.url, service];
    const monitor = /"monitor":"([^"]+)"/u.exec(said.err)?.[1];
    const readyz = async () => (await fetch(`${monitor}/readyz`)).json();
    const metrics = async () => (await fetch(`${monitor}/metrics`)).text();
    const refusals = (setting: string) =>
      said.err.split('\n').filter((line) => line.includes(`${setting} is not accepted; set`)).length;
    const slackSays = (id: string) => fetch(`${url}/slack/events`, slackRequest(id));
    const somebody = connector.addUser({
      id: '29:x',
      aadObjectId: '00000000-0000-4000-8000-000000000009',
      name: 'x',
      email: 'x@city.example.jp',
    });
    const teamsSays = () =>
      fetch(`${url}/teams/messages`, {
        method: 'POST',
        body: JSON.stringify(teamsActivities(connector).said(somebody, '状況')),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` },
      });
    await until(async () => ((await readyz()) as { ready: boolean }).ready);
    expect(await metrics()).toContain('maru_platform_accepted{platform="slack"} 1');

    stores.slack.faults.push({ method: 'users.info', kind: 'error', error: 'token_revoked', times: 1_000 });
    await until(async () => {
      await slackSays(`Ev${Date.now()}`);
      return JSON.stringify(await readyz()) === '{"ready":true,"notReady":["slack"]}';
    });
    expect(await metrics()).toContain('maru_platform_accepted{platform="slack"} 0');
    expect(refusals('SLACK_BOT_TOKEN')).toBe(1);

    connector.revoke();
    await until(async () => {
      await teamsSays();
      return JSON.stringify(await readyz()) === '{"ready":false,"notReady":["slack","teams"]}';
    });
    expect((await fetch(`${monitor}/readyz`)).status).toBe(503);
    expect(await metrics()).toContain('maru_platform_accepted{platform="teams"} 0');
    expect(refusals('MICROSOFT_APP_PASSWORD')).toBe(1);

    connector.revoke(false);
    stores.slack.faults.splice(0);
    await until(async () => {
      await Promise.all([teamsSays(), slackSays(`Ev${Date.now()}`)]);
      return JSON.stringify(await readyz()) === '{"ready":true,"notReady":[]}';
    });
    expect(said.err).toContain('SLACK_BOT_TOKEN is accepted again');
  },
  CHILD_MS,
);

const portOf = (server: Server) => String((server.address() as AddressInfo).port);

async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + CHILD_MS / 2;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error('did not come about');
    await pause(100);
  }
}
