/** /healthz, /readyz and /metrics. The first two say no more than a name; the third is for the operator alone. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { Router } from 'express';
import { type Log, reasonOf } from '../flow/log.js';
import type { Metrics } from './metrics.js';
import type { Readiness } from './readiness.js';

/** A last scrape may take this long when the service stops, in milliseconds. */
const LAST_SCRAPE_MS = 500;

/** `/healthz`: the process lives. `/readyz`: it would take a reply; 503 with the names of what is not ready. */
export function healthRoutes(readiness: Readiness): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ alive: true });
  });
  router.get('/readyz', async (_request, response) => {
    const { ready, notReady } = await readiness.check();
    response
      .set('cache-control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ ready, notReady });
  });
  return router;
}

export type MonitorServer = { readonly url: string; stop(): Promise<void> };

/**
 * Opens the operator's own port with all three: never on the address the platforms reach. Rejects when the port is
 * taken. Port 0 is a free one.
 */
export async function openMonitor(
  at: { readonly host: string; readonly port: number },
  parts: { readonly metrics: Metrics; readonly readiness: Readiness; readonly log: Log },
): Promise<MonitorServer> {
  const { metrics, readiness, log } = parts;
  const web = express();
  web.disable('x-powered-by');
  web.use(healthRoutes(readiness));
  web.get('/metrics', async (_request, response) => {
    try {
      const { type, body } = await metrics.text();
      response.set('content-type', type).send(body);
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'metrics not given');
      response.status(500).end();
    }
  });
  const server = createServer(web);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`,
    stop: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), LAST_SCRAPE_MS);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
