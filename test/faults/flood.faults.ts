/**
 * Many connections at once from whoever holds no secret, each with as much as a door reads, or with a body that is
 * announced, or sent half, and never ends: then whoever is signed is taken all the same.
 */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { type BotConnector, teamsActivities } from '../support/bot-connector.js';
import { SECRET } from '../support/slack-sender.js';
import { APP_TOKEN, BOT_TOKEN, TEAM } from '../support/slack-workspace.js';
import type { Surroundings } from '../support/three-doors.js';
import type { Faults } from './faults.js';
import { startAround, teamsUser } from './who-may/world.js';

const CONNECTIONS = 400;
/** A little below the largest body that is read, in bytes. */
const BODY_BYTES = { slack: 1_900_000, teams: 250_000 } as const;
/** What the whole process may take at its peak, in bytes: half of what it takes where everything is kept. */
const MEMORY_BYTES = 450 * 1024 * 1024;
/** Nothing is measured: a connection that is neither answered nor closed by then never will be. */
const GIVE_UP_MS = 120_000;

export const faults: Faults = { name: 'flood', run: (_size, say) => flood(say) };

/** Plays every kind of flood on the service as a city runs it (compiled), and gives what did not hold. */
async function flood(say: (line: string) => void): Promise<string[]> {
  const { around, connector, stop } = await startAround();
  const service = await serve(around);
  const violations: string[] = [];
  try {
    const rest = await service.peak();
    for (const { name, heads, body, ends } of kinds(connector)) {
      const told: { [status: string]: number } = {};
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async (_, i) => {
          const status = await send(service.port, heads[i % heads.length]!, body, ends);
          told[status] = (told[status] ?? 0) + 1;
        }),
      );
      const peak = await service.peak();
      say(
        `${CONNECTIONS} ${name}: ${JSON.stringify(told)}, memory ${megabytes(rest)} → ${megabytes(peak)} MB`,
      );
      if (Object.keys(told).some((status) => !['400', '401', '408', '503', 'closed'].includes(status)))
        violations.push(`${name}: ${JSON.stringify(told)}`);
      if (peak > MEMORY_BYTES) violations.push(`${name}: it took ${megabytes(peak)} MB`);
    }
    violations.push(...(await besideHalfSent(service.port, say)));
    const alive = await fetch(`http://127.0.0.1:${service.port}/healthz`);
    if (!alive.ok) violations.push(`healthz answers ${alive.status}`);
  } finally {
    await service.stop();
    await stop();
  }
  return violations;
}

function kinds(connector: BotConnector) {
  const slack = (headers: string) => `POST /slack/events HTTP/1.1\r\nhost: x\r\n${headers}`;
  const json = 'content-type: application/json\r\n';
  const forged = `${connector.token().split('.').slice(0, 2).join('.')}.${'A'.repeat(342)}`;
  const teams = `POST /teams/messages HTTP/1.1\r\nhost: x\r\n${json}authorization: Bearer ${forged}\r\n`;
  const named = (body: Buffer) => `content-length: ${body.length}\r\n\r\n`;
  const chunked = (body: Buffer) => `transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`;
  const large = Buffer.alloc(BODY_BYTES.slack, 'x');
  const user = connector.addUser(teamsUser({ id: 'p-1', no: 1 }));
  const said = teamsActivities(connector).said(user, 'x'.repeat(BODY_BYTES.teams));
  const message = Buffer.from(JSON.stringify(said));
  const whole = [
    { name: 'unsigned', heads: [slack(json) + named(large)], body: large },
    {
      name: 'with another signature, every second of no length',
      heads: [slack(looksSigned()) + named(large), slack(looksSigned()) + chunked(large)],
      body: large,
    },
    { name: 'with a forged token', heads: [teams + named(message)], body: message },
  ].map((kind) => ({ ...kind, ends: true }));
  // All but the last byte, which never comes.
  return [...whole, { ...whole[1]!, name: 'with another signature, never ended', ends: false }];
}

/** Bodies that never end: of which sizes, how many of each, and how many of their bytes come. */
const HALF_SENT = [
  { name: 'small, announced', connections: 256, bytes: 65_536, sent: 1 },
  { name: 'large, announced', connections: 16, bytes: 2 * 1024 * 1024, sent: 1 },
  { name: 'small, all but the last byte', connections: 300, bytes: 65_536, sent: 65_535 },
  {
    name: 'large, all but the last byte',
    connections: 20,
    bytes: 2 * 1024 * 1024,
    sent: 2 * 1024 * 1024 - 1,
  },
] as const;
/** They are begun again and again, since each is ended after some seconds. */
const TIMES = 2;

/** Signed requests, small and large, while others hold the doors with bodies that do not end; gives what did not hold. */
async function besideHalfSent(port: number, say: (line: string) => void): Promise<string[]> {
  const violations: string[] = [];
  for (const { name, connections, bytes, sent } of HALF_SENT) {
    const answers: number[] = [];
    const open: Socket[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const head = `POST /slack/events HTTP/1.1\r\nhost: x\r\n${looksSigned()}content-length: ${bytes}\r\n\r\n`;
      const begun = Array.from({ length: connections }, () => connect(port, '127.0.0.1'));
      open.push(...begun);
      await Promise.all(
        begun.map(async (socket) => {
          socket.on('error', () => undefined).resume();
          await once(socket, 'connect');
          socket.write(head, 'latin1');
          socket.write(Buffer.alloc(sent, 'x'));
        }),
      );
      // What is asked last is answered when what came before it was read.
      await fetch(`http://127.0.0.1:${port}/healthz`).then((response) => response.text());
      for (const length of [50, 70_000]) answers.push(await signedOf(port, length));
    }
    for (const socket of open) socket.destroy();
    say(`${connections} never ended (${name}), signed beside them: ${answers.join(', ')}`);
    if (answers.some((status) => status !== 200)) violations.push(`${name}: ${answers.join(', ')}`);
  }
  return violations;
}

const now = () => String(Math.floor(Date.now() / 1000));

const looksSigned = () =>
  `content-type: application/json\r\nx-slack-request-timestamp: ${now()}\r\nx-slack-signature: v0=${'0'.repeat(64)}\r\n`;

/** The status that a request of Slack of some length is answered with. */
async function signedOf(port: number, length: number): Promise<number> {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'x'.repeat(length) });
  const time = now();
  const hash = createHmac('sha256', SECRET).update(`v0:${time}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${hash}`,
  };
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', headers, body });
  await response.text();
  return response.status;
}

/** The status of the answer, read while the body is sent; `closed` when the connection ended without one. */
async function send(port: number, head: string, body: Buffer, ends: boolean): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
    socket.destroySoon();
  });
  socket.setTimeout(GIVE_UP_MS, () => socket.destroy());
  socket.write(head, 'latin1');
  socket.write(ends ? body : body.subarray(0, -1));
  if (ends && head.includes('chunked')) socket.write('\r\n0\r\n\r\n');
  await closed;
  return /^HTTP\/1\.1 (\d{3})/u.exec(answer)?.[1] ?? 'closed';
}

/** `maru serve` on these stores and platforms, and how much memory it takes at most, in bytes. */
async function serve(around: Surroundings) {
  const pool = openPool(around.databaseUrl, { warn: () => undefined });
  await migrate(pool).finally(() => pool.end());
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', path('./peak.mjs'), path('../../dist/cli.js'), 'serve'],
    {
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        LOG_LEVEL: 'error',
        REDIS_URL: around.redisUrl,
        REDIS_MAY_LOSE_DATA: 'true',
        DATABASE_URL: around.databaseUrl,
        SLACK_MODE: 'http',
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_APP_TOKEN: APP_TOKEN,
        SLACK_SIGNING_SECRET: SECRET,
        SLACK_TEAM_IDS: TEAM,
        SLACK_API_URL: around.slackApiUrl,
        ...around.teams,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const ended = once(child, 'close');
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-5_000);
  });
  const port = await new Promise<number>((resolve, reject) => {
    let out = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const found = /（http:\/\/[^）]*:(\d+)）/u.exec(out)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    void ended.then(([code]) => reject(new Error(`the service ended with ${code}: ${said}${out}`)));
  });
  return {
    port,
    async peak(): Promise<number> {
      const told = once(child, 'message');
      child.send('peak');
      const over = ended.then(() => Promise.reject(new Error(`the service ended: ${said}`)));
      const [{ peak }] = (await Promise.race([told, over])) as [{ peak: number }];
      return peak;
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
