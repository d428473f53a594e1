/** The messages that a decision about a report makes owed. */
import { approvalCardOwed, noticeKey, type OwedNotice, owed } from '../notice/notice.js';
import { stepAt } from '../organization/route.js';
import {
  type Chain,
  entitledIn,
  type PostTerms,
  reportersOf,
  reportsFor,
  running,
} from '../organization/terms.js';
import { type Report, writersOf } from '../report/report.js';
import type { Task } from '../report/task.js';

/** The root card of the section and, under it, the card of the goal: both follow every change of a report. */
export function channelNotices(task: Task, now: string): OwedNotice[] {
  const { sectionId, round } = task;
  return [
    owed({ kind: 'summary', sectionId, roundId: round.id }, sectionId, now),
    approvalCardOwed(sectionId, round.id, task.id, now),
  ];
}

/**
 * The finished sheet, owed with every approval at year-end, and the sheet of targets with every one of 目標設定: whether it was the last is found when the notice is
 * delivered, from the record as it then is. Two managers who approve the last two goals at once each see the other's
 * as open, so neither decision could know it; and a correction that is approved later owes a new version by itself.
 */
export function finishedFile(task: Task, now: string): OwedNotice[] {
  if (task.round.kind === 'midyear') return [];
  const { sectionId, round } = task;
  const about = { sectionId, roundId: round.id };
  const under = noticeKey({ kind: 'summary', ...about });
  return [owed({ kind: 'finished_file', ...about }, sectionId, now, { under })];
}

/**
 * What the writer of a report is told in private. Work belongs to posts: when the writer does not report for the section
 * any more, those who do are told, each in a message of their own.
 */
export function toWriter(
  kind: 'returned' | 'approved',
  report: Report,
  chain: Chain,
  now: string,
  today: string,
): OwedNotice[] {
  const { personId, onBehalfOf } = report.writer;
  // Who entered it goes on with it, and whose it is hears of it.
  if (onBehalfOf)
    return [...new Set([onBehalfOf.personId, personId])].map((to) =>
      owed({ kind, reportId: report.id, version: report.version, to }, to, now),
    );
  const about = { kind, reportId: report.id, version: report.version } as const;
  if (reportsFor(chain, personId, today)) return [owed(about, personId, now)];
  return reportersOf(chain, today).people.map((successor) =>
    owed({ ...about, to: successor.personId }, successor.personId, now),
  );
}

/** That a report was submitted on behalf of somebody, to that person in private. */
export function enteredFor({ id, version }: Report, personId: string, now: string): OwedNotice {
  return owed({ kind: 'entered_for', reportId: id, version, personId }, personId, now);
}

/**
 * Whom a report that waits is put before in private: at a step that is set so, all who may decide; where nobody may,
 * 事務局. Nobody at a step in the channel: its card there has the buttons.
 */
export function requests(
  report: Report,
  chain: Chain,
  coordinators: readonly PostTerms[],
  now: string,
  today: string,
): OwedNotice[] {
  const step = stepAt(chain.section.route, report.approvals.length);
  if (report.state !== 'submitted' || step === null) return [];
  const entitled = entitledIn(chain, step.role, today, writersOf(report));
  const asked =
    entitled.length === 0
      ? coordinators.flatMap(({ holders }) => running(holders, today))
      : step.where === 'private'
        ? entitled
        : [];
  return [...new Set(asked.map(({ personId }) => personId))].map((personId) =>
    owed(
      {
        kind: 'decide',
        reportId: report.id,
        version: report.version,
        step: report.approvals.length,
        personId,
      },
      personId,
      now,
    ),
  );
}
