/** What the page is given to show: every card as both platforms would get it, drawn by renderers of their formats. */
import { formatInstant } from '../../core/calendar/format-instant.js';
import { decodeAction, encodeAction, KEEPS_HALF_WAY } from '../../core/cards/action.js';
import type { Card } from '../../core/cards/card.js';
import { fallbackText } from '../../core/cards/fallback.js';
import { HALF_WAY } from '../../core/conversation/interview/form.js';
import type { Words } from '../../core/text/language.js';
import type { Reply } from '../../flow/handle.js';
import { readInSlack, readInTeams } from '../render/reading.js';
import { type Json, paginate, renderSlack, renderTeams } from '../render/render.js';
import type { AttachedFile, Message } from './messages.js';
import { isNoticeId } from './messenger.js';
import { conversationPlace, readPlace } from './places.js';
import { type SlackLook, slackLook } from './slack-look.js';

export type ShownMessage = {
  readonly id: string;
  readonly number: number;
  /** the place of its conversation */
  readonly conversation: string;
  /** the message under which it stands; null: at the top */
  readonly thread: string | null;
  /** 10月2日(月) 9:00 */
  readonly at: Words;
  readonly edited: boolean;
  /** posted by the bot of its own accord: may be answered in its thread */
  readonly notice: boolean;
} & (
  | {
      readonly from: 'person';
      readonly person: string;
      readonly text: string;
      /** names of the files sent with it */
      readonly files: readonly string[];
    }
  | {
      readonly from: 'bot';
      readonly language: Card['language'];
      readonly summary: string;
      /** whether it is a question that is answered by writing */
      readonly isWritten: boolean;
      readonly looks: Looks;
      /** a file beside it, and the path where the page gets it; null: none */
      readonly file: (AttachedFile & { readonly path: string }) | null;
    }
);

type Looks = { readonly teams: readonly Json[]; readonly slack: readonly SlackLook[] };

export type ShownForm = {
  readonly title: string;
  readonly language: Card['language'];
  /** the action that sends it; null for what is only read */
  readonly send: { readonly title: string; readonly style: string; readonly action: string } | null;
  readonly cancel: string;
  /** the action that keeps what was filled in when the dialog is closed; null where there is none */
  readonly onClose: string | null;
  readonly looks: { readonly teams: Json; readonly slack: SlackLook };
};

/** A message for the page. A card too long for one message of a platform comes in pages, all within this one. */
export function shownMessage(message: Message): ShownMessage {
  const place = readPlace(message.place);
  if (!place) throw new Error(`message ${message.id} stands in no place of the playground`);
  const common = {
    id: message.id,
    number: message.number,
    conversation: conversationPlace(place.conversation),
    thread: place.thread,
    at: formatInstant(message.at),
    edited: message.edited,
    notice: isNoticeId(message.id),
  };
  if (message.from === 'person')
    return {
      ...common,
      from: 'person',
      person: message.person,
      text: message.text,
      files: message.files ?? [],
    };
  const { card, file } = message;
  return {
    ...common,
    from: 'bot',
    language: card.language,
    summary: fallbackText(card),
    isWritten: card.name === 'question' && card.view.fields.length > 0,
    looks: looksOf(card),
    file: file ? { ...file, path: `./api/file?message=${encodeURIComponent(message.id)}` } : null,
  };
}

/** A card to be read, or a form, for the page's dialog. */
function shownForm(card: Card): ShownForm {
  if (card.name !== 'form') {
    const { title, close } = READING[card.language];
    const looks = { teams: readInTeams(card).shown, slack: slackLook(readInSlack(card).shown) };
    return { title, language: card.language, send: null, cancel: close, onClose: null, looks };
  }
  const { send, title, cancel } = card.view;
  const action = decodeAction(send.action);
  return {
    title,
    language: card.language,
    send: { title: send.title, style: send.style, action: send.action },
    cancel,
    onClose:
      action && KEEPS_HALF_WAY.has(action.do) ? encodeAction(action.do, action.of, action.v, HALF_WAY) : null,
    looks: { teams: withoutActions(renderTeams(card)), slack: slackLook(renderSlack(card).view.blocks) },
  };
}

/** What is answered to a press besides that it was taken: a form, or what is wrong in the one sent; null for nothing. */
export function shownReply(reply: Reply | null): object | null {
  if (!reply) return null;
  if (reply.kind === 'form_problem') return { kind: reply.kind, problems: reply.problems };
  return { kind: reply.kind, form: shownForm(reply.card) };
}

/** As the platforms' own frames call it. */
const READING = {
  ja: { title: '報告の内容', close: '閉じる' },
  en: { title: 'The report', close: 'Close' },
} as const;

function looksOf(card: Card): Looks {
  return {
    teams: paginate(card, ['teams']).map((page) => renderTeams(page)),
    slack: paginate(card, ['slack'], { tables: true }).map((page) => {
      const message = renderSlack(page, { tables: true });
      return slackLook(('view' in message ? message.view.blocks : message.blocks).map(withAddress));
    }),
  };
}

/** A picture that Slack has as a file is here at an address. */
function withAddress(block: Json): Json {
  const { slack_file: file, ...image } = block;
  return file === undefined ? block : { ...image, image_url: (file as { id: string }).id };
}

/** A dialog has its buttons in its own frame. */
function withoutActions({ actions: _actions, ...card }: Json): Json {
  return card;
}
