/** The HTTP server: opened, and closed so that nothing is cut off that was taken. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { REQUEST_PATIENCE_MS, withPatience } from './store/patience.js';

export type Door = {
  /** Opens the port (0: a free one); gives the address. */
  listen(host: string, port: number): Promise<string>;
  /** Takes nothing more; resolves when every request that was taken is answered, or after `waitMs`. Harmless to repeat. */
  close(waitMs: number): Promise<void>;
};

/** How often connections are looked for that were kept open after their last answer. */
const LOOK_EVERY_MS = 50;

/**
 * Puts itself before everything that is mounted on `web` later: each request has its patience with the stores, and one
 * that comes on an open connection while the service stops is told to come again, to another instance.
 */
export function openDoor(web: Express, patienceMs = REQUEST_PATIENCE_MS): Door {
  let server: Server | null = null;
  let closing: Promise<void> | null = null;
  web.use((_request, response, next) => {
    if (closing) return void response.writeHead(503, { connection: 'close' }).end();
    const answered = withPatience(patienceMs, next);
    response.once('close', answered);
  });

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
    async listen(host, port) {
      const listening = createServer(web);
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
