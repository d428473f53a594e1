/** What of a submitted report whoever approves looks at first, and what is plain enough to be approved with others at one look. */
import { openCorrection, type Report } from './report.js';
import { checksIn } from './report-checks.js';
import type { Task } from './task.js';

/**
 * Whether a submitted report is ○ for every indicator, as was proposed, and nothing of it was ever asked about: no check
 * (answered ones count), no correction of what was approved before.
 */
export function isPlain(task: Task): boolean {
  const { report } = task;
  return (
    report?.state === 'submitted' &&
    // A plan is looked at by itself.
    report.content.plan === undefined &&
    openCorrection(report) === null &&
    task.indicators.every(({ id }) => {
      const answer = report.content.answers.find(({ indicatorId }) => indicatorId === id);
      return answer?.rating === 'achieved' && answer.proposal.rating === 'achieved';
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

/** A report in the version, and at the step of the route, in which somebody was shown it. */
export type Listed = Pick<Report, 'id' | 'version'> & { readonly step: number };
