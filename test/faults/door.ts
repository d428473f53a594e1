/**
 * A door between the service and one of the servers it stands on. It sees every request before it goes in and every
 * answer before it comes back, names it, and asks what is to become of it: passed on, or cut. So a fault can be put
 * at every place where the service waits, without a word of it in the service.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Moment = {
  readonly door: string;
  /** what was asked for, such as `redis evalsha maru:seen` or `slack chat.postMessage` */
  readonly what: string;
  /** before the server saw it, or when it had answered and nobody knew yet */
  readonly when: 'asked' | 'answered';
};

/** `cut` throws the piece away and ends the connection. */
export type Fate = 'pass' | 'cut';

/** Names the requests in a piece that is going in; [] when the piece goes on with an earlier one. One namer a connection. */
export type Namer = () => (piece: Buffer) => string[];

export type Door = Awaited<ReturnType<typeof openDoor>>;

export async function openDoor(parts: {
  readonly name: string;
  readonly port: number;
  readonly namer: Namer;
  readonly fate: (moment: Moment) => Fate;
}) {
  const { name, port, namer, fate } = parts;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const named = namer();
    let waiting: string[] = [];
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    near.on('data', (piece) => {
      const asked = named(piece as Buffer);
      for (const what of asked) if (fate({ door: name, what, when: 'asked' }) === 'cut') return cut();
      waiting = [...waiting, ...asked];
      if (!far.destroyed) far.write(piece);
    });
    far.on('data', (piece) => {
      const answered = waiting;
      waiting = [];
      for (const what of answered) if (fate({ door: name, what, when: 'answered' }) === 'cut') return cut();
      if (!near.destroyed) near.write(piece);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    /** Ends every connection, as when the process at one end is gone. */
    cutAll() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Requests of HTTP/1.1 by the last part of their path without ids. */
export const httpNamer: Namer = () => (piece) => {
  const line = /^(GET|POST|PUT|DELETE) (\S+) HTTP\/1\.1\r\n/u.exec(piece.toString('latin1', 0, 600));
  if (!line) return [];
  const path = new URL(line[2]!, 'http://server').pathname;
  const api = /\/api\/([\w.]+)$/u.exec(path)?.[1];
  const part =
    api ??
    path
      .split('/')
      .filter((word) => /^[a-z]{4,}$/iu.test(word))
      .at(-1) ??
    path;
  return [api ? api : `${line[1]} ${part}`];
};

/** Commands of Redis with the beginning of the first key of Maru in them; those of the queue are left out. */
export const redisNamer: Namer = () => (piece) => {
  const names: string[] = [];
  const text = piece.toString('latin1');
  for (const command of text.split(/(?=^\*\d+\r\n)/mu)) {
    const verb = /^\*\d+\r\n\$\d+\r\n(\w+)\r\n/u.exec(command)?.[1];
    const key = /\r\nmaru:(?:\{d\d+\}:)?(desk|seen|effects|pages)/u.exec(command)?.[1];
    if (!verb || !key) continue;
    // What is committed after the record has answered carries an id that ends in `!`.
    const settled = /\r\nmaru:\{d\d+\}:seen:[^\r\n]*!\r\n/u.test(command) ? ' settled' : '';
    names.push(`${verb.toLowerCase().replace('evalsha', 'eval')} maru:${key}${settled}`);
  }
  return names;
};

/** Statements of PostgreSQL by their first words, followed over the messages of its protocol. */
export const postgresNamer: Namer = () => {
  const prepared = new Map<string, string>();
  let started = false;
  let rest: Buffer = Buffer.alloc(0);
  return (piece) => {
    const names: string[] = [];
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return names;
      const length = rest.readInt32BE(head);
      if (rest.length < head + length) return names;
      const body = rest.subarray(head + 4, head + length);
      const kind = started ? String.fromCharCode(rest[0]!) : '';
      rest = rest.subarray(head + length);
      // The first message has no kind; a refused wish for encryption is followed by another such.
      if (!started) started = body.readInt32BE(0) !== 80_877_103;
      const texts = () => body.toString('utf8').split('\0');
      if (kind === 'P') prepared.set(texts()[0]!, texts()[1]!);
      if (kind === 'B') names.push(wordsOf(prepared.get(texts()[1]!) ?? ''));
      if (kind === 'Q') names.push(wordsOf(texts()[0]!));
    }
  };
};

/** The first table and verb of a statement: enough to tell one from another. */
function wordsOf(sql: string): string {
  const text = sql.replace(/\s+/gu, ' ').trim();
  const about = [...text.matchAll(/\b(?:from|into|update|join) (\w+)/giu)].map((found) => found[1]);
  return `${text.slice(0, 28)}… ${[...new Set(about)].slice(0, 3).join(' ')}`.trim();
}
