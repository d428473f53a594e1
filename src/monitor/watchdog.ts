/**
 * The watchdog: whoever is outside the event loop and sees that it does not turn any more. A loop that is busy with one
 * thing answers nobody, not even to being told to stop, so the process is ended, with the name of what it was at; another
 * start goes on with the rest, and what was begun in vain too often is put aside (see flow/ports.ts, `Stops`).
 */
import { Worker } from 'node:worker_threads';
import type { Mark } from '../flow/ports.js';
import { fromRoot } from '../package/root.js';
import { TEXT_BYTES, type Watched } from './watchdog-thread.js';

/** Processor time of the loop's thread within one turn, after which it is taken to never end. */
const BUSY_MS = 5_000;
/** How often the loop shows that it turns: as seldom as is of use, since an idle process should sleep. */
const TURN_MS = 500;
/** Megabytes: the client of Redis is loaded at the end. */
const HEAP_MB = 64;

type Watchdog = {
  readonly mark: Mark;
  /** Begins to watch this thread: once everything is loaded, which may take long in one piece. */
  start(): void;
  /** From now on nobody watches. */
  stop(): Promise<void>;
};

/**
 * What is marked stands in memory that the thread shares: a mark costs less than a microsecond, and nothing is sent. One
 * that is longer is cut.
 */
function sharedMark(): { shared: SharedArrayBuffer; mark: Mark; turn: () => void } {
  const shared = new SharedArrayBuffer(8 + TEXT_BYTES);
  const numbers = new Int32Array(shared, 0, 2);
  const text = Buffer.from(shared, 8);
  return {
    shared,
    mark: (what) => Atomics.store(numbers, 1, text.write(what, 'utf8')),
    turn: () => void Atomics.add(numbers, 0, 1),
  };
}

/** The compiled thread; run from source, as tests do, the source itself. */
const thread = import.meta.url.endsWith('.js')
  ? fromRoot('dist/monitor/watchdog-thread.js')
  : new URL('./watchdog-thread.ts', import.meta.url);

/** A watchdog of this thread. `redisUrl`: where it is counted what the process was ended at. */
export function makeWatchdog(options: { readonly redisUrl: string; readonly busyMs?: number }): Watchdog {
  const { shared, mark, turn } = sharedMark();
  const workerData: Watched = { shared, busyMs: options.busyMs ?? BUSY_MS, redisUrl: options.redisUrl };
  let stop = async () => {};
  return {
    mark,
    start() {
      const worker = new Worker(thread, { workerData, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
      worker.unref();
      const turning = setInterval(turn, TURN_MS).unref();
      stop = async () => {
        clearInterval(turning);
        await worker.terminate();
      };
    },
    stop: () => stop(),
  };
}
