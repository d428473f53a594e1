/** Within this time after the first, a further signal is the same wish, in milliseconds. */
const SAME_WISH_MS = 2_000;

/**
 * Fulfilled when the person wants the program to end: Ctrl-C, a closed terminal, or `kill`. One Ctrl-C under
 * `npm run` arrives twice (from the terminal and passed on by npm), so repeats within two seconds are ignored;
 * a later one ends the program at once with 130, for somebody who cannot wait.
 */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | null = null;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (first === null) {
          first = Date.now();
          resolve(signal);
        } else if (Date.now() - first > SAME_WISH_MS) process.exit(130);
      });
    }
  });
}
