/** Comparing one number of a result with one of a target: exact, by multiplication, never by a rounded quotient. */
import Big from 'big.js';
import type { NumberPart } from '../quantity/index.js';

/** how two numbers are compared; whether that may decide is `directionDoubt`'s */
export type Towards = 'higher' | 'lower';

export type Pair = {
  readonly target: NumberPart;
  readonly result: NumberPart;
  readonly direction: Towards;
};

export type Judged = Pair & {
  /** the target is met exactly or passed; nothing is rounded up (95.0 % and 99.99 % are missed) */
  readonly met: boolean;
};

type Rational = { readonly top: Big; readonly bottom: Big };

/** 80/88 is compared as a fraction, not as the per cent that was cut from it. */
function rational(part: NumberPart): Rational {
  if (!part.fraction) return { top: new Big(part.value), bottom: new Big(1) };
  return { top: new Big(part.fraction.numerator).times(100), bottom: new Big(part.fraction.denominator) };
}

/** -1, 0 or 1; `share` multiplies b. */
function compare(a: NumberPart, b: NumberPart, share = '1'): number {
  const [x, y] = [rational(a), rational(b)];
  return x.top.times(y.bottom).cmp(y.top.times(x.bottom).times(share));
}

/** The comparator written in the target decides; without one, the direction does. */
export function judge(pair: Pair): Judged {
  const order = compare(pair.result, pair.target);
  if (pair.target.upTo !== undefined)
    return { ...pair, met: order >= 0 && new Big(pair.result.value).lte(pair.target.upTo) };
  const comparator = pair.target.comparator ?? (pair.direction === 'higher' ? 'gte' : 'lte');
  switch (comparator) {
    case 'gte':
      return { ...pair, met: order >= 0 };
    case 'gt':
      return { ...pair, met: order > 0 };
    case 'lte':
      return { ...pair, met: order <= 0 };
    case 'lt':
      return { ...pair, met: order < 0 };
    default: {
      const never: never = comparator;
      return never;
    }
  }
}

const sign = (part: NumberPart): number => new Big(part.value).cmp(0);

/** A share of a target of 0 or below, of a rank or of a range says nothing. */
export function hasShare({ target }: Pair): boolean {
  return sign(target) > 0 && target.unit !== '位' && target.upTo === undefined;
}

/**
 * True when the result comes to `share` (a decimal: '0.80') of the target; when lower is better, when the target
 * comes to `share` of the result. False where a share says nothing.
 */
export function reaches(pair: Pair, share: string): boolean {
  if (!hasShare(pair)) return false;
  if (pair.direction === 'higher') return compare(pair.result, pair.target, share) >= 0;
  return sign(pair.result) <= 0 || compare(pair.target, pair.result, share) >= 0;
}

/**
 * Result ÷ target (target ÷ result when lower is better) times `factor`, cut to `digits`, never rounded: 0.9999 is
 * '0.999'. null where it says nothing: a target of 0 or below, a result below 0, or 0 when lower is better.
 */
export function ratioOf(pair: Pair, digits: number, factor = 1): string | null {
  const result = sign(pair.result);
  if (!hasShare(pair) || result < 0 || (result === 0 && pair.direction === 'lower')) return null;
  const Cutting = Big();
  Cutting.DP = digits;
  Cutting.RM = Cutting.roundDown;
  const [a, b] = pair.direction === 'higher' ? [pair.result, pair.target] : [pair.target, pair.result];
  const [x, y] = [rational(a), rational(b)];
  const top = new Cutting(x.top.times(y.bottom).times(factor).toFixed());
  return top.div(new Cutting(y.top.times(x.bottom).toFixed())).toFixed(digits);
}

/** How far a number is over another, in their unit; for 「2件超過」. */
export function excess(pair: Pair): string {
  return new Big(pair.result.value).minus(pair.target.value).toFixed();
}
