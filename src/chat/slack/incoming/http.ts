/** Requests of Slack over HTTP: signature, size and shape are checked before anything else looks at them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../../flow/log.js';
import { type MetricsPort, noMetrics } from '../../../flow/metrics-port.js';
import type { Clock } from '../../../flow/ports.js';
import { leaveUnread, makeBodyOf } from '../../http/http-body.js';
import { isTooDeep } from '../../http/nesting.js';
import { BODY_UNREAD, makeTellTurnedAway } from '../../http/turned-away.js';
import type { Dispatch } from './dispatch.js';
import { isSigned, NOT_SIGNED_SO, type Unsigned, whyUnsigned } from './signature.js';

/** The largest view (250 kB, see LIMITS in chat/render/limits.ts) with every character written as `%5Cu3042`, and room for what is around it. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const bodyOf = makeBodyOf(MAX_BODY_BYTES);

/** Where Slack is told to send: all three lead to the same listener. */
export const SLACK_PATHS = ['/slack/events', '/slack/interactivity', '/slack/commands'] as const;

/** Answers a request of Slack. Never rejects. Nothing may read the body before. */
export type SlackListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function makeListener(parts: {
  dispatch: Dispatch;
  secrets: readonly string[];
  clock: Clock;
  log: Log;
  meter?: MetricsPort;
}): SlackListener {
  const { dispatch, secrets, clock, log, meter = noMetrics } = parts;
  const tell = makeTellTurnedAway({ platform: 'slack', clock, log, meter });
  const refuse = (
    response: ServerResponse,
    status: number,
    { reason, ...facts }: Unsigned,
    headers: Record<string, string> = {},
  ) => {
    tell(status, reason, facts);
    end(response, status, '', headers);
  };
  return async (request, response) => {
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const contentType = header('content-type') ?? '';
    const signature = {
      timestamp: header('x-slack-request-timestamp'),
      signature: header('x-slack-signature'),
      now: clock.now(),
    };
    const unread = (status: number, why: Unsigned, headers: Record<string, string> = {}) => {
      refuse(response, status, why, headers);
      leaveUnread(request);
    };
    if (request.method !== 'POST') return unread(405, { reason: 'not a POST' }, { allow: 'POST' });
    const mayCheck = mayBeCertificateCheck(contentType, header('content-length'));
    const unsigned = whyUnsigned(signature);
    if (!mayCheck && unsigned) return unread(401, unsigned);
    const raw = await bodyOf(request, response);
    if (!Buffer.isBuffer(raw)) {
      const { status, ...why } = BODY_UNREAD[raw];
      return raw === 'busy' ? unread(status, why) : refuse(response, status, why, { connection: 'close' });
    }
    if (mayCheck && isCertificateCheck(raw)) return end(response, 200, '');
    if (!isSigned({ ...signature, secrets, body: raw }))
      return refuse(response, 401, unsigned ?? { reason: NOT_SIGNED_SO });
    const body = payloadOf(contentType, raw.toString('utf8'));
    if (!body) return refuse(response, 400, { reason: 'content type or shape' }, { 'x-slack-no-retry': '1' });
    const num = Number(header('x-slack-retry-num'));
    const answer = await dispatch(
      body,
      num > 0 ? { num, reason: header('x-slack-retry-reason') ?? '' } : undefined,
    );
    switch (answer.status) {
      case 200:
        return typeof answer.body === 'string'
          ? end(response, 200, answer.body)
          : end(response, 200, JSON.stringify(answer.body), {
              'content-type': 'application/json; charset=utf-8',
            });
      case 403:
      case 404:
        return end(response, answer.status, '', { 'x-slack-no-retry': '1' });
      case 500:
      case 503:
        return end(response, answer.status, '');
      default:
        return answer satisfies never;
    }
  };
}

/** `ssl_check=1&token=…`: nothing else is in it, so this short. */
const LONGEST_CHECK_BYTES = 256;

/**
 * Slack looks at the certificate of a command's address now and then (docs.slack.dev/interactivity/implementing-slash-commands).
 * The request need not be signed, and asks for nothing but a 200.
 */
const isCertificateCheck = (raw: Buffer): boolean =>
  new URLSearchParams(raw.toString('utf8')).get('ssl_check') === '1';

/** Whether it is worth reading for that. */
const mayBeCertificateCheck = (contentType: string, length: string | undefined): boolean =>
  typeOf(contentType) === FORM && Number(length ?? Number.NaN) <= LONGEST_CHECK_BYTES;

const FORM = 'application/x-www-form-urlencoded';

const typeOf = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** JSON for events; a form for commands, and one with `payload` for interactivity. */
function payloadOf(contentType: string, text: string): Record<string, unknown> | null {
  const type = typeOf(contentType);
  try {
    if (type === 'application/json') return asObject(JSON.parse(text));
    if (type !== FORM) return null;
    const form = Object.fromEntries(new URLSearchParams(text));
    return typeof form.payload === 'string' ? asObject(JSON.parse(form.payload)) : form;
  } catch {
    return null;
  }
}

function asObject(data: unknown): Record<string, unknown> | null {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !isTooDeep(data)
    ? (data as Record<string, unknown>)
    : null;
}

function end(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
