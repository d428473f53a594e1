/**
 * A row of the table of measurements (docs/performance.md): one piece of work, its rival in the same run, and the goal
 * for the ratio of the two. Only ratios are judged: absolute times belong to the machine.
 */

/** What a ratio has to be. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number } | { readonly exactly: number };

/** What was measured. */
export type Measured = {
  /** the figure that is judged: mostly the median of `ratios` */
  readonly ratio: number;
  /** all paired ratios, in the order in which they were measured */
  readonly ratios: readonly number[];
  /** what else a reader should know: absolute figures, shares of the processor */
  readonly notes: readonly string[];
};

export type Row = {
  /** its number in the table */
  readonly no: number;
  readonly name: string;
  readonly goal: Goal;
  /** what it is measured against */
  readonly rival: string;
  /** Measures; `say` tells how it goes. `quick` takes seconds, `full` minutes. Ends everything it has started. */
  run(size: Size, say: (line: string) => void): Promise<Measured>;
};

export type Size = 'quick' | 'full';

/** Whether a ratio reaches its goal. */
export function isMet(ratio: number, goal: Goal): boolean {
  if ('atLeast' in goal) return ratio >= goal.atLeast;
  if ('atMost' in goal) return ratio <= goal.atMost;
  return ratio === goal.exactly;
}

/** A goal in signs: ≥ 1.5, ≤ 1.1, = 2. */
export function goalWords(goal: Goal): string {
  if ('atLeast' in goal) return `≥ ${goal.atLeast}`;
  if ('atMost' in goal) return `≤ ${goal.atMost}`;
  return `= ${goal.exactly}`;
}

/** The middle value; the mean of the two in the middle when their number is even. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** The value below which a part of all lies, such as 0.99; NaN of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.ceil(sorted.length * part), sorted.length) - 1] ?? Number.NaN;
}

/** Paired ratios judged by their median. */
export function byMedian(ratios: readonly number[], notes: readonly string[]): Measured {
  return { ratio: median(ratios), ratios, notes };
}
