/** What a conversation in 目標設定 looks at beside the sheet: the list of 総合計画. Of other rounds nothing is read. */
import type { Task } from '../../../core/report/task.js';
import type { Plan } from '../../../core/sheet/plan-list.js';
import type { Db } from '../connection/pool.js';
import { readPlan } from '../files/plan-list.js';

/** The tasks, those of a round of 目標設定 with the plan of their year where a list was loaded for it. */
export async function withSpring(db: Db, tasks: readonly Task[]): Promise<Task[]> {
  const plans = new Map<number, Plan | null>();
  for (const { planned, round } of tasks)
    if (planned && !plans.has(round.fiscalYear))
      plans.set(round.fiscalYear, await readPlan(db, round.fiscalYear));
  return tasks.map((task) => {
    const planList = task.planned && plans.get(task.round.fiscalYear);
    return planList ? { ...task, planList } : task;
  });
}
