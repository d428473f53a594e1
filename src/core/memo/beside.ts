/** What of the memos of a goal belongs beside the questions about it: those of the period that is reported. */
import { fiscalYearEnd, fiscalYearStart } from '../calendar/japanese-dates.js';
import { addDays } from '../calendar/working-days.js';
import { nfkc } from '../text/normal-form.js';
import { addsUp, latestOfMemos, type MemoSum, sumOfMemos } from './adding.js';
import { forNext } from './for-next.js';
import type { Memo } from './memo.js';

/** A memo as it stands beside a question. */
export type MemoBeside = Pick<Memo, 'goalId' | 'indicatorId' | 'day' | 'number' | 'text'> & {
  /** what its files and its link are called; not there where it has none */
  readonly evidence?: readonly string[];
};

/** Longer is no period of months, in UTF-16 units. */
const PERIOD_MAX = 40;

/**
 * From when to when (ISO dates) what is counted has to have happened: in the months that were said to be measured
 * (「6月～11月」), else from April until the as-of date of the round. null where that is not plain, or begins before the
 * fiscal year, whose memos are all there is.
 */
export function periodOf(
  said: string,
  fiscalYear: number,
  asOf: string,
): { readonly from: string; readonly until: string } | null {
  const text = nfkc(said.trim());
  if (text === '' || text === '年度' || text === '通年' || text === '1年間')
    return { from: fiscalYearStart(fiscalYear), until: asOf };
  const numbers = text.length <= PERIOD_MAX && text.includes('月') ? (text.match(/\d+/gu) ?? []) : [];
  const [first = 0, last = 0, ...more] = numbers.map(Number);
  const isMonth = (month: number) => month >= 1 && month <= 12;
  if (!isMonth(first) || !isMonth(last) || more.length > 0 || place(first) > place(last)) return null;
  const end = last === 3 ? fiscalYearEnd(fiscalYear) : addDays(monthStart(fiscalYear, (last % 12) + 1), -1);
  return { from: monthStart(fiscalYear, first), until: end < asOf ? end : asOf };
}

/** Where a month stands in the fiscal year, from April. */
const place = (month: number): number => (month + 8) % 12;

const monthStart = (fiscalYear: number, month: number): string =>
  `${month < 4 ? fiscalYear + 1 : fiscalYear}-${String(month).padStart(2, '0')}-01`;

/** An indicator as its memos are added up. */
type Added = {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  /** as it was said when its target was set; null: nobody has */
  readonly growth: Parameters<typeof addsUp>[2];
  /** 測る期間 as it was said then; '' */
  readonly period: string;
};

/** The memos of an indicator within its period, added up where it adds up, else its latest number; null where there is none to take. */
export function sumBeside(
  memos: readonly MemoBeside[],
  { id, name, target, growth, period }: Added,
  fiscalYear: number,
  asOf: string,
): MemoSum | null {
  const within = periodOf(period, fiscalYear, asOf);
  if (!within || !memos.some(({ indicatorId }) => indicatorId === id)) return null;
  const counted = memos.filter(
    ({ day, text }) => day >= within.from && day <= within.until && forNext(text) === null,
  );
  const indicator = { id, name, target, initiative: '', addsUp: addsUp(name, target, growth) };
  return sumOfMemos(counted, indicator, 'ja') ?? latestOfMemos(counted, indicator, growth, 'ja');
}
