/** What the memos add up to, where it may be the answer to the present question. */
import type { MemoSum } from '../memo/adding.js';
import type { Task } from '../report/task.js';
import type { Draft } from './drafts.js';
import { takesResult } from './earlier.js';

/** null: the question is none of a result, there is no sum, or it is the answer already. */
export function sumToTake(task: Task, draft: Draft): MemoSum | null {
  const { asking } = draft;
  if (asking.at !== 'result' && !(asking.at === 'rating' && takesResult(task, draft))) return null;
  const sum = task.indicators.find(({ id }) => id === asking.indicator)?.memoSum;
  return sum && sum.sum !== draft.answers[asking.indicator]?.result ? sum : null;
}
