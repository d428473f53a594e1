/**
 * Texts that are hardly meant as the answer to a question, though one is open: thanks, a question back, a word to the bot
 * with some politeness around it, the number of a goal, a symbol. They are asked about before they are kept as one.
 */
import type { Question } from '../../draft/drafts.js';
import { folded } from '../../sheet/scale.js';
import { withoutEnd } from '../../text/text.js';
import { isAsking, isPlainWord } from '../keywords.js';
import type { GoalNamed } from './goal-named.js';

/** How people begin when they speak to somebody, and never a line of an official sheet. */
const SPEAKING = [
  ...['すみません', 'すいません', '申し訳', 'お疲れ', 'おつかれ', 'お世話に', 'ありがとう', '恐れ入', '恐縮'],
  ...[
    'お忙しい',
    'こんにちは',
    'おはよう',
    'はじめまして',
    '失礼',
    '質問です',
    '質問が',
    '教えて',
    '確認させて',
  ],
  ...['承知', '了解', 'わかりました', '分かりました', 'かしこまり', 'はい、', 'いいえ、', 'ごめん'],
  ...['sorry', 'excuse me', 'thank', 'hello', 'hi,', 'i have a question', 'got it', 'understood'],
] as const;
/** The same as a whole text only: a line of a sheet may begin so. */
const WHOLE: ReadonlySet<string> = new Set([
  ...['はい', 'いいえ', 'ok', 'okです', 'うん', 'オーケー', 'テスト', 'test', 'yes', 'no', 'hi'],
  ...[
    'キャンセル',
    '中止',
    '終了',
    'やめる',
    'やめます',
    '閉じる',
    'リセット',
    'やり直し',
    'やり直す',
    'やり直します',
    '最初から',
    '取り消し',
    '取り消す',
    '取り消します',
    '取消',
    'cancel',
    'stop',
    'quit',
    'exit',
  ],
]);
const POLITE_ENDS = [
  ...['お願いします', 'おねがいします', 'お願いいたします', 'したいです', 'します', 'ましょう', 'したい'],
  ...['です', 'ます', 'する', 'を', 'で', 'に', ', please', ' please', '!', '.', '。', '、', ' '],
] as const;
const LATER = ['あとで', '後で', 'のちほど', '後ほど', 'later'] as const;
const THANKS = [
  'ありがとうございます',
  'ありがとうございました',
  'お願いします',
  'お願いいたします',
  'thanks',
  'thank you',
];
/** A longer text than this says more than 「後でやります」, in UTF-16 units. */
const SHORT = 40;

/** Whether a text answers what is asked only if its writer says so. `named`: the goal that the whole text names. */
export function isHardlyAnAnswer(text: string, at: Question['at'], named: GoalNamed | null): boolean {
  if (at === 'rating' || at === 'decision' || at === 'review' || at === 'sent') return false;
  const said = folded(text);
  if (SPEAKING.some((start) => said.startsWith(start)) || WHOLE.has(said) || isAsking(text)) return true;
  const isFigure = at === 'result' || at === 'target';
  if (named && (named.plain || !isFigure)) return true;
  if (!isFigure && !/[\p{L}\p{N}]/u.test(said.replaceAll('〇', ''))) return true;
  if (said.length > SHORT) return false;
  const bare = withoutPoliteEnd(said);
  return (
    (bare !== said && isPlainWord(bare)) ||
    (said.length <= SHORT / 2 && LATER.some((later) => said.includes(later))) ||
    THANKS.some((thanks) => withoutEnd(said, '!。.').endsWith(thanks))
  );
}

function withoutPoliteEnd(said: string): string {
  const end = POLITE_ENDS.find((one) => said.endsWith(one));
  return end === undefined ? said : withoutPoliteEnd(said.slice(0, -end.length));
}
