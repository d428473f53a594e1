/** A text that could be meant for several goals, or for none. */
import { encodeAction } from '../../cards/action.js';
import { goalAmong, plainButton } from '../../cards/message.js';
import { goalsCard } from '../../cards/tasks.js';
import type { Draft } from '../../draft/drafts.js';
import { hold } from '../../draft/held-text.js';
import { questionName } from '../../draft/question-names.js';
import type { Task } from '../../report/task.js';
import { cardWords } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { type Happened, happened, message, type Scene } from '../told.js';

/** A text that could be meant for several goals is held, and the person asked which. */
export function askWhich(scene: Scene, candidates: readonly Task[], text: string): Happened {
  const words = interviewWords(scene.language).which;
  const { desk, no } = hold(scene.desk, { text }, scene.now);
  const buttons = candidates.map((task) => ({
    task,
    button: plainButton(
      `choose-${task.id}`,
      `${goalAmong(task, scene.tasks)} ${shortened(task.goalText)}`,
      encodeAction('choose', task.id, no, askedOf(task, scene.desk.drafts[task.id])),
    ),
  }));
  const none = plainButton('discard', words.none, encodeAction('discard', '', no));
  const card = goalsCard(words.title, [words.line(started(text))], buttons, [none], scene.language);
  return happened(desk, { kind: 'card', card });
}

/** A text that is hardly an answer, though a question is open, is held, and the person asked whether it is one. */
export function askWhether(scene: Scene, task: Task, draft: Draft, text: string): Happened {
  const { whether } = interviewWords(scene.language);
  const { label } = cardWords(scene.language);
  const { asking } = draft;
  const paused = { ...scene.desk, drafts: { ...scene.desk.drafts, [task.id]: draft } };
  const { desk, no } = hold(paused, { text }, scene.now);
  const question = Object.entries(label).find(([at]) => at === asking.at)?.[1] ?? '';
  return happened(
    desk,
    message(
      whether.title,
      [whether.line(started(text), goalAmong(task, scene.tasks), question)],
      [
        plainButton(
          `choose-${task.id}`,
          whether.save,
          encodeAction('choose', task.id, no, askedOf(task, draft)),
        ),
        plainButton('discard', whether.no, encodeAction('discard', task.id, no)),
      ],
    ),
  );
}

/** The question that a text would answer: by the time its button is pressed another may be asked. */
export const askedOf = (task: Task, draft: Draft | undefined): string =>
  draft ? questionName(task, draft.asking) : '';

/** A text as far as it is told again. */
function started(text: string): string {
  const shown = [...text].slice(0, 60).join('');
  return shown === text ? text : `${shown}…`;
}

/** A goal's text short enough for a button: the shortest platform shows 75 characters, a phone about 20. */
function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= 20 ? text : `${characters.slice(0, 19).join('')}…`;
}
