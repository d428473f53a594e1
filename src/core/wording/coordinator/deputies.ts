/** The words of 代決者 as 事務局 sets them from the board. */
import type { NoDeputy } from '../../board/deputies.js';
import type { Language } from '../../text/language.js';

const ja = {
  button: '代決者を決める',
  of: (title: string) => `${title}の代決者を決める`,
  title: (section: string) => `${section}の代決者`,
  none: 'この課には、承認する役職が名簿にありません。先に名簿を取り込んでください。',
  holders: (title: string, names: string) =>
    `${title}：${names === '' ? '（就いている人がいません）' : names}`,
  deputy: (name: string, from: string, until: string) => `・代決 ${name}（${from}から${until}まで）`,
  comma: '、',
  form: {
    title: '代決者を決める',
    intro: (title: string) =>
      `${title}が不在の間、代わりに承認・差戻しをする人です。履歴には、二人の名が残ります。`,
    who: '代決する人（氏名か職員番号）',
    whoPlaceholder: '例：担当者2',
    from: 'いつから（空なら今日から）',
    until: 'いつまで',
    dayPlaceholder: '例：4月19日',
    required: '書いてください。',
    unread: '日付として読み取れません。「4月19日」か「R6.4.19」のように書いてください。',
    send: '確かめる',
    cancel: 'やめる',
  },
  ask: (name: string, title: string) => `${name}を、${title}の代決者にしますか`,
  line: (from: string, until: string) => `${from}から${until}まで`,
  was: (until: string) => `いまは${until}までです。`,
  holder: (names: string) => `いまの担当：${names === '' ? '（就いている人がいません）' : names}`,
  absence: 'この間、承認のお願いは代決者にも届きます。戻った方には、後閲の一覧が届きます。',
  standing: '1か月を超えるため、お願いは届かず、代わりに承認できるだけになります。',
  now: 'この代決者にする',
  done: (name: string, title: string) => `${name}を、${title}の代決者にしました`,
  doneLine: '名簿に入れ、履歴に残しました。',
  back: '代決者の一覧へ',
  refused: (title: string) => (title === '' ? '代決者は変わりません' : `${title}の代決者は変わりません`),
  no: {
    unknown_post: () => 'その役職は、名簿に見つかりません。一覧をもう一度ご覧ください。',
    unknown: (said: string, names: string) => `「${said}」は名簿に見つかりませんでした。近い名前：${names}`,
    several: (said: string, names: string) => `「${said}」は何人かいます。職員番号で書いてください：${names}`,
    holder: (said: string) => `${said}は、その役職に就いている人です。`,
    past: () => '過ぎた日からの代決にはできません。',
    backwards: () => '終わりの日が、始まりの日より前です。',
    same: () => 'すでにそのとおりです。',
  } satisfies Record<NoDeputy, (said: string, names: string) => string>,
};

const en: typeof ja = {
  button: 'Set a deputy',
  of: (title) => `Set a deputy: ${title}`,
  title: (section) => `Deputies: ${section}`,
  none: 'The roster has no post that approves in this section. Please import the roster first.',
  holders: (title, names) => `${title}: ${names === '' ? '(nobody)' : names}`,
  deputy: (name, from, until) => `・Deputy ${name} (${from} to ${until})`,
  comma: ', ',
  form: {
    title: 'Set a deputy',
    intro: (title) =>
      `Approves and returns in the stead of ${title} while they are away. The history has both names.`,
    who: 'Deputy (name or number)',
    whoPlaceholder: 'E.g. 担当者2',
    from: 'From (blank: today)',
    until: 'Until',
    dayPlaceholder: 'E.g. 2024-04-19',
    required: 'Please fill this in.',
    unread: 'This is no date. Write “2024-04-19” or 「4月19日」.',
    send: 'Check',
    cancel: 'Cancel',
  },
  ask: (name, title) => `Make ${name} the deputy of ${title}?`,
  line: (from, until) => `${from} to ${until}`,
  was: (until) => `Now until ${until}.`,
  holder: (names) => `Holder now: ${names === '' ? '(nobody)' : names}`,
  absence:
    'Meanwhile the deputy is asked for approval, too. Whoever returns gets a list of what was decided.',
  standing: 'As it is longer than a month, the deputy is not asked, but may approve.',
  now: 'Make this the deputy',
  done: (name, title) => `${name} is the deputy of ${title} now`,
  doneLine: 'It is in the roster and in the history.',
  back: 'To the deputies',
  refused: (title) => (title === '' ? 'No deputy is changed' : `The deputy of ${title} is not changed`),
  no: {
    unknown_post: () => 'The roster has no such post. Please look at the list again.',
    unknown: (said, names) => `“${said}” is not in the roster. Nearest: ${names}`,
    several: (said, names) => `Several people are called “${said}”. Please write the number: ${names}`,
    holder: (said) => `${said} holds that post.`,
    past: () => 'A deputy cannot begin on a day that is past.',
    backwards: () => 'The last day is before the first.',
    same: () => 'It is so already.',
  },
};

export function deputyWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
