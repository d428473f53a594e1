/**
 * Slack's side of Socket Mode: a WebSocket server that sends envelopes and sends them again when they are not
 * acknowledged. Only as much of RFC 6455 as it takes: text, ping, close; no fragments.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { PATIENCE_MS } from './patience.js';

// biome-ignore lint/suspicious/noExplicitAny: payloads are whatever JSON is
type Json = Record<string, any>;
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export async function startSlackSocket() {
  const sockets = new Set<Duplex>();
  const acknowledged = new Map<string, Json>();
  let connections = 0;
  let envelopes = 0;
  let sayHello = true;

  const server = createServer((_request, response) => response.writeHead(426).end());
  server.on('upgrade', (request, socket) => {
    connections += 1;
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}${GUID}`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => sockets.delete(socket));
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let frame = readFrame(rest); frame; frame = readFrame(rest)) {
        rest = rest.subarray(frame.size);
        if (frame.kind === TEXT) {
          const answer: Json = JSON.parse(frame.payload.toString('utf8'));
          acknowledged.set(answer.envelope_id, answer.payload ?? {});
        } else if (frame.kind === PING) socket.write(makeFrame(PONG, frame.payload));
        else if (frame.kind === CLOSE) socket.end(makeFrame(CLOSE, frame.payload));
      }
    });
    if (sayHello) send(socket, { type: 'hello', num_connections: 1, connection_info: { app_id: 'A0MARU' } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const send = (socket: Duplex, data: Json) =>
    socket.write(makeFrame(TEXT, Buffer.from(JSON.stringify(data))));
  const current = () => [...sockets].at(-1);

  return {
    url: () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/?ticket=x`,
    connections: () => connections,
    /**
     * Sends a payload, and again where its connection is closed before it is acknowledged, as Slack does: a busy machine
     * answers no ping in time. Gives what it was acknowledged with, or null when it was not in time.
     */
    async deliver(
      type: 'events_api' | 'interactive' | 'slash_commands',
      payload: Json,
      retry = 0,
      waitMs = PATIENCE_MS,
    ) {
      envelopes += 1;
      const id = `envelope-${envelopes}`;
      let sentOn = current();
      if (!sentOn) throw new Error('nobody is connected');
      let attempt = retry;
      const sendOn = (socket: Duplex) =>
        send(socket, {
          envelope_id: id,
          type,
          payload,
          accepts_response_payload: type !== 'events_api',
          ...(attempt > 0 ? { retry_attempt: attempt, retry_reason: 'timeout' } : {}),
        });
      sendOn(sentOn);
      const until = performance.now() + waitMs;
      while (!acknowledged.has(id) && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        const socket = current();
        if (sockets.has(sentOn) || !socket) continue;
        attempt += 1;
        sentOn = socket;
        sendOn(socket);
      }
      return acknowledged.get(id) ?? null;
    },
    /** Slack renews connections now and then. */
    renew: () => current() && send(current()!, { type: 'disconnect', reason: 'refresh_requested' }),
    /** The network is cut. */
    cut: () => current()?.destroy(),
    /** Whether somebody is connected. */
    connected: () => sockets.size > 0,
    setHello: (on: boolean) => {
      sayHello = on;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function makeFrame(kind: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | kind, payload.length])
      : payload.length < 65_536
        ? Buffer.from([0x80 | kind, 126, payload.length >> 8, payload.length & 255])
        : Buffer.concat([Buffer.from([0x80 | kind, 127]), bigLength(payload.length)]);
  return Buffer.concat([head, payload]);
}

function bigLength(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}

/** One frame of a client, which are always masked; null when it is not there in whole. */
function readFrame(bytes: Buffer): { kind: number; payload: Buffer; size: number } | null {
  if (bytes.length < 6) return null;
  let length = bytes[1]! & 0x7f;
  let at = 2;
  if (length === 126) {
    length = bytes.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return null;
    length = Number(bytes.readBigUInt64BE(2));
    at = 10;
  }
  const size = at + 4 + length;
  if (bytes.length < size) return null;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, size)).map((byte, i) => byte ^ mask[i % 4]!);
  return { kind: bytes[0]! & 0x0f, payload: Buffer.from(payload), size };
}
