/** What 事務局 looks for beside the checks of a report: ratings and targets that a city asks about though a reason stands there. */
import { ratingLabel } from '../../sheet/scale.js';
import type { Check, GoalTexts } from '../check.js';
import { type Laid, layOut } from '../indicator.js';
import { againstRule, isGood, isLower, sidesOf } from '../ratings.js';

/**
 * What a check of the board belongs to, in the order in which it is told. `open`: every other 確認事項 · `below`: ○ though the
 * result misses the target · `at`: △ or × though it is reached · `against`: another rating than proposed · `far_above`: from
 * twice the target · `blank`: no 位置づけ or no 今後の方針 · `plan`: a 位置づけ that is not in the plan
 */
export const CHECK_GROUPS = [
  'open',
  'below',
  'at',
  'against',
  'far_above',
  'copied',
  'blank',
  'plan',
] as const;
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** From this on a target may have been too low: the result divided by it (issue of the plan: 200 %). */
const FAR_ABOVE = 2;

type FoundInGoal = Check & { readonly group: 'below' | 'at' | 'against' | 'far_above' };

/** In the order of the indicators. Pure and total. */
export function findForBoard(goal: GoalTexts): FoundInGoal[] {
  return goal.indicators.flatMap((indicator, place) => {
    if (indicator.result === '') return [];
    const laid = layOut(goal, indicator);
    return [...ratingOf(laid), ...farAbove(laid)].map((one) => ({ ...one, indicator: place }));
  });
}

type Found = Omit<FoundInGoal, 'indicator'>;

function ratingOf(laid: Laid): Found[] {
  const { rating, goal, target, result, reason } = laid;
  if (rating === null) return [];
  const [by] = againstRule(laid);
  const group = byNumbers(laid);
  if (!by && group === null) return [];
  const label = (language: 'ja' | 'en') =>
    ratingLabel(goal.scale, rating, language, goal.round === 'midyear');
  const message = by?.message ?? {
    ja: `評価は「${label('ja')}」ですが、目標「${target}」に対し結果は「${result}」です。確かめてください。`,
    en: `The rating is 「${label('en')}」, but for the target 「${target}」 the result is 「${result}」. Please check.`,
  };
  return [
    {
      group: group ?? 'against',
      kind: 'rating',
      texts: [
        { of: 'rating', text: label('ja') },
        { of: 'target', text: target },
        { of: 'result', text: result },
      ],
      message:
        reason === ''
          ? message
          : {
              ja: `${message.ja}評価の理由は「${reason}」です。`,
              en: `${message.en} The reason given: 「${reason}」`,
            },
    },
  ];
}

/** Whether there is no doubt which way the numbers count. */
function isWayKnown({ proposal, direction, aim }: Laid): boolean {
  return proposal.rating !== null || direction !== null || (aim?.comparator ?? null) !== null;
}

/** ○ below its target and △ at it. */
function byNumbers(laid: Laid): 'below' | 'at' | null {
  const { rating, goal } = laid;
  if (rating === null || !isWayKnown(laid)) return null;
  const sides = sidesOf(laid);
  if (sides.length === 0 || sides.length < laid.targets.length) return null;
  const misses = (side: number) => (isLower(laid) ? side > 0 : side < 0);
  // at mid-year ○ is an outlook
  if (isGood(rating)) return goal.round === 'yearend' && sides.some(misses) ? 'below' : null;
  return sides.some(misses) ? null : 'at';
}

function farAbove(laid: Laid): Found[] {
  const { target, result } = laid;
  const { ratio, arithmetic } = laid.proposal;
  if (ratio === null || Number(ratio) < FAR_ABOVE || !isWayKnown(laid)) return [];
  return [
    {
      group: 'far_above',
      kind: 'target',
      texts: [
        { of: 'target', text: target },
        { of: 'result', text: result },
      ],
      message: {
        ja: `${arithmetic.ja}です。目標が低すぎなかったか、数え方が同じかを確かめてください。`,
        en: `${arithmetic.en}. Please check whether the target was too low, or is counted in another way.`,
      },
    },
  ];
}
