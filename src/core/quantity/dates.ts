/** Dates, years and times: never counts (10月18日, R6.1.31, H29年度数値). */

const N = '(?:\\d{1,2}|[〇一二三四五六七八九十]{1,3})';
const ERA = '(?:明治|大正|昭和|平成|令和|(?<![A-Za-z0-9])[MTSHR](?=\\d|元))';
const WEEKDAY = '(?:\\([月火水木金土日](?:・?祝)?\\))?';
const PART_OF_MONTH = '(?:末|中旬|上旬|下旬|頃|ごろ|中)?';
const MONTH_DAY = `${N}月(?:${N}日)?(?!間)${PART_OF_MONTH}${WEEKDAY}`;
const YEAR = `(?:${ERA}\\s?(?:\\d{1,2}|元|[〇一二三四五六七八九十]{1,3})|(?:19|20)\\d{2})`;
const NUMERIC_DATE = `(?:${ERA}\\s?(?:\\d{1,2}|元)[./]\\d{1,2}(?:[./]\\d{1,2})?|(?:19|20)\\d{2}(?:\\.\\d{1,2}\\.|/\\d{1,2}/|-\\d{1,2}-)\\d{1,2})${WEEKDAY}(?!\\d)`;
const SLASHED = `\\d{1,2}/\\d{1,2}(?!\\d|/)`;
/** 9/10 with words that only a day has: 9/10開催, 9/10に実施, 9/10時点. 80/88 is no day */
const SLASHED_DAY =
  '(?:1[0-2]|[1-9])/(?:3[01]|[12]\\d|[1-9])(?!\\d|/)(?=\\s?(?:の?(?:実施|開催)|に|時点|現在|付|から|まで|より|頃|~(?!\\s?\\d)))';
const TIME = '(?:\\d{1,2}:\\d{2}(?!\\d)|(?:午[前後]\\s?)?\\d{1,2}時(?!間)(?:\\d{1,2}分)?)';
const TAIL = '(?:の?(?:数値|実績値?|結果|値|時点|現在|末|比|に|から|まで|より|頃))?';

const DATE = `(?:${YEAR}年度?${MONTH_DAY}|${NUMERIC_DATE}|${MONTH_DAY}|${TIME})`;
const DATE_OR_RANGE = new RegExp(
  `(?:${SLASHED}\\s?[~-]\\s?${SLASHED}|${SLASHED_DAY}|${SLASHED}\\([月火水木金土日]\\)|${DATE}(?:\\s?[~-]\\s?(?:${DATE}|${N}日|${SLASHED}))?)${TAIL}`,
  'uy',
);
const YEAR_ONLY = new RegExp(`(?:${YEAR}年度?|${ERA}(?:\\d{1,2}|元)(?![\\d,.]))${TAIL}`, 'uy');
const OLD_FIGURE = /(?:数値|実績値?|値|時点|現在|比)$/;

/** What a date, year or time can begin with: most characters of a text cannot. */
const BEGIN = '[\\d〇一二三四五六七八九十明大昭平令MTSHR午]';
const BEGINS = new RegExp(BEGIN, 'u');

type DateNote = {
  readonly text: string;
  readonly end: number;
  /**
   * `day` a day or time · `old` a figure of the year follows or precedes (H29年度数値) ·
   * `year` a year that may say for when a number behind it is meant
   */
  readonly kind: 'day' | 'old' | 'year';
};

/** A month, an hour, a slash, a colon, an era or a year of four digits: no date, year or time is without any of them. */
const MAY_HOLD = /[月時/:明大昭平令]|[MTSHR][\d元]|(?:19|20)\d{2}/u;

/** False for a folded text in which no date, year or time can be: most targets are such. */
export const mayHoldDate = (text: string): boolean => MAY_HOLD.test(text);

/** The date, year or time that begins at `at` of a folded text. */
export function dateAt(text: string, at: number): DateNote | null {
  if (!BEGINS.test(text[at] ?? '')) return null;
  DATE_OR_RANGE.lastIndex = at;
  const day = DATE_OR_RANGE.exec(text)?.[0];
  if (day !== undefined) return { text: day, end: at + day.length, kind: 'day' };
  YEAR_ONLY.lastIndex = at;
  const year = YEAR_ONLY.exec(text)?.[0];
  if (year === undefined) return null;
  return { text: year, end: at + year.length, kind: OLD_FIGURE.test(year) ? 'old' : 'year' };
}
