/**
 * 確定: what was expected of the year (見込み) came about as it was written. It changes nothing that was approved and needs
 * no new approval; another result is a correction, which goes the route.
 */
import { isOwnReport, type Report } from '../../report/report.js';
import type { Task } from '../../report/task.js';
import { isUnconfirmed } from '../../report/year/forecast.js';
import type { Command } from '../command.js';
import { enteringPost, reportingPost } from '../decide.js';
import { type Accepted, accept, type Subject, sign } from '../decision.js';
import type { LeftOut, Refusal } from '../outcome/refusal.js';
import { finishedFile } from '../owed-by-decision.js';
import type { Together } from '../together/approve-together.js';

type Of = Omit<Subject, 'command' | 'task'>;

/**
 * Confirms what is listed and still is as it was shown, each goal with an entry of its own; what cannot be is left out,
 * with why. The goals are of one sheet and round, `sheetTasks`. Who may: whoever reports for the section today, and who
 * entered it for somebody of it.
 */
export function confirmForecasts(subject: Of, { goals }: Extract<Command, { kind: 'confirm' }>): Together {
  const accepted: Accepted[] = [];
  const leftOut: LeftOut[] = [];
  for (const { id, version } of goals) {
    const task = subject.sheetTasks.find((one) => one.id === id);
    if (!task) continue;
    const done = confirm(subject, task, version);
    if ('reason' in done) leftOut.push({ goalNo: task.goalNo, refusal: done });
    else accepted.push(done);
  }
  const [first] = accepted;
  if (!first)
    return {
      accepted: [],
      outcome: { ok: false, refusal: leftOut[0]?.refusal ?? { reason: 'not_found' } },
    };
  const confirmed = { goals: accepted.map(({ outcome }) => outcome.goalNo), leftOut };
  return { accepted, outcome: { ...first.outcome, section: subject.section.name, confirmed } };
}

function confirm(subject: Of, task: Task, version: number): Accepted | Refusal {
  const { actor, now, today } = subject;
  const { report, round } = task;
  if (!report) return { reason: 'not_found' };
  const post =
    reportingPost(actor, task.sectionId) ??
    (isOwnReport(report, actor.id) ? enteringPost(actor, task.sectionId) : null);
  if (!post) return { reason: 'not_entitled' };
  if (round.state === 'closed' && !report.reopened) return { reason: 'round_closed' };
  if (report.version !== version) return { reason: 'stale_version' };
  if (!isUnconfirmed(task)) return { reason: 'no_forecast' };
  if (today < round.asOf) return { reason: 'not_yet', asOf: round.asOf };
  const after: Report = { ...report, confirmed: sign(subject, post, null) };
  const about = { ...subject, task };
  return accept(about, 'confirmed', after, post, null, finishedFile(task, now));
}
