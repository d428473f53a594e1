/** A suite that tries to break a promise: small within `npm test`, at full size by `npm run faults`. */
export type Faults = {
  readonly name: string;
  /** Gives the violations it found; none when all is well. `say` tells how far it got. */
  run(size: 'small' | 'full', say: (line: string) => void): Promise<string[]>;
};
