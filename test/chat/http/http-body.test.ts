import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as turnOfEvents } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBodyOf } from '../../../src/chat/http/http-body.js';

const MAX_BYTES = 1_000_000;
const bodyOf = makeBodyOf(MAX_BYTES);
let server: Server;
/** what became of the bodies so far */
const became: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = await bodyOf(request, response);
    became.push(Buffer.isBuffer(body) ? 'whole' : body);
    response.writeHead(body === 'too_large' ? 413 : 200, { connection: 'close' });
    response.end(Buffer.isBuffer(body) ? String(body.length) : body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** Sends pieces one after the other, and only then looks at what was answered. */
async function send(head: string, pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.pause();
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n`);
  for (const piece of pieces) {
    await new Promise<void>((sent, failed) =>
      socket.write(piece, (fault) => (fault ? failed(fault) : sent())),
    );
    // What the server does about it is done before the next is sent.
    for (let turn = 0; turn < 20; turn += 1) await turnOfEvents();
  }
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.resume();
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

/** A body that is never ended. */
function begin(bytes: Buffer) {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${MAX_BYTES}\r\n\r\n`);
  socket.write(bytes);
  return socket;
}

const piece = Buffer.alloc(MAX_BYTES / 4, 'x');
const chunked = `${piece.length.toString(16)}\r\n${piece.toString('latin1')}\r\n`;

test('whoever sends too much is told so, though all of it is sent before the answer is read', async () => {
  const named = await send(`content-length: ${piece.length * 12}`, Array(12).fill(piece));
  expect(named).toMatch(/^HTTP\/1\.1 413 /u);
  const unnamed = await send('transfer-encoding: chunked', [...Array(12).fill(chunked), '0\r\n\r\n']);
  expect(unnamed).toMatch(/^HTTP\/1\.1 413 /u);
});

test('what is within the limit is there whole', async () => {
  const answer = await send(`content-length: ${piece.length * 4}`, Array(4).fill(piece));
  expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n1000000\r\n/u);
});

test('whoever never ends is answered all the same', async () => {
  const answer = await send('transfer-encoding: chunked', Array(6).fill(chunked));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /u);
});

test('bodies that are announced and do not come leave the room to those that come', async () => {
  const announced = Array.from({ length: 100 }, () => begin(Buffer.from('x')));
  await Promise.all(announced.map((socket) => once(socket, 'connect')));
  for (let i = 0; i < 3; i += 1) {
    const answer = await send(`content-length: ${piece.length}`, [piece]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n250000\r\n/u);
  }
  for (const socket of announced) socket.destroy();
});

test('whoever fills the room and goes no further is given up for who comes', async () => {
  became.length = 0;
  const half = Array.from({ length: 40 }, () => begin(Buffer.alloc(MAX_BYTES - 1, 'x')));
  while (!became.includes('busy')) await turnOfEvents();
  expect(await send(`content-length: ${piece.length}`, [piece])).toMatch(/\r\n250000\r\n/u);
  for (const socket of half) socket.destroy();
});

test('a body in pieces of a byte each takes what it takes to keep them', async () => {
  became.length = 0;
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
  socket.write('1\r\nx\r\n'.repeat(MAX_BYTES / 2));
  // Those of before that were cut off may be among them.
  while (became.every((one) => one === 'cut')) await turnOfEvents();
  expect(became).toContain('busy');
  socket.destroy();
});
