/** What only the Teams adapter says: linking channels, answers to buttons and dialogs, refusals at the door. */
import type { Language } from '../../core/language.js';

const ja = {
  link: {
    which: 'どの課のチャンネルにしますか',
    whichLine: '「@Maru 連携 課の名前」と送ってください。例：@Maru 連携 建設課',
    notCoordinator: 'チャンネルの連携は、事務局だけができます',
    notCoordinatorLine: '事務局（取りまとめ課）へご依頼ください。',
    notFound: (name: string) => `「${name}」という課は見つかりませんでした`,
    several: (name: string) => `「${name}」に当てはまる課がいくつかあります`,
    names: (names: string) => `次の中から、名前をそのまま書いてください：${names}`,
    notChannel: 'ここには連携できません',
    notChannelLine: '課のチームのチャンネルで「@Maru 連携 課の名前」と送ってください。',
    failed: 'このチャンネルに投稿できないため、連携していません',
    failedLine: 'チームの設定で Maru の投稿を許可してから、もう一度お試しください。',
    done: (name: string) => `このチャンネルを「${name}」の報告先にしました`,
    doneLine: '提出された報告と承認のお願いを、ここにお届けします。',
  },
  guest: {
    title: 'ゲストの方はご利用いただけません',
    line: 'ご利用が必要なときは、事務局（取りまとめ課）へご相談ください。',
  },
  taken: '受け付けました。',
  inPrivate: '受け付けました。続きは個別のチャットをご覧ください。',
  notOurs: 'このボタンは使えません。',
  title: 'Maru',
};

const en: typeof ja = {
  link: {
    which: 'Which section does this channel belong to?',
    whichLine: 'Send “@Maru link NAME”, for example: @Maru link 建設課',
    notCoordinator: 'Only the coordinator (事務局) can link channels',
    notCoordinatorLine: 'Please ask the coordinator.',
    notFound: (name) => `There is no section called “${name}”`,
    several: (name) => `Several sections match “${name}”`,
    names: (names) => `Please write one of these exactly: ${names}`,
    notChannel: 'This place cannot be linked',
    notChannelLine: 'Send “@Maru link NAME” in a channel of the section’s team.',
    failed: 'Maru cannot post here, so the channel is not linked',
    failedLine: 'Please allow Maru to post in the settings of the team, then try again.',
    done: (name) => `This channel now receives the reports of “${name}”`,
    doneLine: 'Submitted reports and requests for approval will appear here.',
  },
  guest: {
    title: 'Guests cannot use Maru',
    line: 'If you need to, please talk to the coordinator (取りまとめ課).',
  },
  taken: 'Received.',
  inPrivate: 'Received. Please see our private chat.',
  notOurs: 'This button cannot be used.',
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
