/**
 * What an answer of Slack means for the sender, one table. Source: docs.slack.dev/reference/methods, the errors of
 * chat.postMessage, chat.update, conversations.*, users.* and views.*.
 */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { PlatformError } from '../../../flow/ports.js';

/** Somebody has to put it right first: looked at again this much later. */
const PUT_RIGHT_MS = 30 * 60_000;

type Meaning =
  /** will never work: the person has left, the card is not acceptable */
  | 'never'
  /** works once somebody invited the bot, unarchived the channel, gave a scope or a token */
  | 'put_right'
  /** the message to be edited is gone, or cannot be edited any more */
  | 'gone'
  /** a fault of Slack's: it may have been done all the same */
  | 'fault';

const MEANINGS: Readonly<Record<string, Meaning>> = {
  account_inactive: 'put_right',
  block_mismatch: 'never',
  cannot_dm_bot: 'never',
  cant_update_message: 'gone',
  channel_is_limited_access: 'put_right',
  channel_not_found: 'put_right',
  duplicate_channel_not_found: 'never',
  edit_window_closed: 'gone',
  ekm_access_denied: 'put_right',
  exchanged_trigger_id: 'never',
  expired_trigger_id: 'never',
  external_channel_migrating: 'put_right',
  fatal_error: 'fault',
  hash_conflict: 'never',
  internal_error: 'fault',
  invalid_arguments: 'never',
  invalid_attachments: 'never',
  invalid_auth: 'put_right',
  invalid_blocks: 'never',
  invalid_blocks_format: 'never',
  invalid_metadata_format: 'never',
  invalid_metadata_schema: 'never',
  invalid_trigger_id: 'never',
  is_archived: 'put_right',
  is_inactive: 'gone',
  message_limit_exceeded: 'put_right',
  message_not_found: 'gone',
  messages_tab_disabled: 'put_right',
  metadata_too_large: 'never',
  missing_scope: 'put_right',
  msg_blocks_too_long: 'never',
  msg_too_long: 'never',
  no_permission: 'put_right',
  no_text: 'never',
  not_allowed_token_type: 'put_right',
  not_authed: 'put_right',
  not_enabled: 'put_right',
  not_in_channel: 'put_right',
  org_login_required: 'put_right',
  push_limit_reached: 'never',
  request_timeout: 'fault',
  restricted_action: 'put_right',
  restricted_action_non_threadable_channel: 'put_right',
  restricted_action_read_only_channel: 'put_right',
  restricted_action_thread_locked: 'put_right',
  restricted_action_thread_only_channel: 'put_right',
  service_unavailable: 'fault',
  team_access_not_granted: 'put_right',
  team_added_to_org: 'put_right',
  thread_not_found: 'gone',
  token_expired: 'put_right',
  token_revoked: 'put_right',
  too_many_attachments: 'never',
  user_disabled: 'never',
  user_not_found: 'never',
  user_not_visible: 'never',
  users_not_found: 'never',
  view_too_large: 'never',
};

/** Faults before anything was sent: nothing can have been done. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * A failed call as the flow knows it. `doubtful` wherever the call may have been done without its answer arriving.
 * Anything that is not of Slack's client comes back as it is: a bug.
 */
export function platformErrorOf(method: string, error: unknown): unknown {
  if (error instanceof PlatformError) return error;
  if (error instanceof WebAPIRateLimitedError)
    return refused(method, 'ratelimited', 'retry', { retryAfterMs: error.retryAfter * 1000 });
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited' || code === 'rate_limited')
      return refused(method, code, 'retry', { retryAfterMs: 1_000 });
    const meaning = MEANINGS[code];
    switch (meaning) {
      case 'never':
        return refused(method, code, 'never');
      case 'put_right':
        return refused(method, code, 'retry', { retryAfterMs: PUT_RIGHT_MS });
      case 'gone':
        return refused(method, code, 'retry', { gone: true });
      case 'fault':
        return refused(method, code, 'retry', { doubtful: true });
      case undefined:
        // a word this table does not know: tried again as often as any fault
        return refused(method, code, 'retry');
      default:
        return meaning satisfies never;
    }
  }
  // A gateway's answer says nothing of what happened behind it.
  if (error instanceof WebAPIHTTPError)
    return refused(method, `http_${error.statusCode}`, 'retry', { doubtful: error.statusCode >= 500 });
  if (error instanceof WebAPIRequestError) {
    const code = networkCode(error.original);
    return refused(method, code, 'retry', { doubtful: !NOT_SENT.has(code) });
  }
  return error;
}

/** Slack's own word for why it refused, e.g. `is_archived`; null when the error is none of Slack's. */
export function slackCodeOf(error: unknown): string | null {
  return error instanceof PlatformError && typeof error.cause === 'string' ? error.cause : null;
}

function refused(
  method: string,
  code: string,
  kind: 'retry' | 'never',
  options: ConstructorParameters<typeof PlatformError>[2] = {},
): PlatformError {
  return Object.assign(new PlatformError(`${method}: ${code}`, kind, options), { cause: code });
}

/** The code that transport.ts gave the fault; a body that did not arrive has only a name. */
function networkCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Slack's words for a token that it does not take. */
const REFUSED = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']);

/** Why Slack itself said no to the token, as opposed to not answering; null when it did not. */
export function refusalOf(error: unknown): string | null {
  const { cause, data } = (error ?? {}) as { cause?: unknown; data?: { error?: unknown } };
  return [cause, data?.error].map(String).find((code) => REFUSED.has(code)) ?? null;
}
