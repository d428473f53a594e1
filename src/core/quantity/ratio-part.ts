/** Numbers that say one thing of another: 80/88, 88件中80件, 8割5分, 91%(80/88). */
import Big from 'big.js';
import { numeralAt } from './numerals.js';
import { knownUnitAt, sameUnit } from './units.js';

/** Digits of the per cent kept in `value` of a fraction; comparing uses numerator and denominator. */
const PER_CENT_DIGITS = 10;

export type Fraction = { readonly numerator: string; readonly denominator: string };

const Rounding = Big();
Rounding.DP = PER_CENT_DIGITS;
Rounding.RM = Rounding.roundHalfUp;

/** 80/88 → '90.9090909091' */
export function perCentOf(fraction: Fraction): string {
  return new Rounding(fraction.numerator).times(100).div(fraction.denominator).toFixed();
}

/** True when `printed` is the fraction in per cent, rounded or cut to the digits printed: 90.9 or 91 for 80/88. */
function saysSamePerCent(fraction: Fraction, printed: string): boolean {
  const digits = printed.split('.')[1]?.length ?? 0;
  const exact = new Big(perCentOf(fraction));
  return [Big.roundDown, Big.roundHalfUp].some((mode) => exact.round(digits, mode).eq(printed));
}

type FractionAt = {
  readonly fraction: Fraction;
  readonly end: number;
  /** it cannot be a day of a month: a per cent or a unit stands with it, or it is out of a calendar's range */
  readonly certain: boolean;
  /** a per cent that contradicts the fraction */
  readonly contradiction: string | null;
};

const PER_CENT = /\s?(?:\(\s?)?(\d{1,6}(?:\.\d{1,12})?)%\s?\)?/y;
/** 10/18分 is what belongs to a day */
const NO_FRACTION_UNITS: ReadonlySet<string> = new Set(['%', '分', '日', '日間']);
const SLASH = /\s?\/\s?/y;

function couldBeDate({ numerator, denominator }: Fraction): boolean {
  const whole = (text: string) => /^\d{1,2}$/.test(text);
  if (!whole(numerator) || !whole(denominator)) return false;
  return +numerator >= 1 && +numerator <= 12 && +denominator >= 1 && +denominator <= 31;
}

/**
 * The rest of a fraction whose first number has been read up to `at` (with its unit, if any): `/88`, `中80件`.
 * null when there is none.
 */
export function fractionAt(text: string, first: string, unit: string | null, at: number): FractionAt | null {
  let from = at;
  let swapped = false;
  if (unit !== null && text[at] === '中') {
    swapped = true;
    from += /\s/.test(text[at + 1] ?? '') ? 2 : 1;
  } else {
    SLASH.lastIndex = at;
    const slash = SLASH.exec(text)?.[0];
    if (slash === undefined) return null;
    from += slash.length;
  }
  if (!/[0-9]/.test(text[from] ?? '')) return null;
  const second = numeralAt(text, from);
  if (!second || /^\/|^\d/.test(text.slice(second.end))) return null;
  let end = second.end;
  const secondUnit = knownUnitAt(text, end);
  if (
    secondUnit &&
    !NO_FRACTION_UNITS.has(secondUnit.unit) &&
    (unit === null || sameUnit(unit, secondUnit.unit))
  ) {
    end = secondUnit.end;
  } else if (unit !== null) return null;
  const fraction = swapped
    ? { numerator: second.value, denominator: first }
    : { numerator: first, denominator: second.value };
  if (new Big(fraction.denominator).lte(0)) return null;
  PER_CENT.lastIndex = end;
  const printed = PER_CENT.exec(text);
  const agrees = printed !== null && saysSamePerCent(fraction, printed[1]!);
  if (printed) end = PER_CENT.lastIndex;
  return {
    fraction,
    end,
    certain: agrees || end > second.end || !couldBeDate(fraction),
    contradiction: printed && !agrees ? printed[0].trim() : null,
  };
}

const BEHIND_PER_CENT = /\s?\(\s?(\d[\d,]*)\s?\/\s?(\d[\d,]*)\s?\)/y;

/** `(80/88)` behind a per cent that it explains: the exact fraction is the better reading. */
export function fractionBehindPerCent(text: string, perCent: string, at: number): FractionAt | null {
  BEHIND_PER_CENT.lastIndex = at;
  const found = BEHIND_PER_CENT.exec(text);
  if (!found) return null;
  const fraction = { numerator: found[1]!.replace(/,/g, ''), denominator: found[2]!.replace(/,/g, '') };
  if (/^0\d|\d{25}/.test(fraction.numerator) || /^0|\d{25}/.test(fraction.denominator)) return null;
  const agrees = saysSamePerCent(fraction, perCent);
  return {
    fraction,
    end: BEHIND_PER_CENT.lastIndex,
    certain: true,
    contradiction: agrees ? null : found[0].trim(),
  };
}

const WARI = /割(?!合|引|り|増|減)(?:(\d|[一二三四五六七八九])分)?/y;
const KANJI_DIGITS = '〇一二三四五六七八九';

/** 8割5分 → 85 (per cent). `value` is the number before 割. */
export function wariAt(text: string, value: string, at: number): { value: string; end: number } | null {
  WARI.lastIndex = at;
  const found = WARI.exec(text);
  if (!found) return null;
  const bu = found[1] ?? '0';
  const digit = KANJI_DIGITS.includes(bu) ? KANJI_DIGITS.indexOf(bu) : Number(bu);
  return { value: new Big(value).times(10).plus(digit).toFixed(), end: WARI.lastIndex };
}
