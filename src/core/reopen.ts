/**
 * A report reopened by the coordinator with a reason, though it is approved or its round is closed: the writer may
 * correct and submit it again, and it is approved again. What stood is kept in the history.
 */
import { channelNotices } from './decision-notices.js';
import type { HistoryEntry } from './history.js';
import { type NoticeAbout, noticeKey, type OwedNotice } from './notice.js';
import type { Report } from './report.js';
import type { Task } from './task.js';

/** Who reopens: a person's name and post, or who runs the service at the command line. */
export type Reopener = Pick<HistoryEntry, 'personId' | 'name' | 'post' | 'source'>;

export type Reopened =
  | {
      readonly ok: true;
      readonly report: Report;
      readonly entry: HistoryEntry;
      readonly owed: readonly OwedNotice[];
    }
  | { readonly ok: false; readonly refusal: 'never_reported' | 'reason_needed' | 'open_already' };

/**
 * Reopens the report of a task.
 *
 * @param reason  in the coordinator's words; told to the writer
 * @param now     ISO instant
 */
export function reopen(task: Task, reason: string, by: Reopener, now: string): Reopened {
  const { report, round } = task;
  if (!report) return { ok: false, refusal: 'never_reported' };
  if (reason.trim() === '') return { ok: false, refusal: 'reason_needed' };
  const waitsForWriter = report.state === 'returned' || report.state === 'withdrawn';
  if (waitsForWriter && (round.state === 'open' || report.reopened))
    return { ok: false, refusal: 'open_already' };
  const after: Report = {
    ...report,
    state: 'returned',
    approvals: [],
    returned: {
      personId: by.personId ?? '',
      name: by.name,
      post: by.post,
      at: now,
      actingFor: null,
      comment: reason,
    },
    reopened: true,
  };
  const about: NoticeAbout = { kind: 'returned', reportId: report.id, version: report.version };
  return {
    ok: true,
    report: after,
    entry: {
      at: now,
      ...by,
      actingFor: null,
      action: 'reopened',
      sectionId: task.sectionId,
      subject: report.id,
      version: report.version,
      before: report,
      after,
    },
    owed: [
      ...channelNotices(task, now),
      {
        key: noticeKey(about),
        to: { kind: 'person', personId: report.writer.personId },
        about,
        under: null,
        dueAt: now,
        staleAt: null,
      },
    ],
  };
}
