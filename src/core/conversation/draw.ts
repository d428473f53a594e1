/** The tail of every step: what happened becomes effects. Nothing else of the conversation draws. */
import type { Card } from '../cards/card.js';
import { endedLines, foldedLines } from '../cards/interview/folded.js';
import { messageCard } from '../cards/message.js';
import { planQuestionCard, planReviewCard } from '../cards/plan/cards.js';
import { questionCard } from '../cards/question.js';
import { reviewCard } from '../cards/review.js';
import type { Desk } from '../draft/drafts.js';
import { isPlanTask } from '../draft/plan/plan-draft.js';
import { questionName } from '../draft/question-names.js';
import type { Language } from '../text/language.js';
import type { Effect } from './effect.js';
import type { Input, Place } from './input.js';
import { submittingCard } from './recording.js';
import { type Happened, inLanguage, type Told } from './told.js';

/** What a step gives: the next desk and the effects, in order. */
export type StepResult = { readonly desk: Desk; readonly effects: readonly Effect[] };

/** @param at  where the person is; what is said in a channel is answered where this person alone reads */
export function draw(
  { desk, told }: Happened,
  at: Pick<Input, 'place' | 'aside' | 'surface'>,
  language: Language,
): StepResult {
  const place = at.surface === 'channel' ? at.aside : at.place;
  return { desk, effects: told.map((one) => effectOf(one, one.aside ? at.aside : place, language)) };
}

function effectOf(told: Told, place: Place, language: Language): Effect {
  switch (told.kind) {
    case 'message':
      return shown(place, messageCard(language, told.title, told.lines, told.buttons));
    case 'card':
      return { ...shown(place, told.card), ...(told.memo === undefined ? {} : { memo: told.memo }) };
    case 'draft': {
      const { task, draft } = told;
      const problems = inLanguage(told.problems, language);
      if (draft.asking.at === 'sent')
        return { ...shown(place, submittingCard(task.id, language, problems)), whileSending: task.id };
      const isReview = draft.asking.at === 'review';
      const card = isPlanTask(task)
        ? isReview
          ? planReviewCard(task, draft, language, problems, told.checks)
          : planQuestionCard(task, draft, language, problems)
        : isReview
          ? reviewCard(task, draft, language, problems, told.checks)
          : questionCard(task, draft, language, problems);
      const asks = { task: task.id, turn: draft.turn, name: questionName(task, draft.asking) };
      return { ...shown(place, card), asks };
    }
    case 'form':
      return { kind: 'form', card: told.card };
    case 'form_problem':
      return { kind: 'form_problem', problems: told.problems };
    case 'record':
      return { kind: 'record', place, command: told.command };
    case 'take_over':
      return { kind: 'take_over', place, task: told.task, from: told.from };
    case 'fold': {
      const { task, draft, ended } = told;
      const lines =
        ended === 'dropped'
          ? endedLines(task, null, language)
          : foldedLines(task, draft, language, ended === 'stopped');
      return { kind: 'fold', task: task.id, turn: draft.turn, lines, language };
    }
    case 'fold_taken': {
      const { task, draft, from, by } = told;
      const lines = endedLines(task, by, from.language);
      return { kind: 'fold', of: from.id, task: task.id, turn: draft.turn, lines, language: from.language };
    }
    case 'file':
      return { kind: 'file', place, file: told.file };
    default:
      return told satisfies never;
  }
}

function shown(place: Place, card: Card): Extract<Effect, { kind: 'show' }> {
  return { kind: 'show', place, card };
}
