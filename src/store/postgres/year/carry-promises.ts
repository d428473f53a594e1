/** Promises that an approved plan has taken over: from then on they are carried to the end of their time, until that approval is undone. */
import type { Accepted } from '../../../core/decision/decision.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import { planned } from '../../../core/report/plan/goal-plan.js';
import type { Report } from '../../../core/report/report.js';
import type { Db } from '../connection/pool.js';

/** What was said of a promise before stays said. Gives what is to be appended to the history. */
export async function carryPromises(db: Db, { entry, report }: Accepted, now: Date): Promise<HistoryEntry[]> {
  const { plan } = report.content;
  const entries: HistoryEntry[] = [];
  for (const { promise } of plan ? planned(plan) : []) {
    if (!promise) continue;
    const { id, sentence, until } = promise;
    const goalId = id.slice(0, id.lastIndexOf(':'));
    const [sectionId = '', year = ''] = goalId.split('.');
    const fiscalYear = Number(year);
    const { rowCount } = await db.query(
      `insert into followups (id, section_id, goal_id, fiscal_year, sentence, state, until, reason, said_at)
       values ($1, $2, $3, $4, $5, 'carried', $6, $7, $8) on conflict (id) do nothing`,
      [id, sectionId, goalId, fiscalYear, JSON.stringify(sentence), until, JSON.stringify(''), now],
    );
    if (rowCount === 0) continue;
    entries.push({
      ...entry,
      action: 'promise_said',
      subject: id,
      version: 0,
      before: null,
      after: { sectionId, goalId, fiscalYear, sentence, state: 'carried', until, reason: '' },
    });
  }
  return entries;
}

/**
 * An approval of a plan is taken back: so is what it carried, unless somebody has said something else of it since. Gives what is
 * to be appended to the history.
 */
export async function uncarryPromises(db: Db, { entry }: Accepted): Promise<HistoryEntry[]> {
  const before = entry.before as Report | null;
  const last = before?.approvals.at(-1)?.at;
  const { plan } = before?.content ?? {};
  const ids = plan ? planned(plan).flatMap(({ promise }) => promise?.id ?? []) : [];
  if (before?.state !== 'approved' || last === undefined || ids.length === 0) return [];
  const { rows } = await db.query<{ id: string; after: unknown }>(
    `delete from followups where id = any($1) and state = 'carried' and said_at = $2
     returning id, json_build_object('sectionId', section_id, 'goalId', goal_id, 'fiscalYear', fiscal_year,
       'sentence', sentence, 'state', state, 'until', until::text, 'reason', reason) as after`,
    [ids, last],
  );
  return rows.map(({ id, after }) => ({
    ...entry,
    action: 'promise_said',
    subject: id,
    version: 0,
    before: after,
    after: null,
  }));
}
