/** What stands behind a number and its unit: 以上, 未満, 程度 and the like, and the words that only say it was done. */
import type { Comparator } from './reading.js';

type Suffix = {
  readonly comparator: Comparator | null;
  readonly approximate: boolean;
  readonly end: number;
};

/** The end of a word: no letter follows that would make another word of it (強化, 弱者, 超過). */
const WORD_END = '(?![\\p{L}ー])';
const SUFFIXES: readonly (readonly [RegExp, Comparator | null])[] = [
  [/\s?以上/uy, 'gte'],
  [/\s?以下/uy, 'lte'],
  [/\s?以内/uy, 'lte'],
  [/\s?未満/uy, 'lt'],
  [/\s?を(?:上回る|超える|超え)/uy, 'gt'],
  [/\s?を下回る/uy, 'lt'],
  [/\s?超(?!過|え)/uy, 'gt'],
  [/\s?(?:程度|前後|くらい|ぐらい)/uy, null],
  [new RegExp(`(?:ほど|余り|あまり|余|弱|強)${WORD_END}`, 'uy'), null],
];

/** 10件に抑える, 10件以下に抑える: a limit, with or without its comparator */
const CAP = new RegExp(`に(?:抑える|抑制(?:する)?|とどめる|留める)${WORD_END}`, 'uy');

/** Comparator and approximation behind a number, e.g. `程度以上`; two different comparators are left unread. */
export function suffixAt(text: string, at: number): Suffix {
  if (at >= text.length) return { comparator: null, approximate: false, end: at };
  let comparator: Comparator | null = null;
  let approximate = false;
  let end = at;
  let found = true;
  while (found) {
    found = false;
    for (const [pattern, meaning] of SUFFIXES) {
      pattern.lastIndex = end;
      const word = pattern.exec(text)?.[0];
      if (word === undefined) continue;
      if (meaning !== null && comparator !== null) return { comparator, approximate, end };
      if (meaning === null) approximate = true;
      else comparator = meaning;
      end += word.length;
      found = true;
      break;
    }
  }
  CAP.lastIndex = end;
  const cap = CAP.exec(text)?.[0];
  if (cap === undefined || comparator === 'gte' || comparator === 'gt')
    return { comparator, approximate, end };
  return { comparator: comparator ?? 'lte', approximate, end: end + cap.length };
}

const DONE =
  '実施|開催|参加|受診|発行|設置|支援|来館|利用|参画|協賛|出店|発信|訪問|検討|発注|完了|達成|申請|受付|回収|提案|活動|販売|設立|立ち上げ|立上げ';
/** the ends of sentences around a result (…でした), or around a target (…を目標とする) */
const SAID = [
  'を?(?:です|でした|した|しました|済み?|となりました|になりました|になった|行いました|を行いました)',
  'が?(?:あり|あった|ありました)',
  'を目標値?(?:とする|に)?|を目指す|とする|にする|の?(?:現状)?(?:維持|確保|継続)(?:・継続|実施)?|を(?:維持|確保|継続)(?:実施)?(?:する|した|しました)?',
].join('|');
const HARMLESS = new RegExp(`^(?:/年(?:度|間)?|(?:を|に|が|の)?(${DONE})?(?:${SAID})?[。.!]?)$`, 'u');

/** 実施, 参加しました, です, を目標とする, /年: words behind a number that leave it as it is. 実施予定 and 中止 are none. */
export function leavesNumberAsItIs(text: string): boolean {
  return HARMLESS.test(text.replace(/\s+/g, ''));
}

/** The deed that such words name: 申請しました → 申請; null for です and for words that do not leave the number as it is. */
export function deedOf(text: string): string | null {
  return HARMLESS.exec(text.replace(/\s+/g, ''))?.[1] ?? null;
}
