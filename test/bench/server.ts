/** A server under test in a process of its own: started, found ready, and ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onCores, SERVER_CORE } from './cores.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS = 60_000;
const STOP_MS = 10_000;

export type Server = {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  /** from the start of its process until it was ready, in milliseconds */
  readonly readyMs: number;
  stop(): Promise<void>;
};

/**
 * Starts `node <args>` and waits until a line of its output names its address.
 *
 * @param cores  those it is bound to; null: any
 * @throws Error with what it wrote when it ends or stays silent
 */
export async function startServer(options: {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cores?: number | string | null;
  /** a line of this form says that it is ready; its first group is the address */
  readonly ready?: RegExp;
}): Promise<Server> {
  const { name, args, environment, cores = SERVER_CORE, ready = /(http:\/\/[\w.:[\]]+)/u } = options;
  const [program = '', ...rest] = onCores(cores, [process.execPath, ...args]);
  const began = performance.now();
  const child = spawn(program, rest, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever ends this process must not leave the server behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const url = await addressOf(child, name, ready);
  const readyMs = performance.now() - began;
  return {
    name,
    url,
    pid: child.pid ?? 0,
    readyMs,
    async stop() {
      process.off('exit', kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      });
      clearTimeout(late);
    },
  };
}

function addressOf(child: ChildProcess, name: string, ready: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${name} was not ready in time:\n${said.slice(-2_000)}`));
    }, READY_MS);
    const hear = (chunk: Buffer) => {
      if (said.length > 100_000) said = said.slice(-10_000);
      said += chunk.toString('utf8');
      const found = ready.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1] ?? '');
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended with ${code}:\n${said.slice(-2_000)}`));
    });
  });
}
