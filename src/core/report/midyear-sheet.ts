/**
 * Mid-year's document: the sheet as it was set, with what was reported for mid-year in it (中間結果, 見込み and
 * 下半期の対策). It is never the public form: that one is finishedSheet's (T15).
 */
import type { Sheet } from '../sheet/sheet.js';
import { withoutResults } from '../sheet/sheet.js';
import {
  answerOf,
  asOfDay,
  type FinishedSheet,
  isFinished,
  reported,
  standing,
  withChanges,
} from './finished-sheet.js';
import type { Task } from './task.js';

/**
 * Puts the reports of mid-year into a sheet, texts as typed.
 *
 * `tasks`: the mid-year tasks of the sheet, one for each goal in its order; not empty. What the imported sheet says of
 * results is year-end's and is left out. A rating is the outlook (見込み), so the legend says 達成見込み, and 評価日 is the day the
 * round is reported as of, whatever day the year-end is judged on.
 */
export function midyearSheet(sheet: Sheet, tasks: readonly Task[]): FinishedSheet {
  const blank = withoutResults(sheet);
  const { scale, round } = tasks[0]!;
  return {
    ...blank,
    header: { ...sheet.header, evaluatedOn: asOfDay(sheet.header, round.asOf) },
    legend: scale.steps.map(({ symbol, outlook }) => ({
      symbol,
      meaning: outlook.ja,
      text: `${symbol}:${outlook.ja}`,
    })),
    goals: blank.goals.map((goal, at) => {
      const task = tasks[at];
      return task ? withChanges(reported(goal, task, standing(task)), task) : goal;
    }),
    measures: sheet.goals.map(({ indicators }, at) => {
      const task = tasks[at];
      return indicators.map((_, place) => {
        const report = task ? standing(task) : null;
        return answerOf(report, task?.indicators[place]?.id)?.measures ?? '';
      });
    }),
    approved: isFinished(sheet, tasks),
  };
}
