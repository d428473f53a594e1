/** A door to a store that can be slow, or dead as behind a cut network: nothing passes and nobody is told. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type FaultyDoor = Awaited<ReturnType<typeof faultyDoor>>;

/** Passes everything on to `port` of this machine until told otherwise. */
export async function faultyDoor(port: number) {
  let delayMs = 0;
  let dead = false;
  const pairs = new Set<{ near: Socket; far: Socket; dead: boolean }>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const pair = { near, far, dead };
    pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      // However late, pieces arrive in their order.
      let before: Promise<unknown> | null = null;
      from.on('data', (piece) => {
        if (pair.dead) return;
        if (before === null && (delayMs === 0 || from === near)) return void to.write(piece);
        const late: Promise<unknown> = Promise.all([before, sleep(from === near ? 0 : delayMs)]).then(() => {
          if (to.writable) to.write(piece);
          if (before === late) before = null;
        });
        before = late;
      });
      from.on('close', () => {
        if (pair.dead && from === far) return;
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    /** every answer comes so much later */
    slow(ms: number) {
      delayMs = ms;
    },
    /** connections that are open now, and those opened until it is mended, are dead for ever */
    cut() {
      dead = true;
      for (const pair of pairs) pair.dead = true;
    },
    mend() {
      delayMs = 0;
      dead = false;
    },
    async close() {
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
