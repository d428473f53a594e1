/** How long what somebody did waits for their platform: a wait that tests can hold, since they share their machine. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after so many milliseconds; rejects when `ended` is aborted before. */
export type Wait = (ms: number, ended: AbortSignal) => Promise<unknown>;

/** The wall clock's, which the service keeps to. */
export const realWait: Wait = (ms, signal) => sleep(ms, undefined, { signal });

/** What comes of `doing`, or `late` when it takes longer than `ms` milliseconds. Rejects as `doing` does. */
export async function within<T, L>(doing: Promise<T>, ms: number, late: L, wait: Wait): Promise<T | L> {
  const done = new AbortController();
  const over = wait(ms, done.signal).then(
    () => late,
    () => late,
  );
  try {
    return await Promise.race([doing, over]);
  } finally {
    done.abort();
  }
}
