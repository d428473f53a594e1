/**
 * Numerals as they are written in Japanese offices: 1,000 · 1.2万 · 1万2千 · 三千五百 · 二〇二三. Exact decimals only.
 */
import Big from 'big.js';

type Numeral = {
  /** exact decimal without exponent */
  readonly value: string;
  /** index of the first character after the numeral */
  readonly end: number;
  /** it begins with a 漢数字, so that it is a number only where a counter follows (一部, 千葉市) */
  readonly kanji: boolean;
  /** it has a 千, 万 …, or is written in three or more 漢数字 digits */
  readonly unmistakable: boolean;
};

/** Longer numerals are no quantity of an office; they are left unread rather than computed with. */
const MAX_DIGITS = 24;

const KANJI_DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  壱: 1,
  二: 2,
  弐: 2,
  三: 3,
  参: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const SMALL_SCALES: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 千: 1000 };
const BIG_SCALES: Readonly<Record<string, string>> = { 万: '1e4', 億: '1e8', 兆: '1e12' };

const ARABIC = /(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/y;
/** What looks like a numeral without being one that can be read with certainty: 1,00 · 1.2.3 · 007 */
const DIGIT_RUN = /[\d][\d.,]*/y;

function arabicAt(text: string, at: number): { value: Big; end: number } | null {
  ARABIC.lastIndex = at;
  const found = ARABIC.exec(text)?.[0];
  if (found === undefined) return null;
  const end = at + found.length;
  if (/^[.,]?\d/.test(text.slice(end, end + 2))) return null;
  if (/^0\d/.test(found) || found.replace(/[.,]/g, '').length > MAX_DIGITS) return null;
  return { value: new Big(found.replace(/,/g, '')), end };
}

/** The end of a run of digits, commas and points at `at`, for skipping what is not a readable numeral. */
export function digitRunEnd(text: string, at: number): number {
  DIGIT_RUN.lastIndex = at;
  return at + (DIGIT_RUN.exec(text)?.[0].length ?? 0);
}

const STARTS: ReadonlySet<string | undefined> = new Set([
  ...'0123456789',
  ...Object.keys(KANJI_DIGITS),
  ...Object.keys(SMALL_SCALES),
]);

export function startsNumeral(character: string | undefined): boolean {
  return STARTS.has(character);
}

/** What may go on a numeral behind its digits. */
const GOES_ON: ReadonlySet<string | undefined> = new Set([
  ...'0123456789',
  ...Object.keys(KANJI_DIGITS),
  ...Object.keys(SMALL_SCALES),
  ...Object.keys(BIG_SCALES),
]);

/**
 * The numeral that begins at `at` of a folded text, or null when there is none that can be read with certainty.
 * A numeral never begins with 万 or 億 (万人 is a word).
 */
export function numeralAt(text: string, at: number): Numeral | null {
  const digits = arabicAt(text, at);
  return digits !== null && !GOES_ON.has(text[digits.end])
    ? { value: digits.value.toFixed(), end: digits.end, kanji: false, unmistakable: false }
    : scaledAt(text, at);
}

/** The same with 千, 万 … or in 漢数字. */
function scaledAt(text: string, at: number): Numeral | null {
  let total = new Big(0);
  let section = new Big(0);
  let current: Big | null = null;
  let smallest = Number.POSITIVE_INFINITY;
  let biggest: Big | null = null;
  let terms = 0;
  let fractional = false;
  let scaled = false;
  let position = at;
  const kanji = !/[0-9]/.test(text[at] ?? '');
  while (position < text.length) {
    const character = text[position]!;
    if (/[0-9]/.test(character)) {
      if (current !== null) return null;
      const arabic = arabicAt(text, position);
      if (!arabic || fractional) return null;
      fractional = !arabic.value.eq(arabic.value.round(0, 0));
      if (fractional && terms > 0) return null;
      current = arabic.value;
      terms += 1;
      position = arabic.end;
    } else if (character in KANJI_DIGITS) {
      if (current !== null) break;
      let digits = '';
      while (text[position] !== undefined && text[position]! in KANJI_DIGITS) {
        digits += KANJI_DIGITS[text[position]!]!;
        position += 1;
      }
      // 二三回 means two or three times; only 一〇〇 and runs of three are written digit by digit
      if (digits.length === 2 && !digits.includes('0')) return null;
      if (digits.length > MAX_DIGITS || (digits.length > 1 && digits.startsWith('0'))) return null;
      current = new Big(digits);
      scaled ||= digits.length >= 3;
      terms += 1;
    } else if (character in SMALL_SCALES) {
      const scale = SMALL_SCALES[character]!;
      if (scale >= smallest) break;
      section = section.plus((current ?? new Big(1)).times(scale));
      smallest = scale;
      current = null;
      scaled = true;
      position += 1;
    } else if (character in BIG_SCALES) {
      const scale: Big = new Big(BIG_SCALES[character]!);
      const group = section.plus(current ?? 0);
      if (position === at || group.eq(0) || (biggest !== null && scale.gte(biggest))) break;
      total = total.plus(group.times(scale));
      biggest = scale;
      section = new Big(0);
      current = null;
      smallest = Number.POSITIVE_INFINITY;
      scaled = true;
      position += 1;
    } else break;
  }
  if (position === at) return null;
  const value = total.plus(section).plus(current ?? 0);
  return { value: value.toFixed(), end: position, kanji, unmistakable: scaled && position - at > 1 };
}

/** '7557' → '7,557', '-1234.5' → '-1,234.5' */
export function withCommas(value: string): string {
  const [whole = '', decimals] = value.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
