/** What is proposed for a result of an indicator, of its target and name as they stand. */
import { reportKind } from '../../calendar/round.js';
import type { Proposal } from '../../rating/proposal.js';
import { proposeRating } from '../../rating/propose.js';
import { memoized } from '../../text/memoize.js';
import type { Task, TaskIndicator } from '../task.js';

const MS_PER_DAY = 86_400_000;

/** The share of the fiscal year that has passed on the round's as-of date, as a decimal with three places: 9/30 → '0.501'. */
function elapsedShare(fiscalYear: number, asOf: string): string {
  const start = Date.parse(`${fiscalYear}-04-01T00:00:00Z`);
  const end = Date.parse(`${fiscalYear + 1}-04-01T00:00:00Z`);
  const passed = Date.parse(`${asOf}T00:00:00Z`) + MS_PER_DAY - start;
  const share = Math.min(Math.max(passed / (end - start), 0), 1);
  return share.toFixed(3);
}

/** Proposals kept of what was asked lately: about 1 KB each. */
const MANY_PROPOSALS = 2_000;

/**
 * What the bot proposes for a result as typed. It follows from what is given alone, so a draft never holds an old
 * proposal; and it is asked for at every question, for every indicator answered so far.
 */
export const proposalFor = memoized(proposalKey, propose, MANY_PROPOSALS);

/** Everything that a proposal follows from. */
function proposalKey(task: Task, indicator: TaskIndicator, result: string): string {
  const { round, scale } = task;
  const { name, target, direction } = indicator;
  const ofTask = partKeys.get(task) ?? JSON.stringify([round.kind, round.fiscalYear, round.asOf, scale]);
  const ofIndicator = partKeys.get(indicator) ?? JSON.stringify([target, name, direction]);
  partKeys.set(task, ofTask).set(indicator, ofIndicator);
  // Each part says by itself where it ends.
  return ofTask + ofIndicator + result;
}

/** Both parts are the same for every question of a goal. */
const partKeys = new WeakMap<Task | TaskIndicator, string>();

function propose(task: Task, indicator: TaskIndicator, result: string): Proposal {
  return proposeRating({
    target: indicator.target,
    result,
    indicator: indicator.name,
    round: reportKind(task.round.kind),
    scale: task.scale,
    ...(indicator.direction === null ? {} : { direction: indicator.direction }),
    fiscalYear: task.round.fiscalYear,
    elapsed: elapsedShare(task.round.fiscalYear, task.round.asOf),
  });
}
