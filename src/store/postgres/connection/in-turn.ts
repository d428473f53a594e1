/** What is asked of PostgreSQL a few at a time, so that others find a connection. */

/**
 * Commands entered together. The history is one chain, so more of them would wait for one another, each on a connection
 * that those who answer need meanwhile: after a rush nobody's answer was taken until all of them were entered.
 */
export const COMMANDS_AT_ONCE = 4;

/**
 * People read together who only answer. More would not be read sooner, and with the commands they leave one of the ten
 * connections to what finds out whether changes are told: without that everybody is read for every answer.
 */
export const READ_AT_ONCE = 5;

/** Gives what does things in the order asked, no more than so many at once; one that failed has had its turn. */
export function makeInTurn(atOnce: number): <T>(act: () => Promise<T>) => Promise<T> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (act) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await act();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
