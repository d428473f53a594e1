/** What is told of 担当 when the record has answered. */
import { chooseOwnerCard, takeOwnerButton } from '../../cards/owner/owner.js';
import type { Command } from '../../decision/command.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { Refusal } from '../../decision/outcome/refusal.js';
import { worksElsewhere } from '../../organization/people.js';
import { readTaskId } from '../../sheet/ids.js';
import { ownerWords } from '../../wording/owner/owner.js';
import type { Context } from '../context.js';
import { message, type Told } from '../told.js';

/** Of a look whose it may be, else whose it is now. */
export function ownerSet(
  { task }: Extract<Command, { kind: 'set_owner' }>,
  { goalNo, owner, section = '' }: Extract<Outcome, { ok: true }>,
  { actor }: Pick<Context, 'actor'>,
): Told {
  const { language } = actor;
  const words = ownerWords(language);
  const among = worksElsewhere(actor, readTaskId(task)?.sectionId);
  const goal = among ? `${section} No.${goalNo}` : `No.${goalNo}`;
  const { name = null, people } = owner ?? {};
  if (people) return { kind: 'card', card: chooseOwnerCard({ task, goal, name }, people, language) };
  return name === null
    ? message(words.cleared(goal), [words.clearedLine])
    : message(words.set(goal, name), [words.setLine]);
}

/** Two began at once: the other was first. Nothing typed is lost, and the goal can be taken over. */
export function ownedMeanwhile(
  taskId: string,
  { id, by }: Extract<Refusal, { reason: 'owned' }>,
  { actor: { language }, tasks }: Pick<Context, 'actor' | 'tasks'>,
): Told {
  const words = ownerWords(language);
  const task = tasks.find((one) => one.id === taskId);
  return message(
    words.first(task?.goalNo ?? '', by),
    [words.line],
    task ? [takeOwnerButton(task, { personId: id }, language)] : [],
  );
}
