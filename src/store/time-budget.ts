/**
 * How long the stores are waited for. A platform that gets its 5xx early sends again early, and a person is told early;
 * so one request waits for stores only so long in all, however many reads and commits it is made of. What a request may
 * still wait goes along as an argument: for a process to know by itself which request it is at costs every promise.
 */
import type { TimeBudget } from '../flow/time-budget.js';

/** What a request waits for stores in all: with what it costs besides, its 5xx is there within half a second. */
export const REQUEST_BUDGET_MS = 400;

/** Timers count in whole milliseconds, and may be early by a part of one. */
const TIMER_MS = 1;

/** A new budget: what one request may wait for stores in all, in milliseconds. */
export function makeTimeBudget(ms: number): TimeBudget {
  return { leftMs: ms, waiting: 0, since: 0 };
}

/**
 * The answer of a store, or an Error when it takes longer than `ms`, or than what the request has left: all its waiting
 * for stores, together. Time spent on anything else (a platform, a file) does not count. What was asked may be carried
 * out all the same.
 *
 * @param what  named in the Error
 */
export async function inTime<T>(
  ms: number,
  what: string,
  ask: () => Promise<T>,
  request?: TimeBudget,
): Promise<T> {
  const mostMs = request ? Math.min(ms, leftOf(request)) : ms;
  if (mostMs < TIMER_MS) throw new Error(`no time left for ${what}`);
  if (!request) return within(mostMs, what, ask());
  if (request.waiting === 0) request.since = performance.now();
  request.waiting += 1;
  try {
    return await within(mostMs, what, ask());
  } finally {
    request.waiting -= 1;
    if (request.waiting === 0) request.leftMs -= performance.now() - request.since;
  }
}

function leftOf({ leftMs, waiting, since }: TimeBudget): number {
  return waiting === 0 ? leftMs : leftMs - (performance.now() - since);
}

function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const late = () => reject(new Error(`${what} took longer than ${Math.round(ms)} ms`));
    // After a pause of this process itself the answer may be here already, and is only read after the timers.
    const timer = setTimeout(() => setImmediate(() => setImmediate(late)), Math.ceil(ms));
    work.then(
      (answer) => {
        clearTimeout(timer);
        resolve(answer);
      },
      (fault: unknown) => {
        clearTimeout(timer);
        reject(fault);
      },
    );
  });
}
