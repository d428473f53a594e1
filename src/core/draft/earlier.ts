/**
 * Earlier answers to the same question; and mid-year's at year-end (中間のまま): what a new draft begins with, and which of its answers are still those. The
 * rating is never among them: it is proposed anew and chosen.
 */
import { sameContent } from '../decision/decide.js';
import { openCorrection, type ReportContent } from '../report/report.js';
import type { EarlierAnswer, Task } from '../report/task.js';
import type { RatingCode } from '../sheet/scale.js';
import type { Draft, DraftAnswer, Question } from './drafts.js';
import { isPlanTask, type PlanTask } from './plan/plan-draft.js';
import { answerTo } from './questions.js';

/** What the person had answered to the same question earlier: the latest first that is not blank; undefined when none. */
export function earlierAnswer(task: Task, question: Question): string | undefined {
  const indicator =
    'indicator' in question ? task.indicators.find(({ id }) => id === question.indicator) : null;
  switch (question.at) {
    case 'result':
    case 'status': {
      const { at } = question;
      return indicator?.earlier.map((e) => e[at]).find((text) => text.trim() !== '');
    }
    case 'policy':
      return task.earlierPolicies.map((e) => e.text).find((text) => text.trim() !== '');
    case 'reason':
      return indicator?.earlier.find(({ from }) => from.kind === 'midyear')?.reason;
    case 'target':
      return isPlanTask(task) ? lastTarget(task, question.indicator) : undefined;
    case 'rating':
    case 'measures':
    case 'decision':
    case 'grounds':
    case 'review':
    case 'sent':
      return undefined;
    default:
      return question satisfies never;
  }
}

/** Last year's target, else the one that stands in the sheet; undefined: there is none. */
function lastTarget({ planned: { indicators } }: PlanTask, id: string): string | undefined {
  const one = indicators.find((indicator) => indicator.id === id);
  return [one?.was?.target, one?.target].find((text) => text !== undefined && text.trim() !== '');
}

/** What a new draft of year-end begins with: mid-year's results and texts, as far as there are any. */
export function fromMidyear(task: Task): Pick<Draft, 'answers' | 'policy'> {
  const policy = task.policyAsked ? policyAtMidyear(task) : '';
  return {
    answers: Object.fromEntries(
      task.indicators.flatMap(({ id }) => {
        const { result = '', status = '' } = atMidyear(task, id) ?? {};
        const kept = {
          ...(result.trim() === '' ? {} : { result }),
          ...(status.trim() === '' ? {} : { status }),
        };
        return Object.keys(kept).length === 0 ? [] : [[id, kept]];
      }),
    ),
    ...(policy.trim() === '' ? {} : { policy }),
  };
}

/** Whether an answer of a draft is the one of mid-year. */
export function isAsAtMidyear(task: Task, draft: Draft, question: Question): boolean {
  const answer = answerTo(draft, question)?.trim() ?? '';
  if (answer === '') return false;
  switch (question.at) {
    case 'result':
    case 'status':
      return answer === atMidyear(task, question.indicator)?.[question.at].trim();
    case 'policy':
      return answer === policyAtMidyear(task).trim();
    case 'rating':
    case 'reason':
    case 'measures':
    case 'decision':
    case 'target':
    case 'grounds':
    case 'review':
    case 'sent':
      return false;
    default:
      return question satisfies never;
  }
}

/** Whether the rating is asked on a result that is still mid-year's: then a text is the new result. */
export function takesResult(task: Task, { asking, ...draft }: Draft): boolean {
  if (asking.at !== 'rating') return false;
  return isAsAtMidyear(task, { ...draft, asking }, { at: 'result', indicator: asking.indicator });
}

/** The draft after a result was written anew: the texts that stood with mid-year's are asked again. */
export function withoutMidyearTexts(task: Task, draft: Draft, indicator: string): Draft {
  const { status: _status, ...answer } = draft.answers[indicator] ?? {};
  const { policy: _policy, ...rest } = draft;
  const answers = isAsAtMidyear(task, draft, { at: 'status', indicator })
    ? { ...draft.answers, [indicator]: answer }
    : draft.answers;
  return isAsAtMidyear(task, draft, { at: 'policy' }) ? { ...rest, answers } : { ...draft, answers };
}

/** The rating that is chosen; of a result that is still mid-year's, rated as then, with the reason of then. */
export function ratingGiven(task: Task, draft: Draft, indicator: string, rating: RatingCode): DraftAnswer {
  const before = atMidyear(task, indicator);
  const same =
    before?.rating === rating && isAsAtMidyear(task, draft, { at: 'result', indicator }) && before.reason;
  return { rating, ...(same ? { reason: same } : {}) };
}

function atMidyear(task: Task, indicator: string): EarlierAnswer | undefined {
  if (task.round.kind !== 'yearend') return undefined;
  const { earlier = [] } = task.indicators.find(({ id }) => id === indicator) ?? {};
  return earlier.find(({ from }) => from.kind === 'midyear');
}

function policyAtMidyear(task: Task): string {
  if (task.round.kind !== 'yearend') return '';
  return task.earlierPolicies.find(({ from }) => from.kind === 'midyear')?.text ?? '';
}

/** What an approver has returned, and is about to be submitted as it was. */
export function isReturnedUnchanged({ report }: Task, content: ReportContent): boolean {
  if (report?.state !== 'returned' || openCorrection(report)) return false;
  return sameContent(report.content, content);
}
