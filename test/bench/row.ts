/** One row of the bench: what is measured, against what, and what the ratio shall be. */

/** What the ratio of ours to the rival's shall be. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number } | { readonly exactly: number };

export type Measured = {
  /** the median of `ratios` */
  readonly ratio: number;
  /** all paired ratios */
  readonly ratios: readonly number[];
  /** what a reader of the table has to know beside the ratio */
  readonly notes: readonly string[];
};

export type Row = {
  readonly no: number;
  readonly name: string;
  readonly goal: Goal;
  readonly rival: string;
  /** Measures in a process of its own; `say` is told how it goes. */
  run(size: 'quick' | 'full', say: (line: string) => void): Promise<Measured>;
};
