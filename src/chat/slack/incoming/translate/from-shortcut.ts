/** 「Maru に実績メモとして残す」 on a message (docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload). */
import type { z } from 'zod';
import { cityDate } from '../../../../core/calendar/working-days.js';
import { sourceOf } from '../../../../core/memo/memo.js';
import type { messageAction } from '../../payloads.js';
import { slackPlace } from '../../place.js';
import { fromOfInteraction } from './from-interaction.js';
import { type Incoming, nothing, whereabouts } from './incoming.js';
import { asTyped } from './typed.js';

/** The callback_id of the shortcut, as the manifest has it (outgoing/methods.ts:DELIVERED). */
const MEMO_SHORTCUT = 'maru_memo';
const MS_PER_S = 1000;
/** People who are called by name: only the ids of their accounts stand there, and no names are kept of others. */
const CALLED = /<@[UW][A-Za-z0-9]*(?:\|[^<>]*)?>/gu;

export const shortcutId = (trigger: string): string => `slack:shortcut:${trigger}`;

/** The form of a memo is asked for, with the message in it; the answer belongs into the private chat, wherever that stands. */
export function fromShortcut(sent: z.output<typeof messageAction>): Incoming {
  if (sent.callback_id !== MEMO_SHORTCUT) return nothing(`shortcut ${sent.callback_id}`);
  const from = fromOfInteraction(sent);
  if (!from) return nothing('nobody');
  const { channel, message_ts: ts, message, trigger_id: trigger, team } = sent;
  const source = sourceOf({ place: slackPlace(from.team, channel.id), id: ts });
  return {
    kind: 'input',
    from,
    input: {
      kind: 'pressed',
      id: shortcutId(trigger),
      action: { do: 'open_memo', of: '', v: 0, with: source },
      fields: {
        text: asTyped((message.text ?? '').replace(CALLED, '@…')),
        day: cityDate(new Date(Number(ts) * MS_PER_S)),
        link: linkTo(team?.domain, channel.id, ts),
        author: message.user === from.user ? 'own' : 'other',
      },
      ...whereabouts(from, from.user, null),
    },
    by: 'button',
    trigger,
    view: null,
    conversation: from.user,
  };
}

/** Where the message stands; '' where Slack does not name its workspace. */
function linkTo(domain: string | null | undefined, channel: string, ts: string): string {
  return domain && /^[a-z0-9-]{1,63}$/u.test(domain)
    ? `https://${domain}.slack.com/archives/${channel}/p${ts.replace('.', '')}`
    : '';
}
