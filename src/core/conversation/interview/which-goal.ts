/** A text that could be meant for several goals. */
import { encodeAction } from '../../cards/action.js';
import { goalAmong, plainButton } from '../../cards/message.js';
import { hold } from '../../draft/held-text.js';
import type { Task } from '../../report/task.js';
import { interviewWords } from '../../wording/interview.js';
import { type Happened, happened, message, type Scene } from '../told.js';

/** A text that could be meant for several goals is held, and the person asked which. */
export function askWhich(scene: Scene, candidates: readonly Task[], text: string): Happened {
  const words = interviewWords(scene.language).which;
  const { desk, no } = hold(scene.desk, { text });
  const shown = [...text].slice(0, 60).join('');
  const buttons = candidates.map((task) =>
    plainButton(
      `choose-${task.id}`,
      `${goalAmong(task, scene.tasks)} ${shortened(task.goalText)}`,
      encodeAction('choose', task.id, no),
    ),
  );
  buttons.push(plainButton('discard', words.none, encodeAction('discard', '', no)));
  return happened(desk, message(words.title, [words.line(shown === text ? text : `${shown}…`)], buttons));
}

/** A goal's text short enough for a button: the shortest platform shows 75 characters, a phone about 20. */
function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= 20 ? text : `${characters.slice(0, 19).join('')}…`;
}
