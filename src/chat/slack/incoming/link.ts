/** A channel linked to a section from the channel itself, by the coordinator. Whatever is in the way is said plainly. */
import { z } from 'zod';
import type { Card } from '../../../core/cards/card.js';
import { messageCard } from '../../../core/cards/message.js';
import type { Language } from '../../../core/text/language.js';
import { type Clock, type Messenger, PlatformError } from '../../../flow/ports.js';
import { doubtCard, linkingWords, sectionMeant } from '../../linking.js';
import type { Call } from '../outgoing/client.js';
import { slackCodeOf } from '../outgoing/errors.js';
import { isDirect, slackPlace } from '../place.js';
import type { Channels, Linker } from '../ports.js';
import { slackWords } from '../words.js';

const info = z.object({
  channel: z.looseObject({
    is_member: z.boolean().nullish(),
    is_archived: z.boolean().nullish(),
    is_im: z.boolean().nullish(),
    is_mpim: z.boolean().nullish(),
    is_ext_shared: z.boolean().nullish(),
    is_pending_ext_shared: z.boolean().nullish(),
    is_read_only: z.boolean().nullish(),
    is_thread_only: z.boolean().nullish(),
  }),
});

type Obstacle = 'notChannel' | 'notMember' | 'archived' | 'outside' | 'restricted' | 'failed';

/** What Slack answers about a channel, as the obstacle that it is. */
const OBSTACLES: Readonly<Record<string, Obstacle>> = {
  // A private channel the bot is not in does not exist for it.
  channel_not_found: 'notMember',
  not_in_channel: 'notMember',
  is_archived: 'archived',
  method_not_supported_for_channel_type: 'notChannel',
  channel_is_limited_access: 'restricted',
  restricted_action: 'restricted',
  restricted_action_non_threadable_channel: 'restricted',
  restricted_action_read_only_channel: 'restricted',
  restricted_action_thread_locked: 'restricted',
  restricted_action_thread_only_channel: 'restricted',
};

/** Links, and gives the card that tells how it went. Throws only faults of the record. */
export type Link = (asked: {
  readonly by: Linker;
  readonly team: string;
  readonly conversation: string;
  readonly section: string;
}) => Promise<{ readonly linked: boolean; readonly card: Card }>;

export function makeLink(parts: {
  call: Call;
  messenger: Messenger;
  channels: Channels;
  clock: Clock;
}): Link {
  const { call, messenger, channels, clock } = parts;

  async function obstacleTo(conversation: string): Promise<Obstacle | null> {
    if (isDirect(conversation)) return 'notChannel';
    try {
      const { channel } = info.parse(await call('conversations.info', { channel: conversation }));
      if (channel.is_im || channel.is_mpim) return 'notChannel';
      if (channel.is_archived) return 'archived';
      if (!channel.is_member) return 'notMember';
      if (channel.is_ext_shared || channel.is_pending_ext_shared) return 'outside';
      return channel.is_read_only || channel.is_thread_only ? 'restricted' : null;
    } catch (error) {
      return obstacleIn(error);
    }
  }

  return async ({ by, team, conversation, section }) => {
    const named = await channels.sectionNamed(by.person, section, clock.now());
    const { language } = named;
    const words = linkingWords(language, '/maru');
    const meant = sectionMeant(named, section, words);
    if (!meant.ok) return { linked: false, card: messageCard(language, meant.title, [meant.line]) };
    const doubt = await channels.doubtOf(by, clock.now());
    if (doubt) return { linked: false, card: doubtCard(doubt, language) };
    const obstacle = await obstacleTo(conversation);
    if (obstacle) return toldObstacle(language, obstacle);
    const place = slackPlace(team, conversation);
    try {
      // Whether a bot may post is known only by posting.
      const card = messageCard(language, words.done(meant.name), [words.doneLine]);
      await messenger.post(place, card, { under: null, key: null });
    } catch (error) {
      return toldObstacle(language, obstacleIn(error));
    }
    await channels.linkChannel(meant.id, place, by, clock.now());
    return { linked: true, card: messageCard(language, slackWords(language).link.answered(meant.name), []) };
  };
}

function obstacleIn(error: unknown): Obstacle {
  if (!(error instanceof PlatformError)) throw error;
  return OBSTACLES[slackCodeOf(error) ?? ''] ?? 'failed';
}

function toldObstacle(language: Language, obstacle: Obstacle): { linked: boolean; card: Card } {
  const words = { ...linkingWords(language, '/maru'), ...slackWords(language).link };
  return { linked: false, card: messageCard(language, words[obstacle], [words[`${obstacle}Line`]]) };
}
