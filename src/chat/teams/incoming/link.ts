/** A channel linked to a section from the channel itself, by the coordinator. Whatever is in the way is said plainly. */
import type { Card } from '../../../core/cards/card.js';
import { messageCard } from '../../../core/cards/message.js';
import type { Place } from '../../../core/conversation/input.js';
import { type Clock, type Messenger, PlatformError } from '../../../flow/ports.js';
import { doubtCard, linkingWords, sectionMeant } from '../../linking.js';
import type { Connector } from '../outgoing/connector.js';
import { readTeamsPlace } from '../place.js';
import type { Channels, Linker } from '../ports.js';
import { teamsWords } from '../words.js';
import { isForeign } from './authorize.js';

/**
 * Links and tells the channel; `id` is the message that asked for it. Gives the card for the thread it was asked in, or null when the channel was told.
 * Throws only faults of the record: then Teams sends again, which is harmless.
 */
export type Link = (asked: {
  readonly id: string;
  readonly by: Linker;
  readonly channel: Place | null;
  readonly section: string;
}) => Promise<Card | null>;

export function makeLink(parts: {
  readonly connector: Pick<Connector, 'everybody'>;
  /** those whose people may use Maru; null: any (the demo) */
  readonly tenants: readonly string[] | null;
  readonly messenger: Pick<Messenger, 'post'>;
  readonly channels: Channels;
  readonly clock: Clock;
}): Link {
  const { connector, tenants, messenger, channels, clock } = parts;

  /** Whether people of another organisation share the channel: they would read all that is reported there. */
  async function isShared(channel: Place): Promise<boolean> {
    const at = readTeamsPlace(channel);
    if (tenants === null || at?.k !== 'channel') return false;
    const asked = { serviceUrl: at.s, tenant: at.t, conversation: at.c };
    return (await connector.everybody(asked)).some((one) => !one.guest && isForeign(one, tenants));
  }

  return async ({ id, by, channel, section }) => {
    const named = await channels.sectionNamed(by.person, section, clock.now());
    const words = { ...linkingWords(named.language, '@Maru'), ...teamsWords(named.language).link };
    const told = (title: string, line: string) => messageCard(named.language, title, [line]);
    const meant = sectionMeant(named, section, words);
    if (!meant.ok) return told(meant.title, meant.line);
    const doubt = await channels.doubtOf(by, clock.now());
    if (doubt) return doubtCard(doubt, named.language);
    if (channel === null) return told(words.notChannel, words.notChannelLine);
    try {
      if (await isShared(channel)) return told(words.outside, words.outsideLine);
      // Whether the bot may post is known only by posting. A key, so that the same request sent again edits instead.
      const done = told(words.done(meant.name), words.doneLine);
      await messenger.post(channel, done, { under: null, key: `linked/${channel}/${id}` });
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (!error.options.doubtful) return told(words.failed, words.failedLine);
    }
    await channels.linkChannel(meant.id, channel, by, clock.now());
    return null;
  };
}
