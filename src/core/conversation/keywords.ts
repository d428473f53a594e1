/** Words a person may type instead of pressing a button, in Japanese and English. */
import { folded } from '../sheet/scale.js';
import type { Language } from '../text/language.js';
import { mayBeCommand, withoutEnd } from '../text/text.js';

/** When to be asked again, as the buttons of あとで say it. */
type SnoozeWord = 'hour' | 'tomorrow' | 'week';

export type Word =
  | 'status'
  | 'help'
  | 'continue'
  | 'back'
  | 'later'
  | SnoozeWord
  | 'same'
  | 'keep'
  | 'submit'
  | 'nudge'
  | 'withdraw'
  | 'correct'
  | 'forecasts'
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
  hour: ['1時間後', '一時間後', 'in one hour', 'in an hour'],
  tomorrow: ['明日の朝', '明日', 'あした', 'tomorrow morning', 'tomorrow'],
  week: ['来週', 'next week'],
  same: ['前回と同じ', '同じ', '前と同じ', 'same', 'same as before'],
  keep: ['このまま', 'このまま次へ', '次へ', 'next', 'keep'],
  submit: ['提出', '提出する', 'submit'],
  nudge: ['催促', '催促する', '催促します', 'nudge', 'remind'],
  withdraw: ['取り下げ', '取下げ', '取り下げる', '取下', 'とりさげ', 'withdraw'],
  correct: [
    '修正',
    '修正する',
    '訂正',
    '訂正する',
    '修正の申し出',
    '修正を申し出る',
    'correct',
    'correction',
  ],
  forecasts: ['確定', '確定する', '見込みの確定', 'confirm'],
  post_reviews: ['後閲', '代決の確認', 'reviews'],
  form: ['まとめて入力', 'まとめて', 'フォーム', 'form'],
  ja: ['日本語', 'japanese'],
  en: ['英語', 'english'],
};

const BY_TEXT: ReadonlyMap<string, Word> = new Map(
  Object.entries(WORDS).flatMap(([word, texts]) => texts.map((text) => [text, word as Word] as const)),
);

/** The word that a whole message is, else null. */
export function wordOf(text: string): Word | null {
  return mayBeCommand(text) ? (BY_TEXT.get(folded(text)) ?? null) : null;
}

/** Words that could also be an answer: the beginning or continuing of the section's own work. */
const ALSO_ANSWERS = new Set(['続ける', '始める', '開始', '報告', 'start', 'report']);

/** Whether a word can hardly be meant as anything but a word for the bot. */
export function isPlainWord(text: string): boolean {
  return wordOf(text) !== null && !ALSO_ANSWERS.has(folded(text));
}

/** A goal named by its number: 「2番」「２番目」「No.2」「#2」, and at the beginning 「2は」「2の」. Texts are folded first. */
const GOAL_NAMED = /(?:no\.?|#)\s*(\d{1,3})(?!\d)|(?<![\d.,])(\d{1,3})\s*番目?/gu;
const GOAL_AT_START = /^(\d{1,3})\s*(?:は|の|が|も|について|に関して|:|、)/u;

/** The numbers of the goals that a text names, each once, in its order. */
export function goalsNamedIn(text: string): string[] {
  const said = folded(text).replace(ADDRESS, ' ');
  const found = [...said.matchAll(GOAL_NAMED)].map((one) => one[1] ?? one[2] ?? '');
  const first = GOAL_AT_START.exec(said)?.[1];
  return [...new Set([...(first ? [first] : []), ...found])].map((no) => no.replace(/^0+(?=\d)/u, ''));
}

/** The section (one of these names) that stands before the number of a goal, and the text without it: 「北出張所の1番」. */
export function sectionBeforeGoal(
  text: string,
  sections: readonly string[],
): { readonly section: string | null; readonly rest: string } {
  const said = folded(text);
  for (const section of [...new Set(sections)].sort((a, b) => b.length - a.length)) {
    const [before, ...after] = said.split(folded(section));
    const rest = after.join(' ').replace(/^\s*(?:の|、|,|:|・)?\s*/u, '');
    if (after.length > 0 && /^(?:(?:no\.?|#)\s*)?\d{1,3}(?!\d)/u.test(rest))
      return { section, rest: `${before} ${rest}` };
  }
  return { section: null, rest: text };
}

const ADDRESS = /https?:\/\/\S+/gu;

/** What an approver may write instead of pressing 承認 or 差戻し; a text alone decides nothing (promise 3). */
const DECIDING = new Set([
  ...[
    '承認',
    '承認します',
    '承認する',
    '承認しました',
    '承認いたします',
    '承認致します',
    '承認です',
    '承認で',
  ],
  ...['了解', '了解です', '了解しました', '了解いたしました', '承知しました', '承知いたしました'],
  ...['確認', '確認しました', '確認済', '確認済み', '確認いたしました', '確認しました、承認します'],
  ...['ok', 'okです', 'オーケー', 'オーケーです', 'approve', 'approved', 'i approve', 'return'],
]);
const THANKS = /(?:ありがとう(?:ございま(?:す|した))?|お疲れ(?:さま|様)(?:です|でした)?|thanks?|thank you)$/u;
const BEFORE_DECIDING = /^(?:[\s、,・:]|を|は|も|と|の|ともに|全部|全て|すべて|全件|all)+/u;

/** Longer texts decide nothing: no platform advises a message longer than this, in UTF-16 units. */
const LONGEST_DECIDING = 4_000;

/** Whether a text means deciding: one of the words, of a goal or of none, or anything about returning. */
export function meansDeciding(text: string): boolean {
  if (text.length > LONGEST_DECIDING || isAsking(text)) return false;
  const said = folded(text);
  if (/差し?戻/u.test(said)) return true;
  const thanked = THANKS.exec(said);
  const rest = thanked ? withoutEnd(said.slice(0, thanked.index), '。、! \t\r\n') : said;
  const unnamed = rest.replace(GOAL_NAMED, ' ').replace(GOAL_AT_START, ' ');
  const bare = folded(unnamed.replace(BEFORE_DECIDING, ''));
  if (bare === '') return goalsNamedIn(text).length > 0;
  return DECIDING.has(bare) || /承認(?:します|いたします|致します|しました)$/u.test(bare);
}

/** Whether a text asks something: 「？」 in it, or an ending that asks. */
export function isAsking(text: string): boolean {
  const said = folded(text).replace(ADDRESS, ' ').trim();
  return (
    said.includes('?') ||
    /(?:でしょうか|ですか|ますか|ましたか|ませんか|ください|下さい|教えて)[。.!、]*$/u.test(said)
  );
}
