/** The official sheets of a year with what was reported and approved in them, ready to go out. */

import type { Pool } from 'pg';
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import { type RoundKind, roundId } from '../../../core/calendar/round.js';
import { headText } from '../../../core/decision/head.js';
import type { Section } from '../../../core/organization/people.js';
import { type FinishedSheet, finishedSheet, withChanges } from '../../../core/report/finished-sheet.js';
import { midyearSheet } from '../../../core/report/midyear-sheet.js';
import { allPlanned, plannedGoal, plannedSheet } from '../../../core/report/plan/planned-sheet.js';
import type { Task } from '../../../core/report/task.js';
import { approvedChanges, targetInForce } from '../../../core/report/year/target-change.js';
import { sheetIdOf } from '../../../core/sheet/ids.js';
import { withoutResults } from '../../../core/sheet/sheet.js';
import type { Each } from '../../../core/text/stored-json.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { type LastDecision, lastDecisions } from '../ledger/last-decisions.js';
import { type LoadedSheet, loadSheets, tasksOfRound } from './load-sheets.js';

export type FinishedOf = {
  readonly section: Section;
  readonly sheet: FinishedSheet;
  /** the last entry of the history that decided about it; null where none did */
  readonly decided: { readonly seq: number; readonly head: string; readonly at: string } | null;
};

/** A whole city's sheets in one answer of the database would hold up everybody who waits for a reply. */
const SECTIONS_AT_ONCE = 5;

/**
 * The sheets of these sections (null: of all) in a year, by department and name, with their tasks of a round.
 *
 * @param each  see `loadSheets`
 */
export async function* tasksBySection(
  db: Db,
  fiscalYear: number,
  kind: RoundKind,
  sectionIds: readonly string[] | null,
  each?: Each,
): AsyncGenerator<LoadedSheet & { readonly tasks: readonly Task[] }> {
  const { rows } = await db.query<{ id: string }>(
    `select s.id from sections s join sheets sh on sh.section_id = s.id and sh.fiscal_year = $1
     where $2::text[] is null or s.id = any($2) order by s.key`,
    [fiscalYear, sectionIds],
  );
  for (let from = 0; from < rows.length; from += SECTIONS_AT_ONCE) {
    const ids = rows.slice(from, from + SECTIONS_AT_ONCE).map(({ id }) => id);
    const sheets = await loadSheets(db, ids, { fiscalYear }, each);
    const loaded = new Map(sheets.map((one) => [one.section.id, one]));
    for (const id of ids) {
      const one = loaded.get(id);
      if (one) yield { ...one, tasks: tasksOfRound([one], roundId(fiscalYear, kind)) };
    }
  }
}

/** The sheet as its goals were planned: as it was made, else with what waits for approval in it. */
function planSheet({ tasks, ...stands }: LoadedSheet & { readonly tasks: readonly Task[] }): FinishedSheet {
  const approved = allPlanned(tasks);
  const goals = tasks.map((task) => plannedGoal(task, true));
  return { ...withoutResults(approved ? stands.sheet : plannedSheet(stands, goals).sheet), approved };
}

/** A sheet whose year-end has not begun, with the targets in force. */
export function inForce({ sheet, numbering, targetChanges = [] }: LoadedSheet): LoadedSheet['sheet'] {
  if (targetChanges.length === 0) return sheet;
  return {
    ...sheet,
    goals: sheet.goals.map((goal, place) => {
      const indicators = goal.indicators.map(({ target }, at) =>
        targetInForce(target, approvedChanges(targetChanges, numbering[place]!.indicatorIds[at]!)),
      );
      return withChanges(goal, { indicators });
    }),
  };
}

/**
 * Those sheets as they go out, by department and name; mid-year's documents, and plans, only where that round was opened.
 */
export async function readFinished(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  kind: RoundKind = 'yearend',
): Promise<FinishedOf[]> {
  const finished: Omit<FinishedOf, 'decided'>[] = [];
  const loaded = tasksBySection(db, fiscalYear, kind, sectionIds);
  for await (const { tasks, ...one } of loaded) {
    const { section, sheet, errata } = one;
    if (kind === 'targets') {
      if (tasks.length > 0) finished.push({ section, sheet: planSheet({ ...one, tasks }) });
    } else if (kind === 'yearend')
      finished.push({
        section,
        sheet: finishedSheet(tasks.length > 0 ? sheet : inForce(one), tasks, errata),
      });
    else if (tasks.length > 0) finished.push({ section, sheet: midyearSheet(sheet, tasks) });
  }
  const idsOf = (approved: boolean) =>
    finished.filter(({ sheet }) => sheet.approved === approved).map(({ section }) => section.id);
  const decided = new Map([
    ...(await lastDecisions(db, idsOf(true), true, [kind])),
    ...(await lastDecisions(db, idsOf(false), false, [kind])),
  ]);
  return finished.map((one) => {
    const last = decided.get(sheetIdOf(one.section.id, fiscalYear));
    return { ...one, decided: last ? decidedAt(last) : null };
  });
}

/** The same as the record stands at one instant: no sheet names a decision that it does not print. */
export function finishedAtOnce(
  pool: Pool,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
  kind?: RoundKind,
): Promise<FinishedOf[]> {
  return inTransaction(pool, async (db) => {
    await db.query('set transaction isolation level repeatable read, read only');
    return readFinished(db, fiscalYear, sectionIds, kind);
  });
}

/** As a file carries it. */
export const decidedAt = ({ seq, hash, at }: LastDecision): NonNullable<FinishedOf['decided']> => ({
  seq,
  head: headText({ seq, hash, seal: null }),
  at,
});

/**
 * The year that is meant when nobody names one: that of the latest round that has begun and is open, when these
 * sections have sheets in it, else the latest year with sheets that has begun; null when there is no sheet at all.
 *
 * @param today  ISO date in the city
 */
export async function yearInQuestion(
  db: Db,
  sectionIds: readonly string[] | null,
  today: string,
): Promise<number | null> {
  const { rows } = await db.query<{ fiscal_year: number }>(
    `select sh.fiscal_year from sheets sh
     where $1::text[] is null or sh.section_id = any($1)
     group by sh.fiscal_year
     order by exists (select 1 from rounds r where r.fiscal_year = sh.fiscal_year and r.state = 'open'
                      and r.opens_on <= $2::date) desc,
       sh.fiscal_year <= $3 desc, sh.fiscal_year desc
     limit 1`,
    [sectionIds, today, fiscalYearOf(today)],
  );
  return rows[0]?.fiscal_year ?? null;
}
