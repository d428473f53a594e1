/** The checks of a finished draft, with what its writer has said to each. */
import { createHash } from 'node:crypto';
import type { KeptCheck } from '../report/report.js';
import { checksOf, keyOf, othersOf } from '../report/report-checks.js';
import type { Task } from '../report/task.js';
import type { Draft } from './drafts.js';
import { contentOf } from './questions.js';

/** None while a question is open. `tasks`: the goals beside it, for texts that are the same. */
export function checksOfDraft(
  task: Task,
  draft: Draft,
  { today, tasks }: { readonly today: string; readonly tasks: readonly Task[] },
): KeptCheck[] {
  const content = contentOf(task, draft);
  if (!content) return [];
  return checksOf(task, content, { today, others: othersOf(task, tasks) }, draft.checked ?? {});
}

/** What a button names a check by: short, and another one once a text it compares is changed. */
export function checkId(check: KeptCheck): string {
  return createHash('sha256').update(keyOf(check)).digest('hex').slice(0, 16);
}

/** The draft in which a check is answered: it is right as it is, for this reason. */
export function withReason(draft: Draft, check: KeptCheck, reason: string): Draft {
  return { ...draft, checked: { ...draft.checked, [keyOf(check)]: reason } };
}
