/** Words a person may type instead of pressing a button, in Japanese and English. */
import type { Language } from '../language.js';
import { foldSymbol, type RatingCode, type Scale } from '../scale.js';

export type Word =
  | 'status'
  | 'help'
  | 'continue'
  | 'back'
  | 'later'
  | 'same'
  | 'keep'
  | 'submit'
  | 'withdraw'
  | 'correct'
  | 'post_reviews'
  | 'form'
  | Language;

const WORDS: Readonly<Record<Word, readonly string[]>> = {
  status: ['状況', '状態', '一覧', 'リスト', 'わたしの報告', 'status', 'list', 'todo'],
  help: ['ヘルプ', 'へるぷ', '使い方', 'help', '?'],
  continue: [
    '続き',
    '続ける',
    '続きから',
    'つづき',
    '再開',
    '始める',
    '開始',
    '報告',
    'continue',
    'resume',
    'start',
    'report',
  ],
  back: ['戻る', '戻す', 'もどる', 'back'],
  later: ['あとで', '後で', 'later'],
  same: ['前回と同じ', '同じ', '前と同じ', 'same', 'same as before'],
  keep: ['このまま', 'このまま次へ', '次へ', 'next', 'keep'],
  submit: ['提出', '提出する', 'submit'],
  withdraw: ['取り下げ', '取下げ', '取り下げる', '取下', 'とりさげ', 'withdraw'],
  correct: ['訂正', '訂正する', '修正の申し出', '修正を申し出る', 'correct', 'correction'],
  post_reviews: ['後閲', '代決の確認', 'reviews'],
  form: ['まとめて入力', 'まとめて', 'フォーム', 'form'],
  ja: ['日本語', 'japanese'],
  en: ['英語', 'english'],
};

const BY_TEXT: ReadonlyMap<string, Word> = new Map(
  Object.entries(WORDS).flatMap(([word, texts]) => texts.map((text) => [text, word as Word] as const)),
);

/** Width, case, spaces at the ends and a final 。！. folded, for comparing what was typed with a word. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[。.!！]+$/u, '')
    .trim();
}

/** The word that a whole message is, else null. */
export function wordOf(text: string): Word | null {
  return BY_TEXT.get(folded(text)) ?? null;
}

/** Words that could also be an answer: the beginning or continuing of the section's own work. */
const ALSO_ANSWERS = new Set(['続ける', '始める', '開始', '報告', 'start', 'report']);

/** Whether a word can hardly be meant as anything but a word for the bot. */
export function isPlainWord(text: string): boolean {
  return wordOf(text) !== null && !ALSO_ANSWERS.has(folded(text));
}

/** 「2」「2番」「No.2」: the number of a goal that a whole message names, else null. */
export function goalNumberOf(text: string): string | null {
  const found = /^(?:no\.?\s*)?(\d{1,3})(?:番|番目)?$/u.exec(folded(text));
  return found?.[1] ?? null;
}

/** A rating typed as its symbol, its word, or both (「△」「一部未達成」「○ 達成」); null for anything else. */
export function ratingOf(text: string, scale: Scale): RatingCode | null {
  const symbol = foldSymbol(text);
  const said = folded(text).replace(/[\s()（）・:]/gu, '');
  const step = scale.steps.find(
    (s) =>
      s.symbol === symbol ||
      [s.word.ja, s.word.en, s.outlook.ja, s.outlook.en].some((word) => {
        const bare = folded(word).replace(/[\s()（）・:]/gu, '');
        return said === bare || said === s.symbol + bare;
      }),
  );
  return step?.code ?? null;
}
