/** The words in which those who made promises (約束) are asked about them. */
import type { Language } from '../../text/language.js';

const ja = {
  asked: '「今後の方針」に書いた約束の時期です',
  askedLine:
    'それぞれ、どうなったかを押してください。お聞きするのは一度だけです。あとからは「約束」と送ると並びます。',
  title: '時期の来た約束',
  none: '時期の来た約束は、いまありません。',
  item: (section: string, goal: string) => `${section} No.${goal}`,
  done: '実施した',
  carried: '継続',
  dropped: '取りやめ',
  label: (what: string, sentence: string) => `${what}：${sentence}`,
  told: {
    done: '「実施した」と記録しました',
    carried: (day: string) => `継続とし、時期を${day}にしました`,
    dropped: '取りやめと記録しました',
  },
  carry: {
    title: '約束の継続',
    intro: 'いつまでに行うかを書いてください。その日に、もう一度お聞きします。',
    comment: '新しい時期',
    placeholder: '例：来年3月31日、2025-03-31',
    required: '新しい時期を書いてください。',
    unread: '日付として読み取れません。2025-03-31 や 3月31日 のように書いてください。',
    past: '過ぎた日です。今日より後の日を書いてください。',
    send: '継続する',
    cancel: 'やめる',
  },
  drop: {
    title: '約束の取りやめ',
    intro: '理由は履歴に残り、事務局の一覧に載ります。',
    comment: '理由',
    placeholder: '例：国の補助が見送られたため',
    required: '理由を書いてください。',
    send: '取りやめる',
    cancel: 'やめる',
  },
};

const en: typeof ja = {
  asked: 'It is time for what 今後の方針 promised',
  askedLine: 'Press what became of each. You are asked once; later “follow-ups” lists them.',
  title: 'Promises whose time has come',
  none: 'There is no promise whose time has come.',
  item: (section, goal) => `${section} No.${goal}`,
  done: 'Done',
  carried: 'Carry on',
  dropped: 'Drop',
  label: (what, sentence) => `${what}: ${sentence}`,
  told: {
    done: 'Recorded as done',
    carried: (day) => `Carried on, to ${day}`,
    dropped: 'Recorded as dropped',
  },
  carry: {
    title: 'Carry on',
    intro: 'By when will it be done? You are asked again on that day.',
    comment: 'New time',
    placeholder: '2025-03-31',
    required: 'Please enter the new time.',
    unread: 'This is not read as a date. Please write it as 2025-03-31.',
    past: 'This day is past. Please enter a later one.',
    send: 'Carry on',
    cancel: 'Cancel',
  },
  drop: {
    title: 'Drop',
    intro: 'The reason stays in the history and in the coordinator’s list.',
    comment: 'Reason',
    placeholder: 'The grant was not given',
    required: 'Please enter the reason.',
    send: 'Drop it',
    cancel: 'Cancel',
  },
};

export function promiseWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
