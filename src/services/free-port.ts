import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below what a system gives whoever asks for any port (Linux from 32768 on): nobody is given one of these by chance, neither
 * before its server listens nor while it is started again.
 */
const [FIRST, LAST] = [20_000, 32_000];
const TRIES = 20;
/** Those that were found before, which may not be listened on yet. */
const given = new Set<number>();

/** A port nobody listens on now. Somebody may take it before we do: the caller tries again with another. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, LAST);
    if (given.has(port) || !(await listens(port))) continue;
    given.add(port);
    return port;
  }
  return (await listens(0)) ?? 0;
}

/** Listens there for a moment: the port, or null when somebody else does. */
function listens(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : null;
      server.close(() => resolve(found));
    });
  });
}
