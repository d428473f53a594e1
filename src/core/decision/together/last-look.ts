/** A whole sheet as it is looked at once more before the last of its goals is approved. */
import { DECISION_WORDS, type PlannedIndicator } from '../../report/plan/goal-plan.js';
import { checksIn } from '../../report/report-checks.js';
import type { Task } from '../../report/task.js';
import { isOutlook } from '../../report/year/forecast.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Refusal } from '../outcome/refusal.js';

/** The goals of a sheet as they are looked at once more before the last of them is approved. */
export function lastLook(sheetTasks: readonly Task[]): Extract<Refusal, { reason: 'last_look' }>['goals'] {
  return sheetTasks.map((task) => ({
    goalNo: task.goalNo,
    goal: task.goalText,
    ...(task.planned ? { planned: true as const } : {}),
    rows: task.planned
      ? (task.report?.content.plan ?? task.planned).indicators.map(planLookRow)
      : task.indicators.map((indicator) => lastLookRow(task, indicator)),
    checks:
      task.report?.state === 'submitted'
        ? checksIn(task, task.report).map(({ message, reason }) => ({ message, reason }))
        : [],
  }));
}

function planLookRow({ name, was, target, decision }: PlannedIndicator): LastLookRow {
  return {
    indicator: name,
    target: was?.target ?? '',
    result: decision === 'drop' ? '' : target,
    rating: DECISION_WORDS[decision],
  };
}

type LastLookRow = Extract<Refusal, { reason: 'last_look' }>['goals'][number]['rows'][number];

function lastLookRow(task: Task, { id, name, target }: Task['indicators'][number]): LastLookRow {
  const answer = task.report?.content.answers.find(({ indicatorId }) => indicatorId === id);
  const label = (language: 'ja' | 'en') =>
    answer ? ratingLabel(task.scale, answer.rating, language, isOutlook(task)) : '';
  return {
    indicator: name,
    target,
    result: answer?.result ?? '',
    rating: { ja: label('ja'), en: label('en') },
  };
}
