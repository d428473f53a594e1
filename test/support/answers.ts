/** A whole answer to a task, for tests that are about what follows it. */
import { proposalFor } from '../../src/core/report/proposal/proposal-for.js';
import type { ReportContent } from '../../src/core/report/report.js';
import type { Task } from '../../src/core/report/task.js';

export const PRINTED_RESULT = '結果は目標のとおり';

export function contentOfTask(task: Task): ReportContent {
  return {
    answers: task.indicators.map((indicator) => ({
      indicatorId: indicator.id,
      result: PRINTED_RESULT,
      rating: 'achieved',
      reason: '',
      status: '計画どおり実施した。',
      proposal: proposalFor(task, indicator, PRINTED_RESULT),
    })),
    nextPolicy: '継続する。',
  };
}
