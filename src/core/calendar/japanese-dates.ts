/**
 * Dates as Japanese offices write them: era years, fiscal years, weekdays.
 *
 * An ISO date here is a plain calendar day 'YYYY-MM-DD' without a time zone. A fiscal year is the calendar year of
 * its 1 April (令和5年度 → 2023).
 */
import type { Language } from '../text/language.js';
import { nfkc } from '../text/normal-form.js';

type Era = {
  readonly letter: string;
  readonly name: string;
  readonly from: string;
  /** last day; the day an era changed belonged to both until 昭和; null while the era lasts */
  readonly to: string | null;
  /** the first fiscal year named after the era */
  readonly firstFiscalYear: number;
};

/**
 * Newest first; a new era is one line here. 明治 counts from the change to the Gregorian calendar (明治6年1月1日), since
 * days before it are lunar. 令和 names all of fiscal 2019 by the government's decision of 1 April 2019.
 */
const ERAS: readonly Era[] = [
  { letter: 'R', name: '令和', from: '2019-05-01', to: null, firstFiscalYear: 2019 },
  { letter: 'H', name: '平成', from: '1989-01-08', to: '2019-04-30', firstFiscalYear: 1989 },
  { letter: 'S', name: '昭和', from: '1926-12-25', to: '1989-01-07', firstFiscalYear: 1927 },
  { letter: 'T', name: '大正', from: '1912-07-30', to: '1926-12-25', firstFiscalYear: 1913 },
  { letter: 'M', name: '明治', from: '1873-01-01', to: '1912-07-30', firstFiscalYear: 1873 },
];

/** Year 1 of an era is the calendar year it began in: 明治 began in 1868, before the days of this table. */
const YEAR_BEFORE_FIRST: Readonly<Record<string, number>> = { R: 2018, H: 1988, S: 1925, T: 1911, M: 1867 };

const ERA = ERAS.map((era) => `${era.name}|${era.letter}`).join('|');
const MONTH_AND_DAY = '(?:年(\\d{1,2})月(\\d{1,2})日|(?<separator>[./-])(\\d{1,2})\\k<separator>(\\d{1,2}))';
const ERA_DATE = new RegExp(`^(${ERA})(元|\\d{1,2})${MONTH_AND_DAY}$`, 'iu');
const WESTERN_DATE = new RegExp(`^(?:西暦)?(\\d{4})${MONTH_AND_DAY}$`, 'u');
const ERA_FISCAL_YEAR = new RegExp(`^(${ERA})(元|\\d{1,2})(?:年度?)?$`, 'iu');
const WESTERN_FISCAL_YEAR = /^(?:西暦)?(\d{4})(?:年度?)?$/u;

/**
 * Reads one whole date: R5.4.1, R5/4/1, 令和5年4月26日, 令和元年5月1日, H31.4.30, 2023-04-01, 2023/4/1, 2023年4月1日,
 * full-width too. Gives null for anything else: a day that does not exist, a day outside its era, and 5.4.1, whose era
 * must be asked.
 */
export function parseEraDate(text: string): { iso: string } | null {
  const bare = compact(text);
  const western = WESTERN_DATE.exec(bare);
  if (western) {
    const [, year, m1, d1, , m2, d2] = western;
    return day(Number(year), Number(m1 ?? m2), Number(d1 ?? d2));
  }
  const found = ERA_DATE.exec(bare);
  if (!found) return null;
  const [, mark, eraYear, m1, d1, , m2, d2] = found;
  const era = eraOf(mark ?? '');
  const date = day(calendarYear(era, eraYear ?? ''), Number(m1 ?? m2), Number(d1 ?? d2));
  if (!date || date.iso < era.from || (era.to !== null && date.iso > era.to)) return null;
  return date;
}

/**
 * Reads a fiscal year: 令和5年度, R5年度, R5, 2023年度, 令和5年度（2023年度）, 令和元年度 and 平成31年度 (both 2019). Gives null for anything
 * else and for a fiscal year that its era did not see (平成32年度).
 */
export function parseFiscalYear(text: string): number | null {
  const bare = compact(text);
  const twice = /^([^()]+)\(([^()]+)\)$/u.exec(bare);
  if (twice) {
    const year = parseFiscalYear(twice[1]!);
    return year === parseFiscalYear(twice[2]!) ? year : null;
  }
  const western = WESTERN_FISCAL_YEAR.exec(bare);
  if (western) {
    const year = Number(western[1]);
    return year >= 1873 ? year : null;
  }
  const found = ERA_FISCAL_YEAR.exec(bare);
  if (!found) return null;
  const era = eraOf(found[1] ?? '');
  const year = calendarYear(era, found[2] ?? '');
  if (year === YEAR_BEFORE_FIRST[era.letter]) return null;
  const overlaps = fiscalYearEnd(year) >= era.from && (era.to === null || fiscalYearStart(year) <= era.to);
  return overlaps ? year : null;
}

/** R5.4.1 for 'letter', 令和5年4月1日 (first year 元年) for 'kanji'. Throws RangeError for what is no date or before 1873. */
export function formatEraDate(iso: string, style: 'letter' | 'kanji'): string {
  const { year, month, date } = parts(iso);
  const era = ERAS.find((e) => iso >= e.from);
  if (!era) throw new RangeError(`no era for ${iso}`);
  const eraYear = year - YEAR_BEFORE_FIRST[era.letter]!;
  switch (style) {
    case 'letter':
      return `${era.letter}${eraYear}.${month}.${date}`;
    case 'kanji':
      return `${era.name}${eraYear === 1 ? '元' : eraYear}年${month}月${date}日`;
    default: {
      const never: never = style;
      throw new Error(String(never));
    }
  }
}

/** 2023 → 令和5年度; 2019 → 令和元年度 */
export function fiscalYearName(year: number): string {
  const { era, eraYear } = eraOfFiscalYear(year);
  return `${era.name}${eraYear === 1 ? '元' : eraYear}年度`;
}

/** 2023 → R5 */
export function fiscalYearShort(year: number): string {
  const { era, eraYear } = eraOfFiscalYear(year);
  return `${era.letter}${eraYear}`;
}

/** The fiscal year (1 April – 31 March) a day belongs to. */
export function fiscalYearOf(iso: string): number {
  const { year, month } = parts(iso);
  return month >= 4 ? year : year - 1;
}

/** 2023 → 2023-04-01 */
export function fiscalYearStart(year: number): string {
  return `${String(year).padStart(4, '0')}-04-01`;
}

/** 2023 → 2024-03-31 */
export function fiscalYearEnd(year: number): string {
  return `${String(year + 1).padStart(4, '0')}-03-31`;
}

const WEEKDAYS_JA = ['日', '月', '火', '水', '木', '金', '土'] as const;
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS_EN = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

/** 2023-10-14 → 土 */
export function weekdayJa(iso: string): string {
  return WEEKDAYS_JA[weekday(iso)]!;
}

/** 2022-10-14 → 10月14日(金) or Fri 14 Oct */
export function formatMonthDay(iso: string, language: Language): string {
  const { month, date } = parts(iso);
  switch (language) {
    case 'ja':
      return `${month}月${date}日(${weekdayJa(iso)})`;
    case 'en':
      return `${WEEKDAYS_EN[weekday(iso)]} ${date} ${MONTHS_EN[month - 1]}`;
    default: {
      const never: never = language;
      throw new Error(String(never));
    }
  }
}

/** True for 'YYYY-MM-DD' of a day that exists. */
export function isIsoDate(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  return found !== null && day(Number(found[1]), Number(found[2]), Number(found[3])) !== null;
}

function compact(text: string): string {
  return nfkc(text).replace(/\s+/gu, '');
}

function eraOf(mark: string): Era {
  const era = ERAS.find((e) => e.name === mark || e.letter === mark.toUpperCase());
  if (!era) throw new Error(`no era ${mark}`);
  return era;
}

function calendarYear(era: Era, eraYear: string): number {
  return YEAR_BEFORE_FIRST[era.letter]! + (eraYear === '元' ? 1 : Number(eraYear));
}

function eraOfFiscalYear(year: number): { era: Era; eraYear: number } {
  const era = Number.isInteger(year) ? ERAS.find((e) => year >= e.firstFiscalYear) : undefined;
  if (!era) throw new RangeError(`no era for fiscal year ${year}`);
  return { era, eraYear: year - YEAR_BEFORE_FIRST[era.letter]! };
}

function day(year: number, month: number, date: number): { iso: string } | null {
  if (month < 1 || month > 12 || date < 1 || date > daysOf(year, month)) return null;
  return { iso: `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}` };
}

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
}

const twoDigits = (figure: number): string => String(figure).padStart(2, '0');

function parts(iso: string): { year: number; month: number; date: number } {
  if (!isIsoDate(iso)) throw new RangeError(`not a date: ${iso}`);
  return { year: Number(iso.slice(0, 4)), month: Number(iso.slice(5, 7)), date: Number(iso.slice(8, 10)) };
}

function weekday(iso: string): number {
  const { year, month, date } = parts(iso);
  return new Date(Date.UTC(year, month - 1, date)).getUTCDay();
}
