/** docs/without-docker.md, typed from top to bottom on stores of its own; and the files of manifests/ it puts in place. */
import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startChildServer } from '../../src/services/child-server.js';
import { which } from '../../src/services/command.js';
import { freePort } from '../../src/services/free-port.js';
import { startPostgres } from '../../src/services/postgres.js';
import type { Running } from '../../src/services/redis.js';
import { redisProgram, testDir } from '../support/stores.js';
import { commandsOf, ROOT, sandbox } from './stand-ins.js';

const PAGE = 'docs/without-docker.md';
const REDIS_TITLE = '5. Redis';

let box: Awaited<ReturnType<typeof sandbox>>;
let postgres: Running;
let stopRedis: () => Promise<void> = async () => undefined;
const failed: string[] = [];
const ran: string[] = [];
let redisPort: number;

/** What stands in the documents, with the ports of this test. */
const here = (script: string): string =>
  script
    .replaceAll('127.0.0.1:6379', `127.0.0.1:${redisPort}`)
    .replaceAll('127.0.0.1:5432', `127.0.0.1:${postgres.port}`);

beforeAll(async () => {
  box = await sandbox();
  postgres = await startPostgres({ dir: join(box.dir, 'postgres'), persistent: false });
  redisPort = await freePort();
  await box.run('mkdir -p /etc/redis && echo "bind 127.0.0.1" > /etc/redis/redis.conf');
  for (const { title, script } of await commandsOf(PAGE)) {
    const { code, out, err } = await box.run(here(script), { SUPER_URL: postgres.url });
    ran.push(title);
    if (code !== 0) failed.push(`${title}: exit ${code}\n${out}${err}`);
    if (title === REDIS_TITLE) await startAsConfigured();
  }
}, 180_000);
afterAll(async () => {
  await stopRedis();
  await postgres.stop();
});

/** redis-server with the very file that the page wrote. */
async function startAsConfigured(): Promise<void> {
  const server = await startChildServer({
    command: [
      redisProgram(),
      box.below('/etc/redis/redis.conf'),
      '--port',
      String(redisPort),
      '--dir',
      box.dir,
    ],
    signal: 'TERM',
    logFile: join(box.dir, 'redis.log'),
  });
  stopRedis = server.stop;
}

test('every command succeeds, in the order of the page', () => {
  expect(failed).toEqual([]);
  expect(ran.length).toBeGreaterThan(9);
});

test('what is to be started exists, and the timers with it', async () => {
  const told = (await box.told()).join('\n');
  for (const unit of /enable --now (.*)/u.exec(told)?.[1]?.split(' ') ?? ['none'])
    expect(await readdir(`${ROOT}/manifests/systemd`)).toContain(unit);
  expect(told).toContain('systemctl restart redis-server');
});

test('passwords stand in their files alone, and the owner’s is not the service’s to read', async () => {
  const env = await readFile(box.below('/etc/maru/.env'), 'utf8');
  const password = (await readFile(box.below('/etc/maru/owner_password'), 'utf8')).trim();
  expect(password).toMatch(/^[0-9a-f]{48}$/u);
  expect((await stat(box.below('/etc/maru/owner_password'))).mode & 0o777).toBe(0o600);
  const redis = await readFile(box.below('/etc/redis/maru.conf'), 'utf8');
  for (const file of ['owner_password', 'database_password', 'redis_password'])
    for (const text of [env, redis])
      expect(text).not.toContain((await readFile(box.below(`/etc/maru/${file}`), 'utf8')).trim());
});

const units = async () =>
  Promise.all(
    (await readdir(`${ROOT}/manifests/systemd`)).map(async (name) => ({
      name,
      text: await readFile(`${ROOT}/manifests/systemd/${name}`, 'utf8'),
    })),
  );
const hardening = (text: string) => text.split('# 何も書かせない。')[1]?.split('\n\n')[0]?.trim();

/** A line of a unit as systemd runs it, with the programs of this machine. */
const asRun = (line: string): string =>
  here(line)
    .replaceAll('%%', '%')
    .replaceAll('$$', '$')
    .replaceAll('/usr/bin/node /opt/maru/dist/cli.js', 'maru')
    .replaceAll('/usr/bin/find', 'find');

test('what the timers start succeeds: backup, seal, verify', async () => {
  const jobs = (await units()).filter(({ name }) => /-\w+\.service$/u.test(name));
  expect(jobs.map(({ name }) => name).sort()).toEqual([
    'maru-backup.service',
    'maru-seal.service',
    'maru-verify.service',
  ]);
  for (const { name, text } of jobs)
    for (const [, command = ''] of text.matchAll(/^ExecStart(?:Post)?=(.*)$/gmu))
      expect({ name, ...(await box.run(`cd /etc/maru && ${asRun(command)}`)) }).toMatchObject({
        name,
        code: 0,
      });
  expect(
    (await readdir(box.below('/var/backups/maru'))).filter((name) =>
      /^maru-\d{4}-\d\d-\d\d-\d{4}\./u.test(name),
    ),
  ).toHaveLength(1);
});

/** What the lines of cron run, as cron runs it. */
async function cronCommands(): Promise<string[]> {
  const lines = (await readFile(`${ROOT}/manifests/cron/maru`, 'utf8'))
    .split('\n')
    .filter((line) => /^[\d*]/u.test(line));
  return lines.map((line) => {
    const [, command = ''] = /^(?:\S+ +){5}maru +(.*)$/u.exec(line) ?? [];
    // cron takes a bare % for the end of the line.
    expect(command.replaceAll('\\%', '')).not.toContain('%');
    return here(command.replaceAll('\\%', '%'));
  });
}

test('the lines of cron succeed as cron runs them', async () => {
  const commands = await cronCommands();
  expect(commands).toHaveLength(3);
  await box.run('rm -f /var/backups/maru/maru-*');
  for (const command of commands)
    expect({ command, ...(await box.run(command)) }).toMatchObject({ command, code: 0 });
});

test('cron throws away an old backup only once there is a new one', async () => {
  await box.run(
    'rm -f /var/backups/maru/*; touch -d "40 days ago" /var/backups/maru/maru-2026-01-01-0230.maru.gz',
  );
  const kept = () => readdir(box.below('/var/backups/maru'));
  const nightly = (await cronCommands()).filter((command) => command.includes('/var/backups/maru'));
  const nowhere = { DATABASE_URL: 'postgresql://maru@127.0.0.1:1/maru' };
  for (const command of nightly) await box.run(command, nowhere);
  expect(await kept()).toEqual(['maru-2026-01-01-0230.maru.gz']);
  for (const command of nightly) await box.run(command);
  expect(await kept()).toEqual([expect.not.stringContaining('2026-01-01')]);
});

test('the units are valid, as far as systemd’s own check is there', async () => {
  const all = await units();
  for (const { name, text } of all.filter((unit) => unit.name.endsWith('.service'))) {
    for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'CapabilityBoundingSet=', 'User=maru'])
      expect({ name, has: text.split('\n').includes(line) ? line : 'not' }).toEqual({ name, has: line });
    // What a unit may do is the same everywhere.
    expect({ name, hardened: hardening(text) }).toEqual({
      name,
      hardened: hardening(all.find((unit) => unit.name === 'maru.service')?.text ?? ''),
    });
  }
  for (const { name } of all.filter((unit) => unit.name.endsWith('.timer')))
    expect(all.map((unit) => unit.name)).toContain(name.replace('.timer', '.service'));
  if ((await which('systemd-analyze')) === null) return;
  // It looks whether what is started is there, and Node.js may lie elsewhere here.
  const folder = await testDir();
  for (const { name, text } of all)
    await writeFile(join(folder, name), text.replaceAll('/usr/bin/node', process.execPath));
  await promisify(execFile)('systemd-analyze', [
    'verify',
    '--man=no',
    ...all.map(({ name }) => join(folder, name)),
  ]);
});
