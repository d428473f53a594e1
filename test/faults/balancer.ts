/**
 * A load balancer before several instances: each request to the next one in turn, whoever sent it. An instance gets requests
 * from when `/readyz` says that it is ready until it says that it is not; nothing is tried at another one.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Several times in the seconds in which one that stops says so: each look asks its stores. */
const LOOK_EVERY_MS = 200;
/** One that does not say how it is within this time is not ready: longer than a busy machine lets it wait. */
const SILENT_MS = 10_000;

export type Balancer = Awaited<ReturnType<typeof openBalancer>>;

/** `isLate`: not answered as fast as a platform waits, which is told with 503 wherever the machine is that slow. */
type Failure = {
  readonly url: string;
  readonly what: string;
  readonly isSentAgain: boolean;
  readonly isLate: boolean;
};
/** Slack's door answers so after so long (chat/slack/incoming/dispatch.ts). */
const LATE_MS = 2_700;

/** `instances`: their addresses as they are now. */
export async function openBalancer(instances: () => readonly string[]) {
  const ready = new Set<string>();
  /** how often each was looked at and answered */
  const looks = new Map<string, number>();
  /** what each said last; 0: nothing */
  const said = new Map<string, number>();
  /** those that were gone before they had said that they go */
  const vanished = new Set<string>();
  /** what was answered with 5xx, and by whom */
  const failed: Failure[] = [];
  let passed = 0;
  let turn = 0;
  let looking = true;
  let over = false;

  async function look(url: string): Promise<void> {
    const { status, isLate } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(SILENT_MS) }).then(
      (response) => ({ status: response.status, isLate: false }),
      (fault: Error) => ({ status: 0, isLate: fault.name === 'TimeoutError' }),
    );
    if (status > 0) looks.set(url, (looks.get(url) ?? 0) + 1);
    if (status === 0 && !isLate && said.get(url) === 200) vanished.add(url);
    said.set(url, status);
    if (status === 200) ready.add(url);
    else if (looking) ready.delete(url);
  }

  async function goRound(): Promise<void> {
    while (!over) {
      await Promise.all(instances().map(look));
      await sleep(LOOK_EVERY_MS);
    }
  }

  type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };
  const NONE: Answer = { status: 502, headers: {}, body: Buffer.from('') };

  function ask(url: string, asked: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve) => {
      const passing = request(`${url}${asked.url}`, {
        method: asked.method ?? 'GET',
        headers: { ...asked.headers, connection: 'close' },
        agent: false,
      });
      passing.on('response', (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('close', () => {
          const { complete, statusCode: status = 502, headers } = response;
          resolve(complete ? { status, headers, body: Buffer.concat(pieces) } : NONE);
        });
      });
      passing.on('error', () => resolve(NONE));
      passing.end(body);
    });
  }

  async function pass(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of asked) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const all = instances();
    const inTurn = all.some((url) => ready.has(url)) ? all.filter((url) => ready.has(url)) : all;
    turn += 1;
    const url = inTurn[turn % inTurn.length]!;
    const began = performance.now();
    const { status, headers, body: answer } = await ask(url, asked, body);
    const isLate = status === 503 && performance.now() - began >= LATE_MS;
    passed += 1;
    if (status >= 500) {
      const what = `${status} for ${asked.url} ${body.toString('utf8').slice(0, 200)}`;
      failed.push({ url, what, isSentAgain: isSentAgain(asked, body), isLate });
    }
    const { 'transfer-encoding': _, connection: __, ...kept } = headers;
    response.writeHead(status, kept).end(answer);
  }

  const server = createServer((asked, response) => {
    // Whoever asked has gone away meanwhile.
    pass(asked, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const going = goRound();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failed,
    passed: () => passed,
    looks: (url: string) => looks.get(url) ?? 0,
    hasVanished: (url: string) => vanished.has(url),
    isReady: (url: string) => ready.has(url),
    saysItIsNot: (url: string) => said.get(url) === 503,
    /** `false`: whoever is not ready any more gets requests as before, until it is told to look again. */
    looking(is: boolean) {
      looking = is;
    },
    async close() {
      over = true;
      await going;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Slack sends events again, Teams messages; what was pressed or filled in is sent once. */
function isSentAgain({ headers, url }: IncomingMessage, body: Buffer): boolean {
  if (!(headers['content-type'] ?? '').startsWith('application/json')) return false;
  if (!url?.startsWith('/teams/')) return true;
  return (JSON.parse(body.toString('utf8')) as { type?: string }).type === 'message';
}
