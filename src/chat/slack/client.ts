/** Calls to Slack's Web API: paced, timed out, never repeated by themselves, with errors the flow knows. */
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import type { Log } from '../../flow/log.js';
import { PlatformError } from '../../flow/ports.js';
import type { MethodName } from './methods.js';
import type { Pace, TurnOptions } from './pace.js';
import { platformErrorOf } from './refusals.js';
import type { SlackSettings } from './settings.js';
import type { Transport } from './transport.js';

const TIMEOUT_MS = 10_000;

export type Call = (
  method: MethodName,
  args: Readonly<Record<string, unknown>>,
  options?: TurnOptions,
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

/** Makes `call`. It throws PlatformError; anything else is a bug. */
export function makeCall(parts: {
  settings: SlackSettings;
  transport: Transport;
  pace: Pace;
  log: Log;
}): Call {
  const { settings, transport, pace, log } = parts;
  const client = new WebClient(settings.SLACK_BOT_TOKEN, clientOptions(settings, transport, log));
  return async (method, args, options = {}) => {
    await pace.turn(method, options);
    try {
      return await client.apiCall(method, args);
    } catch (error) {
      const known = platformErrorOf(method, error);
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
