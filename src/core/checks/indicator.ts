/** An indicator laid out once for all that look at it. */
import Big from 'big.js';
import { fold } from '../quantity/fold.js';
import { type NumberPart, printNumber, type Reading, readQuantity } from '../quantity/index.js';
import type { Proposal } from '../rating/proposal.js';
import { proposeRating } from '../rating/propose.js';
import type { GoalTexts, IndicatorTexts } from './check.js';
import { readText, type Text } from './figures.js';

export type Laid = IndicatorTexts & {
  readonly goal: GoalTexts;
  /** the name, widths made one */
  readonly called: string;
  readonly targets: readonly NumberPart[];
  readonly results: readonly NumberPart[];
  /** the one number of this year that the target and the result state; null when there is none or more than one */
  readonly aim: NumberPart | null;
  readonly reached: NumberPart | null;
  readonly last: NumberPart | null;
  readonly said: Text;
  /** what the rule proposes; its `rating` is null wherever it cannot tell, an unknown direction among it */
  readonly proposal: Proposal;
};

const numbers = (reading: Reading): NumberPart[] => reading.parts.filter((part) => part.kind === 'number');

function sole(parts: readonly NumberPart[]): NumberPart | null {
  const annual = parts.filter(({ scope, upTo }) => scope === 'annual' && upTo === undefined);
  return annual.length === 1 ? annual[0]! : null;
}

export function layOut(goal: GoalTexts, indicator: IndicatorTexts): Laid {
  const { name, target, result, direction } = indicator;
  const read = (text: string) => numbers(readQuantity(text, { indicator: name }));
  const [targets, results] = [read(target), read(result)];
  return {
    ...indicator,
    goal,
    called: fold(name),
    targets,
    results,
    aim: sole(targets),
    reached: sole(results),
    last: indicator.lastYear ? sole(read(indicator.lastYear.result)) : null,
    said: readText(indicator.status, goal.fiscalYear),
    proposal: proposeRating({
      target,
      result,
      indicator: name,
      round: goal.round,
      scale: goal.scale,
      fiscalYear: goal.fiscalYear,
      ...(direction === null ? {} : { direction }),
    }),
  };
}

/** A number of a target or result as it is read back: 190人. */
export function shownNumber(part: NumberPart): string {
  return printNumber(part, 'ja');
}

export function sizeOf(part: NumberPart): Big {
  return new Big(part.value);
}
