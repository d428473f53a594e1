/** A real nginx with manifests/nginx/maru.conf: what Slack and Teams send arrives byte by byte, and nothing else does. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startChildServer } from '../../src/services/child-server.js';
import { freePort } from '../../src/services/free-port.js';
import { makeAuthority } from '../support/certificates.js';
import { debianProgram } from '../support/debian-program.js';
import { testDir } from '../support/stores.js';
import { ROOT } from './stand-ins.js';

const HOST = 'maru.example.lg.jp';
const authority = makeAuthority('Maru test authority');

type Arrived = { method: string; url: string; headers: IncomingHttpHeaders; sha256: string };
let arrived: Arrived[] = [];
const maru = createServer(async (incoming, response) => {
  const hash = createHash('sha256');
  for await (const piece of incoming) hash.update(piece as Buffer);
  const { method = '', url = '', headers } = incoming;
  arrived.push({ method, url, headers, sha256: hash.digest('hex') });
  response.setHeader('X-Slack-No-Retry', '1');
  response.end('ok');
});
let port: number;
let stop: () => Promise<void> = async () => undefined;

async function nginx(): Promise<string> {
  const found = await debianProgram({
    name: 'nginx',
    debianPackage: 'nginx',
    program: 'usr/sbin/nginx',
    asks: '-v',
  });
  if ('missing' in found) throw new Error(`nginx is missing and could not be fetched: ${found.missing}`);
  return found.path;
}

beforeAll(async () => {
  const dir = await testDir();
  await mkdir(join(dir, 'bodies'));
  // Under root its workers are nobody in particular, and pass through.
  await chmod(dir, 0o755);
  await chmod(join(dir, 'bodies'), 0o777);
  const { certificate, key } = authority.issue(HOST);
  await writeFile(join(dir, 'maru.pem'), certificate);
  await writeFile(join(dir, 'maru.key'), key);
  await new Promise<void>((resolve) => void maru.listen(0, '127.0.0.1', resolve));
  port = await freePort();
  const example = (await readFile(`${ROOT}/manifests/nginx/maru.conf`, 'utf8'))
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('127.0.0.1:3000', `127.0.0.1:${(maru.address() as AddressInfo).port}`)
    .replaceAll('/etc/nginx/tls', dir);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${dir}/bodies/${kind};`)
    .join('\n');
  await writeFile(join(dir, 'maru.conf'), example);
  await writeFile(
    join(dir, 'nginx.conf'),
    `pid ${dir}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary}\ninclude ${dir}/maru.conf;\n}\n`,
  );
  const server = await startChildServer({
    command: [await nginx(), '-c', join(dir, 'nginx.conf'), '-e', 'stderr', '-g', 'daemon off;'],
    signal: 'TERM',
    logFile: join(dir, 'nginx.log'),
  });
  stop = server.stop;
  while (!(await ask('/').catch(() => 0))) {
    if (server.isGone()) throw new Error(await server.logTail());
    await pause(20);
  }
}, 120_000);
afterAll(async () => {
  await stop();
  await new Promise((closed) => maru.close(closed));
});
beforeEach(() => {
  arrived = [];
});

function ask(path: string, body?: Buffer, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        path,
        servername: HOST,
        ca: authority.certificate,
        method: body ? 'POST' : 'GET',
        headers: { host: HOST, ...headers, ...(body ? { 'content-length': body.length } : {}) },
      },
      (response) => void response.resume().once('end', () => resolve(response.statusCode ?? 0)),
    );
    asking.once('error', reject).end(body);
  });
}

test.each([
  ['/slack/events', { 'content-type': 'application/json' }],
  ['/slack/interactivity', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['/slack/commands', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['/teams/messages', { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer a.b.c' }],
])('%s arrives as it was sent', async (path, headers) => {
  const signed = { 'x-slack-request-timestamp': '1764345600', 'x-slack-signature': 'v0=0123', ...headers };
  // Any bytes, up to the largest body that Maru takes.
  for (const body of [
    Buffer.from('payload=%7B%22a%22%3A+1%7D&b=%E7%B5%90\r\n'),
    randomBytes(2 * 1024 * 1024),
  ]) {
    expect(await ask(path, body, signed)).toBe(200);
    const { sha256, headers: got, method, url } = arrived.at(-1)!;
    expect({ method, url, sha256 }).toEqual({
      method: 'POST',
      url: path,
      sha256: createHash('sha256').update(body).digest('hex'),
    });
    expect(got).toMatchObject(signed);
  }
});

test('a picture is fetched at the address it was given, and nothing beside it', async () => {
  const signed = `/pictures/${'0f'.repeat(16)}?until=1764345600000&sign=${'a1'.repeat(32)}`;
  expect(await ask(signed)).toBe(200);
  expect(arrived.map(({ method, url }) => ({ method, url }))).toEqual([{ method: 'GET', url: signed }]);
  for (const path of ['/pictures', '/pictures/', '/pictures/0f/more', '/pictures/..%2fmetrics'])
    expect({ path, status: await ask(path) }).toEqual({ path, status: 404 });
  expect(arrived).toHaveLength(1);
});

test('nothing else is published', async () => {
  for (const path of [
    '/',
    '/readyz',
    '/healthz',
    '/metrics',
    '/slack/eventsx',
    '/slack/events/more',
    '/teams',
  ])
    expect({ path, status: await ask(path) }).toEqual({ path, status: 404 });
  expect(arrived).toEqual([]);
});

test('a body that is too large ends at nginx', async () => {
  expect(await ask('/slack/events', randomBytes(3 * 1024 * 1024 + 1))).toBe(413);
  expect(arrived).toEqual([]);
});
