/** The words of 実績メモ beside a question. */
import type { Language, Words } from '../../text/language.js';

/** Of more parts than this a sum is told by their number. */
const PARTS = 8;

const ja = {
  label: 'メモ',
  sumLabel: 'メモの数',
  line: (day: string, text: string, number: string) =>
    number === '' || text.includes(number) ? `${day} ${text}` : `${day} ${text}（${number}）`,
  more: (count: number, no: string) => `ほか${count}件（「メモ ${no}番」で、すべて見られます）`,
  sum: (parts: readonly string[], sum: string) =>
    parts.length === 1
      ? `メモの合計は ${sum}です`
      : parts.length > PARTS
        ? `メモ${parts.length}件の合計は ${sum}です`
        : `メモの合計は ${parts.join('＋')}＝${sum}です`,
  latest: (day: string, number: string) => `メモの数は ${number}です（${day}のメモ）`,
  leftOut: (count: number) => `足せない数のメモが、ほかに${count}件あります`,
  take: (sum: string) => `${sum}と回答`,
  filledLatest: 'メモの数を入れてあります。違うときは直してください。',
  filled: 'メモの合計を入れてあります。違うときは直してください。',
  putIn: 'メモの文を入れる',
  putInForm: 'メモを入れてまとめて入力',
  put: (leftOut: number) =>
    `メモの文を入れてあります。直してから保存してください。${leftOut === 0 ? '' : `長いため、ほか${leftOut}件は入れていません。`}`,
};

const en: typeof ja = {
  label: 'Memos',
  sumLabel: 'Numbers of memos',
  line: ja.line,
  more: (count, no) => `${count} more (“Memo No.${no}” lists all)`,
  sum: (parts, sum) =>
    parts.length === 1
      ? `The memos add up to ${sum}`
      : parts.length > PARTS
        ? `${parts.length} memos add up to ${sum}`
        : `The memos add up: ${parts.join(' + ')} = ${sum}`,
  latest: (day, number) => `The memo of ${day} says ${number}`,
  leftOut: (count) => `${count} more with a number that cannot be added`,
  take: (sum) => `Answer ${sum}`,
  filledLatest: 'This is the number of the memo. Change it where it is not so.',
  filled: 'This is what the memos add up to. Change it where it is not so.',
  putIn: 'Put the memos’ words in',
  putInForm: 'Answer in one form with the memos',
  put: (leftOut) =>
    `The memos’ words are in it. Edit them before you save.${leftOut === 0 ? '' : ` It is long: ${leftOut} more ${leftOut === 1 ? 'is' : 'are'} left out.`}`,
};

/** The memos have changed since their sum was shown. */
export const OTHER_SUM: Words = {
  ja: 'メモが変わりました。新しい合計を確かめてください。',
  en: 'The memos have changed. Please look at what they add up to now.',
};

export function memoBesideWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
