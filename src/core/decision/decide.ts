/**
 * Decisions about a report: submit, withdraw, approve, return, undo, correct. Pure: the store loads and locks, this
 * decides, the store writes what it gives. Promise 3: only someone entitled at that moment, about the version they saw,
 * and never on one's own report.
 */
import type { Actor, HeldPost } from '../organization/people.js';
import type { PostRole } from '../organization/post-roles.js';
import { reportsFor } from '../organization/terms.js';
import { isWholePlan, movesReported } from '../report/plan/goal-plan.js';
import {
  isOwnReport,
  openCorrection,
  type Report,
  type ReportContent,
  type Signature,
  writersOf,
} from '../report/report.js';
import { reasonsIn } from '../report/report-checks.js';
import type { Task } from '../report/task.js';
import { approve, giveBack, undoApproval } from './decide-approval.js';
import {
  accept,
  type Decision,
  decided,
  type ReportCommand,
  refuse,
  type Subject,
  sign,
  standingOf,
  waiting,
} from './decision.js';
import { enteredFor } from './owed-by-decision.js';

/** The post by which the actor may report for a section today; null when there is none. */
export function reportingPost(actor: Actor, sectionId: string): HeldPost | null {
  return actor.posts.find((p) => p.sectionId === sectionId && p.role !== 'coordinator') ?? null;
}

/** Posts of a section by which one enters on behalf of its people; 事務局 does for every section. */
const ENTERING: readonly PostRole[] = ['subsection_chief', 'assistant_manager'];

/** The post by which the actor may enter a report of a section on behalf of somebody (代理入力); null when there is none. */
export function enteringPost({ posts }: Pick<Actor, 'posts'>, sectionId: string): HeldPost | null {
  const own = posts.find((p) => p.sectionId === sectionId && ENTERING.includes(p.role));
  return own ?? posts.find(({ role }) => role === 'coordinator') ?? null;
}

/** Posts whose holders, and deputies, say whose a goal of their section is; 事務局 says it of every section. */
const ASSIGNING: readonly PostRole[] = ['section_manager', 'assistant_manager', 'department_head'];

/** The post by which the actor may say whose a goal of a section is; null when there is none. */
export function assigningPost({ posts, deputyFor }: Actor, sectionId: string): HeldPost | null {
  const own = [...posts, ...deputyFor].find((p) => p.sectionId === sectionId && ASSIGNING.includes(p.role));
  return own ?? posts.find(({ role }) => role === 'coordinator') ?? null;
}

/** Whether every indicator has its result and 目標達成状況, and the goal its 今後の方針 where the form has one. */
export function isComplete(content: ReportContent, task: Task): boolean {
  if (task.planned) return content.plan !== undefined && isWholePlan(content.plan);
  return (
    (!task.policyAsked || content.nextPolicy.trim() !== '') &&
    task.indicators.every((indicator) => {
      const answer = content.answers.find((a) => a.indicatorId === indicator.id);
      return answer !== undefined && answer.result.trim() !== '' && answer.status.trim() !== '';
    })
  );
}

/** Decides a command about a report. */
export function decide(subject: Subject): Decision {
  const { command, task } = subject;
  if (task.round.state === 'closed' && !task.report?.reopened) return refuse({ reason: 'round_closed' });
  switch (command.kind) {
    case 'submit':
      return submit(subject, command);
    case 'withdraw':
      return withdraw(subject, command);
    case 'approve':
      return approve(subject, command);
    case 'return':
      return giveBack(subject, command);
    case 'undo_approval':
      return undoApproval(subject, command);
    case 'correct':
      return correct(subject, command);
    default:
      return command satisfies never;
  }
}

function submit(subject: Subject, command: Extract<ReportCommand, { kind: 'submit' }>): Decision {
  const { task, actor, section } = subject;
  const onBehalfOf = command.behalf === undefined ? null : behalfIn(subject, command.behalf);
  const post =
    command.behalf === undefined
      ? reportingPost(actor, task.sectionId)
      : onBehalfOf && enteringPost(actor, task.sectionId);
  if (!post) return refuse({ reason: 'not_entitled' });
  const before = task.report;
  if (
    before &&
    (before.version !== command.base || before.state === 'submitted' || before.state === 'approved')
  )
    return refuse(
      before.state === 'approved'
        ? decided(before)
        : { reason: 'newer_version', by: before.writer.name, at: before.writer.at },
    );
  if (!isComplete(command.content, task)) return refuse({ reason: 'incomplete' });
  const previous = before?.state === 'returned' ? before.content : (before?.previous ?? null);
  const previousAt = before?.state === 'returned' ? before.writer.at : before?.previousAt;
  // It stands only until it is submitted again: an approval that is taken back afterwards must not come back with it.
  // What was confirmed was the version before.
  const { standing, withdrawn: _, confirmed: __, ...kept } = before ?? {};
  const unchanged = previous !== null && sameContent(previous, command.content);
  // An approval is void only for what changed after it.
  const version = (before?.version ?? 0) + 1;
  // Nor what is to be published since: who approves looks at that, too.
  const marked = task.evidence?.some(({ publicFrom }) => publicFrom === version) ?? false;
  // Nor another target: it was approved as measured by the one there was.
  const moved = task.indicators.some(({ changed }) => changed && changed.at > (previousAt ?? ''));
  const writer = { ...sign(subject, post, null), ...(onBehalfOf ? { onBehalfOf } : {}) };
  const approvals = unchanged && !marked && !moved ? ofOthers(standing ?? [], writersOf({ writer })) : [];
  const complete = approvals.length >= section.route.length;
  // What stood stands again: it moves nothing.
  if (!complete && movesReported(task, command.content.plan))
    return refuse({ reason: 'target_reported', goalNo: task.goalNo });
  const report: Report = {
    ...kept,
    id: task.id,
    goalId: task.goalId,
    roundId: task.round.id,
    sectionId: task.sectionId,
    version,
    state: complete ? 'approved' : 'submitted',
    content: command.content,
    writer,
    approvals,
    returned: null,
    // A correction of what came in time is not late.
    late: before && openCorrection(before) ? before.late : subject.today > task.round.dueOn,
    previous,
    ...(previousAt === undefined ? {} : { previousAt }),
  };
  // A correction that changed nothing is none: what was approved stands as it did.
  const corrections = complete ? report.corrections?.slice(0, -1) : report.corrections;
  const told = onBehalfOf ? [enteredFor(report, onBehalfOf.personId, subject.now)] : [];
  return accept(
    subject,
    'submitted',
    { ...report, ...(corrections ? { corrections } : {}) },
    post,
    onBehalfOf?.name ?? null,
    told,
  );
}

/** The approvals up to one of those whose it is now: no one approves their own report, though it was another's before. */
function ofOthers(standing: readonly Signature[], writers: readonly string[]): readonly Signature[] {
  const own = standing.findIndex(({ personId }) => writers.includes(personId));
  return own < 0 ? standing : standing.slice(0, own);
}

/** Two contents say the same: what is compared is what people wrote and chose, not what was proposed to them. */
export function sameContent(one: ReportContent, other: ReportContent): boolean {
  const text = ({ answers, nextPolicy, checks, plan }: ReportContent) =>
    JSON.stringify([
      ...(plan ? [plan] : []),
      nextPolicy,
      ...Object.entries(reasonsIn(checks)),
      ...answers.map(({ indicatorId, result, rating, reason, status, measures = '' }) => [
        indicatorId,
        result,
        rating,
        reason,
        measures,
        status,
      ]),
    ]);
  return text(one) === text(other);
}

/** For whom the actor enters it: somebody who reports for the section today. */
function behalfIn(subject: Subject, personId: string): Subject['behalf'] | null {
  const { behalf, today } = subject;
  return behalf?.personId === personId && reportsFor(subject, personId, today) ? behalf : null;
}

function withdraw(subject: Subject, command: Extract<ReportCommand, { kind: 'withdraw' }>): Decision {
  const { task, actor, today } = subject;
  const found = waiting(task, command.version);
  if (!found.ok) return refuse(found.refusal);
  const { writer } = found.report;
  const isWriter = isOwnReport(found.report, actor.id);
  const post =
    reportingPost(actor, task.sectionId) ?? (isWriter ? enteringPost(actor, task.sectionId) : null);
  if (!post) return refuse({ reason: 'not_entitled' });
  // Anybody else would take it back behind the writer's back; a manager returns it, with a comment. Once the writer has
  // left the section, it belongs to those who report there now.
  if (!isWriter && reportsFor(subject, writer.personId, today))
    return refuse({ reason: 'not_writer', by: writer.name });
  const withdrawn = sign(subject, post, null);
  const { report } = found;
  return accept(
    subject,
    'withdrawn',
    { ...report, state: 'withdrawn', approvals: [], ...standingOf(report), withdrawn },
    post,
    null,
    [],
  );
}

function correct(subject: Subject, command: Extract<ReportCommand, { kind: 'correct' }>): Decision {
  const { task, actor } = subject;
  const { report } = task;
  if (!report) return refuse({ reason: 'not_found' });
  if (report.version !== command.version) return refuse({ reason: 'stale_version' });
  if (report.state !== 'approved') return refuse(decided(report));
  const post = reportingPost(actor, task.sectionId);
  if (!post) return refuse({ reason: 'not_entitled' });
  const reason = command.reason.trim();
  if (reason === '') return refuse({ reason: 'comment_needed' });
  const by = sign(subject, post, null);
  return accept(subject, 'correction_asked', givenBack(report, by, command.reason), post, null, []);
}

/** A report that was approved, given back to be corrected: what was approved stands until the correction is. */
export function givenBack(report: Report, by: Signature, reason: string): Report {
  const { version, content, writer, approvals, confirmed } = report;
  const approved = { version, content, writer, approvals, ...(confirmed ? { confirmed } : {}) };
  const correction = { reason, by, approved, approvedAt: null };
  return {
    ...report,
    state: 'returned',
    approvals: [],
    standing: approvals,
    returned: { ...by, comment: reason },
    ...(report.state === 'approved' ? { corrections: [...(report.corrections ?? []), correction] } : {}),
  };
}
