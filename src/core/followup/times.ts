/**
 * The times that a text about what is to come names: 「R6年夏頃」「令和7年度」「来年度」「10月」. Read sign by sign, each sign looked
 * at with what stands shortly behind it, so that the time it takes grows with the text alone.
 */
import { fiscalYearEnd, fiscalYearStart } from '../calendar/japanese-dates.js';

/** ISO dates, both included. */
export type Period = { readonly from: string; readonly until: string };

type TimeNamed = Period & {
  /** as it stands in the text */
  readonly words: string;
};

const REIWA = 2018;
/** UTF-16 units within which a time is told to its end. */
const REACH = 32;

const YEAR = /^(?:(?:令和|R)\s?(\d{1,2}|元)|(20\d\d))年(度)?/u;
const DATED = /^(?:(?:令和|R)\s?(\d{1,2})|(20\d\d))[./](\d{1,2})(?:[./](\d{1,2}))?/u;
const NEXT = /^(再来|来|次|翌)年度?/u;
/** 年度内, 年度末: of the year that comes, where no other stands before it */
const WITHIN = /^年度(?=内|中|末)/u;
const MONTH = /^(\d{1,2})月(?:(\d{1,2})日)?/u;
const PART =
  /^の?(?:(当初|初め|はじめ|上半期|上期|前期|前半|下半期|下期|後期|後半|春|夏|秋|冬)|第([1-4一二三四])四半期|(\d{1,2})月(?:(\d{1,2})日)?)/u;
const ABOUT = /^(?:上旬|中旬|下旬|初旬|半ば|末|頃|ごろ|中|内|以降)/u;
/** 令和6年度実施事業: the year belongs to what the words behind it name, and says nothing of when something is to be done */
const NOUN = /^[\p{Script=Han}\p{Script=Katakana}A-Za-z0-9]/u;
/** 令和6年度開始予定 */
const DEED =
  /^(?:供用開始|開始|供用|完成|完了|竣工|着工|着手|実施|開設|設置|策定)(?:予定|見込|目標|し|す|を|に|$)/u;

const two = (n: number) => String(n).padStart(2, '0');
const lastOf = (year: number, month: number) =>
  `${year}-${two(month)}-${two(new Date(Date.UTC(year, month, 0)).getUTCDate())}`;
const months = (year: number, first: number, count: number): Period => {
  const end = first + count - 1;
  return {
    from: `${year}-${two(first)}-01`,
    until: lastOf(year + Math.floor((end - 1) / 12), ((end - 1) % 12) + 1),
  };
};

/** A year as somebody named it: the fiscal year (年度), or the calendar's. */
type Named = { readonly year: number; readonly fiscal: boolean };

const wholeOf = ({ year, fiscal }: Named): Period =>
  fiscal
    ? { from: fiscalYearStart(year), until: fiscalYearEnd(year) }
    : { from: `${year}-01-01`, until: `${year}-12-31` };

/** 春 … 冬 by the months that the meteorological office counts to them; a fiscal year's spring begins with it. */
const SEASONS: Readonly<Record<string, readonly [first: number, count: number]>> = {
  春: [3, 3],
  夏: [6, 3],
  秋: [9, 3],
  冬: [12, 3],
};
const FIRST_HALF = ['上半期', '上期', '前期', '前半'];
const SECOND_HALF = ['下半期', '下期', '後期', '後半'];

function monthOf({ year, fiscal }: Named, month: number, day: number | null): Period | null {
  if (month < 1 || month > 12) return null;
  const calendar = fiscal && month < 4 ? year + 1 : year;
  const whole = months(calendar, month, 1);
  if (day === null) return whole;
  const on = `${calendar}-${two(month)}-${two(day)}`;
  return day < 1 || on > whole.until ? null : { from: on, until: on };
}

function partOf(named: Named, found: RegExpExecArray): Period | null {
  const { year, fiscal } = named;
  const begin = fiscal ? 4 : 1;
  const [, word, quarter, month, day] = found;
  if (month !== undefined) return monthOf(named, Number(month), day === undefined ? null : Number(day));
  if (quarter !== undefined) {
    const nth = '1234'.includes(quarter) ? Number(quarter) : '一二三四'.indexOf(quarter) + 1;
    const first = begin + 3 * (nth - 1);
    return first > 12 ? months(year + 1, first - 12, 3) : months(year, first, 3);
  }
  if (word === undefined) return null;
  const season = SEASONS[word];
  if (season) return fiscal && word === '春' ? months(year, 4, 2) : months(year, ...season);
  if (FIRST_HALF.includes(word)) return months(year, begin, 6);
  if (SECOND_HALF.includes(word)) return months(year, begin + 6, 6);
  return months(year, begin, 1);
}

const yearOf = (reiwa: string | undefined, western: string | undefined) =>
  western === undefined ? REIWA + (reiwa === '元' ? 1 : Number(reiwa)) : Number(western);

/** The time that begins a text; null when none does. `behind`: the sign before it; `next`: the fiscal year that comes. */
function timeAt(text: string, behind: string, next: number): TimeNamed | null {
  if (/[A-Za-z0-9]/u.test(behind)) return null;
  const dated = DATED.exec(text);
  if (dated) {
    const [words, reiwa, western, month, day] = dated;
    const named = { year: yearOf(reiwa, western), fiscal: false };
    const on = monthOf(named, Number(month), day === undefined ? null : Number(day));
    return on && { words, ...on };
  }
  const year = YEAR.exec(text);
  const coming = year ? null : NEXT.exec(text);
  const within =
    year || coming || !/^[^元来次翌今本前昨毎同各当初年]?$/u.test(behind) ? null : WITHIN.exec(text);
  const begun = year ?? coming ?? within;
  const named: Named = year
    ? { year: yearOf(year[1], year[2]), fiscal: year[3] !== undefined }
    : { year: next + (coming?.[1] === '再来' ? 1 : 0), fiscal: true };
  let at = begun?.[0].length ?? 0;
  let period: Period | null = begun ? wholeOf(named) : null;
  if (begun) {
    const part = PART.exec(text.slice(at));
    const inside = part && partOf(named, part);
    if (part && inside) {
      at += part[0].length;
      period = inside;
    }
  } else if (!'年度毎の'.includes(behind) || behind === '') {
    const month = MONTH.exec(text);
    if (month) {
      at = month[0].length;
      period = monthOf(named, Number(month[1]), month[2] === undefined ? null : Number(month[2]));
    }
  }
  if (period === null) return null;
  for (let about = ABOUT.exec(text.slice(at)); about; about = ABOUT.exec(text.slice(at)))
    at += about[0].length;
  const rest = text.slice(at);
  if (NOUN.test(rest) && !DEED.test(rest)) return null;
  return { words: text.slice(0, at), ...period };
}

/** What a time may begin with; most signs of a text are none of these. */
const BEGINS = /^[令R0-9再来次翌年]/u;

/**
 * The times named in a text, in its order, widths made one in it before. `next`: the fiscal year that comes after the one the
 * text is of, which 来年度 and a month without a year mean.
 */
export function timesIn(text: string, next: number): TimeNamed[] {
  const found: TimeNamed[] = [];
  for (let at = 0; at < text.length; ) {
    const time = BEGINS.test(text[at]!) ? timeAt(text.slice(at, at + REACH), text[at - 1] ?? '', next) : null;
    if (time) found.push(time);
    at += time?.words.length ?? 1;
  }
  return found;
}
