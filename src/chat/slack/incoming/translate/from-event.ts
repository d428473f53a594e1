/** Events (docs.slack.dev/reference/events): a message to the bot, a mention in a channel, the home opened. */
import type { z } from 'zod';
import { linkOf } from '../../../../core/evidence/name.js';
import { quickNumber } from '../../../../core/memo/read-memo.js';
import { linkedSection } from '../../../linking.js';
import type { IncomingFile } from '../../outgoing/files.js';
import { type eventEnvelope, homeEvent, mentionEvent, messageEvent } from '../../payloads.js';
import { isDirect, slackPlace } from '../../place.js';
import {
  eventInputId,
  type From,
  fromWhere,
  type Incoming,
  isOfThread,
  nothing,
  read,
  whereabouts,
} from './incoming.js';
import { asTyped, withoutMention } from './typed.js';

/** An event in Maru's words. */
export function fromEvent(envelope: z.output<typeof eventEnvelope>): Incoming {
  const { event, event_id: id, authorizations } = envelope;
  const bot = authorizations?.find((one) => one.is_bot)?.user_id ?? null;
  switch (event.type) {
    case 'message':
      return read(messageEvent, event, (message) => {
        const { user, bot_id: botId, subtype, hidden, channel, channel_type: kind } = message;
        // A message with a file or one also sent to the conversation is said like any other.
        if (subtype !== undefined && subtype !== 'file_share' && subtype !== 'thread_broadcast')
          return nothing(`subtype ${subtype}`);
        if (!user || botId || hidden || user === bot) return nothing('not by a person');
        if (isOfThread(kind)) return fromThread(envelope, user, message, bot);
        if (kind !== 'im' && !(kind === undefined && isDirect(channel))) return nothing('not to the bot');
        const text = asTyped(message.text ?? '');
        return said(
          fromOfEvent(envelope, user),
          id,
          channel,
          threadOf(message),
          text,
          filesOf(message.files),
        );
      });
    case 'app_mention':
      return read(mentionEvent, event, (mention) => {
        const { user, bot_id: botId, channel, edited } = mention;
        if (!user || botId || user === bot) return nothing('not by a person');
        if (edited) return nothing('edited');
        const from = fromOfEvent(envelope, user);
        const text = asTyped(withoutMention(mention.text ?? '', bot));
        const thread = threadOf(mention) ?? mention.ts;
        const section = linkedSection(text);
        return section !== null
          ? {
              kind: 'link',
              from,
              id: eventInputId(id),
              section,
              conversation: channel,
              thread,
              by: 'message',
            }
          : inChannel(said(from, id, channel, thread, text), true, threadOf(mention));
      });
    case 'app_home_opened':
      return read(homeEvent, event, ({ user, tab }) =>
        tab === undefined || tab === 'home'
          ? { kind: 'home', from: fromOfEvent(envelope, user), id: `slack:${id}` }
          : nothing('another tab'),
      );
    default:
      return nothing(`event ${event.type}`);
  }
}

/**
 * Said in a channel without calling the bot: taken in the thread under a message of ours only. What else is said there
 * is dropped here, before anything is looked up or kept.
 */
function fromThread(
  envelope: z.output<typeof eventEnvelope>,
  user: string,
  message: z.output<typeof messageEvent>,
  bot: string | null,
): Incoming {
  const { channel, ts, parent_user_id: parent, text: marked } = message;
  const thread = threadOf(message);
  if (thread === null) return nothing('not in a thread');
  // An envelope that does not name the bot leaves it to the record whether the message above is ours.
  // A number that counts on may stand under the message that was noted, whoever wrote it.
  const isOurs = bot === null || !parent || parent === bot;
  if (!isOurs && quickNumber(asTyped(marked ?? '')) === null) return nothing('not under a message of ours');
  // With the bot in it the same message comes as `app_mention`; with somebody else in it, it is for that person.
  if (/<@[UW]/u.test(marked ?? '')) return nothing('to somebody by name');
  const text = asTyped(marked ?? '');
  if (text.trim() === '') return nothing('without text');
  return inChannel(
    said(fromOfEvent(envelope, user), `${channel}:${ts}`, channel, thread, text),
    false,
    thread,
  );
}

/** A message in a channel: whether the bot was called, and the message above it when it stands in a thread. */
function inChannel(incoming: Incoming, mentioned: boolean, root: string | null): Incoming {
  if (incoming.kind !== 'input' || incoming.input.kind !== 'said') return incoming;
  const { from, conversation, input } = incoming;
  const under = root === null ? {} : { under: { place: slackPlace(from.team, conversation), id: root } };
  return {
    ...incoming,
    input: { ...input, mentioned, channel: slackPlace(from.team, conversation), ...under },
  };
}

function said(
  from: From,
  eventId: string,
  conversation: string,
  thread: string | null,
  text: string,
  files: readonly IncomingFile[] = [],
): Incoming {
  return {
    kind: 'input',
    from,
    input: { kind: 'said', id: eventInputId(eventId), text, ...whereabouts(from, conversation, thread) },
    by: 'message',
    trigger: null,
    view: null,
    conversation,
    ...(files.length > 0 ? { files } : {}),
  };
}

/** Files as an event names them. One that is deleted, or kept back by the workspace, has no address. */
function filesOf(files: z.output<typeof messageEvent>['files']): IncomingFile[] {
  return (files ?? []).map(({ id, name, size, url_private: url, permalink }) => ({
    id,
    name: name ?? id,
    size: size ?? 0,
    url: url ?? '',
    link: linkOf(permalink ?? ''),
  }));
}

function threadOf({ ts, thread_ts: thread }: { ts: string; thread_ts?: string | undefined }): string | null {
  return thread === undefined || thread === ts ? null : thread;
}

function fromOfEvent(envelope: z.output<typeof eventEnvelope>, user: string): From {
  const [installed] = envelope.authorizations ?? [];
  const team = installed?.team_id ?? envelope.context_team_id ?? envelope.team_id ?? '';
  const enterprise = installed?.enterprise_id ?? envelope.context_enterprise_id ?? envelope.enterprise_id;
  return fromWhere({
    user,
    workspace: team,
    organization: enterprise,
    whole: installed?.is_enterprise_install === true,
  });
}
