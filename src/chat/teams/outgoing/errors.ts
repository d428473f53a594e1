/**
 * What an answer of the Bot Connector means for the sender, one table. Source: learn.microsoft.com microsoftteams/
 * platform/bots/how-to/conversations/send-proactive-messages, …/format-your-bot-messages (status codes) and
 * …/bots/how-to/rate-limit: 412, 429, 502 and 504 are to be tried again.
 */
import { PlatformError } from '../../../flow/ports.js';

/** Somebody has to put it right first: looked at again this much later, in milliseconds. */
const PUT_RIGHT_MS = 30 * 60_000;

export type Refused = {
  readonly status: number;
  /** the code in the body, e.g. `MessageWritesBlocked`; '' when there is none */
  readonly code: string;
  readonly retryAfterMs: number | null;
};

type Meaning =
  /** will never work as it is: the card is not acceptable */
  | 'never'
  /** the person blocked or removed the bot */
  | 'unreachable'
  /** works once somebody installed the bot again, unarchived the team, put the credentials right */
  | 'put_right'
  /** the message to be edited is not there any more */
  | 'gone'
  /** nothing was done; soon it may be */
  | 'again'
  /** a fault of the platform: it may have been done all the same */
  | 'fault';

const MEANINGS: Readonly<Record<string, Meaning>> = {
  '403 MessageWritesBlocked': 'unreachable',
  '403 ConversationBlockedByUser': 'unreachable',
  '403 BotNotInConversationRoster': 'put_right',
  '403 BotDisabledByAdmin': 'put_right',
  '403 BotBlockedByAdmin': 'put_right',
  '403 NotEnoughPermissions': 'put_right',
  '403 ConversationWriteForbidden': 'put_right',
  '404 ConversationNotFound': 'put_right',
  '404 ActivityNotFoundInConversation': 'gone',
  '404 MessageNotFound': 'gone',
  '410': 'gone',
  '400': 'never',
  '401': 'put_right',
  '403': 'put_right',
  '404': 'put_right',
  '408': 'again',
  '409': 'again',
  '412': 'again',
  '413': 'never',
  '422': 'never',
  '429': 'again',
  '502': 'again',
  '503': 'again',
  '504': 'again',
};

/** What an answer means; `editing`: the request named a message, so that 404 without more is that message. */
export function meaningOf({ status, code }: Refused, editing: boolean): Meaning {
  const known = MEANINGS[`${status} ${code}`];
  if (known) return known;
  if (editing && status === 404) return 'gone';
  // What is not the Bot Connector's own is a proxy's or a gateway's on the way, and says nothing of the card.
  return MEANINGS[String(status)] ?? (status >= 500 ? 'fault' : 'put_right');
}

/** Refusals of 403 that are about everybody: an administrator's, and without a code that of a gateway on the way. */
const OF_EVERYBODY = new Set(['', 'BotDisabledByAdmin', 'BotBlockedByAdmin']);

/** Whether a refusal in a personal chat says that this person does not have the bot (any more): every other 403 does. */
export function isOfOnePerson({ status, code }: Refused): boolean {
  return status === 403 && !OF_EVERYBODY.has(code);
}

/** An answer as the flow knows it. */
export function platformError(what: string, refused: Refused, editing: boolean): PlatformError {
  const { status, code, retryAfterMs } = refused;
  const text = `${what}: ${status}${code === '' ? '' : ` ${code}`}`;
  const meaning = meaningOf(refused, editing);
  switch (meaning) {
    case 'never':
    case 'unreachable':
      return new PlatformError(text, 'never');
    case 'put_right':
      return new PlatformError(text, 'retry', { retryAfterMs: retryAfterMs ?? PUT_RIGHT_MS });
    case 'gone':
      return new PlatformError(text, 'retry', { gone: true });
    case 'again':
      return new PlatformError(text, 'retry', retryAfterMs === null ? {} : { retryAfterMs });
    case 'fault':
      // An edit done twice is done once.
      return new PlatformError(text, 'retry', { doubtful: !editing });
    default:
      return meaning satisfies never;
  }
}

/** Faults before anything was sent: nothing can have been done. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UND_ERR_CONNECT_TIMEOUT',
  // undici's word for a proxy that refuses the tunnel; nothing else aborts a request of ours with it
  'UND_ERR_ABORTED',
]);

/** No answer came: a lost connection or a time-out. `code` is the network's word for it. */
export function noAnswer(what: string, code: string, editing: boolean): PlatformError {
  return new PlatformError(`${what}: ${code}`, 'retry', { doubtful: !editing && !NOT_SENT.has(code) });
}

/** `Retry-After` in seconds or as a date, in milliseconds from now; null when there is none. */
export function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
