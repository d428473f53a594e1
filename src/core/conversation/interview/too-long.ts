/** A text longer than anything takes. */
import { isOpen } from '../../cards/message.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { problemWords } from '../../wording/problems.js';
import { sayReply } from '../approval/inquiry.js';
import type { Happened, Said, Scene } from '../told.js';
import { showDraft, taskHere } from './begin.js';
import { answer, notUnderstood } from './interview.js';

/** The question it may have answered is asked again, and every draft stays. */
export function tooLong(scene: Scene<Said>): Happened {
  const { input, question } = scene;
  if (input.surface === 'thread' && question) return sayReply(scene, question.id, input.text);
  const task = taskHere(scene);
  const draft = task ? scene.desk.drafts[task.id] : undefined;
  const problem = problemWords.tooLong(MAX_TEXT.message, input.text.length);
  if (task && draft && isOpen(task))
    return draft.asking.at in MAX_TEXT
      ? answer(scene, task, draft, input.text)
      : showDraft(scene, task, draft, problem);
  return notUnderstood(scene, problem);
}
