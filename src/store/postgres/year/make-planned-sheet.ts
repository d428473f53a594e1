/** The sheet of a year made of the plans of a round of 目標設定, in the transaction of the last approval. */
import { roundId } from '../../../core/calendar/round.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Accepted } from '../../../core/decision/decision.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import { movesReported } from '../../../core/report/plan/goal-plan.js';
import {
  allPlanned,
  madeOn,
  plannedGoal,
  plannedSheet,
  planOfTask,
} from '../../../core/report/plan/planned-sheet.js';
import { type DirectionSayers, lowerOf, type SaidDirections } from '../../../core/sheet/direction.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { storedSheet } from '../../../core/sheet/stored-sheet.js';
import { canonicalJson } from '../../../core/text/canonical-json.js';
import type { Db } from '../connection/pool.js';
import { owe } from '../ledger/owed-notices.js';
import type { By } from '../ledger/recorded-by.js';
import { enterSheets } from '../rounds/schedule.js';
import { sayersOf } from '../sheets/import-directions.js';
import { rootsOf, waitingCards } from '../sheets/kept-reports.js';
import { loadSheets, tasksOfRound } from '../sheets/load-sheets.js';
import { keepErrata, printed } from '../sheets/published-changes.js';
import { carryPromises, uncarryPromises } from './carry-promises.js';

/**
 * Makes the sheets that these decisions complete: every goal of the round is approved. Done again it changes nothing. A
 * plan that is approved carries the promises it took over, until its approval is undone.
 * Gives what is to be appended to the history, behind the decisions themselves.
 */
export async function makePlannedSheets(
  db: Db,
  decisions: readonly Accepted[],
  now: Date,
): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (const decision of decisions) {
    const named = readTaskId(decision.report.id);
    if (named?.kind !== 'targets') continue;
    if (decision.entry.action === 'approval_undone') entries.push(...(await uncarryPromises(db, decision)));
    if (decision.report.state !== 'approved') continue;
    entries.push(...(await carryPromises(db, decision, now)));
    const { entry, report } = decision;
    const reason = report.corrections?.at(-1)?.reason;
    const made = await makeSheet(db, { entry, ...(reason === undefined ? {} : { reason }) }, named, now);
    if (made) entries.push(made);
  }
  return entries;
}

/**
 * What becomes of the sheets of a year when its round of 目標設定 is closed: what was approved is in them, a goal that was
 * not stands as last year, and one that was added and not approved goes. A section of which nothing was approved or added keeps
 * its sheet. Gives what is to be appended to the history.
 */
export async function settlePlans(db: Db, fiscalYear: number, by: By, now: Date): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  const { rows } = await db.query<{ id: string; sectionId: string }>(
    `select id, section_id as "sectionId" from sheets where fiscal_year = $1 and goal_count > 0 order by id`,
    [fiscalYear],
  );
  for (const { id, sectionId } of rows) {
    const entry = { ...by, at: now.toISOString(), actingFor: null, sectionId };
    const sheet = { sectionId, sheetId: id, fiscalYear, roundId: roundId(fiscalYear, 'targets') };
    const made = await makeSheet(db, { entry, closing: true }, sheet, now);
    if (made) entries.push(made);
  }
  return entries;
}

type SheetOfRound = Pick<
  NonNullable<ReturnType<typeof readTaskId>>,
  'sectionId' | 'sheetId' | 'fiscalYear' | 'roundId'
>;

async function makeSheet(
  db: Db,
  {
    entry,
    reason,
    closing = false,
  }: {
    readonly entry: Omit<HistoryEntry, 'action' | 'subject' | 'version' | 'before' | 'after'>;
    readonly reason?: string;
    readonly closing?: boolean;
  },
  { sectionId, sheetId, fiscalYear, roundId }: SheetOfRound,
  now: Date,
): Promise<HistoryEntry | null> {
  const { rows } = await db.query<{
    directions_by: DirectionSayers | null;
    scale: string;
    errata: unknown[];
  }>('select directions_by, scale, errata from sheets where id = $1 for update', [sheetId]);
  const [row] = rows;
  const [stands] = await loadSheets(db, [sectionId], { fiscalYear });
  if (!row || !stands) return null;
  const all = tasksOfRound([stands], roundId);
  const stays = all.filter((task) => !task.added || planOfTask(task) !== null);
  const tasks = closing && stays.length > 0 ? stays : all;
  const decided = tasks.some((task) => planOfTask(task) !== null) || tasks.length < all.length;
  if (closing ? !decided : !allPlanned(tasks)) return null;
  const made = plannedSheet(
    stands,
    // What was rated stands: a plan that had not gone in before moves it no more.
    tasks.map((task) => {
      const goal = plannedGoal(task);
      return movesReported(task, goal.plan) ? { ...goal, plan: null } : goal;
    }),
  );
  const sheet = allPlanned(tasks)
    ? madeOn(made.sheet, cityDate(now), stands.lastYear?.sheet ?? null)
    : made.sheet;
  const { numbering, directions } = made;
  const same = (of: { sheet: unknown; numbering: unknown; directions: SaidDirections }) =>
    canonicalJson([of.sheet, of.numbering, of.directions]);
  if (same(stands) === same({ sheet, numbering, directions })) return null;
  const version = stands.version + 1;
  const lowerIsBetter = lowerOf(directions);
  const sayers = sayersOf(directions, { said: stands.directions, sayers: row.directions_by ?? {} });
  const was = await printed(db, sectionId, fiscalYear);
  await db.query(
    `update sheets set version = $2, content = $3, numbering = $4, goal_count = $5, lower_is_better = $6,
       directions = $7, directions_by = $8, imported_at = $9 where id = $1`,
    [
      sheetId,
      version,
      JSON.stringify(storedSheet.write(sheet)),
      JSON.stringify(numbering),
      sheet.goals.length,
      lowerIsBetter,
      JSON.stringify(directions),
      sayers && JSON.stringify(sayers),
      now,
    ],
  );
  const errata = await keepErrata(
    db,
    was,
    { sheetId, sectionId, fiscalYear },
    { now, ...(reason === undefined ? {} : { reason }) },
  );
  await owe(db, await rootsOf(db, { sectionId, fiscalYear }, now));
  await owe(db, await waitingCards(db, sectionId, fiscalYear, now));
  await enterSheets(db, [{ sectionId, fiscalYear }], now);
  return {
    ...entry,
    action: 'sheet_changed',
    subject: sheetId,
    version,
    before: stands.sheet,
    after: {
      ...sheet,
      kept: { numbering, lowerIsBetter, directions, sayers, scale: row.scale },
      errata: [...row.errata, ...errata],
    },
  };
}
