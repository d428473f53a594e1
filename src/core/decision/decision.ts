/** What a decision is about and what it gives, and what all decisions have in common. */
import type { Closures } from '../calendar/working-days.js';
import type { OwedNotice } from '../notice/notice.js';
import type { Actor, HeldPost, Section } from '../organization/people.js';
import type { Chain, PostTerms } from '../organization/terms.js';
import { openCorrection, type Report, type Signature } from '../report/report.js';
import type { Task } from '../report/task.js';
import type { Command } from './command.js';
import type { HistoryEntry } from './history.js';
import type { Outcome } from './outcome/outcome.js';
import type { Refusal } from './outcome/refusal.js';
import { channelNotices, requests } from './owed-by-decision.js';
import type { OwedPostReview } from './post-review.js';

export type ReportCommand = Extract<
  Command,
  { kind: 'submit' | 'withdraw' | 'approve' | 'return' | 'undo_approval' | 'correct' }
>;

export type TogetherCommand = Extract<Command, { kind: 'approve_together' }>;

/** What is entered, all of it or nothing. */
export type Accepted = {
  readonly ok: true;
  readonly report: Report;
  readonly entry: HistoryEntry;
  readonly owed: readonly OwedNotice[];
  /** 後閲 that the decision of a deputy makes owed */
  readonly postReview?: OwedPostReview;
  readonly outcome: Extract<Outcome, { ok: true }>;
};

export type Decision = Accepted | { readonly ok: false; readonly outcome: Outcome };

export type Subject = {
  readonly command: ReportCommand;
  /** with its latest report */
  readonly task: Task;
  /** every goal of the sheet in the round, each with its latest report */
  readonly sheetTasks: readonly Task[];
  readonly section: Section;
  /** of the section and of the one above it, with the terms that have not ended */
  readonly posts: Chain['posts'];
  /** 事務局 */
  readonly coordinators: readonly PostTerms[];
  readonly closures?: Closures;
  readonly actor: Actor;
  /** ISO instant */
  readonly now: string;
  /** ISO date in the city */
  readonly today: string;
  /** the platform the input came from */
  readonly source: string;
  /** the account it is done with */
  readonly account?: string;
  /** for whom the actor is entering the task */
  readonly behalf?: { readonly personId: string; readonly name: string };
};

/** What stands again when the report is submitted as it is now. */
export function standingOf(report: Report): Pick<Report, 'standing' | 'previous' | 'previousAt'> {
  return report.approvals.length === 0
    ? { previous: report.previous }
    : { standing: report.approvals, previous: report.content, previousAt: report.writer.at };
}

/** The report when it waits for a decision in the version that was seen; else why not. */
export function waiting(
  task: Task,
  version: number,
): { readonly ok: true; readonly report: Report } | { readonly ok: false; readonly refusal: Refusal } {
  const { report } = task;
  if (!report) return { ok: false, refusal: { reason: 'not_found' } };
  if (report.version !== version) return { ok: false, refusal: { reason: 'stale_version' } };
  if (report.state !== 'submitted') return { ok: false, refusal: decided(report) };
  return { ok: true, report };
}

/** A late click: who decided what, and when. */
export function decided(report: Report): Refusal {
  if (report.state === 'returned' && report.returned)
    return {
      reason: 'already_decided',
      decision: openCorrection(report) ? 'correction_asked' : 'returned',
      by: report.returned.name,
      post: report.returned.post,
      at: report.returned.at,
    };
  const last = report.approvals.at(-1);
  if (report.state === 'approved' && last)
    return { reason: 'already_decided', decision: 'approved', by: last.name, post: last.post, at: last.at };
  const { name, post, at } = report.withdrawn ?? report.writer;
  return {
    reason: 'already_decided',
    decision: report.state === 'submitted' ? 'submitted' : 'withdrawn',
    by: name,
    post,
    at,
  };
}

/** The decision as it is entered: the report after it, its history, and the cards that follow it. */
export function accept(
  subject: Omit<Subject, 'command'>,
  action: HistoryEntry['action'],
  report: Report,
  post: HeldPost,
  actingFor: string | null,
  owed: readonly OwedNotice[],
): Accepted {
  const { task, now, today, source, coordinators } = subject;
  return {
    ok: true,
    report,
    entry: {
      ...sign(subject, post, actingFor),
      source,
      action,
      sectionId: task.sectionId,
      subject: report.id,
      version: report.version,
      before: task.report,
      after: report,
    },
    owed: [...channelNotices(task, now), ...requests(report, subject, coordinators, now, today), ...owed],
    outcome: {
      ok: true,
      goalNo: task.goalNo,
      section: task.sectionName,
      version: report.version,
      complete: report.state === 'approved',
    },
  };
}

/** The actor's name and post of this day. */
export function sign(
  { actor, now, account }: Pick<Subject, 'actor' | 'now' | 'account'>,
  post: Pick<HeldPost, 'title'>,
  actingFor: string | null,
): Signature {
  const by = { personId: actor.id, name: actor.name, post: post.title, at: now, actingFor };
  return account === undefined ? by : { ...by, account };
}

/** Nothing is changed; why is told. */
export function refuse(refusal: Refusal): Extract<Decision, { ok: false }> {
  return { ok: false, outcome: { ok: false, refusal } };
}
