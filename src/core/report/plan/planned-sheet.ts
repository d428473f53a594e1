/** The sheet that the plans of a section make: goals and indicators as they were approved, in their order. */
import { formatEraDate } from '../../calendar/japanese-dates.js';
import type { Direction, SaidDirections } from '../../sheet/direction.js';
import type { Numbering } from '../../sheet/ids.js';
import type { Goal, Indicator, Sheet } from '../../sheet/sheet.js';
import { withoutResults } from '../../sheet/sheet.js';
import { nfkc } from '../../text/normal-form.js';
import { splitItems } from '../../text/split-items.js';
import { approvedReport, type Report } from '../report.js';
import type { Task } from '../task.js';
import { type GoalPlan, type PlannedIndicator, planned } from './goal-plan.js';

type PlannedSheet = {
  readonly sheet: Sheet;
  readonly numbering: Numbering;
  /** which way its indicators count: as planned, else as it was said before */
  readonly directions: SaidDirections;
};

/** A goal of a round of 目標設定 and its plan; null where none is approved (or waits, where that counts). */
type PlannedGoal = {
  readonly goalId: string;
  readonly plan: GoalPlan | null;
  /** ISO instant of the plan's last approval; not there of one that waits */
  readonly approvedAt?: string;
};

/**
 * Puts plans into a sheet. A goal without one stays as it is, and so does one whose plan went in as it was approved: what
 * an import has changed since is meant. What a plan drops goes; ids stay with what they were given to, so that doing it
 * again gives the same. The first time empties the results, which are those of a sheet that was copied; afterwards they
 * are this year's.
 *
 * @param goals  every goal of the round in its order, with its plan; of one that stands in the sheet no more, only that
 */
export function plannedSheet(
  { sheet, numbering, directions }: PlannedSheet,
  goals: readonly PlannedGoal[],
): PlannedSheet {
  const placeOf = new Map(numbering.map(({ goalId }, at) => [goalId, at]));
  const isFirst = numbering.every(({ planned }) => planned === undefined);
  const stands = isFirst ? withoutResults(sheet) : sheet;
  const said: Record<string, Direction> = {};
  const made = goals.flatMap(({ goalId, plan, approvedAt }) => {
    const at = placeOf.get(goalId);
    const [before, ids] = at === undefined ? [null, null] : [stands.goals[at]!, numbering[at]!];
    if (!plan || (ids?.planned !== undefined && ids.planned === approvedAt)) {
      for (const id of ids?.indicatorIds ?? []) if (directions[id]) said[id] = directions[id];
      return before && ids ? [{ goal: before, ids }] : [];
    }
    const left = planned(plan);
    if (left.length === 0) return [];
    const rows = left.map((one) => {
      const place = ids?.indicatorIds.indexOf(one.id) ?? -1;
      const direction = one.direction ?? directions[one.id];
      if (direction) said[one.id] = direction;
      return indicatorOf(one, before?.indicators[place] ?? null);
    });
    // A sheet whose form has no 今後の方針 (T03) has none in a new goal either.
    const policy = before ? before.nextPolicy : sheet.goals[0]?.nextPolicy === null ? null : '';
    const goal: Goal = { no: plan.no, text: plan.text, nextPolicy: policy, indicators: rows };
    const indicatorIds = left.map(({ id }) => id);
    const last = Math.max(ids?.last ?? 0, left.length);
    const numbered = { goalId, indicatorIds, last, ...(approvedAt ? { planned: approvedAt } : {}) };
    return [{ goal, ids: numbered }];
  });
  return {
    sheet: { ...stands, goals: made.map(({ goal }) => goal) },
    numbering: made.map(({ ids }) => ids),
    directions: said,
  };
}

function indicatorOf(one: PlannedIndicator, before: Indicator | null): Indicator {
  const sameCell = before?.initiativeCell === one.initiative;
  return {
    planReference: one.place,
    name: one.name,
    target: one.target,
    result: before?.result ?? '',
    initiativeCell: one.initiative,
    initiatives: sameCell ? before.initiatives : splitItems(one.initiative),
    overview: one.overview,
    rating: before?.rating ?? '',
    status: before?.status ?? '',
  };
}

/** A goal as `plannedSheet` takes it, with the approved plan, else the one that waits where `waiting` counts. */
export function plannedGoal(task: Pick<Task, 'goalId' | 'report'>, waiting = false): PlannedGoal {
  const approvedAt = approvedReport(task.report)?.approvals.at(-1)?.at;
  return { goalId: task.goalId, plan: planOfTask(task, waiting), ...(approvedAt ? { approvedAt } : {}) };
}

/** The approved plan of a task, else the one that waits where `waiting` counts. */
export function planOfTask({ report }: Pick<Task, 'report'>, waiting = false): GoalPlan | null {
  const standing: Report | null =
    approvedReport(report) ?? (waiting && report?.state === 'submitted' ? report : null);
  return standing?.content.plan ?? null;
}

/** Whether every goal of a round of 目標設定 is approved. */
export const allPlanned = (tasks: readonly Task[]): boolean =>
  tasks.length > 0 && tasks.every((task) => planOfTask(task) !== null);

/** The sheet with its 作成日 (ISO date), where it has none yet, written as last year's was. */
export function madeOn(sheet: Sheet, date: string, lastYear: Sheet | null): Sheet {
  const { createdOn } = sheet.header;
  if (createdOn.text.trim() !== '') return sheet;
  const manner = nfkc(lastYear?.header.createdOn.text ?? '').trim();
  const text = formatEraDate(date, /^[a-z]/iu.test(manner) ? 'letter' : 'kanji');
  return { ...sheet, header: { ...sheet.header, createdOn: { label: createdOn.label || '作成日', text } } };
}
