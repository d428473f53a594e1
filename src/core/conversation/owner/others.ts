/** A goal that is a colleague's. */
import { encodeAction } from '../../cards/action.js';
import { plainButton } from '../../cards/message.js';
import { behalfButton } from '../../cards/owner/behalf.js';
import { othersOf, takeOwnerButton, whoIsAt } from '../../cards/owner/owner.js';
import { enteringPost } from '../../decision/decide.js';
import type { Task } from '../../report/task.js';
import type { Words } from '../../text/language.js';
import { interviewWords } from '../../wording/interview.js';
import { behalfWords } from '../../wording/owner/behalf.js';
import { ownerWords } from '../../wording/owner/owner.js';
import { type Happened, happened, inLanguage, message, type Scene } from '../told.js';

/** A goal that is somebody else's, opened: who is at it, and that it can be taken over. */
export function showOthers(scene: Scene, task: Task, unsaved: readonly Words[]): Happened | null {
  const { actor, desk, language, now } = scene;
  const owner = othersOf(task, actor.id);
  if (!owner) return null;
  const title = whoIsAt(task, owner, now, language);
  const status = plainButton('status', interviewWords(language).showStatus, encodeAction('status'));
  return happened(
    desk,
    message(
      title,
      [...inLanguage(unsaved, language), ownerWords(language).line],
      [
        takeOwnerButton(task, owner, language),
        ...(enteringPost(actor, task.sectionId)
          ? [behalfButton(task, behalfWords(language).buttonFor(owner.name), language)]
          : []),
        status,
      ],
    ),
  );
}
