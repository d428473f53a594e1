/** The service as it was built, as a process of its own, as a city runs it: to be told to stop, killed, and asked by HTTP. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Service = {
  /** what came on standard output and standard error until now */
  readonly said: { out: string; err: string };
  readonly pid: number;
  /** the address it serves at; rejects with what it said when it ends instead */
  readonly url: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
};

/** Starts `maru <words>` on a free port with these settings and no others. It is killed when the tests end. */
export async function startService(
  settings: Readonly<Record<string, string>>,
  words: readonly string[] = ['serve'],
): Promise<Service> {
  // A folder of its own: a .env that lies about would be read.
  const cwd = await mkdtemp(join(tmpdir(), 'maru-service-'));
  const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const child = spawn(process.execPath, [path('dist/cli.js'), ...words], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const atExit = () => void child.kill('SIGKILL');
  process.once('exit', atExit);
  const said = { out: '', err: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const ended = new Promise<Awaited<Service['ended']>>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', atExit);
      void rm(cwd, { recursive: true, force: true }).then(() => resolve({ code, signal }));
    });
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
      const found = /動き始めました（(http[^）]+)）/u.exec(said.out)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(({ code }) =>
      reject(new Error(`ended with ${code}: ${said.err}${said.out.slice(-2_000)}`)),
    );
  });
  url.catch(() => undefined);
  return { said, pid: child.pid ?? 0, url, ended, kill: (signal) => void child.kill(signal) };
}
