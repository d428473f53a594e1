/** The Redis of compose.yaml, started by the very script: the service and its commands work there, and nothing else does. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { parse } from 'yaml';
import { startChildServer } from '../../../src/services/child-server.js';
import { freePort } from '../../../src/services/free-port.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { dropDrafts } from '../../../src/store/redis/dump.js';
import { keepingOf } from '../../../src/store/redis/keeping.js';
import { draftsContract } from '../../contracts/drafts.js';
import { debianProgram } from '../../support/debian-program.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { slackSettings } from '../../support/served-stores.js';
import { startService } from '../../support/service.js';
import { slackRequest } from '../../support/slack-sender.js';
import { startSlackServer } from '../../support/slack-server.js';
import { freshDatabase, redisProgram, testDir } from '../../support/stores.js';

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const { services } = parse(read('compose.yaml'), { merge: true }) as {
  services: Record<
    string,
    {
      entrypoint: string[];
      volumes: string[];
      secrets: string[];
      environment: Record<string, string>;
      healthcheck: { test: string[] };
    }
  >;
};
const CHILD_MS = 120_000;
const PASSWORD = 'a#p@ss/w%rd';

let dir: string;
let port: number;
let redis: Redis;
let stop: () => Promise<void>;
let log: () => Promise<string>;
const secret = () => join(dir, 'redis_password');
const here = (text: string) => text.replaceAll('/run/secrets', dir);

async function open(userinfo: string): Promise<Redis> {
  const client = openRedis(`redis://${userinfo}127.0.0.1:${port}`, { warn: () => undefined }, PATIENCE_MS);
  await untilReady(client, PATIENCE_MS).catch((fault: unknown) => {
    client.disconnect();
    throw fault;
  });
  return client;
}

beforeAll(async () => {
  dir = await testDir();
  port = await freePort();
  await writeFile(secret(), `${PASSWORD}\n`);
  const [shell = '', script, entrypoint, program] = services.redis!.entrypoint;
  expect([shell, entrypoint, program]).toEqual(['sh', 'docker-entrypoint.sh', 'redis-server']);
  expect(services.redis!.volumes).toContain(`./docker/redis.sh:${script}:ro`);
  const server = await startChildServer({
    command: [
      ...['env', `REDIS_PASSWORD_FILE=${secret()}`, shell],
      fileURLToPath(new URL('../../../docker/redis.sh', import.meta.url)),
      ...[redisProgram(), '--port', String(port), '--bind', '127.0.0.1', '--dir', dir],
    ],
    signal: 'TERM',
    logFile: join(dir, 'redis.log'),
  });
  ({ stop, logTail: log } = server);
  redis = await open(`maru:${encodeURIComponent(PASSWORD)}@`);
}, CHILD_MS);
afterAll(async () => {
  redis.disconnect();
  await stop();
});

draftsContract('the Redis of Compose', async () => {
  await dropDrafts(redis);
  return openDrafts(redis);
});

test('it keeps what it is given, and its health is asked as Maru’s user', async () => {
  const cli = await debianProgram({
    name: 'redis-cli',
    debianPackage: 'redis-tools',
    program: 'usr/bin/redis-cli',
    asks: '--version',
  });
  if ('missing' in cli) throw new Error(`redis-cli: ${cli.missing}`);
  expect(await keepingOf(redis, null)).toMatchObject({ kind: 'keeps', fsync: 'always', said: 'redis' });
  const [kind, script = ''] = services.redis!.healthcheck.test;
  expect(kind).toBe('CMD-SHELL');
  const probe = (text: string) =>
    promisify(execFile)('sh', ['-c', text]).then(
      () => 0,
      (fault: { code: number }) => fault.code,
    );
  const asked = here(script).replaceAll('$$', '$').replace('redis-cli', `${cli.path} -p ${port}`);
  expect(await probe(asked)).toBe(0);
  expect(await probe(asked.replace(secret(), '/dev/null'))).not.toBe(0);
  expect(await log()).not.toContain(PASSWORD);
});

test(
  'the service takes a reply and finds who it is, and what an operator runs works',
  async () => {
    const database = await freshDatabase();
    const slack = await startSlackServer({ rates: 'off' });
    // As in compose.yaml, at the place where it is here.
    const { REDIS_URL = '', REDIS_PASSWORD_FILE = '', REDIS_PASSWORD } = services.maru!.environment;
    expect([REDIS_PASSWORD, services.maru!.secrets, services.migrate!.secrets]).toEqual([
      '',
      ['redis_password'],
      ['redis_password'],
    ]);
    const settings = {
      REDIS_URL: REDIS_URL.replace('redis:6379', `127.0.0.1:${port}`),
      REDIS_PASSWORD_FILE: here(REDIS_PASSWORD_FILE),
      DATABASE_URL: database.url,
      MONITOR_PORT: '0',
      MARU_OPERATOR: '担当者',
      ...slackSettings(slack.apiUrl),
    };
    const run = async (...words: string[]) => {
      const command = await startService(settings, words);
      expect({ words, ...(await command.ended), err: command.said.err }).toMatchObject({
        words,
        code: 0,
        err: '',
      });
    };
    try {
      await run('migrate');
      const service = await startService(settings);
      try {
        const url = await service.url;
        const request = slackRequest('Ev1');
        const sent = async () => (await fetch(`${url}/slack/events`, request)).status;
        // On a busy machine Slack sends again, too; what is refused for want of rights is refused again.
        const statuses = [await sent()];
        for (const giveUp = Date.now() + PATIENCE_MS; statuses.at(-1) !== 200 && Date.now() < giveUp; ) {
          await pause(50);
          statuses.push(await sent());
        }
        expect({ status: statuses.at(-1), said: service.said.err }).toMatchObject({ status: 200 });
        while (!slack.calls.some(({ method }) => method === 'users.info')) await pause(50);
        expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true, notReady: [] });
        const monitor = /"monitor":"([^"]+)"/u.exec(service.said.err)?.[1];
        const metrics = await (await fetch(`${monitor}/metrics`)).text();
        expect(metrics).toContain('maru_redis_durability{policy="always"} 1');
        service.kill('SIGTERM');
        expect((await service.ended).code).toBe(0);
        expect(service.said.err).not.toContain('NOPERM');
        expect(service.said.err).not.toContain(PASSWORD);
      } finally {
        service.kill('SIGKILL');
        await service.ended;
      }
      await run('retry', '--list');
      await run('backup', '--out', join(dir, 'by-hand.maru.gz'));
    } finally {
      await database.stop();
      await slack.stop();
    }
  },
  CHILD_MS,
);

test('and nothing else does', async () => {
  for (const words of [
    ['config', 'set', 'appendonly', 'no'],
    ['config', 'rewrite'],
    ['flushall'],
    ['flushdb'],
    ['keys', '*'],
    ['shutdown'],
    ['module', 'list'],
    ['acl', 'list'],
    ['acl', 'setuser', 'maru', '+@all'],
    ['replicaof', 'no', 'one'],
    ['script', 'flush'],
    ['client', 'kill', 'x'],
    ['monitor'],
    ['subscribe', 'x'],
    ['get', 'other'],
    ['eval', "return redis.call('get', KEYS[1])", '1', 'other'],
    ['eval', "return redis.call('flushall')", '0'],
  ])
    await expect(redis.call(words[0]!, ...words.slice(1))).rejects.toThrow(
      /NOPERM|ACL failure|executing the script can't/u,
    );
});

test('nobody else is let in: without a password, as the default user, with a wrong one', async () => {
  await expect(open('')).rejects.toThrow('REDIS_PASSWORD');
  await expect(open(`:${encodeURIComponent(PASSWORD)}@`)).rejects.toThrow('REDIS_URL');
  await expect(open('maru:wrong@')).rejects.toThrow('REDIS_URL');
});

test('an empty password is no password: it is not started', async () => {
  const started = promisify(execFile)('sh', ['docker/redis.sh', 'true'], {
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    env: { PATH: process.env.PATH, REDIS_PASSWORD_FILE: '/dev/null' },
  });
  await expect(started).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('redis_password') });
});

test('the pages give the same user', () => {
  const rules = ['docs/operating.md', 'docs/without-docker.md', 'docker/redis.sh'].map(
    (file) => / (resetkeys ~maru:\* .*)$/mu.exec(read(file))?.[1],
  );
  expect(rules[0]).toContain('nocommands');
  expect(new Set(rules).size).toBe(1);
});
