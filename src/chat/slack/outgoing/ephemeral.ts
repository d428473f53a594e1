/** A card beside what was pressed in a channel, for who pressed it alone (docs.slack.dev/reference/methods/chat.postEphemeral). */
import type { Card } from '../../../core/cards/card.js';
import { paginate, renderSlack } from '../../render/render.js';
import type { Call } from './client.js';
import type { Replace } from './replace.js';

/** Where a button was pressed in a channel, and by whom. */
export type PressedSpot = {
  readonly channel: string;
  readonly thread: string | null;
  readonly user: string;
  /** where it stood in such a card itself: that one is replaced, once */
  readonly replaces: { at: string | null };
};

/** Shows the card; false when it needs more than one message: those are to be found again. */
export function makeShowEphemeral(parts: {
  call: Call;
  replace: Replace;
}): (spot: PressedSpot, card: Card) => Promise<boolean> {
  const { call, replace } = parts;
  return async ({ channel, thread, user, replaces }, card) => {
    if (paginate(card, ['slack']).length > 1) return false;
    const { at } = replaces;
    replaces.at = null;
    if (at !== null) {
      await replace(at, card);
      return true;
    }
    const message = renderSlack(card);
    if ('view' in message) return false;
    await call(
      'chat.postEphemeral',
      {
        channel,
        user,
        ...(thread === null ? {} : { thread_ts: thread }),
        ...message,
        link_names: false,
        parse: 'none',
      },
      { channel },
    );
    return true;
  };
}
