/** A text that could be meant for several goals. */
import { encodeAction } from '../../cards/action.js';
import { goalAmong, messageCard, plainButton } from '../../cards/message.js';
import type { Desk } from '../../draft/drafts.js';
import { hold } from '../../draft/held-text.js';
import type { Task } from '../../report/task.js';
import { interviewWords } from '../../wording/interview.js';
import type { Context } from '../context.js';
import type { Input } from '../input.js';
import { type StepResult, showing, stepResult } from '../step-result.js';

/** A text that could be meant for several goals is held, and the person asked which. */
export function askWhich(
  desk: Desk,
  input: Input,
  context: Context,
  candidates: readonly Task[],
  text: string,
): StepResult {
  const { language } = context.actor;
  const words = interviewWords(language).which;
  const { desk: next, no } = hold(desk, { text });
  const shown = [...text].slice(0, 60).join('');
  return stepResult(
    next,
    showing(
      input.place,
      messageCard(
        language,
        words.title,
        [words.line(shown === text ? text : `${shown}…`)],
        [
          ...candidates.map((task) =>
            plainButton(
              `choose-${task.id}`,
              `${goalAmong(task, context.tasks)} ${shortened(task.goalText)}`,
              encodeAction('choose', task.id, no),
            ),
          ),
          plainButton('discard', words.none, encodeAction('discard', '', no)),
        ],
      ),
    ),
  );
}

/** A goal's text short enough for a button: the shortest platform shows 75 characters, a phone about 20. */
function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= 20 ? text : `${characters.slice(0, 19).join('')}…`;
}
