/** What one request may still wait for stores; whoever asks one for it passes it on. */
export type TimeBudget = {
  /** milliseconds, without what is being waited for now */
  leftMs: number;
  /** how many answers are waited for at this moment, and since when */
  waiting: number;
  since: number;
};
