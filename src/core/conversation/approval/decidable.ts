/** What a person may decide about, and the goal's card as this person alone sees it. */
import { approvalCard } from '../../cards/approval/approval.js';
import type { Card } from '../../cards/card.js';
import { decidingPost } from '../../decision/decide-approval.js';
import type { Actor, Section } from '../../organization/people.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import { stepAt } from '../../organization/route.js';
import { isOwnReport } from '../../report/report.js';
import type { Task } from '../../report/task.js';

/** Whether a report waits for this person: at a step of his or her post, and none of the same person's own. */
export function waitsFor(actor: Actor, section: Section, task: Task): boolean {
  const step = stepAt(section.route, task.report?.approvals.length ?? 0);
  return (
    task.report?.state === 'submitted' &&
    step !== null &&
    decidingPost(actor, section, step) !== null &&
    !isOwnReport(task.report, actor.id)
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
