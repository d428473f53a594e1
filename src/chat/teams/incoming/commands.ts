/**
 * The commands that the client offers (manifests/teams): each is sent as a message, and each is understood. The client
 * of a Japanese reader sends the Japanese word, any other the English one.
 */

/** A word for the private chat is one of the interview's; `link` is this adapter's own. */
export const COMMANDS = {
  personal: [
    { ja: '続き', en: 'continue' },
    { ja: '状況', en: 'status' },
    { ja: '戻る', en: 'back' },
    { ja: 'あとで', en: 'later' },
    { ja: '取り下げ', en: 'withdraw' },
    { ja: 'ヘルプ', en: 'help' },
    { ja: 'English', en: 'Japanese' },
  ],
  team: [{ ja: '連携', en: 'link' }],
} as const;
