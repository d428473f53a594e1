/** Calls to Slack's Web API: paced, timed out, never repeated by themselves, with errors the flow knows. */
import {
  type Logger,
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import type { Log } from '../../../flow/log.js';
import { type MetricsPort, noMetrics } from '../../../flow/metrics-port.js';
import { PlatformError } from '../../../flow/ports.js';
import type { Credentials } from '../../credentials.js';
import type { SlackSettings } from '../settings.js';
import { platformErrorOf, refusalOf } from './errors.js';
import type { MethodName } from './methods.js';
import type { AcquireOptions, RateLimit } from './rate-limit.js';
import type { Transport } from './transport.js';

const TIMEOUT_MS = 10_000;

export type Call = (
  method: MethodName,
  args: Readonly<Record<string, unknown>>,
  options?: AcquireOptions,
) => Promise<unknown>;

/** Everything given to Slack's libraries, so that none of them sends by another way or twice. */
export function clientOptions(settings: SlackSettings, transport: Transport, log: Log) {
  return {
    slackApiUrl: settings.SLACK_API_URL,
    allowAbsoluteUrls: false,
    fetch: transport.fetch,
    timeout: TIMEOUT_MS,
    // A lost answer would be sent again and stand there twice; and one 429 would stop the whole queue.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // The pace is kept here; the client's own queue of 100 stays out of the way.
    maxRequestConcurrency: 100,
    logger: loggerOf(log),
  };
}

/**
 * Methods that are called without Slack's client: the messages, of which there are many and which are long. The client
 * goes through every part of a card twice for a line of its debug log. What goes out is the form it would send: JSON
 * would be shorter, but not everything that stands in for Slack reads it.
 */
const DIRECT: ReadonlySet<MethodName> = new Set(['chat.postMessage', 'chat.update']);

/** Makes `call`. It throws PlatformError; anything else is a bug. */
export function makeCall(parts: {
  settings: SlackSettings;
  transport: Transport;
  pace: RateLimit;
  log: Log;
  meter?: MetricsPort;
  credentials?: Credentials;
}): Call {
  const { settings, transport, pace, log, meter = noMetrics, credentials } = parts;
  const { SLACK_API_URL: api, SLACK_BOT_TOKEN: token } = settings;
  const client = new WebClient(token, clientOptions(settings, transport, log));
  const addresses = new Map(
    [...DIRECT].map((method) => [method, new URL(method, api.endsWith('/') ? api : `${api}/`)]),
  );
  return async (method, args, options = {}) => {
    await pace.acquire(method, options);
    try {
      const address = addresses.get(method);
      const answer = await (address
        ? calledDirectly(address, token, transport, args)
        : client.apiCall(method, args));
      credentials?.accepted('SLACK_BOT_TOKEN');
      return answer;
    } catch (error) {
      const known = platformErrorOf(method, error);
      const refusal = refusalOf(known);
      if (refusal !== null) credentials?.refused('SLACK_BOT_TOKEN', refusal);
      // Whoever is told why something cannot be done was let in.
      else if (error instanceof WebAPIPlatformError) credentials?.accepted('SLACK_BOT_TOKEN');
      meter.platformError('slack', method, known);
      if (
        known instanceof PlatformError &&
        known.options.retryAfterMs !== undefined &&
        known.cause === 'ratelimited'
      )
        pace.hold(method, options.channel ?? null, known.options.retryAfterMs);
      throw known;
    }
  };
}

/** As the client calls, with its errors. */
async function calledDirectly(
  at: URL,
  token: string,
  transport: Transport,
  args: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const answer = await transport.post(at, token, formOf(args), TIMEOUT_MS).catch((fault: unknown) => {
    throw new WebAPIRequestError(fault instanceof Error ? fault : new Error(String(fault)));
  });
  const { status, headers, text } = answer;
  if (status === 429) {
    const retryAfter = Number.parseInt(String(headers['retry-after']), 10);
    if (!Number.isNaN(retryAfter)) throw new WebAPIRateLimitedError(retryAfter);
  }
  if (status !== 200) throw new WebAPIHTTPError(status, '', {}, text);
  const result = answerIn(text);
  if (!result.ok) throw new WebAPIPlatformError(result);
  return result;
}

/** What is no text is JSON (docs.slack.dev/apis/web-api, "POST bodies"). Half a surrogate pair cannot be written. */
function formOf(args: Readonly<Record<string, unknown>>): string {
  const written = (value: unknown) =>
    typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : JSON.stringify(value);
  return Object.entries(args)
    .map(([name, value]) => `${name}=${encodeURIComponent(written(value))}`)
    .join('&');
}

/** What is no JSON is an answer without `ok`, its text the reason. */
function answerIn(text: string): ConstructorParameters<typeof WebAPIPlatformError>[0] {
  try {
    return JSON.parse(text);
  } catch {
    return { ok: false, error: text.slice(0, LONGEST_REASON) };
  }
}

/** Of what a gateway put in the place of Slack's answer, in characters. */
const LONGEST_REASON = 100;

/** The libraries' own log: warnings and errors only, since what is below names texts of people. */
export function loggerOf(log: Log): Logger {
  const written = (words: readonly unknown[]) =>
    words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...words) => log.warn({ from: 'slack' }, written(words)),
    error: (...words) => log.error({ from: 'slack' }, written(words)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
