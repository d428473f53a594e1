/** A draft of a predecessor taken over, with its texts: onto the successor's own desk, never over an own draft. */
import { encodeAction } from '../../cards/action.js';
import type { Card } from '../../cards/card.js';
import { beginButton, isOpen, messageCard, plainButton } from '../../cards/message.js';
import { questionCard } from '../../cards/question.js';
import { reviewCard } from '../../cards/review.js';
import { type Desk, type Draft, emptyDesk } from '../../draft/drafts.js';
import { nextQuestion } from '../../draft/questions.js';
import { handoverWords } from '../../wording/handover.js';
import type { Context } from '../context.js';
import type { Place } from '../input.js';
import { type StepResult, showing, stepResult } from '../step-result.js';

/**
 * The successor's next desk, and what is told where.
 *
 * @param predecessor  who held a post of the task's section before and holds none now; null: nobody such
 * @param theirs       the predecessor's draft of the task; null when there is none
 */
export function takeOver(
  desk: Desk,
  place: Place,
  taskId: string,
  predecessor: { readonly name: string } | null,
  theirs: Draft | null,
  context: Context,
): StepResult {
  const { language } = context.actor;
  const words = handoverWords(language);
  const task = context.tasks.find(({ id }) => id === taskId);
  const told = (card: Card) => stepResult(desk, showing(place, card));
  if (!task || !predecessor) return told(messageCard(language, words.refused, [words.refusedLine]));
  if (!isOpen(task)) return told(messageCard(language, words.reported(task.goalNo), []));
  if (desk.drafts[taskId])
    return told(
      messageCard(
        language,
        words.ownDraft(task.goalNo),
        [words.ownDraftLine],
        [
          beginButton(task, desk, language, 'primary'),
          plainButton('drop_draft', words.dropOwn, encodeAction('drop_draft', taskId)),
        ],
      ),
    );
  if (!theirs)
    return told(
      messageCard(
        language,
        words.noDraft(task.goalNo),
        [words.noDraftLine],
        [beginButton(task, emptyDesk, language, 'primary')],
      ),
    );
  const { answers, policy } = theirs;
  const kept: Draft = {
    task: taskId,
    turn: Date.parse(context.now),
    base: task.report?.version ?? 0,
    answers,
    ...(policy === undefined ? {} : { policy }),
    asking: { at: 'review' },
    startedAt: theirs.startedAt,
    touchedAt: context.now,
  };
  const draft = { ...kept, asking: nextQuestion(task, kept) };
  const said = [words.taken(predecessor.name)];
  const card =
    draft.asking.at === 'review'
      ? reviewCard(task, draft, language, said)
      : questionCard(task, draft, language, said);
  return stepResult(
    { ...desk, drafts: { ...desk.drafts, [taskId]: draft }, focus: taskId },
    showing(place, card),
  );
}
