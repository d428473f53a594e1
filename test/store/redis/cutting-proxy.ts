/** A door to a server that can cut a connection before it has passed a request on, or after and before the answer comes back. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * Passes everything on to `port` of this machine. After `cutAfter(needle)` the next piece that contains the needle is
 * passed on, and its connection is cut when the server's answer arrives, which is thrown away. After `cutBefore(needle)` it
 * is cut instead of being passed on.
 */
export async function cuttingProxy(port: number) {
  let needle: string | null = null;
  let first = false;
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let cutting = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (piece) => {
      if (needle !== null && piece.includes(needle)) {
        cutting = true;
        needle = null;
        if (first) {
          cuts += 1;
          near.destroy();
          return;
        }
      }
      far.write(piece);
    });
    far.on('data', (piece) => {
      if (!cutting) {
        near.write(piece);
        return;
      }
      cuts += 1;
      near.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    cutAfter(text: string) {
      [needle, first] = [text, false];
    },
    cutBefore(text: string) {
      [needle, first] = [text, true];
    },
    cuts: () => cuts,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
