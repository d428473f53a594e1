/**
 * What a reader understood of a target or a result. Numbers are exact decimals as strings, never floats.
 * The text as typed is kept by the caller; a reading stands beside it.
 */

export type Comparator = 'gte' | 'gt' | 'lte' | 'lt';

/** What kind of count a number is: of this year (the default), 累計, or 延べ (person-times, never added to heads). */
export type Scope = 'annual' | 'cumulative' | 'person_times';

/** A number read with certainty. */
export type NumberPart = {
  readonly kind: 'number';
  /** words before the number: 委員会2回 → 委員会; null when there are none. 累計 and 延べ are scopes, not labels */
  readonly label: string | null;
  /** exact decimal, e.g. '7557', '90.9', '-3'; for a fraction (80/88) the exact quotient is in `fraction` */
  readonly value: string;
  /** 80/88 → numerator and denominator as exact decimals; `value` is then the quotient in per cent rounded to 10 digits */
  readonly fraction: { readonly numerator: string; readonly denominator: string } | null;
  readonly unit: string | null;
  /** the end of a range of which `value` is the beginning, both inclusive: 10～20件; nothing elsewhere */
  readonly upTo?: string;
  /** how many years it is of, where that is written: 500人(5年間) → '5'; nothing elsewhere */
  readonly years?: string;
  /** 以上 gte, 超 gt, 以下/以内 lte, 未満 lt; null when none is written */
  readonly comparator: Comparator | null;
  readonly scope: Scope;
  /** 約, 程度, ほぼ: the number is not exact, so a person decides */
  readonly approximate: boolean;
};

/** 年度内供用開始, 南口:供用開始: a state to be reached, not a number. */
export type MilestonePart = {
  readonly kind: 'milestone';
  readonly label: string | null;
  readonly state: string;
};

/** 対象者に対しての全数: coverage of all cases. */
export type CoveragePart = { readonly kind: 'coverage'; readonly text: string };

export type Part = NumberPart | MilestonePart | CoveragePart;

export type Reading = {
  readonly parts: readonly Part[];
  /** what stands in the text and is no quantity: H29年度数値 */
  readonly notes: readonly string[];
  /** true only when every character was understood */
  readonly certain: boolean;
  /** what could not be understood, for 「…を読み取れませんでした」 */
  readonly unread: readonly string[];
};
