/** The words of a transfer (異動): what a successor is told, and taking over a draft. */
import type { Language } from '../text/language.js';

const ja = {
  title: (section: string, post: string) => `引継ぎのご案内（${section} ${post}）`,
  from: (names: string) => `前任：${names}`,
  until: (name: string, day: string) => `${name}（${day}まで）`,
  comma: '、',
  left: (count: number) =>
    `報告していただく目標が${count}件残っています。承認済みの報告は、前任の方のお名前のまま残ります。`,
  waiting: (count: number) => `承認を待っている報告が${count}件あります。`,
  questions: (count: number) =>
    `回答を待っている質問が${count}件あります。前任の方に代わって、回答をお願いします。`,
  returned: (by: string, comment: string) => `差戻し（${by}）：${comment}`,
  indicator: (name: string) => `▸ ${name}`,
  earlier: (from: string, result: string, rating: string) => `${from}の結果：${result}　${rating}`,
  earlierStatus: (from: string, text: string) => `${from}の目標達成状況：${text}`,
  earlierPolicy: (from: string, text: string) => `${from}の今後の方針：${text}`,
  midyear: '中間',
  year: (year: string) => year,
  takeOver: '前任の方の下書きから',
  takeOverLabel: (goal: string, name: string) => `${goal} を ${name} さんの下書きから始める`,
  taken: (name: string) => `${name}さんの下書きを引き継ぎました。内容を確かめて、続けてください。`,
  noDraft: (no: string) => `No.${no} の下書きはありませんでした`,
  noDraftLine: '前任の方は、この目標の入力を始めていません。はじめから入力できます。',
  ownDraft: (no: string) => `No.${no} には、ご自分の下書きがあります`,
  ownDraftLine:
    '上書きしないよう、引き継ぎませんでした。ご自分の下書きを続けるか、捨ててから引き継いでください。',
  refused: '引き継げませんでした',
  refusedLine: '前任の方からの引継ぎとして確認できませんでした。名簿については事務局へお問い合わせください。',
  reported: (no: string) => `No.${no} は提出済みです`,
  dropOwn: '自分の下書きを捨てる',
};

const en: typeof ja = {
  title: (section, post) => `Taking over: ${post}, ${section}`,
  from: (names) => `Before you: ${names}`,
  until: (name, day) => `${name} (until ${day})`,
  comma: ', ',
  left: (count) => `${count} to report. What was approved keeps your predecessor's name.`,
  waiting: (count) => `${count} waiting for your approval.`,
  questions: (count) =>
    `${count === 1 ? '1 question waits' : `${count} questions wait`} for an answer from you instead of your predecessor.`,
  returned: (by, comment) => `Returned by ${by}: ${comment}`,
  indicator: (name) => `▸ ${name}`,
  earlier: (from, result, rating) => `Result ${from}: ${result}  ${rating}`,
  earlierStatus: (from, text) => `Achievement ${from}: ${text}`,
  earlierPolicy: (from, text) => `Next steps ${from}: ${text}`,
  midyear: 'at mid-year',
  year: (year) => year,
  takeOver: "Use my predecessor's draft",
  takeOverLabel: (goal, name) => `Begin ${goal} with the draft of ${name}`,
  taken: (name) => `This is the draft of ${name}. Please check it and go on.`,
  noDraft: (no) => `There is no draft of No.${no}`,
  noDraftLine: 'Your predecessor had not begun it. You can begin it anew.',
  ownDraft: (no) => `You have a draft of No.${no} yourself`,
  ownDraftLine: 'It was not replaced. Go on with it, or discard it and take over again.',
  refused: 'The draft could not be taken over',
  refusedLine: 'It does not belong to a predecessor of yours. Please ask the coordinator about the roster.',
  reported: (no) => `No.${no} is submitted already`,
  dropOwn: 'Discard my draft',
};

/** The words of a transfer in a language. */
export function handoverWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
