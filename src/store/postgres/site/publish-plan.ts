/**
 * 公表 of the year's plan: that the sheet as 目標設定 made it goes out, with its targets and without results. It freezes nothing: a
 * target may be changed during the year and says so, and the finished sheet is published for itself. It stands in the history alone.
 */
import type { Pool } from 'pg';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Section } from '../../../core/organization/people.js';
import { allPlanned } from '../../../core/report/plan/planned-sheet.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { tasksBySection } from '../sheets/finished.js';

type PlanPublication = {
  /** ISO instant */
  readonly at: string;
  /** the version of the sheet that went out */
  readonly version: number;
};

/** Those of each sheet by its id, oldest first. */
export async function readPlanPublications(db: Db): Promise<ReadonlyMap<string, readonly PlanPublication[]>> {
  const { rows } = await db.query<{ subject: string; at: Date; version: number }>(
    `select subject, at, version from history where action = 'plan_published' order by seq`,
  );
  const found = new Map<string, PlanPublication[]>();
  for (const { subject, at, version } of rows)
    found.set(subject, [...(found.get(subject) ?? []), { at: at.toISOString(), version }]);
  return found;
}

/** How the plans of a year stand to be published; sections by department and name. */
type PlansStanding = {
  /** `again`: it went out before, as another version of the sheet */
  readonly ready: readonly {
    readonly section: Section;
    readonly sheetId: string;
    readonly version: number;
    readonly again: boolean;
  }[];
  /** goals of them are not approved, and 目標設定 is not closed */
  readonly unready: readonly Section[];
  /** out as they stand, as plan or as finished sheet */
  readonly published: readonly Section[];
};

export async function plansStanding(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
): Promise<PlansStanding> {
  const before = await readPlanPublications(db);
  const ready: PlansStanding['ready'][number][] = [];
  const [unready, published]: [Section[], Section[]] = [[], []];
  for await (const one of tasksBySection(db, fiscalYear, 'targets', sectionIds)) {
    const { id: sheetId, section, version, tasks, sheet, publications = [] } = one;
    const [task] = tasks;
    if (!task) continue;
    const last = before.get(sheetId)?.at(-1);
    const isMade = (allPlanned(tasks) || task.round.state === 'closed') && sheet.goals.length > 0;
    if (publications.length > 0 || last?.version === version) published.push(section);
    else if (isMade) ready.push({ section, sheetId, version, again: last !== undefined });
    else unready.push(section);
  }
  return { ready, unready, published };
}

type PlansPublished =
  | { readonly kind: 'published'; readonly sections: readonly Section[] }
  /** nothing was entered: of these not every goal is approved */
  | { readonly kind: 'unfinished'; readonly sections: readonly Section[] }
  /** nothing was entered: these went out before, and have been corrected since; a reason is wanted */
  | { readonly kind: 'again'; readonly sections: readonly Section[] }
  /** 目標設定 of that year was never opened */
  | { readonly kind: 'no_round' };

type PublishPlans = {
  readonly by: By;
  readonly now: Date;
  /** why a plan that was corrected goes out once more */
  readonly reason?: string | undefined;
  readonly dryRun?: boolean;
};

/** Enters that the plans of these sections (null: of all) go out: all that are not out yet, or none when one is not ready. */
export function publishPlans(
  pool: Pool,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  how: PublishPlans,
): Promise<PlansPublished> {
  return inTransaction(
    pool,
    (db) => publishPlansIn(db, fiscalYear, sectionIds, how),
    how.dryRun ? 'rollback' : 'commit',
  );
}

/** The same in a transaction that is under way. */
export async function publishPlansIn(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  { by, now, reason, dryRun = false }: PublishPlans,
): Promise<PlansPublished> {
  // A sheet that is being made comes before this or after it.
  await db.query('select 1 from sheets where fiscal_year = $1 order by id for update', [fiscalYear]);
  const { ready, unready, published } = await plansStanding(db, fiscalYear, sectionIds);
  if (ready.length + unready.length + published.length === 0) return { kind: 'no_round' };
  if (unready.length > 0) return { kind: 'unfinished', sections: unready };
  const again = ready.filter((one) => one.again).map(({ section }) => section);
  if (again.length > 0 && reason === undefined && !dryRun) return { kind: 'again', sections: again };
  await appendHistory(
    db,
    ready.map((one) =>
      entryBy(by, now, {
        action: 'plan_published' as const,
        sectionId: one.section.id,
        subject: one.sheetId,
        version: one.version,
        after: { publishedOn: cityDate(now), ...(one.again && reason !== undefined ? { reason } : {}) },
      }),
    ),
  );
  return { kind: 'published', sections: ready.map(({ section }) => section) };
}
