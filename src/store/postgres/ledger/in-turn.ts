/** Commands entered a few at a time, so that those who answer find a connection. */

/**
 * Commands entered together. The history is one chain, so more of them would wait for one another, each on a connection
 * that those who answer need meanwhile: after a rush nobody's answer was taken until all of them were entered.
 */
const AT_ONCE = 4;

/** Gives what enters in the order asked, no more than four at once; one that failed has had its turn. */
export function makeInTurn(): <T>(enter: () => Promise<T>) => Promise<T> {
  let free = AT_ONCE;
  const waiting: (() => void)[] = [];
  return async (enter) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await enter();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
