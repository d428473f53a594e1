/** 「Maru に実績メモとして残す」 on a message: the form is asked for with the message in it, and sent. */
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Action } from '../../../core/cards/action.js';
import { sourceOf } from '../../../core/memo/memo.js';
import { type HandedOver, handedOverIn, type TeamsActivity } from '../activity.js';
import { anonymous, isOfTwo, splitConversation, type TeamsPlace, teamsPlace } from '../place.js';
import { textOfMessage } from './typed.js';

/** The id of the command, as the manifest has it. */
export const MEMO_COMMAND = 'memo';
export const FETCH_INVOKE = 'composeExtension/fetchTask';
export const SUBMIT_INVOKE = 'composeExtension/submitAction';

export const isMessageAction = ({ name }: TeamsActivity): boolean =>
  name === FETCH_INVOKE || name === SUBMIT_INVOKE;

/** Where it was called: a chat between others Maru only tells from the next, and never writes there. */
export const calledIn = (activity: TeamsActivity, tenant: string) =>
  placeNamed(anonymous(splitConversation(activity.conversation.id).channel), activity, tenant);

const placeNamed = (c: string, { serviceUrl: s }: TeamsActivity, t: string) =>
  ({ k: 'channel', s, t, c }) as const satisfies TeamsPlace;

/** The form that is asked for, and what stands in it; null when it is no command of ours. */
export function memoAsked(
  activity: TeamsActivity,
  tenant: string,
): { readonly action: Action; readonly fields: Readonly<Record<string, string>> } | null {
  const handed = handedOverIn(activity.value);
  if (handed?.commandId !== MEMO_COMMAND) return null;
  const { id, body, linkToMessage } = handed.messagePayload;
  const { channel } = splitConversation(activity.conversation.id);
  const source = sourceOf({ place: teamsPlace(placeNamed(channel, activity, tenant)), id });
  const ofTwo = isOfTwo(channel) || isOfTwo(linkToMessage ?? '');
  return {
    action: { do: 'open_memo', of: '', v: 0, with: source },
    fields: {
      text: textOfMessage(activity, body?.content ?? '', body?.contentType !== 'text'),
      day: dayOf(handed),
      ...(ofTwo
        ? { link: '', without: 'link' }
        : { link: linkToMessage?.startsWith('https://') ? linkToMessage : '' }),
      author: isOwn(activity, handed) ? 'own' : 'other',
    },
  };
}

function dayOf({ messagePayload: { createdDateTime } }: HandedOver): string {
  const at = new Date(createdDateTime ?? '');
  return Number.isNaN(at.getTime()) ? '' : cityDate(at);
}

const isOwn = ({ from }: TeamsActivity, { messagePayload }: HandedOver): boolean =>
  Boolean(from.aadObjectId) &&
  messagePayload.from?.user?.id?.toLowerCase() === from.aadObjectId?.toLowerCase();
