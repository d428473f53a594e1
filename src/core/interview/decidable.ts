/** What a person may decide about, and the goal's card as this person alone sees it. */
import { decidingPost } from '../decision.js';
import { type Actor, type PostRole, ROLE_NAMES, type Section } from '../people.js';
import type { Task } from '../task.js';
import { approvalCard } from '../views/approval.js';
import type { Card } from '../views/card.js';

/** The step of the route at which a report waits. */
function roleAt(section: Section, task: Task): PostRole | undefined {
  // A route that was shortened meanwhile still needs its last post.
  return section.route[task.report?.approvals.length ?? 0] ?? section.route.at(-1);
}

/** Whether a report waits for this person: at a step of his or her post, and not written by the same person. */
export function waitsFor(actor: Actor, section: Section, task: Task): boolean {
  const role = roleAt(section, task);
  return (
    task.report?.state === 'submitted' &&
    role !== undefined &&
    decidingPost(actor, section, role) !== null &&
    task.report.writer.personId !== actor.id
  );
}

/** The approval card of a reported goal; 承認 and 差戻し only for who may press them. */
export function reportCard(actor: Actor, section: Section, task: Task): Card {
  const { language } = actor;
  const step = task.report?.approvals.length ?? 0;
  const route = section.route.map((role, i) => ({
    role,
    title: (i === step ? decidingPost(actor, section, role)?.post.title : null) ?? ROLE_NAMES[role][language],
  }));
  const card = approvalCard({ task, section, route, language });
  if (card.name !== 'approval' || waitsFor(actor, section, task)) return card;
  return { ...card, view: { ...card.view, buttons: [] } };
}
