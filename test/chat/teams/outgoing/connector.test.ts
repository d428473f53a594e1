/** A Bot Connector that hangs: the wait ends, and what may have been done is in doubt. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Agent, type Dispatcher } from 'undici';
import { makeConnector } from '../../../../src/chat/teams/outgoing/connector.js';
import { makeRateLimit } from '../../../../src/chat/teams/outgoing/rate-limit.js';
import { dispatcherOf, openWire } from '../../../../src/chat/teams/outgoing/wire.js';
import { PlatformError } from '../../../../src/flow/ports.js';

let requests = 0;
let answer: RequestListener = () => undefined;
const server = createServer((request, response) => {
  requests += 1;
  request.resume();
  answer(request, response);
});
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const connectorOver = (dispatcher: Dispatcher) =>
  makeConnector({
    login: null,
    wire: openWire(dispatcher),
    pace: makeRateLimit(),
    clock: { now: () => new Date() },
    log: quiet,
    timeoutMs: 1_000,
  });
const connector = connectorOver(dispatcherOf(''));
const at = () => ({
  serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  tenant: 't',
  conversation: 'a:1',
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

test.each<[string, RequestListener]>([
  ['never answers', () => undefined],
  [
    'begins to answer',
    (_request, response) => void response.writeHead(201, { 'content-type': 'application/json' }).write('{"i'),
  ],
  [
    'answers without an id',
    (_request, response) => void response.writeHead(201, { 'content-type': 'application/json' }).end('{}'),
  ],
  [
    'answers no JSON',
    (_request, response) =>
      void response.writeHead(201, { 'content-type': 'application/json' }).end('<html>'),
  ],
])('one that %s is asked once and leaves a doubt', async (_name, behaviour) => {
  answer = behaviour;
  requests = 0;
  const error = await connector.post(at(), { type: 'message' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PlatformError);
  expect((error as PlatformError).options.doubtful).toBe(true);
  expect(requests).toBe(1);
});

test.each<[string, (server: string) => Dispatcher]>([
  ['that never gets a connection', () => new Agent({ connect: () => undefined })],
  ['whose proxy opens no way to Teams', (server) => dispatcherOf(server)],
])('one %s did not go out: it leaves no doubt', async (_name, dispatcher) => {
  requests = 0;
  const refuse = (_request: unknown, socket: Duplex) =>
    void socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
  server.on('connect', refuse);
  const of = dispatcher(at().serviceUrl);
  const error = await connectorOver(of)
    .post(at(), { type: 'message' })
    .catch((reason: unknown) => reason);
  await of.destroy();
  server.off('connect', refuse);
  expect(error).toMatchObject({ kind: 'retry', options: { doubtful: false } });
  expect(requests).toBe(0);
});

test('a redirect is not followed: the token stays here', async () => {
  let elsewhere = 0;
  answer = (request, response) => {
    if (request.url === '/elsewhere') {
      elsewhere += 1;
      response.writeHead(201).end('{"id":"1"}');
      return;
    }
    response.writeHead(307, { location: '/elsewhere' }).end();
  };
  // Somebody on the way sends elsewhere: the message waits until that is put right.
  await expect(connector.post(at(), { type: 'message' })).rejects.toMatchObject({ kind: 'retry' });
  expect(elsewhere).toBe(0);
});

test.each([
  [302, 'retry'],
  [407, 'retry'],
  [421, 'retry'],
  [425, 'retry'],
  [451, 'retry'],
  [400, 'never'],
  [413, 'never'],
  [422, 'never'],
])('%d: %s', async (status, kind) => {
  answer = (_request, response) => void response.writeHead(status).end();
  const refused = { kind, options: {} as unknown };
  // In half an hour, and no doubt about whether it stands there.
  if (kind === 'retry') refused.options = { retryAfterMs: 1_800_000 };
  await expect(connector.post(at(), { type: 'message' })).rejects.toMatchObject(refused);
});
