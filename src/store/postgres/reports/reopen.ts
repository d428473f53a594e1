/** A report reopened by the coordinator, in one transaction with its history and what is then owed. */
import type { Pool } from 'pg';
import { cityDate } from '../../../core/calendar/working-days.js';
import { type Reopened, reopen } from '../../../core/decision/reopen.js';
import type { Report } from '../../../core/report/report.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import type { By } from '../ledger/recorded-by.js';
import { lookSoon } from '../rounds/schedule.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { loadTask } from '../sheets/load-sheets.js';
import { saveReport } from './execute-command.js';

export type ReopenOutcome =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly refusal: Extract<Reopened, { ok: false }>['refusal'] | 'not_found' };

/** Reopens a report by the id of its task. */
export function reopenReport(
  pool: Pool,
  taskId: string,
  reason: string,
  { by, now }: { by: By; now: Date },
): Promise<ReopenOutcome> {
  return inTransaction(pool, async (db) => {
    await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [taskId]);
    const today = cityDate(now);
    const named = readTaskId(taskId);
    const found = named ? await loadTask(db, named, taskId) : null;
    if (!found) return { ok: false, refusal: 'not_found' };
    const reopened = reopen(
      found.task,
      reason,
      by,
      {
        section: found.section,
        posts: await loadPosts(db, [found.section.id], today),
      },
      now.toISOString(),
      today,
    );
    if (!reopened.ok) return reopened;
    await saveReport(db, reopened.report, now);
    await lookSoon(db, reopened.report, now);
    await owe(db, reopened.owed);
    await appendHistory(db, [reopened.entry]);
    return { ok: true, report: reopened.report };
  });
}
