/** A report reopened by the coordinator, in one transaction with its history and what is then owed. */
import type { Pool } from 'pg';
import { cityDate } from '../../../core/calendar/working-days.js';
import { type Reopened, reopen } from '../../../core/decision/reopen.js';
import type { Report } from '../../../core/report/report.js';
import type { Task } from '../../../core/report/task.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { lockAbout } from '../connection/lock-about.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import type { By } from '../ledger/recorded-by.js';
import { keepRoster } from '../ledger/roster-lock.js';
import { lookSoon } from '../rounds/schedule.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { loadTask } from '../sheets/load-sheets.js';
import { saveReport } from './save-report.js';

export type ReopenOutcome =
  | { readonly ok: true; readonly report: Report }
  | {
      readonly ok: false;
      readonly refusal: Extract<Reopened, { ok: false }>['refusal'] | 'not_found' | 'stale_version';
    };

/** Reopens a report by the id of its task. */
export function reopenReport(
  pool: Pool,
  taskId: string,
  reason: string,
  who: { by: By; now: Date },
): Promise<ReopenOutcome> {
  return inTransaction(pool, async (db) => {
    await lockAbout(db, taskId);
    // Whoever is erased is so in what is read, or afterwards in what is written.
    await keepRoster(db);
    return (await reopenIn(db, taskId, reason, who)).outcome;
  });
}

/** The same in a transaction that has locked it. `version`: of the report that was looked at. */
export async function reopenIn(
  db: Db,
  taskId: string,
  reason: string,
  { by, now, version }: { by: By; now: Date; version?: number },
): Promise<{ readonly outcome: ReopenOutcome; readonly task: Task | null }> {
  const today = cityDate(now);
  const named = readTaskId(taskId);
  const found = named ? await loadTask(db, named, taskId) : null;
  if (!found) return { outcome: { ok: false, refusal: 'not_found' }, task: null };
  const { task, section } = found;
  if (version !== undefined && task.report && task.report.version !== version)
    return { outcome: { ok: false, refusal: 'stale_version' }, task };
  const chain = { section, posts: await loadPosts(db, [section.id], today) };
  const reopened = reopen(task, reason, by, chain, now.toISOString(), today);
  if (!reopened.ok) return { outcome: reopened, task };
  await saveReport(db, reopened.report, now);
  await lookSoon(db, reopened.report, now);
  await owe(db, reopened.owed);
  await appendHistory(db, [reopened.entry]);
  return { outcome: { ok: true, report: reopened.report }, task };
}
