/** The HTTP server: opened, and closed so that nothing is cut off that was taken. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { withoutEnd } from '../core/text/text.js';
import { type Log, reasonOf } from '../flow/log.js';

/** Answers a request by itself. Where it throws or rejects, that request alone is answered 500. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

type HttpServer = {
  /** What is asked at this path goes straight to `listener`: express takes as long for a request as its signature. */
  direct(path: string, listener: Listener): void;
  /** Opens the port (0: a free one); gives the address. */
  listen(host: string, port: number): Promise<string>;
  /** Takes nothing more; resolves when every request that was taken is answered, or after `waitMs`. Harmless to repeat. */
  close(waitMs: number): Promise<void>;
};

/** Express as a router in another: what nobody in it has answered is handed on. */
type WithNext = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (fault?: unknown) => void,
) => unknown;

/** Express says of what is the sender's fault (an address that cannot be read) which of 400 to 499 it is. */
function statusOf(fault: unknown): number {
  const status: unknown = typeof fault === 'object' && fault !== null && 'status' in fault ? fault.status : 0;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/**
 * How long a connection is kept after an answer. Proxies keep theirs for a minute (nginx: keepalive_timeout of an upstream) and
 * send what comes next on it: one that is ended in that moment is a 502, which Slack does not send again for a button.
 */
const KEPT_OPEN_MS = 75_000;

/** How often connections are looked for that were kept open after their last answer. */
const LOOK_EVERY_MS = 50;

/**
 * Puts itself before everything that is mounted on `web` later: a request that comes on an open connection while the
 * service stops is told to come again, to another instance.
 */
export function openHttpServer(web: Express, log: Pick<Log, 'error'>): HttpServer {
  let server: Server | null = null;
  let closing: Promise<void> | null = null;
  const listeners = new Map<string, Listener>();

  function admit(response: ServerResponse, work: () => void): void {
    if (closing) return void response.writeHead(503, { connection: 'close' }).end();
    work();
  }
  web.use((_request, response, next) => admit(response, next));

  function take(request: IncomingMessage, response: ServerResponse): void {
    const { url = '' } = request;
    const listener = listeners.get(url) ?? listeners.get(withoutEnd(url.split('?', 1)[0]!, '/'));
    if (listener) admit(response, () => void guarded(() => listener(request, response), response));
    else void guarded(() => (web as WithNext)(request, response, (fault) => left(fault, response)), response);
  }

  /** Node.js ends the process at a rejection that nobody takes, and anybody may send a request. */
  async function guarded(answering: () => unknown, response: ServerResponse): Promise<void> {
    try {
      await answering();
    } catch (error) {
      left(error, response);
    }
  }

  /** What nobody has answered: of a fault express itself would print the stack, to whoever sent the request and to the log. */
  function left(fault: unknown, response: ServerResponse): void {
    const status = fault ? statusOf(fault) : 404;
    if (status >= 500) log.error({ reason: reasonOf(fault) }, 'a request could not be answered');
    if (response.headersSent) response.destroy();
    else response.writeHead(status, status >= 500 ? { connection: 'close' } : {}).end();
  }

  async function shut(listening: Server, waitMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => listening.close(() => resolve()));
    const look = setInterval(() => listening.closeIdleConnections(), LOOK_EVERY_MS);
    // A page that is kept open must not hold the stop.
    const late = setTimeout(() => listening.closeAllConnections(), waitMs);
    await closed;
    clearInterval(look);
    clearTimeout(late);
  }

  return {
    direct: (path, listener) => void listeners.set(path, listener),
    async listen(host, port) {
      const listening = createServer(take);
      listening.keepAliveTimeout = KEPT_OPEN_MS;
      server = listening;
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject);
        listening.listen(port, host, resolve);
      });
      const { port: opened } = listening.address() as AddressInfo;
      return `http://${host.includes(':') ? `[${host}]` : host}:${opened}`;
    },
    async close(waitMs) {
      if (server) closing ??= shut(server, waitMs);
      await closing;
    },
  };
}
