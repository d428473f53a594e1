/**
 * What does not fit in a plan: a target far below what was reached last year, one that has been the same for years, and a
 * 位置づけ that the list of 総合計画 does not have.
 */
import Big from 'big.js';
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import type { Check } from '../../checks/check.js';
import { readQuantity } from '../../quantity/index.js';
import type { NumberPart } from '../../quantity/reading.js';
import { directionFact } from '../../rating/direction.js';
import { beyondWords, codesBeyond } from '../../sheet/plan-list.js';
import type { Words } from '../../text/language.js';
import type { KeptCheck } from '../report.js';
import { keyOf } from '../report-checks.js';
import type { Task } from '../task.js';
import { type GoalPlan, type PlannedIndicator, planned } from './goal-plan.js';

/** A target is asked about below this share of last year's result; where fewer is better, above it turned round. */
const FAR_BELOW = '0.8';

/** The checks of a plan, each with the answer it had. They ask, and never block. */
export function planChecksOf(
  task: Task,
  plan: GoalPlan,
  reasons: Readonly<Record<string, string>>,
): KeptCheck[] {
  return planned(plan).flatMap((one) => {
    const result = task.indicators
      .find(({ id }) => id === one.id)
      ?.earlier.find(({ from }) => from.kind === 'year')?.result;
    const found = [...tooEasy(one, result ?? ''), ...unmoved(one), ...beyond(task, plan, one)];
    return found.map(({ texts, message }) => {
      const check = { kind: 'target' as const, texts, message, indicatorId: one.id };
      return { ...check, reason: reasons[keyOf(check)] ?? null };
    });
  });
}

type Found = Pick<Check, 'texts'> & { readonly message: Words };

function tooEasy(one: PlannedIndicator, result: string): Found[] {
  const [aim, reached] = [numberIn(one, one.target), numberIn(one, result)];
  if (!aim || !reached || aim.scope !== reached.scope) return [];
  if (aim.unit !== reached.unit && aim.unit !== null && reached.unit !== null) return [];
  const [target, last] = [new Big(aim.value), new Big(reached.value)];
  if (target.lt(0) || last.lte(0)) return [];
  const { direction, likely } = directionFact(one.name, one.target, one.direction);
  const way = direction ?? likely;
  const low = way === 'higher' && target.lt(last.times(FAR_BELOW));
  const high = way === 'lower' && target.times(FAR_BELOW).gt(last);
  if (!low && !high) return [];
  return [
    {
      texts: [
        { of: 'target', text: one.target },
        { of: 'last_year', text: result },
      ],
      message: {
        ja: `前年度の結果は「${result}」、今年度の目標は「${one.target}」です。前年度にできたことより、目標が${low ? '低く' : '緩く'}なっています。`,
        en: `Last year's result was 「${result}」, this year's target is 「${one.target}」: it asks for less than was reached.`,
      },
    },
  ];
}

/** The same in this year, the last and the one before. */
function unmoved({ target, was, before }: PlannedIndicator): Found[] {
  if (was?.target !== target || before !== target) return [];
  return [
    {
      texts: [
        { of: 'target', text: target },
        { of: 'last_year', text: `${was.target}、${before}` },
      ],
      message: {
        ja: `目標は3年続けて「${target}」です。見直すことがないか確かめてください。`,
        en: `The target is 「${target}」 for the third year. Please check whether it still fits.`,
      },
    },
  ];
}

/** A goal that is kept carries its 位置づけ as it was: only who changes or adds one is asked about it. */
function beyond({ planList }: Task, { decision }: GoalPlan, { place }: PlannedIndicator): Found[] {
  if (!planList || (decision !== 'change' && decision !== 'add')) return [];
  const { fromYear } = planList;
  const year = { ja: fiscalYearName(fromYear), en: `fiscal year ${fromYear}` };
  return codesBeyond(place, planList).map((code) => ({
    texts: [{ of: 'place', text: code }],
    message: beyondWords(code, year),
  }));
}

/** The one number of a text that was read with certainty; null where there are several, or none. */
function numberIn({ name }: PlannedIndicator, text: string): NumberPart | null {
  const { parts, certain } = readQuantity(text, { indicator: name });
  const [part] = parts;
  return certain && parts.length === 1 && part?.kind === 'number' && part.upTo === undefined ? part : null;
}
