/** A check (確認事項): something in a text or number that does not fit the rest. Found by the program, judged by people. */

import type { Direction } from '../sheet/direction.js';
import type { RatingCode, Scale } from '../sheet/scale.js';
import type { Words } from '../text/language.js';

/** In the order in which they are told. */
export const CHECK_KINDS = [
  /** an order of magnitude, a unit, or another indicator's target */
  'magnitude',
  /** two figures for the same thing */
  'figures',
  /** parts do not add up to their total */
  'sum',
  /** the parts of an indicator that counts several things together */
  'compound',
  /** 累計 and the number of the year */
  'running_total',
  /** how much more or less than the year before, or than the target */
  'difference',
  /** 120人中108人 and 91％ */
  'share',
  /** 上回る, 下回る, 達成 and the numbers */
  'target',
  /** ○△× and the words or the numbers */
  'rating',
  /** done on a day outside what is measured */
  'date',
  /** 見込み when the year is over */
  'outlook',
  /** the same text as last year's, or as another goal's */
  'copied',
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];
/**
 * What stands in the sheet itself, as 事務局 asks about it; no check of a report. `blank`: a cell that says nothing · `plan`: a
 * 位置づけ that is not in the plan
 */
export const SHEET_KINDS = ['blank', 'plan'] as const;
export type BoardKind = CheckKind | (typeof SHEET_KINDS)[number];

/** Whether a check is about what stands in the sheet itself, so that no report says anything of it. */
export const isOfSheet = (kind: BoardKind): kind is (typeof SHEET_KINDS)[number] =>
  SHEET_KINDS.some((one) => one === kind);

/** Where a text that is compared stands. */
export const SOURCES = [
  'place',
  'target',
  'result',
  'rating',
  'status',
  'overview',
  'policy',
  'last_year',
  'midyear',
  'other',
  'today',
] as const;
export type Source = (typeof SOURCES)[number];

export type Compared = { readonly of: Source; readonly text: string };

export type Check = {
  readonly kind: CheckKind;
  /** place of the indicator in its goal, from 0; null when it is about 今後の方針 */
  readonly indicator: number | null;
  /** as written, widths aside */
  readonly texts: readonly Compared[];
  readonly message: Words;
};

/** A sum, share or difference that is right: said where a whole file is looked through, so that it is known what was looked at. */
export type Confirmed = Pick<Check, 'kind' | 'indicator' | 'texts'> & {
  /** 9 + 21 = 30 */
  readonly arithmetic: string;
};

export type Findings = { readonly checks: readonly Check[]; readonly confirmed: readonly Confirmed[] };

/** What was answered to an indicator at another time. */
type Before = { readonly result: string; readonly status: string };

export type IndicatorTexts = {
  readonly name: string;
  readonly target: string;
  readonly result: string;
  /** null when nothing is rated yet */
  readonly rating: RatingCode | null;
  /** why the proposal was not taken; '' when nobody was asked */
  readonly reason: string;
  readonly status: string;
  readonly overview: string;
  /** what a person has said; null when nobody has */
  readonly direction: Direction | null;
  readonly lastYear: Before | null;
  readonly midyear: Before | null;
};

/** One goal in one round with what it is compared with. All dates are ISO dates. */
export type GoalTexts = {
  readonly fiscalYear: number;
  readonly round: 'midyear' | 'yearend';
  readonly scale: Scale;
  /** the last day of what is measured: 9/30 at mid-year */
  readonly asOf: string;
  readonly today: string;
  readonly indicators: readonly IndicatorTexts[];
  readonly policy: string;
  readonly lastPolicy: string;
  /** 今後の方針 at mid-year, of a report of year-end */
  readonly midyearPolicy?: string;
  /** what other goals say, of the same sheet and of other sections where they are known */
  readonly others: readonly { readonly where: string; readonly texts: readonly string[] }[];
};

/** What one of the looks has found in an indicator. */
export type Found = {
  readonly checks: readonly Omit<Check, 'indicator'>[];
  readonly confirmed?: readonly Omit<Confirmed, 'indicator'>[];
};

/**
 * What tells one check from another, so that its answer is remembered: when a text it compares is changed it is another.
 * `indicator` is the id of the indicator, '' for 今後の方針.
 */
export function checkKey(
  { kind, texts }: Pick<Check, 'texts'> & { readonly kind: BoardKind },
  indicator: string,
): string {
  // the day it is looked at is no part of what was written
  return JSON.stringify([
    indicator,
    kind,
    ...texts.filter(({ of }) => of !== 'today').map(({ of, text }) => [of, text]),
  ]);
}
