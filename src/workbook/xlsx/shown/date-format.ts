/**
 * A day and a time through a number format (ECMA-376 18.8.31) as Excel shows them in Japanese: eras, weekdays, time of
 * day and time that has passed.
 */
import { formatEraDate } from '../../../core/calendar/japanese-dates.js';
import { inDigits, inKanji, type Numerals } from './numerals.js';

type ShownDate = {
  readonly text: string;
  /** it shows a day, not only a time */
  readonly day: boolean;
};

/** Days as a cell counts them: from 1900, with a 29 February 1900 that never was, or from 1904 (ECMA-376 18.17.4.1). */
type Days = { readonly count: number; readonly from1904: boolean };

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'elapsed' | 'code'; readonly code: string }
  /** digits of a second's fraction */
  | { readonly kind: 'fraction'; readonly digits: number };

/** What the bracket [$-…] says of the words in a date: 411 and ja Japanese, F800 the long date of Windows, F400 its time. */
type Locale = 'none' | 'ja' | 'other' | 'long-date' | 'long-time';

const PIECE =
  /"([^"]*)"|\\([\s\S])|[_*][\s\S]|\[([^\]]*)\]|(AM\/PM|A\/P)|(?<=s\]?)\.(0{1,3})(?!0)|(g+|e+|y+|m+|d+|a+|h+|s+)|([\s\S])/giu;
const LONG: Readonly<Record<string, string>> = {
  'long-date': 'yyyy"年"m"月"d"日"',
  'long-time': 'h:mm:ss',
};

function localeOf(code: string): Locale {
  if (/^[0-9a-f]*411$|^ja(?:-|$)/iu.test(code)) return 'ja';
  if (/^x-sysdate$|^F800$/iu.test(code)) return 'long-date';
  if (/^x-systime$|^F400$/iu.test(code)) return 'long-time';
  return 'other';
}

/** The pieces of a section of a format; null where it holds what is not known here. */
function tokensOf(section: string): { tokens: Token[]; locale: Locale; numerals: Numerals | null } | null {
  const tokens: Token[] = [];
  let locale: Locale = 'none';
  let numerals: Numerals | null = null;
  for (const [, quoted, escaped, bracket, noon, fraction, code, other] of section.matchAll(PIECE)) {
    if (bracket !== undefined) {
      const stated = /^\$[^-]*-([^,]*)/u.exec(bracket)?.[1];
      const kanji = /^DBNum([123])$/i.exec(bracket)?.[1];
      if (stated !== undefined) locale = localeOf(stated);
      else if (kanji) numerals = kanji as Numerals;
      else if (/^([hms])\1*$/iu.test(bracket)) tokens.push({ kind: 'elapsed', code: bracket.toLowerCase() });
    } else if (fraction !== undefined) tokens.push({ kind: 'fraction', digits: fraction.length });
    else if (noon ?? code) tokens.push({ kind: 'code', code: (noon ?? code)!.toLowerCase() });
    // digits (0 # ?) and a value (@) have no meaning within a date
    else if (other !== undefined && /[0#?@]/u.test(other)) return null;
    else tokens.push({ kind: 'text', text: quoted ?? escaped ?? other ?? '' });
  }
  return { tokens, locale, numerals };
}

/** m beside hours or seconds is minutes. */
function isMinutes(codes: readonly string[], at: number): boolean {
  return /^h/.test(codes[at - 1] ?? '') || /^s/.test(codes[at + 1] ?? '');
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_MS = 86_400_000;
const SECONDS_PER_DAY = 86_400;
/** 29 February 1900, which Excel counts */
const NO_SUCH_DAY = 60;
/** the first day of the year 10000, counted from 1900 */
const TOO_LATE = 2_958_466;
const FROM_1904 = 1_462;

type Day = {
  readonly year: number;
  readonly month: number;
  readonly date: number;
  /** 0 is Sunday */
  readonly weekday: number;
};

function dayOf(count: number, from1904: boolean): Day {
  const days = from1904 ? count + FROM_1904 : count;
  if (days === 0) return { year: 1900, month: 1, date: 0, weekday: 6 };
  if (days === NO_SUCH_DAY) return { year: 1900, month: 2, date: 29, weekday: 3 };
  const real = new Date(Date.UTC(1899, 11, 31) + (days > NO_SUCH_DAY ? days - 1 : days) * DAY_MS);
  return {
    year: real.getUTCFullYear(),
    month: real.getUTCMonth() + 1,
    date: real.getUTCDate(),
    weekday: (days + 6) % 7,
  };
}

/** The days that a cell would count for a day written as 2023-04-01T09:30:00. */
export function daysOfIso(iso: string, from1904: boolean): number {
  const utc = iso.includes('T') && !iso.endsWith('Z') ? `${iso}Z` : iso;
  return (Date.parse(utc) - Date.UTC(1899, 11, 30)) / DAY_MS - (from1904 ? FROM_1904 : 0);
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Letter, name and year of the era of a day. */
function eraOf({ year, month, date }: Day): { letter: string; name: string; year: number } {
  const iso = `${year}-${two(month)}-${two(Math.max(1, date))}`;
  const letters = formatEraDate(iso, 'letter');
  return {
    letter: letters.slice(0, 1),
    name: formatEraDate(iso, 'kanji').slice(0, 2),
    year: Number(/\d+/.exec(letters)![0]),
  };
}

/** What a code shows of a day; null where that is not known here. */
function dayCode(code: string, day: Day, locale: Locale, named: boolean): string | null {
  const japanese = locale === 'ja' || locale === 'none';
  switch (code) {
    case 'yyyy':
    case 'yyy':
      return String(day.year);
    case 'yy':
    case 'y':
      return two(day.year % 100);
    case 'ggg':
      return eraOf(day).name;
    case 'gg':
      return eraOf(day).name.slice(0, 1);
    case 'g':
      return eraOf(day).letter;
    case 'e':
      return named && eraOf(day).year === 1 ? '元' : String(eraOf(day).year);
    case 'ee':
      return two(eraOf(day).year);
    case 'mmmmm':
      return MONTHS[day.month - 1]!.slice(0, 1);
    // Windows does not say in one way what the months are called in Japanese
    case 'mmmm':
      return locale === 'ja' ? null : MONTHS[day.month - 1]!;
    case 'mmm':
      return locale === 'ja' ? null : MONTHS[day.month - 1]!.slice(0, 3);
    case 'mm':
      return two(day.month);
    case 'm':
      return String(day.month);
    case 'dddd':
      return locale === 'ja' ? `${[...'日月火水木金土'][day.weekday]!}曜日` : WEEKDAYS[day.weekday]!;
    case 'ddd':
      return locale === 'ja' ? [...'日月火水木金土'][day.weekday]! : WEEKDAYS[day.weekday]!.slice(0, 3);
    case 'dd':
      return two(day.date);
    case 'd':
      return String(day.date);
    case 'aaaa':
      return japanese ? `${[...'日月火水木金土'][day.weekday]!}曜日` : null;
    case 'aaa':
      return japanese ? [...'日月火水木金土'][day.weekday]! : null;
    default:
      return null;
  }
}

type Time = { readonly seconds: number; readonly fraction: number };

function timeCode(code: string, { seconds }: Time, locale: Locale, noon: boolean): string | null {
  const hour = Math.floor(seconds / 3600) % 24;
  const of = (n: number) => (code.length > 1 ? two(n) : String(n));
  switch (code) {
    case 'h':
    case 'hh':
      return of(noon ? ((hour + 11) % 12) + 1 : hour);
    case 'm':
    case 'mm':
      return of(Math.floor(seconds / 60) % 60);
    case 's':
    case 'ss':
      return of(seconds % 60);
    case 'am/pm':
      if (locale === 'ja') return hour < 12 ? '午前' : '午後';
      return hour < 12 ? 'AM' : 'PM';
    case 'a/p':
      return hour < 12 ? 'A' : 'P';
    default:
      return null;
  }
}

const ELAPSED: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/**
 * What a section of a number format shows of a number of days; null where that is not known here, and where Excel shows
 * nothing but ####.
 */
export function dateThrough(section: string, { count, from1904 }: Days): ShownDate | null {
  const read = tokensOf(section);
  if (read === null || count < 0) return null;
  if (read.locale in LONG) return dateThrough(LONG[read.locale]!, { count, from1904 });
  const { tokens, locale, numerals } = read;
  if (numerals === '2' || numerals === '3') return null;
  const codes = tokens.flatMap((one) => ('code' in one ? [one.code] : []));
  const timed = (code: string, at: number) =>
    /^(?:h|s|am|a\/)/.test(code) || (/^mm?$/.test(code) && isMinutes(codes, at));
  const digits = Math.max(0, ...tokens.map((one) => (one.kind === 'fraction' ? one.digits : 0)));
  const scale = 10 ** digits;
  const all = codes.some(timed)
    ? Math.round(count * SECONDS_PER_DAY * scale) / scale
    : Math.floor(count) * SECONDS_PER_DAY;
  const time: Time = { seconds: Math.floor(all), fraction: Math.round((all % 1) * scale) };
  const days = Math.floor(all / SECONDS_PER_DAY);
  if (days + (from1904 ? FROM_1904 : 0) >= TOO_LATE) return null;
  const day = dayOf(days, from1904);
  const named = codes.includes('ggg');
  const noon = codes.some((code) => code.includes('/'));
  let text = '';
  let at = -1;
  let dated = false;
  for (const token of tokens) {
    if (token.kind === 'text') text += token.text;
    else if (token.kind === 'fraction') text += `.${String(time.fraction).padStart(token.digits, '0')}`;
    else {
      at += 1;
      const shown = codeShown(token, at);
      if (shown === null) return null;
      text += numerals === null ? shown : kanji(token.code, shown);
    }
  }
  return { text: text.trim(), day: dated };

  function codeShown(token: Extract<Token, { code: string }>, place: number): string | null {
    if (token.kind === 'elapsed')
      return String(Math.floor(all / ELAPSED[token.code[0]!]!)).padStart(token.code.length, '0');
    if (timed(token.code, place)) return timeCode(token.code, time, locale, noon);
    dated = true;
    return dayCode(token.code, day, locale, named);
  }
}

/** [DBNum1]: 令和五年十二月三十一日, 二〇二三年. */
const kanji = (code: string, shown: string): string =>
  /^\d+$/.test(shown) ? (code.startsWith('y') ? inDigits(shown, '1') : inKanji(Number(shown))!) : shown;
