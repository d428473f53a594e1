/** A report: what a section says of one goal in one round, in versions; what was returned or corrected is never overwritten. */
import type { Check } from '../checks/check.js';
import type { Proposal } from '../rating/proposal.js';
import type { RatingCode } from '../sheet/scale.js';
import type { GoalPlan } from './plan/goal-plan.js';

/** What was answered for one indicator. Texts as typed. */
export type Answer = {
  readonly indicatorId: string;
  readonly result: string;
  readonly rating: RatingCode;
  /** why, when the proposal was overridden, and for △ and ×; '' when none was asked */
  readonly reason: string;
  /** 目標達成状況 */
  readonly status: string;
  /** 下半期の対策, at mid-year where the outlook falls short; not there elsewhere, nor of before it was asked */
  readonly measures?: string;
  /** what the bot had proposed for this result */
  readonly proposal: Proposal;
};

/** A check as it stood when the report was submitted: what the approver and the history see. */
export type KeptCheck = Pick<Check, 'kind' | 'texts' | 'message'> & {
  /** '' when it is about 今後の方針 */
  readonly indicatorId: string;
  /** why it is right as it is, as the writer says; null when nobody has said so */
  readonly reason: string | null;
};

export type ReportContent = {
  readonly answers: readonly Answer[];
  /** not there in reports of before this was */
  readonly checks?: readonly KeptCheck[];
  /** 今後の方針, one per goal */
  readonly nextPolicy: string;
  /** of a round of 目標設定, which has no answers */
  readonly plan?: GoalPlan;
};

export type ReportState = 'submitted' | 'approved' | 'returned' | 'withdrawn';

/** Who did something, as it is kept: the name and post of that day, though the person moves on. */
export type Signature = {
  readonly personId: string;
  readonly name: string;
  readonly post: string;
  /** ISO instant */
  readonly at: string;
  /** 代決: the absent holder for whom it was done; null otherwise */
  readonly actingFor: string | null;
  /** the account it was given with; not there in those of before */
  readonly account?: string;
  /** decided by 事務局, because neither a holder of the post nor a deputy was there; `actingFor` is then the post's title */
  readonly escalated?: true;
  /** a 確認; else the 承認 (of an approval) */
  readonly check?: true;
  /** 代理入力: for whom a report was entered, by who signs it */
  readonly onBehalfOf?: { readonly personId: string; readonly name: string };
  /** given at one look with those of other goals (一括承認) */
  readonly together?: true;
};

/**
 * A correction of a report that was approved: asked for with a reason, then written, submitted and approved as any
 * report is. What was approved before stands in the sheet until then.
 */
export type Correction = {
  readonly reason: string;
  /** who asked for it */
  readonly by: Signature;
  /** `confirmed`: of this version; of corrections of before this was, the report has it while it has that version */
  readonly approved: Pick<Report, 'version' | 'content' | 'writer' | 'approvals' | 'confirmed'>;
  /** ISO instant of its last approval; null while it is under way */
  readonly approvedAt: string | null;
};

export type Report = {
  /** = the task it answers: one goal in one round */
  readonly id: string;
  readonly goalId: string;
  readonly roundId: string;
  readonly sectionId: string;
  /** grows by one with every submission */
  readonly version: number;
  readonly state: ReportState;
  readonly content: ReportContent;
  readonly writer: Signature;
  /** approvals of this version, in the order of the route */
  readonly approvals: readonly Signature[];
  /** the return of this version, when it was returned */
  readonly returned: (Signature & { readonly comment: string }) | null;
  /** who took this version back, when it was withdrawn */
  readonly withdrawn?: Signature;
  /** submitted after the due date; told to who wrote it and who decides, and counted, but not shown in the channel */
  readonly late: boolean;
  /** reopened by the coordinator: may be submitted and approved though its round is closed */
  readonly reopened?: true;
  /** 確定: who said from the as-of date on that this version came about as it was expected (見込み) */
  readonly confirmed?: Signature;
  /** only while it is back with its writers: approvals that `previous` had, which stand again when it is submitted without a change */
  readonly standing?: readonly Signature[];
  /** in their order; only the last may be under way */
  readonly corrections?: readonly Correction[];
  /** the content last returned, for showing the approver what changed since; null when none was returned */
  readonly previous: ReportContent | null;
  /** ISO instant at which that was submitted; not kept of reports before this was */
  readonly previousAt?: string;
};

/** Whose a report is, by id: who wrote it, and for whom it was entered. Nobody of them decides about it. */
export function writersOf({
  writer,
}: {
  readonly writer: Pick<Signature, 'personId' | 'onBehalfOf'>;
}): string[] {
  return [writer.personId, ...(writer.onBehalfOf ? [writer.onBehalfOf.personId] : [])];
}

/** Whether a report is this person's: written by them, or entered on their behalf. */
export function isOwnReport(report: Pick<Report, 'writer'>, personId: string | undefined): boolean {
  return personId !== undefined && writersOf(report).includes(personId);
}

/** The correction that is under way; null when none is. */
export function openCorrection(report: Report): Correction | null {
  const last = report.corrections?.at(-1);
  return last && last.approvedAt === null ? last : null;
}

/** How a goal stands for whoever counts it. A report taken back counts as not submitted. */
export function standingOf(
  report: Report | null,
): 'approved' | 'submitted' | 'correcting' | 'returned' | 'open' {
  if (report?.state === 'approved' || report?.state === 'submitted') return report.state;
  if (report && openCorrection(report)) return 'correcting';
  return report?.state === 'returned' ? 'returned' : 'open';
}

/** Whether a result was handed in that was rated against the targets there were: it waits, or stands approved. */
export const isReported = (report: Report | null): boolean =>
  report?.state === 'submitted' || approvedReport(report) !== null;

/** The report as it is approved: also while a correction of it is under way; null when it never was, or not any more. */
export function approvedReport(report: Report | null): Report | null {
  if (!report || report.state === 'approved') return report;
  const correction = openCorrection(report);
  if (!correction) return null;
  const { confirmed, ...latest } = report;
  const own = confirmed && report.version === correction.approved.version ? { confirmed } : {};
  return { ...latest, ...own, ...correction.approved, state: 'approved' };
}
