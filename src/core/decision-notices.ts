/** The messages that a decision about a report makes owed. */
import { type NoticeAbout, noticeKey, type OwedNotice } from './notice.js';
import type { Report } from './report.js';
import type { Task } from './task.js';

/** The root card of the section and, under it, the card of the goal: both follow every change of a report. */
export function channelNotices(task: Task, now: string): OwedNotice[] {
  const summary: NoticeAbout = { kind: 'summary', sectionId: task.sectionId, roundId: task.round.id };
  const approval: NoticeAbout = { kind: 'approval', reportId: task.id };
  const to = { kind: 'channel', sectionId: task.sectionId } as const;
  return [
    { key: noticeKey(summary), to, about: summary, under: null, dueAt: now, staleAt: null },
    { key: noticeKey(approval), to, about: approval, under: noticeKey(summary), dueAt: now, staleAt: null },
  ];
}

/**
 * The finished sheet, owed with every approval at year-end: whether it was the last is found when the notice is
 * delivered, from the record as it then is. Two managers who approve the last two goals at once each see the other's
 * as open, so neither decision could know it; and a correction that is approved later owes a new version by itself.
 */
export function finishedFile(task: Task, now: string): OwedNotice[] {
  if (task.round.kind !== 'yearend') return [];
  const { sectionId, round } = task;
  const about: NoticeAbout = { kind: 'finished_file', sectionId, roundId: round.id };
  const under = noticeKey({ kind: 'summary', sectionId, roundId: round.id });
  return [
    { key: noticeKey(about), to: { kind: 'channel', sectionId }, about, under, dueAt: now, staleAt: null },
  ];
}

/** What the writer of a report is told in private. */
export function toWriter(now: string, report: Report, about: NoticeAbout): OwedNotice {
  return {
    key: noticeKey(about),
    to: { kind: 'person', personId: report.writer.personId },
    about,
    under: null,
    dueAt: now,
    staleAt: null,
  };
}
