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

/**
 * Puts plans into a sheet. A goal without one stays as it is; what a plan drops goes; ids stay with what they were given
 * to, so that doing it again gives the same.
 *
 * @param goals  every goal of the round in its order, with its plan; of one that stands in the sheet no more, only that
 */
export function plannedSheet(
  { sheet, numbering, directions }: PlannedSheet,
  goals: readonly { readonly goalId: string; readonly plan: GoalPlan | null }[],
): PlannedSheet {
  const placeOf = new Map(numbering.map(({ goalId }, at) => [goalId, at]));
  const said: Record<string, Direction> = {};
  const made = goals.flatMap(({ goalId, plan }) => {
    const at = placeOf.get(goalId);
    const [before, ids] = at === undefined ? [null, null] : [sheet.goals[at]!, numbering[at]!];
    if (!plan) {
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
    const policy = before ? before.nextPolicy : (sheet.goals[0]?.nextPolicy ?? '');
    const goal: Goal = { no: plan.no, text: plan.text, nextPolicy: policy, indicators: rows };
    const indicatorIds = left.map(({ id }) => id);
    return [{ goal, ids: { goalId, indicatorIds, last: Math.max(ids?.last ?? 0, left.length) } }];
  });
  return {
    sheet: withoutResults({ ...sheet, goals: made.map(({ goal }) => goal) }),
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
    result: '',
    initiativeCell: one.initiative,
    initiatives: sameCell ? before.initiatives : splitItems(one.initiative),
    overview: one.overview,
    rating: '',
    status: '',
  };
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
