/**
 * How fast Slack is called: one message a second and channel with short bursts, each method within its tier, and
 * where Slack said to wait, that channel and method alone.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { PlatformError } from '../../flow/ports.js';
import { METHODS, type MethodName, TIERS } from './methods.js';

const MINUTE_MS = 60_000;

/** docs.slack.dev/reference/methods/chat.postMessage: one a second and channel, "short bursts" allowed; three is Maru's own. */
const PER_CHANNEL = { everyMs: 1_000, burst: 3 };
/** The same page: "several hundred messages per minute" a workspace; four a second is Maru's own reading. */
const PER_WORKSPACE = { everyMs: 250, burst: 60 };
/** Of a tier's calls a fifth at once and the rest evenly, so that no minute holds more than the tier allows. */
const BURST_SHARE = 0.2;

/** Longest wait for a turn before the caller is told to come again, in milliseconds. */
const LONGEST_WAIT_MS = 30_000;
/** Channels remembered before those long idle are forgotten. */
const MANY_CHANNELS = 5_000;

type Rate = { readonly everyMs: number; readonly burst: number };

export type Pace = {
  /** Waits for a turn. Throws PlatformError `retry` while Slack wants to be left alone, or when the queue is too long. */
  turn(method: MethodName, channel: string | null, longestWaitMs?: number): Promise<void>;
  /** Slack answered 429: this method waits in this channel (or everywhere when it has none). */
  hold(method: MethodName, channel: string | null, ms: number): void;
};

/** `now` in milliseconds of any steady clock; `sleep` waits so many milliseconds. */
export function makePace(
  now: () => number = () => performance.now(),
  sleep: (ms: number) => Promise<unknown> = (ms) => sleepFor(ms),
): Pace {
  /** when the next turn would be due if all were taken evenly (GCRA) */
  const due = new Map<string, number>();
  const heldUntil = new Map<string, number>();

  function waitOf(key: string, { everyMs, burst }: Rate): number {
    return Math.max(0, Math.max(due.get(key) ?? 0, now()) + everyMs - burst * everyMs - now());
  }

  function forgetIdle(): void {
    if (due.size + heldUntil.size < MANY_CHANNELS) return;
    for (const map of [due, heldUntil]) for (const [key, at] of map) if (at <= now()) map.delete(key);
  }

  return {
    async turn(method, channel, longestWaitMs = LONGEST_WAIT_MS) {
      forgetIdle();
      const held = (heldUntil.get(`${method}/${channel ?? ''}`) ?? 0) - now();
      if (held > 0) throw new PlatformError(`${method}: waiting as told`, 'retry', { retryAfterMs: held });
      const rates = ratesOf(method, channel);
      const wait = Math.max(0, ...rates.map(([key, rate]) => waitOf(key, rate)));
      if (wait > longestWaitMs)
        throw new PlatformError(`${method}: too many calls at once`, 'retry', { retryAfterMs: wait });
      for (const [key, { everyMs }] of rates) due.set(key, Math.max(due.get(key) ?? 0, now()) + everyMs);
      if (wait > 0) await sleep(wait);
    },
    hold(method, channel, ms) {
      const key = `${method}/${channel ?? ''}`;
      heldUntil.set(key, Math.max(heldUntil.get(key) ?? 0, now() + ms));
    },
  };
}

function ratesOf(method: MethodName, channel: string | null): (readonly [string, Rate])[] {
  const { tier } = METHODS[method];
  if (tier) {
    const burst = Math.max(1, Math.floor(TIERS[tier] * BURST_SHARE));
    return [[method, { everyMs: MINUTE_MS / Math.max(1, TIERS[tier] - burst), burst }]];
  }
  if (method === 'chat.postMessage')
    return [
      ['workspace', PER_WORKSPACE],
      ...(channel === null ? [] : [[`channel/${channel}`, PER_CHANNEL] as const]),
    ];
  return [];
}
