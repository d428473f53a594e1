/** What is still open in a round: told before its sheets are published or it is closed, so that neither is done blindly. */
import type { Round } from '../calendar/round.js';
import { openCorrection } from './report.js';
import type { Task } from './task.js';
import { isForecast } from './year/forecast.js';

export const LOOSE_ENDS = [
  'correction',
  'waiting',
  'forecast',
  'unreported',
  'added',
  'unlinked',
  'doubtful',
] as const;

export type LooseEnd = {
  /**
   * correction: what was approved is being corrected · waiting: for approval · forecast: 見込み that nobody
   * has confirmed · unreported: never, or back with its writer · added: in 目標設定, and its plan is not approved
   * · unlinked: the section has no channel · doubtful: messages that may not have arrived
   */
  readonly kind: (typeof LOOSE_ENDS)[number];
  /** the section's name; '' where it belongs to none */
  readonly section: string;
  /** the No. of each goal it is about; none where it is about none */
  readonly goals: readonly string[];
};

/** Whether a round of 目標設定 that is closed leaves goals as they were last year. */
export const staysAsLastYear = ({ kind }: Pick<Round, 'kind'>, ends: readonly LooseEnd[]): boolean =>
  kind === 'targets' && ends.some((one) => one.kind === 'waiting' || one.kind === 'unreported');

/** What is open in the goals of one section's sheet. */
export function looseGoals(section: string, tasks: readonly Task[]): LooseEnd[] {
  const kinds = tasks.map((task) => {
    const { goalNo, report } = task;
    if (report?.state === 'approved') return isForecast(task) ? { kind: 'forecast' as const, goalNo } : null;
    if (task.added) return { kind: 'added' as const, goalNo };
    if (report && openCorrection(report)) return { kind: 'correction' as const, goalNo };
    return { kind: report?.state === 'submitted' ? ('waiting' as const) : ('unreported' as const), goalNo };
  });
  return LOOSE_ENDS.flatMap((kind) => {
    const goals = kinds.flatMap((one) => (one?.kind === kind ? [one.goalNo] : []));
    return goals.length === 0 ? [] : [{ kind, section, goals }];
  });
}
