/** What of a submitted report whoever approves looks at first, and what is plain enough to be approved with others at one look. */
import { createHash } from 'node:crypto';
import type { EvidenceItem } from '../evidence/evidence.js';
import { proposalFor } from './proposal/proposal-for.js';
import { approvedReport, openCorrection, type Report } from './report.js';
import { checksIn } from './report-checks.js';
import type { Task } from './task.js';

/**
 * Whether a submitted report is ○ for every indicator, as was proposed and is of the target as it stands, and nothing of it was ever asked about: no check
 * (answered ones count), no correction of what was approved before; and nothing goes public with its approval.
 */
export function isPlain(task: Task): boolean {
  const { report } = task;
  return (
    report?.state === 'submitted' &&
    // A plan is looked at by itself.
    report.content.plan === undefined &&
    openCorrection(report) === null &&
    goingPublic(task).length === 0 &&
    task.indicators.every((indicator) => {
      const answer = report.content.answers.find(({ indicatorId }) => indicatorId === indicator.id);
      return (
        answer?.rating === 'achieved' &&
        answer.proposal.rating === 'achieved' &&
        // An import may have printed another target since.
        proposalFor(task, indicator, answer.result).rating === 'achieved'
      );
    }) &&
    checksIn(task, report).length === 0
  );
}

/**
 * Whether it stands first in a list of what waits: △ or ×, rated otherwise than was proposed, a check that is open,
 * submitted after the deadline, or a correction of what was approved.
 */
export function isException(task: Task): boolean {
  const { report } = task;
  if (!report) return false;
  return (
    report.late ||
    openCorrection(report) !== null ||
    report.content.plan?.decision === 'drop' ||
    report.content.answers.some(
      ({ rating, proposal }) =>
        rating === 'partially_achieved' ||
        rating === 'not_achieved' ||
        (proposal.rating !== null && proposal.rating !== rating),
    ) ||
    checksIn(task, report).some(({ reason }) => reason === null)
  );
}

/** 根拠資料 that goes public with the approval of what waits: marked 公表する, and not out with an earlier approval. */
export function goingPublic({
  report,
  evidence = [],
}: Pick<Task, 'report' | 'evidence'>): readonly EvidenceItem[] {
  if (report?.state !== 'submitted') return [];
  const out = approvedReport(report)?.version ?? 0;
  return evidence.filter(({ publicFrom: from = 0 }) => from > out && from <= report.version);
}

/** The mark of these pieces, by which an approval is known to be of a card that showed them; '' where there is none. */
export function markOfPublic(task: Pick<Task, 'report' | 'evidence'>): string {
  const ids = goingPublic(task).map(({ id }) => id);
  if (ids.length === 0) return '';
  return createHash('sha256').update(JSON.stringify(ids.sort())).digest('hex').slice(0, 16);
}

/** A report in the version, and at the step of the route, in which somebody was shown it. */
export type Listed = Pick<Report, 'id' | 'version'> & { readonly step: number };
