/**
 * How fast Slack is called: one message a second and channel with short bursts, some hundred a minute in all, each
 * method within its tier, and where Slack said to wait, that channel and method alone. Notices leave room for answers:
 * who just pressed a button does not wait behind a morning's reminders.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { PlatformError } from '../../../flow/ports.js';
import { makeDepartures } from '../../http/rate-windows.js';
import { METHODS, type MethodName, TIERS } from './methods.js';

const MINUTE_MS = 60_000;

/** docs.slack.dev/reference/methods/chat.postMessage: one a second and channel, "short bursts" allowed; three is Maru's own. */
const PER_CHANNEL = { everyMs: 1_000, burst: 3 };
/** The same page: "several hundred messages per minute" a workspace; three hundred is Maru's own reading. */
const PER_WORKSPACE = [{ most: 300, ms: MINUTE_MS }] as const;
/** As many of these as notices may take; the rest is for answers. Evenly, so that an answer finds room at any moment. */
const NOTICES_PER_WORKSPACE = [{ most: 290, ms: MINUTE_MS }] as const;
const PER_NOTICE = { everyMs: MINUTE_MS / 290, burst: 8 };
/** Of a method's tier notices take so many a minute at most, a few at once: whoever speaks is not to wait for them. */
const LOOKS_FOR_NOTICES = { everyMs: MINUTE_MS / 30, burst: 5 };
/** Of a tier's calls a fifth at once and the rest evenly, so that no minute holds more than the tier allows. */
const BURST_SHARE = 0.2;

/** Longest wait for a turn before the caller is told to come again, in milliseconds. */
const LONGEST_WAIT_MS = 30_000;
/** Channels remembered before those long idle are forgotten. */
const MANY_CHANNELS = 5_000;

type Rate = { readonly everyMs: number; readonly burst: number };

export type AcquireOptions = {
  /** the channel whose pace this counts for */
  readonly channel?: string;
  /** longest wait for a turn, in milliseconds */
  readonly longestWaitMs?: number;
  /** nobody waits for this: answers go first */
  readonly notice?: boolean;
};

export type RateLimit = {
  /** Waits for a turn. Throws PlatformError `retry` while Slack wants to be left alone, or when the queue is too long. */
  acquire(method: MethodName, options?: AcquireOptions): Promise<void>;
  /** Slack answered 429: this method waits in this channel (or everywhere when it has none). */
  hold(method: MethodName, channel: string | null, ms: number): void;
};

/** `now` in milliseconds of any steady clock; `sleep` waits so many milliseconds. */
export function makeRateLimit(
  now: () => number = () => performance.now(),
  sleep: (ms: number) => Promise<unknown> = (ms) => sleepFor(ms),
): RateLimit {
  /** when the next turn would be due if all were taken evenly (GCRA) */
  const due = new Map<string, number>();
  const departures = makeDepartures(now);
  const heldUntil = new Map<string, number>();

  function waitOf(key: string, { everyMs, burst }: Rate): number {
    return Math.max(0, Math.max(due.get(key) ?? 0, now()) + everyMs - burst * everyMs - now());
  }

  function forgetIdle(): void {
    if (due.size + heldUntil.size < MANY_CHANNELS) return;
    for (const map of [due, heldUntil]) for (const [key, at] of map) if (at <= now()) map.delete(key);
  }

  return {
    async acquire(method, { channel, longestWaitMs = LONGEST_WAIT_MS, notice = false } = {}) {
      forgetIdle();
      const held = (heldUntil.get(`${method}/${channel ?? ''}`) ?? 0) - now();
      if (held > 0) throw new PlatformError(`${method}: waiting as told`, 'retry', { retryAfterMs: held });
      const rates = ratesOf(method, channel, notice);
      let at = now() + Math.max(0, ...rates.map(([key, rate]) => waitOf(key, rate)));
      const message = method === 'chat.postMessage';
      if (message) at = departures.first(method, notice ? NOTICES_PER_WORKSPACE : PER_WORKSPACE, at);
      const wait = at - now();
      if (wait > longestWaitMs)
        throw new PlatformError(`${method}: too many calls at once`, 'retry', { retryAfterMs: wait });
      for (const [key, { everyMs }] of rates) due.set(key, Math.max(due.get(key) ?? 0, now()) + everyMs);
      if (message) departures.enter(method, PER_WORKSPACE, at);
      if (wait > 0) await sleep(wait);
    },
    hold(method, channel, ms) {
      const key = `${method}/${channel ?? ''}`;
      heldUntil.set(key, Math.max(heldUntil.get(key) ?? 0, now() + ms));
    },
  };
}

function ratesOf(
  method: MethodName,
  channel: string | undefined,
  notice: boolean,
): (readonly [string, Rate])[] {
  const { tier } = METHODS[method];
  if (tier) {
    const burst = Math.max(1, Math.floor(TIERS[tier] * BURST_SHARE));
    return [
      [method, { everyMs: MINUTE_MS / Math.max(1, TIERS[tier] - burst), burst }],
      ...(notice ? [[`notices/${method}`, LOOKS_FOR_NOTICES] as const] : []),
    ];
  }
  if (method === 'chat.postMessage')
    return [
      ...(notice ? [['notices', PER_NOTICE] as const] : []),
      ...(channel === undefined ? [] : [[`channel/${channel}`, PER_CHANNEL] as const]),
    ];
  return [];
}
