/** Numbers of memos added up, where the indicator adds up. */
import Big from 'big.js';
import { ADDS_UP } from '../checks/running-totals.js';
import { fold } from '../quantity/fold.js';
import { type NumberPart, printNumber, readQuantity, sameUnit, unitOfIndicator } from '../quantity/index.js';
import type { Language } from '../text/language.js';
import { forNext } from './for-next.js';
import type { Memo, MemoIndicator } from './memo.js';

const SHARE = /率|割合|比率|平均|満足度/;
/** What is counted as it stands on a day. */
const STANDING = /登録|会員|現在|保有|残高|人口|年度末|加入/;
const COUNTED: readonly (string | null)[] = ['人', '回', '件', '冊', '枚', '部', '講座', '教室', '団体'];

const numbersIn = (text: string, indicator: string): NumberPart[] =>
  readQuantity(text, { indicator }).parts.filter((part) => part.kind === 'number');

/**
 * Whether the numbers of an indicator add up through the year (人数, 回数). `growth`: as it was said when its target was set;
 * null where nobody has, and then its name and its target tell.
 */
export function addsUp(name: string, target: string, growth: 'adds' | 'stands' | null): boolean {
  if (growth !== null) return growth === 'adds';
  const called = fold(name);
  if (SHARE.test(called) || STANDING.test(called)) return false;
  const [aim, ...others] = numbersIn(target, name);
  if (!aim || others.length > 0 || aim.unit === '%' || aim.fraction || aim.scope === 'cumulative')
    return false;
  return ADDS_UP.test(called) || COUNTED.some((unit) => sameUnit(unit, aim.unit));
}

/** The unit that the numbers of an indicator have; null when neither its name nor its target says one. */
export function unitOf({ name, target }: Pick<MemoIndicator, 'name' | 'target'>): string | null {
  const [aim] = numbersIn(target, name);
  return aim?.unit ?? unitOfIndicator(fold(name))?.unit ?? null;
}

export type MemoSum = {
  /** each number that was added, as it is read back, in the order of the memos: 32人, 18人 */
  readonly parts: readonly string[];
  /** as it is to be typed for the result: 50人 */
  readonly sum: string;
  /** how many memos of the indicator have a number that does not go with the others */
  readonly leftOut: number;
  /** nothing was added: it is the only number, or the latest of an indicator that is counted as it stands on a day; ISO date */
  readonly latest?: string;
};

/** The memos of an indicator with a number that counts: that of 「今後の方針：定員を30人に」 counts nowhere. */
const numbersOf = <Of extends Pick<Memo, 'indicatorId' | 'number' | 'text'>>(
  memos: readonly Of[],
  { id }: MemoIndicator,
): Of[] =>
  memos.filter(
    ({ indicatorId, number, text }) => indicatorId === id && number !== '' && forNext(text) === null,
  );

/** The numbers of an indicator's memos added up; null when it does not add up, or none of them has a number. */
export function sumOfMemos(
  memos: readonly Pick<Memo, 'indicatorId' | 'number' | 'text'>[],
  indicator: MemoIndicator,
  language: Language,
): MemoSum | null {
  if (!indicator.addsUp) return null;
  const own = numbersOf(memos, indicator);
  const read = own.map(({ number }) => addable(number, indicator));
  const added = read.filter((part) => part !== null);
  const [first] = added;
  const parts = added.filter(({ unit, scope }) => sameUnit(unit, first!.unit) && scope === first!.scope);
  if (!first) return null;
  const value = parts.reduce((sum, part) => sum.plus(part.value), new Big(0)).toFixed();
  return {
    parts: parts.map((part) => printNumber(part, language)),
    sum: printNumber({ ...first, value }, language),
    leftOut: own.length - parts.length,
  };
}

/**
 * What an indicator stands at that does not add up: the only number of its memos; of several the latest, where it is plain that it
 * is counted as it stands on a day. null where it is not plain, or no number has its unit.
 */
export function latestOfMemos(
  memos: readonly Pick<Memo, 'indicatorId' | 'number' | 'text' | 'day'>[],
  indicator: MemoIndicator,
  growth: 'adds' | 'stands' | null,
  language: Language,
): MemoSum | null {
  const own = numbersOf(memos, indicator);
  const called = fold(indicator.name);
  const stands = growth === null ? SHARE.test(called) || STANDING.test(called) : growth === 'stands';
  const last = own.toSorted((a, b) => a.day.localeCompare(b.day)).at(-1);
  const read =
    last && !indicator.addsUp && (own.length === 1 || stands) ? addable(last.number, indicator) : null;
  if (!last || !read) return null;
  const number = printNumber(read, language);
  return { parts: [number], sum: number, leftOut: 0, latest: last.day };
}

/** A number that can be added to those of an indicator; one without a unit has the indicator's. */
function addable(text: string, indicator: Pick<MemoIndicator, 'name' | 'target'>): NumberPart | null {
  const unit = unitOf(indicator);
  const [part, ...others] = numbersIn(text, indicator.name);
  if (!part || others.length > 0 || part.fraction || part.comparator !== null || part.upTo !== undefined)
    return null;
  if (part.scope === 'cumulative' || part.approximate) return null;
  const own = part.unit === null ? { ...part, unit } : part;
  return unit === null || sameUnit(own.unit, unit) ? { ...own, label: null } : null;
}

/** Whether a number counts on for an indicator. */
export const countsFor = (number: string, indicator: MemoIndicator): boolean =>
  indicator.addsUp && addable(number, indicator) !== null;
