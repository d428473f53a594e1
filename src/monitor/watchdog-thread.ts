/** The thread of the watchdog (see watchdog.ts): it reads what the other thread has used, and ends the process. */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, workerData } from 'node:worker_threads';
import { processorMs } from '../package/processor-time.js';

/** Bytes of what is marked: ids are shorter. */
export const TEXT_BYTES = 1_000;

export type Watched = {
  /** how often the loop has turned, the bytes of the mark, and the mark */
  readonly shared: SharedArrayBuffer;
  readonly busyMs: number;
  readonly redisUrl: string;
};

/** A look costs some microseconds. */
const LOOK_MS = 250;
/** Longest wait for Redis before the process is ended without having been counted: while it hangs it answers nobody. */
const COUNT_WITHIN_MS = 5_000;

/**
 * Processor time of the main thread, in milliseconds: unlike the time of the day it stands still while the machine is
 * paused, or busy with others. Where no thread's is told that of the whole process stands for it.
 */
function mainThreadMs(): number {
  const told = processorMs(process.pid, process.pid);
  if (told !== null) return told;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function watch({ shared, busyMs, redisUrl }: Watched): Promise<void> {
  const numbers = new Int32Array(shared, 0, 2);
  let turns = -1;
  let sinceMs = 0;
  for (;;) {
    await sleep(LOOK_MS);
    const now = Atomics.load(numbers, 0);
    if (now !== turns) {
      turns = now;
      sinceMs = mainThreadMs();
    } else if (mainThreadMs() - sinceMs > busyMs) return end(shared, mainThreadMs() - sinceMs, redisUrl);
  }
}

async function end(shared: SharedArrayBuffer, usedMs: number, redisUrl: string): Promise<void> {
  const [, bytes = 0] = new Int32Array(shared, 0, 2);
  const at = Buffer.from(shared, 8, bytes).toString('utf8');
  say(
    `${JSON.stringify({ level: 'fatal', time: new Date().toISOString(), at: at === '' ? 'unknown' : at, usedMs: Math.round(usedMs), msg: 'busy with one thing: the process is ended' })}\n`,
  );
  if (at !== '') await Promise.race([count(redisUrl, at), sleep(COUNT_WITHIN_MS)]);
  process.kill(process.pid, 'SIGKILL');
}

/** To standard error itself: whatever goes through the other thread would never be written. */
function say(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // Nobody reads it any more: the process is ended all the same.
  }
}

/** Loaded here alone: it is needed once, at the end. */
async function count(redisUrl: string, at: string): Promise<void> {
  try {
    const [{ openRedis, untilReady }, { countStop }] = await Promise.all([
      import('../store/redis/client.js'),
      import('../store/redis/stops.js'),
    ]);
    const redis = openRedis(redisUrl, { warn: () => undefined }, COUNT_WITHIN_MS);
    await untilReady(redis, COUNT_WITHIN_MS);
    await countStop(redis, at);
  } catch (error) {
    say(
      `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), at, reason: String(error), msg: 'not counted' })}\n`,
    );
  }
}

if (!isMainThread) void watch(workerData as Watched);
