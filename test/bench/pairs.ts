/** Pairs of measurements taken in turn, so that what else the machine does falls on both. */
/** Runs both in turn, the first one alternating, and gives what each gave, by pair. */
export async function inTurn<T>(
  pairs: number,
  ours: () => Promise<T> | T,
  theirs: () => Promise<T> | T,
): Promise<{ readonly ours: T; readonly theirs: T }[]> {
  const taken: { ours: T; theirs: T }[] = [];
  for (let n = 0; n < pairs; n += 1) {
    if (n % 2 === 0) {
      const first = await ours();
      taken.push({ ours: first, theirs: await theirs() });
    } else {
      const first = await theirs();
      taken.push({ ours: await ours(), theirs: first });
    }
  }
  return taken;
}

/** How long it takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
