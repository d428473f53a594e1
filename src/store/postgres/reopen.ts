/** A report reopened by the coordinator, in one transaction with its history and what is then owed. */
import type { Pool } from 'pg';
import { readTaskId } from '../../core/ids.js';
import { type Reopened, reopen } from '../../core/reopen.js';
import type { Report } from '../../core/report.js';
import { cityDate } from '../../core/working-days.js';
import { lookSoon } from './agenda.js';
import type { By } from './by.js';
import { saveReport } from './execute.js';
import { appendHistory } from './history.js';
import { owe } from './owed.js';
import { inTransaction } from './pool.js';
import { loadPosts } from './section-rounds.js';
import { loadTask } from './sheet-records.js';

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
