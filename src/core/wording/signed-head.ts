/** The words to the auditor about the signed head of the history. */
import type { Language } from '../text/language.js';

const ja = {
  title: (seq: number) => `履歴の末尾の署名：${seq}件`,
  keep: (at: string) =>
    `${at}の履歴の末尾です。このメッセージを残しておいてください。これより前の記録が書き換えられたり消されたりすると、次の1行で分かります。`,
  howTo:
    '確かめるときは、この1行をファイルに書き、公開鍵（.pub）とともに maru history --verify --since ファイル --key 公開鍵 を実行します。',
};

const en: typeof ja = {
  title: (seq) => `Signed head of the history: ${seq} entries`,
  keep: (at) =>
    `The head of the history as of ${at}. Please keep this message: with the line below it is found when anything before it was changed or cut.`,
  howTo: 'To check, write that line into a file and run maru history --verify --since FILE --key PUBLIC_KEY.',
};

export function signedHeadWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
