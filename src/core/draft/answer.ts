/** Putting answers into a draft. Texts are kept exactly as typed (promise 5). */
import type { Task, TaskIndicator } from '../report/task.js';
import { type Direction, readDirection } from '../sheet/direction.js';
import { foldSymbol, ratingOf } from '../sheet/scale.js';
import type { Words } from '../text/language.js';
import { problemWords } from '../wording/problems.js';
import { targetProblems } from '../wording/year/targets.js';
import type { Draft, DraftAnswer, Question } from './drafts.js';
import { ratingGiven, takesResult, withoutMidyearTexts } from './earlier.js';
import { isPlanTask, readDecision, withPlanned } from './plan/plan-draft.js';
import { MAX_TEXT, nextQuestion } from './questions.js';

type Answered =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly problem: Words };

/** The indicator a question is about; null for 今後の方針 and the review. */
export function indicatorOf(task: Task, question: Question): TaskIndicator | null {
  if (!('indicator' in question)) return null;
  return task.indicators.find((i) => i.id === question.indicator) ?? null;
}

/** Puts a text, as typed, as the answer to a question; or says what is wrong with it. Asks nothing yet. */
export function answerText(task: Task, draft: Draft, question: Question, text: string): Answered {
  switch (question.at) {
    case 'rating': {
      const rating = ratingOf(text, task.scale);
      if (rating)
        return {
          ok: true,
          draft: withAnswer(draft, question.indicator, ratingGiven(task, draft, question.indicator, rating)),
        };
      const direction = directionSpoken(text);
      if (direction) return { ok: true, draft: withAnswer(draft, question.indicator, { direction }) };
      if (takesResult(task, draft))
        return answerText(task, draft, { at: 'result', indicator: question.indicator }, text);
      return { ok: false, problem: problemWords.ratingNotUnderstood(task.scale) };
    }
    case 'result':
    case 'reason':
    case 'measures':
    case 'status':
    case 'policy': {
      const limit = MAX_TEXT[question.at];
      if (text.trim() === '') return { ok: false, problem: problemWords.empty };
      if (question.at === 'result' && foldSymbol(text) !== null)
        return { ok: false, problem: problemWords.resultNotRating };
      if (text.length > limit) return { ok: false, problem: problemWords.tooLong(limit, text.length) };
      if (question.at === 'policy') return { ok: true, draft: { ...draft, policy: text } };
      return {
        ok: true,
        draft: withAnswer(
          // Who writes the result anew is asked for what stood with mid-year's, too.
          question.at === 'result' ? withoutMidyearTexts(task, draft, question.indicator) : draft,
          question.indicator,
          { [question.at]: text },
        ),
      };
    }
    case 'decision': {
      const decision = readDecision(text);
      return decision
        ? { ok: true, draft: { ...draft, plan: { ...draft.plan, decision } } }
        : { ok: false, problem: targetProblems.decision };
    }
    case 'target':
    case 'grounds': {
      const limit = MAX_TEXT[question.at];
      if (text.trim() === '') return { ok: false, problem: problemWords.empty };
      if (text.length > limit) return { ok: false, problem: problemWords.tooLong(limit, text.length) };
      if (!isPlanTask(task)) return { ok: false, problem: problemWords.lateButton };
      const key = question.at === 'target' ? `target:${question.indicator}` : question.at;
      return { ok: true, draft: withPlanned(task, draft, key, text) };
    }
    case 'review':
    case 'sent':
      return { ok: false, problem: problemWords.pressAButton };
    default:
      return question satisfies never;
  }
}

/** 多い, 少ないほどよい, neither …: a direction in words. Signs and はい are none: they may answer something else. */
function directionSpoken(text: string): Direction | null {
  return /^(?:[\s\S]|true|yes|はい)$/iu.test(text.trim()) ? null : readDirection(text);
}

/** The directions that a draft says and the one before did not, by indicator: they are to be entered into the record. */
export function directionsSaid(before: Draft | undefined, after: Draft): [string, Direction][] {
  return Object.entries(after.answers).flatMap(([id, { direction }]) =>
    direction === undefined || direction === before?.answers[id]?.direction ? [] : [[id, direction]],
  );
}

/** The draft without the direction of an indicator, which the record has by now. */
export function withoutDirection(draft: Draft, indicatorId: string): Draft {
  const { direction: _, ...answer } = draft.answers[indicatorId] ?? {};
  return { ...draft, answers: { ...draft.answers, [indicatorId]: answer } };
}

/**
 * Changes part of an answer. Another result takes the rating and its reason away again, because they were given for
 * the old one; another rating takes the reason away.
 */
export function withAnswer(draft: Draft, indicatorId: string, change: DraftAnswer): Draft {
  const before = draft.answers[indicatorId] ?? {};
  const kept: DraftAnswer =
    change.result !== undefined && change.result !== before.result
      ? pick(before, ['direction', 'measures', 'status'])
      : change.rating !== undefined && change.rating !== before.rating
        ? pick(before, ['result', 'direction', 'measures', 'status'])
        : before;
  return { ...draft, answers: { ...draft.answers, [indicatorId]: { ...kept, ...change } } };
}

/** The draft one turn further, at its first open question; every button shown before is then late. */
export function advanced(task: Task, draft: Draft, now: string): Draft {
  return movedTo(draft, nextQuestion(task, draft), now);
}

/** The draft one turn further, at a question of the person's choice (戻る, 修正). */
export function movedTo(draft: Draft, question: Question, now: string): Draft {
  const { unseen: _unseen, unchanged: _unchanged, ...rest } = draft;
  return { ...rest, turn: draft.turn + 1, touchedAt: now, asking: question };
}

function pick(answer: DraftAnswer, keys: readonly (keyof DraftAnswer)[]): DraftAnswer {
  return Object.fromEntries(
    Object.entries(answer).filter(([key]) => keys.includes(key as keyof DraftAnswer)),
  );
}
