/** What Teams sends, translated into inputs. Pure: what a person did, where, and under which id. Decides nothing. */
import { createHash } from 'node:crypto';
import { type Action, decodeAction } from '../../../core/cards/action.js';
import type { Input, MessageAt, Place } from '../../../core/conversation/input.js';
import { type Looking, UNREAD_TEXT } from '../../../flow/looking.js';
import { linkedSection } from '../../linking.js';
import { isRefresh, pressedOf, type TeamsActivity, tenantOf } from '../activity.js';
import { CONSENT_INVOKE, type Consent, consentOf, filesOf, type IncomingFile } from '../outgoing/files.js';
import { anonymous, splitConversation, type TeamsPlace, teamsPlace } from '../place.js';
import { calledIn, FETCH_INVOKE, memoAsked, SUBMIT_INVOKE } from './message-action.js';
import { typedText } from './typed.js';

type WithoutPerson<T> = T extends unknown ? Omit<T, 'person' | 'aside'> : never;

/** How a button came: which answer the client waits for. */
export type By = 'message' | 'submit' | 'execute' | 'fetch' | 'task' | 'action';

export type Incoming =
  | { readonly kind: 'nothing'; readonly why: string }
  /** more was typed into a card or form than any client of Teams takes */
  | { readonly kind: 'too_much' }
  /** an invoke that is none of ours: answered as such */
  | { readonly kind: 'unknown_invoke' }
  | {
      readonly kind: 'input';
      readonly by: By;
      readonly input: WithoutPerson<Input>;
      /** files that came with a message in a personal chat */
      readonly files?: readonly IncomingFile[];
      /** the message whose button was pressed; null: it was in none */
      readonly card?: string | null;
    }
  /** what a person answered to the card that offers a file; `card` is the message it stands in */
  | {
      readonly kind: 'consent';
      readonly place: Place;
      readonly consent: Consent;
      readonly card: string | null;
    }
  /** `place` is the thread it was said in, `channel` null outside a team's channel */
  | { readonly kind: 'link'; readonly section: string; readonly place: Place; readonly channel: Place | null }
  /** the bot came into a personal chat; `first` when it is to say how it works */
  | { readonly kind: 'installed'; readonly id: string; readonly place: Place; readonly first: boolean }
  | { readonly kind: 'removed'; readonly place: Place };

const nothing = (why: string): Incoming => ({ kind: 'nothing', why });

/** The translation at the door: of an input that may not be looked at any more nothing typed is. */
export function makeTranslate(looking: Looking): (activity: TeamsActivity) => Incoming {
  return (activity) =>
    looking(inputOf(activity), (isStopped) => translate(isStopped ? withoutText(activity) : activity));
}

/** It keeps the id that it has with its text. */
function withoutText(activity: TeamsActivity): TeamsActivity {
  const { textFormat: _format, ...rest } = activity;
  const value = activity.name === FETCH_INVOKE ? { value: null } : {};
  return { ...rest, ...value, id: idOf(activity), text: UNREAD_TEXT, attachments: [] };
}

/** Whatever came, by its type. What was not done by a person is `nothing`. */
export function translate(activity: TeamsActivity): Incoming {
  const at = placeOf(activity);
  if (!at) return nothing('nowhere');
  switch (activity.type) {
    case 'message':
      return fromMessage(activity, at);
    case 'invoke':
      return fromInvoke(activity, at);
    case 'installationUpdate':
      return fromInstallation(activity, at);
    case 'conversationUpdate':
      return fromMembers(activity, at);
    default:
      return nothing(`type ${activity.type}`);
  }
}

/** What tells two activities apart. One without an id is known by all it says, which is the same when it is sent again. */
function idOf(activity: TeamsActivity): string {
  return activity.id ?? createHash('sha256').update(JSON.stringify(activity)).digest('base64url');
}

/** Where an activity happened; null when it names no tenant, or in a personal chat no person. */
export function placeOf(activity: TeamsActivity): TeamsPlace | null {
  const t = tenantOf(activity);
  const { serviceUrl: s, conversation, from } = activity;
  if (t === null) return null;
  if (conversation.conversationType === 'personal')
    return from.aadObjectId ? { k: 'personal', s, t, c: conversation.id, a: from.aadObjectId } : null;
  const { channel, root } = splitConversation(conversation.id);
  return { k: 'channel', s, t, c: channel, ...(root === null ? {} : { m: root }) };
}

function fromMessage(activity: TeamsActivity, at: TeamsPlace): Incoming {
  const { value, conversation } = activity;
  const id = inputOf(activity);
  const text = typedText(activity);
  if (value !== undefined && value !== null) {
    const button = pressed(activity, at, 'submit', id);
    // What is no button of ours may come beside a text all the same.
    if (button.kind === 'input' || text === '') return button;
  }
  if (at.k === 'channel') {
    const section = linkedSection(text);
    if (section !== null)
      return {
        kind: 'link',
        section,
        place: teamsPlace(at),
        channel:
          conversation.conversationType === 'channel'
            ? teamsPlace({ k: 'channel', s: at.s, t: at.t, c: at.c })
            : null,
      };
  }
  const said = at.k === 'channel' ? inChannel(activity, at) : null;
  // Heard only by the permission to read replies: what is in no thread, or for somebody else by name, is not for Maru.
  if (said && !said.mentioned && (said.under === undefined || callsSomebody(activity)))
    return nothing('not to the bot');
  return {
    kind: 'input',
    by: 'message',
    input: { kind: 'said', id, text, ...whereabouts(at), ...said },
    files: filesOf(activity),
  };
}

/**
 * Whether the bot was called, and the message above when it stands in a thread. Teams delivers only what calls the bot,
 * unless an administrator consents to more (RSC).
 */
function inChannel(
  { entities, recipient }: TeamsActivity,
  { s, t, c, m }: Extract<TeamsPlace, { k: 'channel' }>,
): { mentioned: boolean; channel: Place; under?: MessageAt } {
  const mentioned = (entities ?? []).some(
    ({ type, mentioned: who }) => type === 'mention' && who?.id != null && who.id === recipient?.id,
  );
  const channel = teamsPlace({ k: 'channel', s, t, c });
  return { mentioned, channel, ...(m === undefined ? {} : { under: { place: channel, id: m } }) };
}

const callsSomebody = ({ entities }: TeamsActivity): boolean =>
  (entities ?? []).some(({ type }) => type === 'mention');

function fromInvoke(activity: TeamsActivity, at: TeamsPlace): Incoming {
  const { name, value } = activity;
  const inputId = inputOf(activity);
  switch (name) {
    case 'adaptiveCard/action':
      return isRefresh(value) ? nothing('refresh') : pressed(activity, at, 'execute', inputId);
    case 'task/fetch':
      return pressed(activity, at, 'fetch', inputId);
    case 'task/submit':
      return pressed(activity, at, 'task', inputId);
    case FETCH_INVOKE:
    case SUBMIT_INVOKE:
      return fromMessageAction(activity, at, inputId);
    case CONSENT_INVOKE: {
      const consent = consentOf(value);
      return consent && at.k === 'personal'
        ? { kind: 'consent', place: teamsPlace(at), consent, card: activity.replyToId ?? null }
        : { kind: 'unknown_invoke' };
    }
    default:
      return { kind: 'unknown_invoke' };
  }
}

/** On a message, or the form that followed: answered in the person's own chat, wherever it was. */
function fromMessageAction(activity: TeamsActivity, at: TeamsPlace, id: string): Incoming {
  const where = calledIn(activity, at.t);
  if (activity.name === SUBMIT_INVOKE) return pressed(activity, where, 'action', id);
  const asked = memoAsked(activity, at.t);
  if (!asked) return nothing('no command of ours');
  return {
    kind: 'input',
    by: 'fetch',
    input: { kind: 'pressed', id, ...asked, ...whereabouts(where) },
    card: null,
  };
}

function pressed(activity: TeamsActivity, at: TeamsPlace, by: Exclude<By, 'message'>, id: string): Incoming {
  const sent = pressedOf(activity.value, by === 'fetch' || by === 'action' ? 'task' : by);
  const action: Action | null = sent ? decodeAction(sent.action) : null;
  if (!sent || !action) return nothing('no action of ours');
  const { fields } = sent;
  if (fields === null) return { kind: 'too_much' };
  return {
    kind: 'input',
    by,
    input: { kind: 'pressed', id, action, fields, ...whereabouts(at) },
    card: activity.replyToId ?? null,
  };
}

function fromInstallation(activity: TeamsActivity, at: TeamsPlace): Incoming {
  const { action, conversation } = activity;
  if (at.k !== 'personal') return nothing('installed in a team');
  const place = teamsPlace(at);
  switch (action) {
    case 'add':
    case 'add-upgrade':
      return {
        kind: 'installed',
        id: `teams:${conversation.id}:${idOf(activity)}:installed`,
        place,
        first: action === 'add',
      };
    case 'remove':
      return { kind: 'removed', place };
    default:
      return nothing(`installation ${action ?? ''}`);
  }
}

/** The bot itself coming and going; other members are none of its business. */
function fromMembers(activity: TeamsActivity, at: TeamsPlace): Incoming {
  const { membersAdded, membersRemoved, recipient, conversation } = activity;
  if (at.k !== 'personal') return nothing('members of a team');
  const isBot = ({ id }: { id: string }) => id === recipient?.id;
  const place = teamsPlace(at);
  if (membersRemoved?.some(isBot)) return { kind: 'removed', place };
  if (membersAdded?.some(isBot))
    return { kind: 'installed', id: `teams:${conversation.id}:added`, place, first: false };
  return nothing('members');
}

function whereabouts(at: TeamsPlace): { place: Place; surface: Input['surface'] } {
  return { place: teamsPlace(at), surface: at.k === 'channel' ? 'channel' : 'direct' };
}

/** The id of the input this would be, known without its text; what can be none has that of the activity. */
export function inputOf(activity: TeamsActivity): string {
  const { type, conversation, from } = activity;
  const id = idOf(activity);
  const chat = anonymous(conversation.id);
  if (type === 'message') return `teams:${chat}:${id}`;
  return type === 'invoke' ? `teams:${chat}:${id}:${from.aadObjectId ?? from.id}` : id;
}
