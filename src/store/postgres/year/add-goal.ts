/** A goal that a section adds in 目標設定: it stands in the year's sheet from then on, and its plan is to be approved like every other. */
import type { Command } from '../../../core/decision/command.js';
import type { Actor, HeldPost } from '../../../core/organization/people.js';
import type { Task } from '../../../core/report/task.js';
import { lowerOf } from '../../../core/sheet/direction.js';
import { lastNumber, sheetIdOf, taskIdOf } from '../../../core/sheet/ids.js';
import type { Goal } from '../../../core/sheet/sheet.js';
import { storedSheet } from '../../../core/sheet/stored-sheet.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { type Door, entryBy, inPost } from '../ledger/recorded-by.js';
import { enterSheets } from '../rounds/schedule.js';
import { rootsOf } from '../sheets/kept-reports.js';
import { loadSheets } from '../sheets/load-sheets.js';

/** `post`: by which the actor may report for the section. */
export async function addGoal(
  db: Db,
  added: {
    readonly command: Extract<Command, { kind: 'add_goal' }>;
    readonly task: Task;
    readonly actor: Actor;
    readonly post: HeldPost;
    readonly now: Date;
    readonly door: Door;
  },
): Promise<Done> {
  const { command, task, actor, post, now, door } = added;
  const { sectionId, sectionName } = task;
  const { fiscalYear } = task.round;
  const id = sheetIdOf(sectionId, fiscalYear);
  const { rows } = await db.query<{ scale: string; directions_by: unknown; errata: unknown[] }>(
    'select scale, directions_by, errata from sheets where id = $1 for update',
    [id],
  );
  const [stands] = await loadSheets(db, [sectionId], { fiscalYear });
  const [row] = rows;
  if (!row || !stands || !task.planned) return { outcome: { ok: false, refusal: { reason: 'not_found' } } };
  const { sheet, numbering, directions } = stands;
  const version = stands.version + 1;
  const numbers = [...sheet.goals.map(({ no }) => no), ...droppedNumbers(stands.reports, task.round.id)];
  const no = String(lastNumber(numbers) + 1);
  const goalId = `${id}.${no}_${version}`;
  const goal: Goal = {
    no,
    text: command.goal,
    nextPolicy: sheet.goals[0]?.nextPolicy ?? '',
    indicators: [
      {
        planReference: '',
        name: command.indicator,
        target: command.target,
        result: '',
        initiativeCell: '',
        initiatives: [],
        overview: '',
        rating: '',
        status: '',
      },
    ],
  };
  const after = { ...sheet, goals: [...sheet.goals, goal] };
  const numbered = [...numbering, { goalId, indicatorIds: [`${goalId}.1`], last: 1, added: true as const }];
  await db.query(
    'update sheets set version = $2, content = $3, numbering = $4, goal_count = $5, imported_at = $6 where id = $1',
    [
      id,
      version,
      JSON.stringify(storedSheet.write(after)),
      JSON.stringify(numbered),
      after.goals.length,
      now,
    ],
  );
  await owe(db, await rootsOf(db, { sectionId, fiscalYear }, now));
  await enterSheets(db, [{ sectionId, fiscalYear }], now);
  const entry = entryBy(inPost(actor, post.title, door), now, {
    action: 'sheet_changed',
    sectionId,
    subject: id,
    version,
    before: sheet,
    after: {
      ...after,
      kept: {
        numbering: numbered,
        lowerIsBetter: lowerOf(directions),
        directions,
        sayers: row.directions_by,
        scale: row.scale,
      },
      errata: row.errata,
    },
  });
  const outcome = {
    ok: true,
    goalNo: no,
    section: sectionName,
    version: 0,
    complete: false,
    task: taskIdOf(goalId, 'targets'),
  } as const;
  return { outcome, after: () => appendHistory(db, [entry]) };
}

/** The numbers of goals that were dropped in the round: none of them is given again. */
function droppedNumbers(
  reports: readonly {
    readonly roundId: string;
    readonly content: { readonly plan?: { readonly no: string } };
  }[],
  roundId: string,
): string[] {
  return reports.flatMap((report) => (report.roundId === roundId ? (report.content.plan?.no ?? []) : []));
}
