/** What only the Teams adapter says: linking channels, answers to buttons and dialogs, why a request is refused. */
import type { Language } from '../../core/text/language.js';

const ja = {
  link: {
    notChannel: 'ここには連携できません',
    notChannelLine: '課のチームのチャンネルで「@Maru 連携 課の名前」と送ってください。',
    failed: 'このチャンネルに投稿できないため、連携していません',
    failedLine: 'チームの設定で Maru の投稿を許可してから、もう一度お試しください。',
  },
  guest: {
    title: 'ゲストの方はご利用いただけません',
    line: 'ご利用が必要なときは、事務局（取りまとめ課）へご相談ください。',
  },
  checking:
    'どなたからのご連絡かを確認しています。確認できしだい、個別のチャットでお答えします。もう一度押していただく必要はありません。',
  taken: '受け付けました。',
  recording: '記録しています。済みしだい、お知らせします。',
  reading: '報告の内容',
  readingRest: '長いため、全文は個別のチャットにもお送りしました。',
  inPrivate: '受け付けました。続きは個別のチャットをご覧ください。',
  writeFirst:
    'はじめに、Maru との個別のチャットで「ヘルプ」と送ってください。そのあと、もう一度お試しください。',
  notOurs: 'このボタンは使えません。',
  tooMuch: '入力が長すぎるため、受け取っていません。お手数ですが、短くしてから、もう一度お試しください。',
  title: 'Maru',
};

const en: typeof ja = {
  link: {
    notChannel: 'This place cannot be linked',
    notChannelLine: 'Send “@Maru link NAME” in a channel of the section’s team.',
    failed: 'Maru cannot post here, so the channel is not linked',
    failedLine: 'Please allow Maru to post in the settings of the team, then try again.',
  },
  guest: {
    title: 'Guests cannot use Maru',
    line: 'If you need to, please talk to the coordinator (取りまとめ課).',
  },
  checking:
    'It is being checked who you are. You will be answered in our private chat; there is no need to press again.',
  taken: 'Received.',
  recording: 'Being recorded. You will be told when it is done.',
  reading: 'The report',
  readingRest: 'It is long: the whole of it was also sent to our private chat.',
  inPrivate: 'Received. Please see our private chat.',
  writeFirst: 'Please send “help” to Maru in a private chat first, then try again.',
  notOurs: 'This button cannot be used.',
  tooMuch: 'What was entered is too long and was not taken. Please shorten it, then try again.',
  title: 'Maru',
};

/** The adapter's own words in a language. */
export function teamsWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}

/** The language of a person whose own is not known: that of the client. */
export function languageOf(locale: string | null | undefined): Language {
  return locale?.toLowerCase().startsWith('en') ? 'en' : 'ja';
}
