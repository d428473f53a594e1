/** An order of magnitude, a unit, or the target of another indicator: 2,076 against 3. */
import type Big from 'big.js';
import { addsUp } from '../quantity/units.js';
import type { Found } from './check.js';
import { alike } from './figures.js';
import { type Laid, shownNumber, sizeOf } from './indicator.js';

/** Result ÷ target from which a slip is likelier than a success: the highest of the R5 sheets is 5.05 (101 for 20). */
const FAR_ABOVE = 7;
/** and below which it is likelier than a failure */
const FAR_BELOW = '0.15';
/** Counts below this come to many times their target without any slip: 8 for 1. */
const SMALL = 20;
/** A result like last year's is as it is meant, in times. */
const LIKE_LAST_YEAR = 3;

export function findMagnitude(laid: Laid): Found {
  const { last, target, result, goal } = laid;
  const aim = laid.aim ?? everyTime(laid.targets);
  const reached = laid.reached ?? everyTime(laid.results);
  if (!aim || !reached || aim.scope !== reached.scope || aim.unit === 'ポイント') return { checks: [] };
  const measures = alike(aim, reached) ? null : measuresOf(aim.unit, reached.unit);
  if (!measures && !alike(aim, reached) && aim.unit !== null && reached.unit !== null) return { checks: [] };
  const goalSize = sizeOf(aim).times(measures?.[0] ?? 1);
  const size = sizeOf(reached).times(measures?.[1] ?? 1);
  if (goalSize.lte(0) || size.lte(0)) return { checks: [] };
  const share = size.div(goalSize);
  const lower = laid.direction === 'lower' || aim.comparator === 'lte' || aim.comparator === 'lt';
  const ratio = !addsUp(aim.unit);
  const above = ratio
    ? share.gte(2) && size.gt(100) && goalSize.lte(100)
    : share.gte(FAR_ABOVE) && size.gte(SMALL);
  // at mid-year little may have come yet
  const below =
    share.lte(FAR_BELOW) &&
    goalSize.gte(SMALL) &&
    (goal.round === 'yearend' || share.lte('0.02')) &&
    (!lower || share.lte('0.02'));
  if (!above && !below) return { checks: [] };
  if (last && !measures && alike(last, reached) && isLike(sizeOf(last), size)) return { checks: [] };
  return {
    checks: [
      {
        kind: 'magnitude',
        texts: [
          { of: 'target', text: target },
          { of: 'result', text: result },
        ],
        message: {
          ja: `目標「${target}」に対し結果は「${shownNumber(reached)}」です。桁か目標の取り違えではありませんか。`,
          en: `The target is 「${target}」 and the result 「${shownNumber(reached)}」. Is a digit, the unit or the target mixed up?`,
        },
      },
    ],
  };
}

/** What is measured in one unit or another, in the smallest of them. */
const MEASURES: readonly Readonly<Record<string, number>>[] = [
  { km: 1_000, m: 1 },
  { t: 1_000_000, トン: 1_000_000, kg: 1_000, g: 1 },
  { km2: 1_000_000, '㎢': 1_000_000, ha: 10_000, '㎡': 1, m2: 1 },
  { GWh: 1_000_000, MWh: 1_000, kWh: 1 },
  { 時間: 60, 分: 1 },
];

/** 800m and 820km: how many of the smallest unit one of each is; null when they do not measure one thing. */
function measuresOf(a: string | null, b: string | null): readonly [number, number] | null {
  for (const of of MEASURES) {
    const [one, two] = [of[a ?? ''], of[b ?? '']];
    if (one !== undefined && two !== undefined) return [one, two];
  }
  return null;
}

/** 延べ, where that is all there is. */
function everyTime(parts: Laid['targets']): Laid['aim'] {
  const [part] = parts;
  return parts.length === 1 && part!.scope === 'person_times' && part!.upTo === undefined ? part! : null;
}

function isLike(a: Big, b: Big): boolean {
  return a.lte(b.times(LIKE_LAST_YEAR)) && b.lte(a.times(LIKE_LAST_YEAR));
}
