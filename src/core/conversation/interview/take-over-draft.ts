/** A draft of a predecessor taken over, with its texts: onto the successor's own desk, never over an own draft. */
import { encodeAction } from '../../cards/action.js';
import { beginButton, isOpen, plainButton } from '../../cards/message.js';
import { type Desk, type Draft, emptyDesk } from '../../draft/drafts.js';
import { nextQuestion } from '../../draft/questions.js';
import type { Language } from '../../text/language.js';
import { handoverWords } from '../../wording/handover.js';
import type { Context } from '../context.js';
import { draw, type StepResult } from '../draw.js';
import type { Place } from '../input.js';
import { type Happened, happened, message, standing } from '../told.js';
import { newDraft } from './begin.js';

/** Whose draft it was, and the language of their cards. */
type Predecessor = { readonly id: string; readonly name: string; readonly language: Language };

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
  predecessor: Predecessor | null,
  theirs: Draft | null,
  context: Context,
): StepResult {
  const taken = takenOver(desk, taskId, predecessor, theirs, context);
  return draw(taken, { place, aside: place, surface: 'direct' }, context.actor.language);
}

function takenOver(
  desk: Desk,
  taskId: string,
  predecessor: Predecessor | null,
  theirs: Draft | null,
  context: Context,
): Happened {
  const {
    actor: { language },
    now,
    tasks,
  } = context;
  const words = handoverWords(language);
  const task = tasks.find(({ id }) => id === taskId);
  if (!task || !predecessor) return happened(desk, message(words.refused, [words.refusedLine]));
  const { goalNo } = task;
  if (!isOpen(task)) return happened(desk, message(words.reported(goalNo)));
  const begin = (of: Desk) => beginButton(task, of, language, 'primary');
  if (desk.drafts[taskId]) {
    const drop = plainButton('drop_draft', words.dropOwn, encodeAction('drop_draft', taskId));
    return happened(desk, message(words.ownDraft(goalNo), [words.ownDraftLine], [begin(desk), drop]));
  }
  // Of a colleague it is this person's now, begun or not.
  if (!theirs && task.owner?.personId === context.actor.id) {
    const fresh = newDraft(task, now);
    return happened(
      { ...desk, drafts: { ...desk.drafts, [taskId]: fresh }, focus: taskId },
      standing(context, task, fresh),
    );
  }
  if (!theirs) return happened(desk, message(words.noDraft(goalNo), [words.noDraftLine], [begin(emptyDesk)]));
  const { answers, policy, plan, checked } = theirs;
  const kept: Draft = {
    task: taskId,
    turn: Date.parse(now),
    base: task.report?.version ?? 0,
    answers,
    ...(policy === undefined ? {} : { policy }),
    ...(plan === undefined ? {} : { plan }),
    ...(checked === undefined ? {} : { checked }),
    asking: { at: 'review' },
    startedAt: theirs.startedAt,
    touchedAt: now,
  };
  const draft = { ...kept, asking: nextQuestion(task, kept) };
  const { name } = predecessor;
  return happened(
    { ...desk, drafts: { ...desk.drafts, [taskId]: draft }, focus: taskId },
    standing(context, task, draft, [
      { ja: handoverWords('ja').taken(name), en: handoverWords('en').taken(name) },
    ]),
    // What they were asked is asked of somebody else now: no old button stands about.
    { kind: 'fold_taken', task, draft: theirs, from: predecessor, by: context.actor.name },
  );
}
