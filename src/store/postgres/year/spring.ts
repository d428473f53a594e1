/**
 * What a conversation in 目標設定 looks at beside the sheet: the list of 総合計画, and which promises of last year are still
 * to be kept. Of other rounds nothing is read.
 */
import { isOpenPromise, type PromiseSaid } from '../../../core/board/promised.js';
import type { Task } from '../../../core/report/task.js';
import type { Plan } from '../../../core/sheet/plan-list.js';
import type { Db } from '../connection/pool.js';
import { readPlan } from '../files/plan-list.js';
import { readPromisesSaid } from '../reports/follow-ups.js';

/**
 * The tasks, those of a round of 目標設定 with the plan of their year where a list was loaded for it, and without promises of
 * which it was said that they are kept or given up.
 */
export async function withSpring(db: Db, tasks: readonly Task[]): Promise<Task[]> {
  const plans = new Map<number, Plan | null>();
  for (const { planned, round } of tasks)
    if (planned && !plans.has(round.fiscalYear))
      plans.set(round.fiscalYear, await readPlan(db, round.fiscalYear));
  const said = tasks.some(({ promises }) => promises)
    ? await readPromisesSaid(db)
    : new Map<string, PromiseSaid>();
  return tasks.map((task) => {
    const planList = task.planned && plans.get(task.round.fiscalYear);
    const promises = task.promises?.filter(({ id }) => isOpenPromise({ said: said.get(id) ?? null }));
    return { ...task, ...(planList ? { planList } : {}), ...(promises ? { promises } : {}) };
  });
}
