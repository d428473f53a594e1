/** The list of the plan's codes, as it was loaded. */
import type { Pool } from 'pg';
import {
  type Plan,
  type PlanChange,
  type PlanRow,
  planChanges,
  planKey,
  planOf,
} from '../../../core/sheet/plan-list.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { type By, entryBy } from '../ledger/recorded-by.js';

export type PlanLists = {
  /** the plan of a fiscal year; null when none was loaded for it */
  of(fiscalYear: number): Promise<Plan | null>;
  /** enters a list in the place of what is there for its years; what changed. With `dryRun` only what would */
  load(list: readonly PlanRow[], who: { by: By; now: Date; dryRun?: boolean }): Promise<PlanChange[]>;
};

export function openPlanLists(pool: Pool): PlanLists {
  return {
    of: (fiscalYear) => readPlan(pool, fiscalYear),
    load: (list, { dryRun, ...who }) =>
      dryRun === true
        ? readPlanRows(pool).then((before) => planChanges(before, list))
        : inTransaction(pool, (db) => loadPlanIn(db, list, who)),
  };
}

/** The plan of a fiscal year; null when none was loaded for it. */
export async function readPlan(db: Db, fiscalYear: number): Promise<Plan | null> {
  return planOf(await readPlanRows(db), fiscalYear);
}

/** Every code of every list, by its year and in the order of its spelling. */
export async function readPlanRows(db: Db): Promise<PlanRow[]> {
  const { rows } = await db.query<PlanRow>(
    'select from_year as "fromYear", code, name from plan_codes order by from_year, key collate "C"',
  );
  return rows;
}

/** See `PlanLists.load`; in a transaction that is already there. */
export async function loadPlanIn(
  db: Db,
  list: readonly PlanRow[],
  { by, now }: { by: By; now: Date },
): Promise<PlanChange[]> {
  // One after the other: what changes is told by what stands there.
  await db.query('lock table plan_codes in share row exclusive mode');
  const changes = planChanges(await readPlanRows(db), list);
  if (changes.length === 0) return [];
  const rows = changes.map(({ what, fromYear, code, name }) => ({
    from_year: fromYear,
    key: planKey(code),
    code,
    name: what === 'gone' ? null : name,
  }));
  const given = JSON.stringify(rows);
  const columns = 'json_to_recordset($1) as x(from_year integer, key text, code text, name text)';
  await db.query(
    `delete from plan_codes p using ${columns} where (p.from_year, p.key) = (x.from_year, x.key) and x.name is null`,
    [given],
  );
  await db.query(
    `insert into plan_codes select from_year, key, code, name from ${columns} where name is not null
     on conflict (from_year, key) do update set code = excluded.code, name = excluded.name`,
    [given],
  );
  await appendHistory(db, [
    entryBy(by, now, {
      action: 'plan_imported',
      subject: 'plan',
      after: rows,
    }),
  ]);
  return changes;
}
