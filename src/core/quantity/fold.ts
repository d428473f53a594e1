/**
 * Folding of characters for reading only; what a person typed is never replaced (C04, P03).
 */
import { nfkc } from '../text/normal-form.js';

const DIGIT = /[0-9]/;
const DECIMAL_DIGIT = /\p{Nd}/u;

/** Outside of these a sign may become a digit under NFKC that is none (①, ㎡, ½); most texts have nothing there. */
const UNUSUAL = /[^\u0000-\u007f\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]/u;

/** The longest word in one sign that an office writes is ㌖ (キロメートル); ﷺ would become a phrase of 18. */
const LONGEST_WORD = 6;

/**
 * ① would become 1, ㎡ m2 and ½ 1⁄2 under NFKC: such signs are left as they are, so that none turns into a number (T11),
 * nor a text into one many times as long.
 */
function staysAsItIs(character: string): boolean {
  const folded = nfkc(character);
  return folded.length > LONGEST_WORD || (DIGIT.test(folded) && !DECIMAL_DIGIT.test(character));
}

/** ASCII, kana and kanji are left as they are, each alone and all together: most texts have nothing else. */
const MAY_CHANGE = /[^\n -~\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff]/u;

/**
 * Full-width and half-width forms become one: `１，０００人（％）` → `1,000人(%)`, `ｶﾞｽ` → `ガス`.
 * Wave dashes become `~` and minus signs `-`, which NFKC leaves apart. Circled numbers stay.
 */
export function fold(text: string): string {
  if (!MAY_CHANGE.test(text)) return text;
  return (UNUSUAL.test(text) ? foldedApart(text) : nfkc(text))
    .replace(/[\u301C\uFF5E\u223C]/g, '~')
    .replace(/[\u2212\u2012\u2013]/g, '-')
    .replace(/\r\n?/g, '\n')
    .replace(/[\uFE0E\uFE0F\u200B\u2060\uFEFF]/g, '');
}

/** A label for comparing only: without blanks, and 取組み, 取り組み, 取り組 as 取組 (C03). */
export function foldLabel(label: string): string {
  return fold(label)
    .replace(/\s+/g, '')
    .replace(/取り?組み?/g, '取組')
    .toLowerCase();
}

/** NFKC for what lies between the signs that stay as they are. */
function foldedApart(text: string): string {
  let folded = '';
  let run = '';
  for (const character of text) {
    if (staysAsItIs(character)) {
      folded += nfkc(run) + character;
      run = '';
    } else run += character;
  }
  return folded + nfkc(run);
}
