/** The words of 来年の担当者へ: what whoever reports a goal leaves for whoever reports it next. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import type { Language } from '../../text/language.js';

const ja = {
  button: '来年の担当者へ',
  buttonLabel: (goal: string) => `${goal} の「来年の担当者へ」を書く`,
  /** beside a question; `year` of the indicator's sheet when it was written, as seen from the round's */
  beside: (year: number, now: number) =>
    year === now - 1
      ? '昨年の担当より'
      : year === now
        ? '今年度の担当より'
        : `${fiscalYearName(year)}の担当より`,
  ofIndicator: (label: string, indicator: string) => `${label}（${indicator}）`,
  handover: (goal: string, label: string, text: string) => `${goal} ${label}：${text}`,
  more: (count: number) => `ほか${count}件は、それぞれの目標の質問で表示します。`,
  form: {
    title: '来年の担当者へ',
    intro:
      '数え方、だれに聞くか、気をつけることを、ひとことで。来年の最初の質問と引継ぎで表示します。シートや公表には載りません。',
    placeholder: '例：受付の計数器は月末に締めます',
    send: '残す',
    cancel: 'やめる',
  },
  left: (no: string) => `No.${no} の「来年の担当者へ」を残しました`,
  leftLine: (indicator: string, text: string) => `${indicator}：${text}`,
  taken: (no: string) => `No.${no} の「来年の担当者へ」を消しました`,
  takenLine: (indicator: string) => `${indicator}：（なし）`,
  same: (no: string) => `No.${no} の「来年の担当者へ」は、そのままです`,
  change: '直す・消す',
  which: 'どの目標の「来年の担当者へ」ですか',
  whichLine: '目標を選ぶか、「来年の担当者へ 4番 受付の計数器は月末に締めます」のように送ってください。',
  seqLine: (no: string) =>
    `指標が複数あります。ボタンから書くか、「来年の担当者へ ${no}-2 …」のように指標の順番を付けて送ってください。`,
  notYet: '書きかけの文はまだ残していません：',
  none: 'いま報告の時期の目標がありません',
  noneLine: '提出したときのお知らせにある「来年の担当者へ」からは、いつでも書けます。',
};

const en: typeof ja = {
  button: 'For next year',
  buttonLabel: (goal) => `Write a note for next year about ${goal}`,
  beside: (year, now) =>
    year === now - 1
      ? 'From who had it last year'
      : year === now
        ? 'From who had it this year'
        : `From FY${year}`,
  ofIndicator: (label, indicator) => `${label} (${indicator})`,
  handover: (goal, label, text) => `${goal}, ${label}: ${text}`,
  more: (count) => `${count} more: each is shown with the question of its goal.`,
  form: {
    title: 'For next year',
    intro:
      'One line: how it is counted, whom to ask, what to mind. It is shown with next year’s first question and at a hand-over, and is neither printed nor published.',
    placeholder: 'e.g. the counter at the entrance is read at the end of the month',
    send: 'Leave it',
    cancel: 'Cancel',
  },
  left: (no) => `Your note for next year about No.${no} is kept`,
  leftLine: (indicator, text) => `${indicator}: ${text}`,
  taken: (no) => `The note for next year about No.${no} is taken away`,
  takenLine: (indicator) => `${indicator}: (none)`,
  same: (no) => `The note for next year about No.${no} is as it was`,
  change: 'Change or delete',
  which: 'For next year about which goal?',
  whichLine: 'Choose a goal, or send “For next year No.4 the counter is read at the end of the month”.',
  seqLine: (no) => `It has several indicators. Use the button, or say which: “For next year ${no}-2 …”.`,
  notYet: 'Not kept yet: ',
  none: 'None of your goals is in an open round now',
  noneLine: 'The button “For next year” of the message that followed a submission works at any time.',
};

/** The words of 来年の担当者へ in a language. */
export function yearNoteWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
