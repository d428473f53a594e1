/** The service of a town as a process of its own: started, killed without a word, and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Told } from './service.js';
import type { Town } from './town.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** A start on a machine that is busy with other tests. */
const STARTED_WITHIN_MS = 180_000;
const STOPPED_WITHIN_MS = 60_000;
const SERVING = /（(http:\S+?)）/u;

export type LivingService = Awaited<ReturnType<typeof startService>>;

/**
 * `imports`: modules that each process loads before everything else; `settings` beside those of the town; `spare: false`:
 * it is not killed, and none stands by.
 */
export async function startService(
  town: Town,
  {
    imports = [],
    settings = {},
    spare = true,
  }: { imports?: readonly string[]; settings?: Record<string, string>; spare?: boolean } = {},
) {
  let life: { child: ChildProcess; url: string } | null = null;
  let starting: Promise<void> | null = null;
  let lastUrl = '';
  let stopped = false;
  const said: string[] = [];
  const fell: (NodeJS.Signals | number | null)[] = [];
  // Loading takes longer than starting: the next one stands by while this one lives.
  let standby = spare ? load() : null;

  function load(): ChildProcess {
    const child = spawn(
      process.execPath,
      [...imports.flatMap((path) => ['--import', here(path)]), here('service.mjs')],
      { env: { ...process.env, ...town.settings, ...settings }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    child.on('error', () => undefined);
    let rest = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      said.push(...lines.filter((line) => line.trim() !== ''));
    });
    return child;
  }

  const tell = (child: ChildProcess, told: Told) =>
    void (child.connected && child.send(told, () => undefined));
  const move = (offset: number) => {
    if (life) tell(life.child, { offset });
  };
  town.clock.told.add(move);

  async function begin(): Promise<void> {
    const child = standby ?? load();
    standby = spare ? load() : null;
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      const fail = (why: string) => {
        child.kill('SIGKILL');
        reject(new Error(`${why}\n${said.slice(-20).join('\n')}`));
      };
      const late = setTimeout(() => fail('not serving in time'), STARTED_WITHIN_MS);
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const found = SERVING.exec(output)?.[1];
        if (found === undefined) return;
        clearTimeout(late);
        resolve(found);
      });
      child.on('exit', (code, signal) => {
        clearTimeout(late);
        fail(`the service ended (${code ?? signal})`);
      });
      tell(child, { offset: town.clock.offset() });
    });
    lastUrl = url;
    life = { child, url };
    child.once('exit', (code, signal) => {
      if (life?.child !== child) return;
      life = null;
      fell.push(signal ?? code);
    });
    // Moved while it was starting.
    move(town.clock.offset());
  }

  const up = async () => {
    while (!life && !stopped) {
      starting ??= begin().finally(() => {
        starting = null;
      });
      await starting;
    }
  };
  await up();

  return {
    url: () => life?.url ?? lastUrl,
    isUp: () => life !== null,
    /** Resolves when it serves; starts it when nobody has. */
    up,
    /** how it ended each time that nobody here ended it */
    fell,
    /** lines it logged at level warn and above */
    said,
    /** `kill -9`: nothing of it goes in or out from this moment on. */
    kill(): boolean {
      if (!life) return false;
      const { child } = life;
      life = null;
      child.kill('SIGKILL');
      town.cutAll();
      return true;
    },
    /** Ends it in good order; gives its exit code, null when it was stopped before or did not end in time. */
    async stop(): Promise<number | null> {
      if (stopped) return null;
      await starting;
      stopped = true;
      town.clock.told.delete(move);
      standby?.kill('SIGKILL');
      if (!life) return null;
      const { child } = life;
      life = null;
      child.kill('SIGTERM');
      const ended = once(child, 'exit') as Promise<[number | null]>;
      const clock = new AbortController();
      const late = sleep(STOPPED_WITHIN_MS, null, { signal: clock.signal }).catch(() => null);
      const first = await Promise.race([ended, late]);
      clock.abort();
      if (!first) child.kill('SIGKILL');
      return first?.[0] ?? null;
    },
  };
}
