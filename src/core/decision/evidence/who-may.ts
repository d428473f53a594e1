/** Who may add evidence, and take it away. Whoever sees the report, or the memo, sees it. */
import type { EvidenceItem } from '../../evidence/evidence.js';
import type { Memo } from '../../memo/memo.js';
import type { Actor, HeldPost } from '../../organization/people.js';
import type { Task } from '../../report/task.js';
import { enteringPost, reportingPost } from '../decide.js';

/** The post by which somebody adds evidence to a goal: who reports for its section, or enters on behalf; null: none. */
export function addingPost(actor: Actor, sectionId: string): HeldPost | null {
  return reportingPost(actor, sectionId) ?? enteringPost(actor, sectionId);
}

/**
 * Why evidence cannot be taken away; null: it may be, by who handed it over, as long as nobody has approved on it whose
 * approval stands, or stands again when the report comes back unchanged.
 */
export function notRemoved(item: EvidenceItem, actor: Actor, task: Task): 'approved' | 'not_yours' | null {
  if (item.by.personId !== actor.id) return 'not_yours';
  const { state, approvals = [], standing = [] } = task.report ?? {};
  const isSeen = [...approvals, ...standing].some(({ at }) => at >= item.by.at);
  return state === 'approved' || isSeen ? 'approved' : null;
}

/**
 * Whether a piece of a goal's evidence may be marked 公表する by whoever may add to it; taken back it is at any time, for
 * nothing should have to stay public.
 */
export const mayMark = (task: Task, on: boolean): boolean =>
  !on || task.round.state !== 'closed' || task.report?.reopened === true;

/** Whether evidence of a memo may be taken away: by who handed it over, and by who wrote the memo. */
export function mayRemoveOfMemo({ by }: EvidenceItem, actor: Actor, memo: Memo): boolean {
  return by.personId === actor.id || memo.by.personId === actor.id;
}
