/**
 * Folding for comparing and searching only, never for what is stored or shown: NFKC turns ③ into 3 and ％ into %
 * (P03, C04), so a text as printed must not go through it.
 */
import { nfkc } from './normal-form.js';

/** Two signs become whole phrases under NFKC, of 8 and 18 signs. They stay as they are, so that no text grows manifold. */
const BUT_PHRASES = /[^\ufdfa\ufdfb]+/gu;
const ofOneWidth = (text: string): string => text.replace(BUT_PHRASES, (run) => nfkc(run));

/** Widths made one, white space at the ends removed: for reading numbers, dates and symbols. */
export function foldWidth(text: string): string {
  return (MAY_FOLD_BESIDE_BLANKS.test(text) ? ofOneWidth(text) : text).trim();
}

/**
 * Anything beside ASCII, kana, kanji, 、。「」 and □△○, which NFKC leaves as they are, each alone and all together: most
 * texts have nothing else, and looking is many times faster than folding.
 */
const MAY_FOLD = /[^!-~\u25a0-\u25ff\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff]/u;
const MAY_FOLD_BESIDE_BLANKS = /[^\n -~\u25a0-\u25ff\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff]/u;

/** Widths made one and all white space removed: for comparing labels and names (H05). */
export function foldLabel(text: string): string {
  return MAY_FOLD.test(text) ? ofOneWidth(text).replace(/\s+/gu, '') : text;
}

/** For searching: as `foldLabel`, and 取組・取組み・取り組み・取り組 are one word (C03). */
export function foldSearch(text: string): string {
  return foldLabel(text)
    .replace(/取り?組み?/gu, '取組')
    .toLowerCase();
}
