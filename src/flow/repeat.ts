/** Something done again and again in this process; with several instances each does so for itself. */
export type Repeated = {
  /** Does it no more; resolves when what is under way has ended. */
  stop(): Promise<void>;
};

/**
 * Runs `run` at once and then every `everyMs`; a run that takes longer is not joined by a second one.
 *
 * @param failed  is told of a run that rejected; the next one goes on
 */
export function repeat(
  everyMs: number,
  run: () => Promise<unknown>,
  failed: (error: unknown) => void,
): Repeated {
  let underWay: Promise<void> | null = null;
  const begin = () => {
    underWay ??= run()
      .then(() => undefined, failed)
      .finally(() => {
        underWay = null;
      });
  };
  const timer = setInterval(begin, everyMs);
  begin();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
