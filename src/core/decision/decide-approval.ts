/** What approvers do with a report: 承認 and 確認, 差戻し, and taking an approval back a moment later. */
import type { OwedNotice } from '../notice/notice.js';
import type { Actor, HeldPost, Section } from '../organization/people.js';
import { ROLE_NAMES } from '../organization/post-roles.js';
import { type RouteStep, stepAt } from '../organization/route.js';
import { entitledIn } from '../organization/terms.js';
import { goingPublic, markOfPublic } from '../report/exceptions.js';
import { movesReported } from '../report/plan/goal-plan.js';
import { isOwnReport, type Report, type Signature, writersOf } from '../report/report.js';
import {
  type Accepted,
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
import type { Refusal } from './outcome/refusal.js';
import { finishedFile, toWriter } from './owed-by-decision.js';
import { type OwedPostReview, postReviewDue, reviewNotices } from './post-review.js';
import { lastLook } from './together/last-look.js';

/** How long an approval may be taken back by who gave it, in minutes: long enough for a wrong button, too short for a change of mind. */
export const UNDO_MINUTES = 10;

/** By which post somebody decides: an own one, one of an absent holder (代決), or 事務局 because nobody is there. */
type Entitlement = {
  readonly post: HeldPost;
  /** the holder for whom it is done, or the post's title where nobody holds it; null: in the own post */
  readonly actingFor: string | null;
  readonly by: 'post' | 'deputy' | 'coordinator';
  /** of the post acted for; null when there is none */
  readonly holderId: string | null;
};

/**
 * By which post the actor may decide at a step of the section's route today: an own post of the section (or of the
 * section above it), else as a deputy named beforehand (代決). null when not at all.
 */
export function decidingPost(actor: Actor, section: Section, { role }: RouteStep): Entitlement | null {
  const fits = (p: HeldPost) =>
    p.role === role && (p.sectionId === section.id || p.sectionId === section.parentId);
  const own = actor.posts.find(fits);
  if (own) return { post: own, actingFor: null, by: 'post', holderId: null };
  const held = actor.deputyFor.find(fits);
  if (!held) return null;
  const { holderId, holderName, ...post } = held;
  return { post, actingFor: holderName ?? held.title, by: 'deputy', holderId };
}

/** What the right to decide follows from: the actor's posts today, and who else holds the section's. */
export type Deciding = Pick<Subject, 'actor' | 'section' | 'posts' | 'today'>;

/** 承認, or 確認 at a step that is one. */
export function approve(subject: Subject, command: Extract<ReportCommand, { kind: 'approve' }>): Decision {
  const { task, section, now } = subject;
  const found = waiting(task, command.version);
  if (!found.ok) return refuse(found.refusal);
  const { report } = found;
  const done = report.approvals[command.step];
  if (done)
    return refuse({
      reason: 'already_decided',
      decision: 'approved',
      by: done.name,
      post: done.post,
      at: done.at,
    });
  if (command.step !== report.approvals.length) return refuse({ reason: 'stale_version' });
  const entitled = mayDecide(subject, report);
  if (!entitled.ok) return refuse(entitled.refusal);
  if (movesReported(task, report.content.plan))
    return refuse({ reason: 'target_reported', goalNo: task.goalNo });
  const names = goingPublic(task).map(({ name }) => name);
  const mark = markOfPublic(task);
  // A mark does not change the version: the button may be of a card from before it.
  if (mark !== '' && command.shown !== mark)
    return refuse({ reason: 'goes_public', goalNo: task.goalNo, names });
  const { entitlement } = entitled;
  const check = stepAt(section.route, command.step)?.act === 'check';
  const signature = {
    ...signed(subject, entitlement),
    ...(check ? { check } : {}),
    ...(command.together ? { together: command.together } : {}),
  };
  const approvals = [...report.approvals, signature];
  const final = approvals.length >= section.route.length;
  if (final && command.lookFirst && completesSheet(subject))
    return refuse({
      reason: 'last_look',
      section: task.sectionName,
      goals: lastLook(subject.sheetTasks),
      ...(mark === '' ? {} : { goesPublic: { names, mark } }),
    });
  const corrections = final ? closed(report.corrections, now) : report.corrections;
  const after: Report = {
    ...report,
    approvals,
    state: final ? 'approved' : 'submitted',
    ...(corrections ? { corrections } : {}),
  };
  const decision = acted(
    subject,
    'approved',
    after,
    entitlement,
    final ? approvedNotices(subject, after) : [],
  );
  const published = final && task.publishedAt !== undefined;
  return {
    ...decision,
    outcome: { ...decision.outcome, ...(check ? { check } : {}), ...(published ? { published } : {}) },
  };
}

/** 差戻し, with its comment. */
export function giveBack(subject: Subject, command: Extract<ReportCommand, { kind: 'return' }>): Decision {
  const { task, now, today } = subject;
  const found = waiting(task, command.version);
  if (!found.ok) return refuse(found.refusal);
  const { report } = found;
  const entitled = mayDecide(subject, report);
  if (!entitled.ok) return refuse(entitled.refusal);
  if (command.comment.trim() === '') return refuse({ reason: 'comment_needed' });
  const { entitlement } = entitled;
  const after: Report = {
    ...report,
    state: 'returned',
    approvals: [],
    ...standingOf(report),
    returned: { ...signed(subject, entitlement), comment: command.comment },
  };
  return acted(subject, 'returned', after, entitlement, toWriter('returned', report, subject, now, today));
}

/** Takes an own approval back, while nobody has decided after it and it completed nothing that is published. */
export function undoApproval(
  subject: Subject,
  command: Extract<ReportCommand, { kind: 'undo_approval' }>,
): Decision {
  const { task, actor, section, now } = subject;
  const { report } = task;
  if (!report) return refuse({ reason: 'not_found' });
  if (report.version !== command.version) return refuse({ reason: 'stale_version' });
  if (report.state === 'returned' || report.state === 'withdrawn') return refuse(decided(report));
  const given = report.approvals[command.step];
  if (!given) return refuse({ reason: 'undo_over' });
  if (given.personId !== actor.id) return refuse({ reason: 'not_entitled' });
  const was = report.state === 'approved';
  // What was printed does not change without a trace: a correction leaves one.
  if (was && task.publishedAt !== undefined) return refuse({ reason: 'undo_published', goalNo: task.goalNo });
  const late = Date.parse(now) - Date.parse(given.at) > UNDO_MINUTES * 60_000;
  if (late || command.step !== report.approvals.length - 1) return refuse({ reason: 'undo_over' });
  const step = stepAt(section.route, command.step);
  const entitlement = step && entitledBy(subject, step, writersOf(report));
  if (!entitlement) return refuse({ reason: 'not_entitled' });
  const corrections = was ? openedAgain(report.corrections, given.at) : report.corrections;
  const after: Report = {
    ...report,
    approvals: report.approvals.slice(0, -1),
    state: 'submitted',
    ...(corrections ? { corrections } : {}),
  };
  const { post, actingFor } = entitlement;
  const decision = accept(
    subject,
    'approval_undone',
    after,
    post,
    actingFor,
    // Its notices tell that it does not stand any more.
    was ? approvedNotices(subject, report) : [],
  );
  return given.check ? { ...decision, outcome: { ...decision.outcome, check: given.check } } : decision;
}

function approvedNotices(subject: Subject, report: Report): OwedNotice[] {
  const { task, now, today } = subject;
  return [...toWriter('approved', report, subject, now, today), ...finishedFile(task, now)];
}

type Corrections = Report['corrections'];

function closed(corrections: Corrections, now: string): Corrections {
  return corrections?.map((one) => (one.approvedAt === null ? { ...one, approvedAt: now } : one));
}

function openedAgain(corrections: Corrections, approvedAt: string): Corrections {
  return corrections?.map((one, at) =>
    at === corrections.length - 1 && one.approvedAt === approvedAt ? { ...one, approvedAt: null } : one,
  );
}

/** A decision of an approver, with the 後閲 it makes owed when it was done for an absent holder. */
function acted(
  subject: Subject,
  action: 'approved' | 'returned',
  report: Report,
  entitlement: Entitlement,
  owed: readonly OwedNotice[],
): Accepted {
  const { post, actingFor, by, holderId } = entitlement;
  if (by !== 'deputy') return accept(subject, action, report, post, actingFor, owed);
  const postReview: OwedPostReview = {
    reportId: report.id,
    version: report.version,
    decision: action,
    at: subject.now,
    deputy: subject.actor.name,
    postId: post.id,
    holderId,
  };
  const told = [...owed, ...onReturn(subject, post.id)];
  return { ...accept(subject, action, report, post, actingFor, told), postReview };
}

function onReturn({ posts, actor, now, today, closures }: Subject, postId: string): OwedNotice[] {
  const post = posts.find(({ id }) => id === postId);
  const until = (post?.deputies ?? [])
    .filter((term) => term.personId === actor.id && term.from <= today && term.until !== null)
    .reduce((latest, { until }) => (until !== null && until > latest ? until : latest), today);
  return post ? reviewNotices(post, postReviewDue(now, until, closures), closures) : [];
}

/** Whether the actor may decide about a report that waits, at its step of the route; else why not. */
export function mayDecide(
  subject: Deciding,
  report: Pick<Report, 'approvals' | 'writer'>,
):
  | { readonly ok: true; readonly entitlement: Entitlement }
  | { readonly ok: false; readonly refusal: Refusal } {
  const { actor, section, today } = subject;
  const step = stepAt(section.route, report.approvals.length);
  const writers = writersOf(report);
  const entitlement = step && entitledBy(subject, step, writers);
  const who = step ? entitledIn(subject, step.role, today, writers).map(({ name }) => name) : [];
  if (!entitlement)
    return { ok: false, refusal: { reason: 'not_entitled', ...(actor.posts.length > 0 ? { who } : {}) } };
  // Another person must have looked at it. A 課長 who wrote it, or for whom it was entered before, is thus decided for by
  // the deputy (代決), in both names.
  if (isOwnReport(report, actor.id)) return { ok: false, refusal: { reason: 'own_report', who } };
  return { ok: true, entitlement };
}

/** Nobody there to decide: 事務局 is asked, so that a report never waits for nobody and never passes by itself. */
function entitledBy(subject: Deciding, step: RouteStep, writers: readonly string[]): Entitlement | null {
  const { actor, section, posts, today } = subject;
  const entitlement = decidingPost(actor, section, step);
  if (entitlement) return entitlement;
  const post = actor.posts.find(({ role }) => role === 'coordinator');
  if (!post || entitledIn(subject, step.role, today, writers).length > 0) return null;
  const absent = posts.find(({ role }) => role === step.role);
  return { post, actingFor: absent?.title ?? ROLE_NAMES[step.role].ja, by: 'coordinator', holderId: null };
}

function signed(subject: Subject, { post, actingFor, by }: Entitlement): Signature {
  return {
    ...sign(subject, post, actingFor),
    ...(by === 'coordinator' ? { escalated: true as const } : {}),
  };
}

/** Whether this is the last goal of a sheet with several that is not approved. */
function completesSheet({ task, sheetTasks }: Subject): boolean {
  return (
    sheetTasks.length > 1 &&
    sheetTasks.every(({ id, report }) => id === task.id || report?.state === 'approved')
  );
}
