/** A suite of faults: something is broken on purpose, and what the service then did wrong is told. */
export type Faults = {
  readonly name: string;
  /**
   * Breaks and looks. `small` fits into `npm test`, `full` is for `npm run faults`.
   *
   * @param say  told how far it is, one line at a time
   * @returns the promises that were broken, one sentence each; empty: all is well
   */
  run(size: 'small' | 'full', say: (line: string) => void): Promise<string[]>;
};
