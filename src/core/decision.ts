/**
 * Decisions about a report: submit, withdraw, approve, return. Pure: the store loads and locks, this decides, the
 * store writes what it gives. Promise 3: only someone entitled at that moment, about the version they saw, and never
 * on one's own report.
 */
import type { Command, Outcome, Refusal } from './command.js';
import { channelNotices, finishedFile, toWriter } from './decision-notices.js';
import type { HistoryEntry } from './history.js';
import type { OwedNotice } from './notice.js';
import type { Actor, HeldPost, PostRole, Section } from './people.js';
import type { Report, ReportContent, Signature } from './report.js';
import type { Task } from './task.js';

export type ReportCommand = Extract<Command, { kind: 'submit' | 'withdraw' | 'approve' | 'return' }>;

export type Decision =
  | {
      readonly ok: true;
      readonly report: Report;
      readonly entry: HistoryEntry;
      readonly owed: readonly OwedNotice[];
      readonly outcome: Outcome;
    }
  | { readonly ok: false; readonly outcome: Outcome };

type Subject = {
  readonly command: ReportCommand;
  /** with its latest report */
  readonly task: Task;
  readonly section: Section;
  readonly actor: Actor;
  /** ISO instant */
  readonly now: string;
  /** ISO date in the city */
  readonly today: string;
  /** the platform the input came from */
  readonly source: string;
};

/** The post by which the actor may report for a section today; null when there is none. */
export function reportingPost(actor: Actor, sectionId: string): HeldPost | null {
  return actor.posts.find((p) => p.sectionId === sectionId && p.role !== 'coordinator') ?? null;
}

/**
 * By which post the actor may decide at a step of the section's route today: an own post of the section (or of the
 * section above it), else as a deputy named beforehand (代決). null when not at all.
 */
export function decidingPost(
  actor: Actor,
  section: Section,
  role: PostRole,
): { readonly post: HeldPost; readonly actingFor: string | null } | null {
  const fits = (p: HeldPost) =>
    p.role === role && (p.sectionId === section.id || p.sectionId === section.parentId);
  const own = actor.posts.find(fits);
  if (own) return { post: own, actingFor: null };
  const held = actor.deputyFor.find(fits);
  return held ? { post: held, actingFor: held.holderName ?? held.title } : null;
}

/** Whether every indicator has its result and 目標達成状況, and the goal its 今後の方針 where the form has one. */
export function isComplete(content: ReportContent, task: Task): boolean {
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
    default:
      return command satisfies never;
  }
}

function submit(subject: Subject, command: Extract<ReportCommand, { kind: 'submit' }>): Decision {
  const { task, actor } = subject;
  const post = reportingPost(actor, task.sectionId);
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
  const report: Report = {
    id: task.id,
    goalId: task.goalId,
    roundId: task.round.id,
    sectionId: task.sectionId,
    version: (before?.version ?? 0) + 1,
    state: 'submitted',
    content: command.content,
    writer: sign(subject, post, null),
    approvals: [],
    returned: null,
    late: subject.today > task.round.dueOn,
    ...(before?.reopened ? { reopened: true as const } : {}),
    previous: before?.state === 'returned' ? before.content : (before?.previous ?? null),
  };
  return accept(subject, 'submitted', report, post, null, []);
}

function withdraw(subject: Subject, command: Extract<ReportCommand, { kind: 'withdraw' }>): Decision {
  const { task, actor } = subject;
  const found = waiting(task, command.version);
  if (!found.ok) return refuse(found.refusal);
  const post = reportingPost(actor, task.sectionId);
  if (!post) return refuse({ reason: 'not_entitled' });
  // Anybody else would take it back behind the writer's back; a manager returns it, with a comment.
  const { writer } = found.report;
  if (writer.personId !== actor.id) return refuse({ reason: 'not_writer', by: writer.name });
  const withdrawn = sign(subject, post, null);
  return accept(
    subject,
    'withdrawn',
    { ...found.report, state: 'withdrawn', approvals: [], withdrawn },
    post,
    null,
    [],
  );
}

function approve(subject: Subject, command: Extract<ReportCommand, { kind: 'approve' }>): Decision {
  const { task, section } = subject;
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
  const { post, actingFor } = entitled;
  const approvals = [...report.approvals, sign(subject, post, actingFor)];
  const final = approvals.length >= section.route.length;
  return accept(
    subject,
    'approved',
    { ...report, approvals, state: final ? 'approved' : 'submitted' },
    post,
    actingFor,
    final
      ? [
          toWriter(subject.now, report, { kind: 'approved', reportId: report.id, version: report.version }),
          ...finishedFile(task, subject.now),
        ]
      : [],
  );
}

function giveBack(subject: Subject, command: Extract<ReportCommand, { kind: 'return' }>): Decision {
  const found = waiting(subject.task, command.version);
  if (!found.ok) return refuse(found.refusal);
  const { report } = found;
  const entitled = mayDecide(subject, report);
  if (!entitled.ok) return refuse(entitled.refusal);
  const comment = command.comment.trim();
  if (comment === '') return refuse({ reason: 'comment_needed' });
  const { post, actingFor } = entitled;
  return accept(
    subject,
    'returned',
    {
      ...report,
      state: 'returned',
      approvals: [],
      returned: { ...sign(subject, post, actingFor), comment: command.comment },
    },
    post,
    actingFor,
    [toWriter(subject.now, report, { kind: 'returned', reportId: report.id, version: report.version })],
  );
}

/** The report when it waits for a decision in the version that was seen; else why not. */
function waiting(
  task: Task,
  version: number,
): { readonly ok: true; readonly report: Report } | { readonly ok: false; readonly refusal: Refusal } {
  const { report } = task;
  if (!report) return { ok: false, refusal: { reason: 'not_found' } };
  if (report.version !== version) return { ok: false, refusal: { reason: 'stale_version' } };
  if (report.state !== 'submitted') return { ok: false, refusal: decided(report) };
  return { ok: true, report };
}

function mayDecide(
  { actor, section }: Subject,
  report: Report,
):
  | { readonly ok: true; readonly post: HeldPost; readonly actingFor: string | null }
  | { readonly ok: false; readonly refusal: Refusal } {
  // A route that was shortened meanwhile still needs its last post, or the report would wait for nobody.
  const role = section.route[report.approvals.length] ?? section.route.at(-1);
  const entitled = role ? decidingPost(actor, section, role) : null;
  if (!entitled) return { ok: false, refusal: { reason: 'not_entitled' } };
  // Another person must have looked at it. A 課長 who wrote it is thus decided for by the deputy (代決), in both names.
  if (report.writer.personId === actor.id) return { ok: false, refusal: { reason: 'own_report' } };
  return { ok: true, ...entitled };
}

function decided(report: Report): Refusal {
  if (report.state === 'returned' && report.returned)
    return {
      reason: 'already_decided',
      decision: 'returned',
      by: report.returned.name,
      post: report.returned.post,
      at: report.returned.at,
    };
  const last = report.approvals.at(-1);
  if (report.state === 'approved' && last)
    return { reason: 'already_decided', decision: 'approved', by: last.name, post: last.post, at: last.at };
  const { name, post, at } = report.withdrawn ?? report.writer;
  return { reason: 'already_decided', decision: 'withdrawn', by: name, post, at };
}

function accept(
  subject: Subject,
  action: HistoryEntry['action'],
  report: Report,
  post: HeldPost,
  actingFor: string | null,
  owed: readonly OwedNotice[],
): Decision {
  const { task, actor, now, source } = subject;
  return {
    ok: true,
    report,
    entry: {
      at: now,
      personId: actor.id,
      name: actor.name,
      post: post.title,
      actingFor,
      source,
      action,
      sectionId: task.sectionId,
      subject: report.id,
      version: report.version,
      before: task.report,
      after: report,
    },
    owed: [...channelNotices(task, now), ...owed],
    outcome: {
      ok: true,
      goalNo: task.goalNo,
      version: report.version,
      complete: report.state === 'approved',
    },
  };
}

function sign({ actor, now }: Subject, post: HeldPost, actingFor: string | null): Signature {
  return { personId: actor.id, name: actor.name, post: post.title, at: now, actingFor };
}

function refuse(refusal: Refusal): Decision {
  return { ok: false, outcome: { ok: false, refusal } };
}
