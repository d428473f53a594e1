/** The service as a child process, from outside. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Surroundings } from '../../support/three-doors.js';
import type { Target } from '../who-may/table.js';

export type Asked = 'rest' | 'stop';
export type Told =
  | {
      readonly kind: 'ready';
      readonly url: string;
      readonly sectionId: string;
      readonly targets: Readonly<Record<Target, string>>;
    }
  /** bytes, once nothing is under way and what is not needed is thrown away; and the errors logged since */
  | {
      readonly kind: 'rest';
      readonly rss: number;
      readonly heapUsed: number;
      readonly errors: readonly string[];
    };

const TYPESCRIPT = new URL('../../support/typescript.mjs', import.meta.url).href;
const SERVICE = new URL('./service.ts', import.meta.url).pathname;
/** A start, or all that was sent coming to rest, on a machine that is busy with other tests. */
const TOLD_WITHIN_MS = 300_000;

export type Child = Awaited<ReturnType<typeof startChild>>;

export async function startChild(around: Surroundings & { readonly playground: boolean }) {
  const child = fork(SERVICE, [JSON.stringify(around)], {
    execArgv: ['--import', TYPESCRIPT, '--expose-gc', '--no-warnings'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString('utf8')).slice(-20_000);
    });
  let exit: string | null = null;
  child.once('exit', (code, signal) => {
    exit = `the service ended: ${code ?? signal}\n${printed}`;
  });
  const next = async <K extends Told['kind']>(kind: K): Promise<Extract<Told, { kind: K }>> => {
    const told = await Promise.race([
      once(child, 'message', { signal: AbortSignal.timeout(TOLD_WITHIN_MS) }).then(
        ([message]) => message as Told,
      ),
      once(child, 'exit').then(() => null),
    ]);
    if (told?.kind !== kind) throw new Error(exit ?? `the service told ${told?.kind} instead of ${kind}`);
    return told as Extract<Told, { kind: K }>;
  };
  const ready = await next('ready');
  const ask = (asked: Asked) => child.send(asked);
  return {
    ...ready,
    pid: child.pid,
    /** null while it runs */
    ended: () => exit,
    /** everything it wrote to its console */
    printed: () => printed,
    rest() {
      const told = next('rest');
      ask('rest');
      return told;
    },
    async stop() {
      if (exit !== null) return;
      const gone = once(child, 'exit');
      ask('stop');
      await gone;
    },
  };
}
