/**
 * One word in all its spellings: widths, katakana and hiragana, 漢数字 up to 99, dashes, 取組・取り組み, and blanks within it
 * (C03, H05). Texts are looked through as they were typed, so the pattern knows the spellings, not the texts.
 */
import { nfkc } from '../text/normal-form.js';

const KANJI_DIGITS = '〇一二三四五六七八九';
const DASHES = '-‐‑‒–—―−ーｰ－';

/** Signs of which the fold is one sign, from the first to the last code point. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x21, 0x7e],
  [0x2460, 0x2468],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0xff01, 0xff9f],
];
/** From hiragana to the same katakana. */
const TO_KATAKANA = 0x60;

function foldSign(sign: string): string {
  if (DASHES.includes(sign)) return '-';
  const digit = KANJI_DIGITS.indexOf(sign);
  if (digit >= 0) return String(digit);
  return sign >= 'ぁ' && sign <= 'ゖ' ? String.fromCharCode(sign.charCodeAt(0) + TO_KATAKANA) : sign;
}

/** The one spelling that stands for all; for comparing only. */
export function oneSpelling(text: string): string {
  const signs = [...nfkc(text).toLowerCase()].map(foldSign);
  return signs
    .join('')
    .replace(/\s/gu, '')
    .replace(/取リ?組ミ?/gu, '取組');
}

const spellings = new Map<string, string[]>();
const known = (spelling: string) => {
  const one = oneSpelling(spelling);
  if ([...one].length === 1) spellings.set(one, [...(spellings.get(one) ?? []), spelling]);
};
for (const [first, last] of RANGES)
  for (let code = first; code <= last; code += 1) {
    const sign = String.fromCodePoint(code);
    known(sign);
    // ｶ with its ﾞ is one sign, too, and か with a mark of its own, as files of a Mac have it.
    if (code >= 0x3041) for (const mark of 'ﾞﾟ\u3099\u309a') known(sign + mark);
  }
for (const sign of KANJI_DIGITS + DASHES.slice(1)) known(sign);

/** What may stand between two signs of a word; within JSON a line end is written out. */
const GAP = '(?:\\s|\\\\[nrt])*';
const DIGITS = `[0-9０-９${KANJI_DIGITS}十百千]`;

const escaped = (sign: string) => (/[$()*+./?[\\\]^{|}]/u.test(sign) ? `\\${sign}` : sign);

function signPattern(sign: string): string {
  const all = [...new Set([sign, ...(spellings.get(sign) ?? [])])].map(escaped);
  return all.length === 1 ? all[0]! : `(?:${all.join('|')})`;
}

const signsPattern = (signs: string) => [...signs].map(signPattern).join(GAP);

/** 21 as 21 and 二十一; other numbers as they are. */
function numberPattern(number: string): string {
  const [tens = '', ones = ''] = number.split('十');
  const value = number.includes('十') ? Number(tens || '1') * 10 + Number(ones || '0') : Number(number);
  if (value < 10 || value > 99) return signsPattern(number);
  const [ten, one] = [Math.floor(value / 10), value % 10];
  const end = one === 0 ? '' : String(one);
  const all = [String(value), `${ten}十${end}`, ...(ten === 1 ? [`十${end}`] : [])];
  return `(?:${all.map(signsPattern).join('|')})`;
}

/**
 * A regular expression, as PostgreSQL and JavaScript (flag u) both read it, that finds a word in every spelling. A number at
 * its beginning or end is not part of a longer one: 政策4-3 is not 政策4-30. '' for a word without any sign.
 */
export function spellingsOf(word: string): string {
  // Both are written otherwise within JSON, and nobody looks for them.
  const folded = oneSpelling(word.replace(/["\\\p{Cc}]/gu, ''));
  if (folded === '') return '';
  const parts = folded.match(/取組|\d?十\d?|\d+|[^\d]/gu) ?? [];
  const patterns = parts.map((part) =>
    part === '取組'
      ? `取${GAP}[りリ]?${GAP}組${GAP}[みミ]?`
      : /[\d十]/u.test(part)
        ? numberPattern(part)
        : signPattern(part),
  );
  const isNumber = (part: string | undefined) => part !== undefined && /^[\d十]/u.test(part);
  return [
    isNumber(parts[0]) ? `(?<!${DIGITS})` : '',
    patterns.join(GAP),
    isNumber(parts.at(-1)) ? `(?!${DIGITS})` : '',
  ].join('');
}
