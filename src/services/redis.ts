import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Leashed, startChildServer } from './child-server.js';
import { untilUnoccupied } from './data-dir-in-use.js';
import { freePort } from './free-port.js';
import { withLock } from './lock.js';
import { obtain, REDIS_SERVER } from './system-package.js';

/** A server started here and the only way to end it. */
export interface Running {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A large append-only file is read before the first answer; this long at most, in milliseconds. */
const READY_MS = 60_000;
/** Somebody else may take a free port between our look and our start. */
const PORT_ATTEMPTS = 5;

/**
 * Starts a real redis-server on loopback and waits until it answers. It ends with this process, however this
 * process ends.
 *
 * @param dir         where its log and, when persistent, its data lie; made when missing
 * @param port        default: a free one
 * @param persistent  true: everything is on disk before it is answered (appendonly, always) and the folder is kept.
 *                    false: nothing is written, and the folder is removed at the end
 * @param program     path of redis-server; default: found, or fetched from the system's packages
 * @param settings    further settings of redis-server, or others than these
 * @throws Error with the end of the server's log when it does not start
 */
export async function startRedis(options: {
  dir: string;
  port?: number;
  persistent: boolean;
  program?: string;
  settings?: Readonly<Record<string, string>>;
}): Promise<Running> {
  const dir = resolve(options.dir);
  const program = options.program ?? (await obtain(REDIS_SERVER));
  await mkdir(dir, { recursive: true });
  return withLock(`${dir}.starting`, READY_MS, async () => {
    await untilUnoccupied(join(dir, 'redis.pid'), dir);
    for (let attempt = 1; ; attempt += 1) {
      const port = options.port ?? (await freePort());
      const server = await startChildServer({
        command: [program, ...settings(dir, port, options.persistent, options.settings)],
        signal: 'TERM',
        logFile: join(dir, 'redis.log'),
        ...(options.persistent ? {} : { removeDir: dir }),
      });
      if (await answers(server, port)) {
        return { url: `redis://127.0.0.1:${port}`, port, pid: server.pid, stop: server.stop };
      }
      const log = await server.logTail();
      const another = options.port === undefined && attempt < PORT_ATTEMPTS;
      if (another && server.isGone() && log.includes('Address already in use')) continue;
      await server.stop();
      throw new Error(`Redis が起動しませんでした。 / Redis did not start.\n${log}`);
    }
  });
}

function settings(
  dir: string,
  port: number,
  persistent: boolean,
  further: Readonly<Record<string, string>> = {},
): string[] {
  const values: Record<string, string> = {
    port: String(port),
    bind: '127.0.0.1',
    dir,
    pidfile: join(dir, 'redis.pid'),
    daemonize: 'no',
    save: '',
    // Drafts and seen marks must never be evicted: a full memory has to be an error.
    'maxmemory-policy': 'noeviction',
    appendonly: persistent ? 'yes' : 'no',
    appendfsync: 'always',
    ...further,
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}

/** True once this very server answers; false when it has ended or stays silent. */
async function answers(server: Leashed, port: number): Promise<boolean> {
  const giveUpAt = Date.now() + READY_MS;
  while (!server.isGone() && Date.now() < giveUpAt) {
    const reply = await ask(port, 'PING\r\nINFO server\r\nQUIT\r\n');
    // Another server may have taken the port first and would answer just as well.
    if (reply.startsWith('+PONG') && reply.includes(`process_id:${server.pid}\r\n`)) return true;
    await sleep(10);
  }
  return false;
}

/** Sends a text to the port and gives everything that comes back until the other side closes; '' on failure. */
function ask(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(text));
    socket.on('data', (part: string) => {
      reply += part;
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(reply));
  });
}
