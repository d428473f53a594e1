/** Where something has not arrived, and why, as the coordinator is told. */
import type { UndeliveredPlace } from '../../board/page.js';
import type { Language } from '../../text/language.js';
import { digestWords } from '../../wording/digest.js';

/** 「建設課のチャンネル：チャンネルがまだ登録されていません」 */
export function undeliveredWhy({ name, channel, reason }: UndeliveredPlace, language: Language): string {
  const words = digestWords(language).overview;
  return words.undeliveredTo(channel ? words.toChannel(name) : name, whyOf(reason, channel, language));
}

function whyOf(reason: string | null, channel: boolean, language: Language): string {
  const words = digestWords(language).overview;
  switch (reason) {
    case null:
      return words.unsaid;
    case 'no_place':
      return channel ? words.noChannel : words.noAddress;
    case 'no_member':
    case 'blocked':
    case 'removed':
    case 'never_ended':
      return words[reason];
    default:
      return words.refused(reason);
  }
}
