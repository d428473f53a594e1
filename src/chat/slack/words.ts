/** What only the Slack adapter says: linking channels, why a request is refused, and what stands around a card. */
import type { Language } from '../../core/text/language.js';

const ja = {
  link: {
    notChannel: '個別のチャットには連携できません',
    notChannelLine: '課のチャンネルを開いて、そこで「/maru 連携 課の名前」と送ってください。',
    notMember: 'Maru がこのチャンネルに入っていません',
    notMemberLine: 'このチャンネルで「/invite @maru」と送ってから、もう一度お試しください。',
    archived: 'このチャンネルはアーカイブされています',
    archivedLine: 'アーカイブを解除するか、別のチャンネルで連携してください。',
    restricted: 'このチャンネルには Maru が投稿できません',
    restrictedLine:
      'チャンネルの管理者に、Maru の投稿とスレッドへの返信を許可してもらってから、もう一度お試しください。',
    failed: 'いま Slack につながらず、連携できませんでした',
    failedLine: '少し待ってから、もう一度お試しください。',
    answered: (name: string) => `「${name}」と連携しました。`,
    working: '連携しています。結果は個別のチャットでお知らせします。',
  },
  checking:
    'どなたからのご連絡かを確認しています。確認できしだい、個別のチャット（アプリ「Maru」の「メッセージ」）でお答えします。送り直していただく必要はありません。',
  checkingForm:
    'どなたからのご連絡かを確認しています。入力はそのままにして、1分ほど後にもう一度押してください。',
  answeredInDirect: '個別のチャット（アプリ「Maru」の「メッセージ」）でお答えしました。',
  guest: {
    title: 'ゲストの方はご利用いただけません',
    line: 'ご利用が必要なときは、事務局（取りまとめ課）へご相談ください。',
  },
  loading: {
    title: '準備しています',
    line: 'フォームを準備しています。少しお待ちください。',
    close: '閉じる',
  },
  reading: {
    title: '報告の内容',
    close: '閉じる',
    rest: '長いため、全文は個別のチャット（アプリ「Maru」の「メッセージ」）にもお送りしました。',
  },
  inMessages: '続きは、個別のチャット（アプリ「Maru」の「メッセージ」）をご覧ください。',
  formNotOpened: {
    title: 'フォームを開けませんでした',
    line: 'お手数ですが、もう一度ボタンを押してください。入力された内容は失われていません。',
  },
  home: {
    footer: '回答は「メッセージ」タブで行います。',
    more: 'ほかにもあります。「メッセージ」タブで「状況」と送ると、すべて表示します。',
  },
};

const en: typeof ja = {
  link: {
    notChannel: 'A private chat cannot be linked',
    notChannelLine: 'Open the section’s channel and send “/maru link NAME” there.',
    notMember: 'Maru is not in this channel',
    notMemberLine: 'Send “/invite @maru” in this channel, then try again.',
    archived: 'This channel is archived',
    archivedLine: 'Unarchive it, or link another channel.',
    restricted: 'Maru may not post in this channel',
    restrictedLine: 'Ask the channel’s managers to let Maru post and reply in threads, then try again.',
    failed: 'Slack did not answer; the channel is not linked',
    failedLine: 'Please wait a moment and try again.',
    answered: (name) => `Linked to “${name}”.`,
    working: 'Linking. You will be told the result in a private chat.',
  },
  checking:
    'It is being checked who you are. You will be answered in our private chat (the “Messages” tab of the Maru app); there is no need to send it again.',
  checkingForm: 'It is being checked who you are. Leave the form as it is and press again in about a minute.',
  answeredInDirect: 'I answered in our private chat (the “Messages” tab of the Maru app).',
  guest: {
    title: 'Guests cannot use Maru',
    line: 'If you need to, please talk to the coordinator (取りまとめ課).',
  },
  loading: { title: 'One moment', line: 'The form is being prepared.', close: 'Close' },
  reading: {
    title: 'The report',
    close: 'Close',
    rest: 'It is long: the whole of it was also sent to our private chat (the “Messages” tab of the Maru app).',
  },
  inMessages: 'Please see our private chat (the “Messages” tab of the Maru app).',
  formNotOpened: {
    title: 'The form could not be opened',
    line: 'Please press the button again. Nothing you entered is lost.',
  },
  home: {
    footer: 'Answers are given in the “Messages” tab.',
    more: 'There is more. Send “Status” in the “Messages” tab to see all of it.',
  },
};

/** The adapter's own words in a language. */
export function slackWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}

/** For somebody whose language is not known: Japanese first, English beside it. */
export function bothLanguages(pick: (words: typeof ja) => string): string {
  return `${pick(ja)}\n${pick(en)}`;
}
