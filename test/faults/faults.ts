/** What every file of faults gives, to jest at a small size and to `npm run faults` at full size. */

/** `small` fits into `npm test` (each file at most about 40 seconds on two cores); `full` is what is promised. */
export type Size = 'small' | 'full';

export type Faults = {
  /** as it is named on the command line of `npm run faults` */
  readonly name: string;
  /**
   * Builds its own stores and servers, breaks things, and puts everything away again. Gives the promises that did not
   * hold, one sentence each with what is needed to see it again (the seed); empty when all held. Rejects only when it
   * could not run at all. `say` is told what was done and measured.
   */
  run(size: Size, say: (line: string) => void): Promise<readonly string[]>;
};
