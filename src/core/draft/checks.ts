/** The checks of a finished draft, with what its writer has said to each. */
import type { CheckKind } from '../checks/check.js';
import { planChecksOf } from '../report/plan/plan-checks.js';
import type { KeptCheck } from '../report/report.js';
import { checksOf, keyOf, othersOf, textsOf } from '../report/report-checks.js';
import type { Task, TaskIndicator } from '../report/task.js';
import type { Draft } from './drafts.js';
import { contentOf, withDirection } from './questions.js';

/**
 * None while a question is open. `tasks`: the goals beside it, for texts that are the same; `beside`: those that are about to be
 * submitted with it.
 */
export function checksOfDraft(
  task: Task,
  draft: Draft,
  {
    today,
    tasks,
    beside = [],
  }: {
    readonly today: string;
    readonly tasks: readonly Task[];
    readonly beside?: readonly { readonly task: Task; readonly draft: Draft }[];
  },
): KeptCheck[] {
  const content = contentOf(task, draft);
  if (!content) return [];
  if (content.plan) return planChecksOf(task, content.plan, draft.checked ?? {});
  return checksOf(
    towards(task, draft),
    content,
    { today, others: [...othersOf(task, tasks), ...drafted(task, beside)] },
    draft.checked ?? {},
  );
}

/** What the other goals of the sheet will say that are submitted with this one. */
function drafted(
  task: Task,
  beside: readonly { readonly task: Task; readonly draft: Draft }[],
): ReturnType<typeof othersOf> {
  return beside.flatMap(({ task: other, draft }) => {
    const content = contentOf(other, draft);
    return content && other.id !== task.id && other.sectionId === task.sectionId
      ? [{ where: `No.${other.goalNo}`, texts: textsOf(content) }]
      : [];
  });
}

/** The task with the directions that the draft says, until the record has them. */
function towards(task: Task, draft: Draft): Task {
  const indicators = task.indicators.map((one) => withDirection(one, draft.answers[one.id] ?? {}));
  return { ...task, indicators };
}

/** What the numbers alone can show, before anything is written about them. */
const OF_NUMBERS: readonly CheckKind[] = ['magnitude', 'running_total'];

/** What does not fit in a result as typed: told beside the proposal for its rating, which is then not put forward. */
export function checksOfResult(task: Task, draft: Draft, { id }: TaskIndicator): KeptCheck[] {
  const { result = '' } = draft.answers[id] ?? {};
  const answers = [{ indicatorId: id, result, rating: null, reason: '', status: '' }];
  const beside = { today: task.round.asOf, others: [] };
  return checksOf(towards(task, draft), { answers, nextPolicy: '' }, beside).filter(({ kind }) =>
    OF_NUMBERS.includes(kind),
  );
}

/** The draft in which a check is answered: it is right as it is, for this reason. */
export function withReason(draft: Draft, check: Parameters<typeof keyOf>[0], reason: string): Draft {
  return { ...draft, checked: { ...draft.checked, [keyOf(check)]: reason } };
}
