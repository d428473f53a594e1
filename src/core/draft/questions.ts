/** The questions of an interview, their order, and what a draft still lacks. */

import { ASK_DIRECTION } from '../rating/direction.js';
import { proposalFor } from '../report/proposal/proposal-for.js';
import type { ReportContent } from '../report/report.js';
import type { Task, TaskIndicator } from '../report/task.js';
import type { Draft, DraftAnswer, Question } from './drafts.js';
import { isPlanTask, planQuestions, wholePlan } from './plan/plan-draft.js';

/**
 * Longest texts accepted, in UTF-16 units. The longest on the R5 sheets: result 14, status 257, policy 122. Nothing takes
 * more than `message`, so a longer one is refused before anything is made of it; what the platforms let people write is
 * in chat/render/limits.ts, and more.
 */
export const MAX_TEXT = {
  result: 200,
  reason: 1000,
  measures: 1500,
  status: 1500,
  policy: 1500,
  target: 200,
  grounds: 1000,
  planned: 1000,
  message: 1500,
  check: 200,
} as const;

/** The indicator with the direction that this draft says, until the record has it. */
export function withDirection(indicator: TaskIndicator, { direction }: DraftAnswer): TaskIndicator {
  return direction === undefined ? indicator : { ...indicator, direction };
}

/** Before a proposal for this result can be made, somebody has to say which way the indicator counts. */
export function asksDirection(task: Task, indicator: TaskIndicator, answer: DraftAnswer): boolean {
  if (answer.result === undefined) return false;
  return proposalFor(task, withDirection(indicator, answer), answer.result).rule.endsWith(
    `/${ASK_DIRECTION}`,
  );
}

/** A reason is asked when the person overrides the proposal, and for △ and ×: the sheet wants to know why a target was missed. */
export function needsReason(task: Task, indicator: TaskIndicator, answer: DraftAnswer): boolean {
  const { rating, result } = answer;
  if (rating === undefined || result === undefined) return false;
  if (rating === 'partially_achieved' || rating === 'not_achieved') return true;
  const proposed = proposalFor(task, withDirection(indicator, answer), result).rating;
  return proposed !== null && proposed !== rating;
}

/**
 * 下半期の対策 is asked at mid-year where the outlook (見込み) falls short. What the person has chosen decides: at mid-year
 * the bot never proposes △ or ×, since the year is not over. A figure that nobody could read or compare is not at risk by
 * itself: its outlook is chosen like any other, so what is still unknown is asked before this is.
 */
export function needsMeasures({ round }: Task, { rating }: DraftAnswer): boolean {
  return round.kind === 'midyear' && (rating === 'partially_achieved' || rating === 'not_achieved');
}

/** Every question of this draft in order, answered or not, without the review. */
export function questionsOf(task: Task, draft: Draft): Question[] {
  if (isPlanTask(task)) return planQuestions(task, draft);
  return [
    ...task.indicators.flatMap((indicator): Question[] => {
      const answer = draft.answers[indicator.id] ?? {};
      return [
        { at: 'result', indicator: indicator.id },
        { at: 'rating', indicator: indicator.id },
        ...(needsReason(task, indicator, answer) ? [{ at: 'reason', indicator: indicator.id } as const] : []),
        ...(needsMeasures(task, answer) ? [{ at: 'measures', indicator: indicator.id } as const] : []),
        { at: 'status', indicator: indicator.id },
      ];
    }),
    ...(task.policyAsked ? [{ at: 'policy' } as const] : []),
  ];
}

/** What was answered to a question so far; undefined when nothing. */
export function answerTo(draft: Draft, question: Question): string | undefined {
  switch (question.at) {
    case 'result':
    case 'rating':
    case 'reason':
    case 'measures':
    case 'status':
      return draft.answers[question.indicator]?.[question.at];
    case 'policy':
      return draft.policy;
    case 'decision':
    case 'grounds':
      return draft.plan?.[question.at];
    case 'target':
      return draft.plan?.[`target:${question.indicator}`];
    case 'review':
    case 'sent':
      return undefined;
    default:
      return question satisfies never;
  }
}

/** The first question without an answer; the review when there is none. */
export function nextQuestion(task: Task, draft: Draft): Question {
  return questionsOf(task, draft).find((q) => answerTo(draft, q) === undefined) ?? { at: 'review' };
}

/** The question before the one being asked; null at the first. */
export function questionBefore(task: Task, draft: Draft): Question | null {
  const all = questionsOf(task, draft);
  if (draft.asking.at === 'review' || draft.asking.at === 'sent') return all.at(-1) ?? null;
  const here = all.findIndex((q) => sameQuestion(q, draft.asking));
  return here > 0 ? (all[here - 1] ?? null) : null;
}

/** Whether two questions are the same. */
export function sameQuestion(a: Question, b: Question): boolean {
  return a.at === b.at && ('indicator' in a ? a.indicator : '') === ('indicator' in b ? b.indicator : '');
}

/** The finished content of a draft whose every question is answered; null while one is not. */
export function contentOf(task: Task, draft: Draft): ReportContent | null {
  if (nextQuestion(task, draft).at !== 'review') return null;
  if (isPlanTask(task)) {
    const plan = wholePlan(task, draft);
    return plan && { answers: [], nextPolicy: '', plan };
  }
  return {
    answers: task.indicators.map((indicator) => {
      const answer = draft.answers[indicator.id] ?? {};
      const { result, rating, reason = '', status, measures } = answer;
      if (result === undefined || rating === undefined || status === undefined)
        throw new Error(`draft ${draft.task} claims to be complete without ${indicator.id}`);
      return {
        indicatorId: indicator.id,
        result,
        rating,
        reason: needsReason(task, indicator, answer) ? reason : '',
        status,
        ...(needsMeasures(task, answer) && measures !== undefined ? { measures } : {}),
        proposal: proposalFor(task, withDirection(indicator, answer), result),
      };
    }),
    nextPolicy: draft.policy ?? '',
  };
}
