/** Per cents as people read them: computed exactly, rounded once, here. */
import Big from 'big.js';

/** Digits of a quotient that is rounded for people: far more than a share of whole numbers on a sheet needs. */
const EXACT_DIGITS = 10;

const Exact = Big();
Exact.DP = EXACT_DIGITS;
Exact.RM = Exact.roundDown;

/** `part` ÷ `whole` in per cent, exact enough to be rounded; `whole` is not 0. */
export function perCentExactly(part: Big, whole: Big): Big {
  return new Big(new Exact(part.times(100).toFixed()).div(whole.toFixed()).toFixed());
}

/**
 * Per cents with one decimal, without their sign, rounded half up as a spreadsheet does; but a whole per cent that was not
 * reached is never shown (99.96 → 99.9, 79.99 → 79.9), because the rules turn on whole per cents.
 */
export function shownPerCent(exact: Big): string {
  const rounded = exact.round(1, Big.roundHalfUp);
  const reached = rounded.lte(exact) || !rounded.round(0, Big.roundDown).eq(rounded);
  return reached ? rounded.toFixed(1) : exact.round(1, Big.roundDown).toFixed(1);
}
