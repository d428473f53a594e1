/** How long what somebody did waits for their platform: a wait that tests can hold, since they share their machine. */

/** Calls `over` after so many milliseconds, unless what it gives is called before. */
export type Wait = (ms: number, over: () => void) => () => void;

/** The wall clock's, which the service keeps to. */
export const realWait: Wait = (ms, over) => {
  const timer = setTimeout(over, ms);
  return () => clearTimeout(timer);
};

/**
 * What comes of `doing`, or `late` when it takes longer than `ms` milliseconds. Rejects as `doing` does. Every request
 * passes here: a timer costs a fifteenth of a signal that is aborted.
 */
export function within<T, L>(doing: Promise<T>, ms: number, late: L, wait: Wait): Promise<T | L> {
  return new Promise((resolve, reject) => {
    const stop = wait(ms, () => resolve(late));
    doing.then(
      (done) => {
        stop();
        resolve(done);
      },
      (fault: unknown) => {
        stop();
        reject(fault);
      },
    );
  });
}
