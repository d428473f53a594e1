/** Why somebody is written to about a section in a round. */
import type { RungKind } from '../calendar/reminder-schedule.js';

export type Call = {
  readonly personId: string;
  readonly name: string;
  /**
   * `report` goals to report · `waiting` reports that wait for this person's approval · `raised` reports that have waited too
   * long for somebody else's · `question` questions that wait for this person's answer · `missing` a manager is told who is
   * missing · `confirm` 見込み to be confirmed · `unconfirmed` who is above is told of those that nobody confirms · `vacant` 事務局 is told of a post that nobody holds
   */
  readonly reason:
    | 'report'
    | 'waiting'
    | 'raised'
    | 'question'
    | 'missing'
    | 'confirm'
    | 'unconfirmed'
    | 'vacant';
  /** the step of the ladder; for what waits or was reopened in a closed round, `waiting`; `again`: nobody in particular has it any more */
  readonly rung: RungKind | 'due_day' | 'waiting' | 'again';
  /** the working day since which it is owed */
  readonly since: string;
  readonly sectionId: string;
  readonly roundId: string;
  /** how many goals */
  readonly goals: number;
};
