/** The board of checks for 事務局, and 本人に確認, in the transaction of the command. */
import type { CoordinatorCommand } from '../../../core/board/acts.js';
import { type CheckRow, type ChecksAsked, type ChecksPage, checksPage } from '../../../core/board/checks.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import { decideAskWriter, inquiryIdOf } from '../../../core/decision/inquiry.js';
import { checkId } from '../../../core/report/report-checks.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import { readPlan } from '../files/plan-list.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { type GoalChecks, readChecks } from '../reports/checks.js';
import { answerers, saveQuestion } from '../reports/inquiries.js';
import { type Acting, acted } from './acting.js';
import { loadBoard } from './load-board.js';

/** A page of the list, for whoever has been found entitled to see it. */
export async function readChecksPage(db: Db, asked: ChecksAsked, now: Date): Promise<ChecksPage> {
  const board = await loadBoard(db, asked.round, now);
  if (!board) return { kind: 'none' };
  const { fiscalYear, kind } = board.round;
  const only = asked.level === 'section' && asked.said === '' ? asked.of : null;
  const found = await readChecks(db, fiscalYear, kind, cityDate(now), only);
  return checksPage(
    board,
    new Map(found.map(({ section, goals }) => [section.id, goals.flatMap(rowsOf)])),
    asked,
    (await readPlan(db, fiscalYear)) !== null,
  );
}

function rowsOf({ task, checks }: GoalChecks): CheckRow[] {
  return checks.map(({ asked, ...check }) => ({
    task: task.id,
    goalNo: task.goalNo,
    indicator: task.indicators.find(({ id }) => id === check.indicatorId)?.name ?? '',
    check,
    asked,
  }));
}

/** What would be asked and of whom, or is; what waits for an answer already is not asked again. */
export async function askCheck(
  db: Db,
  { task: id, check: wanted, agreed }: Extract<CoordinatorCommand, { kind: 'ask_check' }>,
  { actor, door, now, effectId }: Acting,
): Promise<Done> {
  const named = readTaskId(id);
  if (!named) return acted({ what: 'no_check' });
  const today = cityDate(now);
  const found = await readChecks(db, named.fiscalYear, named.kind, today, named.sectionId);
  const goal = found.flatMap(({ goals }) => goals).find(({ task }) => task.id === id);
  const check = goal?.checks.find((one) => checkId(one) === wanted);
  if (!goal || !check) return acted({ what: 'no_check' });
  const { task } = goal;
  const { asked, ...own } = check;
  const reporters = await answerers(
    db,
    { report: task.report, sectionId: task.sectionId, roundId: task.round.id },
    today,
  );
  const { rows } = await db.query<{ name: string }>(
    'select name from people where id = any($1) and id <> $2 order by array_position($1, id)',
    [reporters, actor.id],
  );
  const act = {
    what: 'ask_check',
    task: id,
    section: task.sectionId,
    round: task.round.id,
    name: task.sectionName,
    goalNo: task.goalNo,
    goalText: task.goalText,
    indicator: task.indicators.find((one) => one.id === own.indicatorId)?.name ?? '',
    check: own,
    people: rows.map(({ name }) => name),
    asked,
  } as const;
  if (!agreed || own.reason !== null || (asked && !asked.answer) || rows.length === 0)
    return acted({ ...act, done: false });
  const decision = decideAskWriter(own, {
    id: inquiryIdOf(effectId),
    task,
    reporters,
    actor,
    now: now.toISOString(),
    ...door,
  });
  if (!decision.ok) return { outcome: decision.outcome };
  await saveQuestion(db, decision.question);
  await owe(db, decision.owed);
  return { ...acted({ ...act, done: true }), after: () => appendHistory(db, [decision.entry]) };
}
