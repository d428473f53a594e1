/**
 * A report reopened by the coordinator with a reason, though it is approved or its round is closed: the writer may
 * correct and submit it again, and it is approved again. What stood is kept in the history.
 */
import type { OwedNotice } from '../notice/notice.js';
import type { Chain } from '../organization/terms.js';
import type { Report } from '../report/report.js';
import type { Task } from '../report/task.js';
import { givenBack } from './decide.js';
import type { HistoryEntry } from './history.js';
import { channelNotices, toWriter } from './owed-by-decision.js';

/** Who reopens: a person's name and post, or who runs the service at the command line. */
type Reopener = Pick<HistoryEntry, 'personId' | 'name' | 'post' | 'source'>;

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
 * @param chain   who reports for the section: a writer who has left it is not told, the successors are
 * @param now     ISO instant
 * @param today   ISO date in the city
 */
export function reopen(
  task: Task,
  reason: string,
  by: Reopener,
  chain: Chain,
  now: string,
  today: string,
): Reopened {
  const { report, round } = task;
  if (!report) return { ok: false, refusal: 'never_reported' };
  if (reason.trim() === '') return { ok: false, refusal: 'reason_needed' };
  const waitsForWriter = report.state === 'returned' || report.state === 'withdrawn';
  if (waitsForWriter && (round.state === 'open' || report.reopened))
    return { ok: false, refusal: 'open_already' };
  const { personId, name, post } = by;
  const signature = { personId: personId ?? '', name, post, at: now, actingFor: null };
  const after: Report = { ...givenBack(report, signature, reason), reopened: true };
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
    owed: [...channelNotices(task, now), ...toWriter('returned', report, chain, now, today)],
  };
}
