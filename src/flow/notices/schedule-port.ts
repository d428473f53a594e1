/** When sections are looked at, and what is then owed. */
export type Schedule = {
  /**
   * Looks at what is due to be looked at, at most `limit` sections, and enters the notices then owed together with
   * the next look. Gives how many were looked at. Several instances may do so at once. A section whose look fails is
   * looked at again later and put aside after some times, and so is one that `stops` names; the others go on.
   */
  look(now: Date, limit: number): Promise<number>;
  /**
   * What belongs to no round, each looked for once a day: promises whose time has come, changes of targets that wait. Gives how
   * many people are written to.
   */
  readonly daily: readonly ((now: Date) => Promise<number>)[];
};
