/** What a person may decide about, and the goal's card as this person alone sees it. */
import { decidingPost } from '../deciding.js';
import { type Actor, ROLE_NAMES, type Section } from '../people.js';
import { stepAt } from '../route.js';
import type { Task } from '../task.js';
import { approvalCard } from '../views/approval.js';
import type { Card } from '../views/card.js';

/** Whether a report waits for this person: at a step of his or her post, and not written by the same person. */
export function waitsFor(actor: Actor, section: Section, task: Task): boolean {
  const step = stepAt(section.route, task.report?.approvals.length ?? 0);
  return (
    task.report?.state === 'submitted' &&
    step !== null &&
    decidingPost(actor, section, step) !== null &&
    task.report.writer.personId !== actor.id
  );
}

/** The approval card of a reported goal with the whole of it; 承認 and 差戻し only for who may press them. */
export function reportCard(actor: Actor, section: Section, task: Task): Card {
  const { language } = actor;
  const at = task.report?.approvals.length ?? 0;
  const route = section.route.map((step, i) => ({
    ...step,
    title:
      (i === at ? decidingPost(actor, section, step)?.post.title : null) ?? ROLE_NAMES[step.role][language],
  }));
  const asked = { version: task.report?.version ?? 0, step: at };
  const card = approvalCard({ task, section, route, language, asked, whole: true });
  if (card.name !== 'approval' || waitsFor(actor, section, task)) return card;
  return { ...card, view: { ...card.view, buttons: [] } };
}
