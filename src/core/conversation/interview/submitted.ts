/** What follows a submission: the draft leaves the desk, and what is left to do is told. */

import { allButtons } from '../../cards/interview/all.js';
import { beginButton, isOpen } from '../../cards/message.js';
import { othersOf } from '../../cards/owner/owner.js';
import { yearNotesButton } from '../../cards/year/year-notes.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import { type Desk, withoutTask } from '../../draft/drafts.js';
import { isPlanTask } from '../../draft/plan/plan-draft.js';
import { allWords } from '../../wording/interview/all.js';
import { interviewWords } from '../../wording/interview.js';
import { ownerWords } from '../../wording/owner/owner.js';
import type { Context } from '../context.js';
import { statusButton } from '../show-status.js';
import { type Happened, happened, message } from '../told.js';
import { nextOpen } from './begin.js';

/** `context` is the world after it. */
export function submitted(
  desk: Desk,
  taskId: string,
  { goalNo, complete, unlinked }: Extract<Outcome, { ok: true }>,
  { actor: { id, language }, tasks }: Context,
): Happened {
  const words = interviewWords(language).submitted;
  const next = withoutTask(desk, taskId);
  const sent = desk.drafts[taskId];
  const left = tasks.filter((task) => task.id !== taskId && isOpen(task));
  const open = left.filter((task) => !othersOf(task, id));
  const task = tasks.find(({ id }) => id === taskId);
  const first = nextOpen(open, id, task?.round.id);
  const folded = task && sent ? [{ kind: 'fold', task, draft: sent } as const] : [];
  // Of several that were submitted together it is told once, when the record has them all.
  const waits = Object.values(next.drafts).some(({ together, asking }) => together && asking.at === 'sent');
  if (sent?.together && waits) return happened(next, ...folded);
  const { allDone, more } = words;
  const othersLeft = ownerWords(language).othersLeft(left.length - open.length);
  return happened(
    next,
    message(
      // Nothing was changed: it is approved as it was, and nobody is asked again.
      sent?.together
        ? allWords(language).submitted
        : complete
          ? words.unchanged(goalNo)
          : words.title(goalNo),
      [
        complete ? words.unchangedLine : unlinked ? words.noChannel : words.line,
        ...(task?.report?.late ? [words.late] : []),
        ...(open.length > 0
          ? [more(open.length)]
          : left.length > 0
            ? [othersLeft]
            : // Who enters on behalf may know of this goal alone.
              task?.behalf
              ? []
              : [allDone]),
      ],
      [
        ...(sent?.together
          ? allButtons(open, id, language, 1)
          : first
            ? [beginButton(first, next, language, 'primary', tasks)]
            : []),
        statusButton(language),
        ...(task && !isPlanTask(task) ? [yearNotesButton(task, language)] : []),
      ],
    ),
    ...folded,
  );
}
