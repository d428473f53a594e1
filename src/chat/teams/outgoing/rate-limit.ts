/**
 * How fast Teams is written to. Source: learn.microsoft.com microsoftteams/platform/bots/how-to/rate-limit ("per bot
 * per thread", the same for creating conversations; per app and tenant 50 a second, older copies say 30). The limits
 * are of one process; where Teams counts otherwise, its 429 is obeyed.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { PlatformError } from '../../../flow/ports.js';
import { JITTER_MS, makeDepartures, type RateWindow } from '../../http/rate-windows.js';

/** Messages sent and edited, and conversations created. */
export const PER_CONVERSATION: readonly RateWindow[] = [
  { most: 7, ms: 1_000 },
  { most: 8, ms: 2_000 },
  { most: 60, ms: 30_000 },
  { most: 1_800, ms: 3_600_000 },
];
/** Members looked up. */
export const MEMBERS: readonly RateWindow[] = [
  { most: 14, ms: 1_000 },
  { most: 16, ms: 2_000 },
  { most: 120, ms: 30_000 },
  { most: 3_600, ms: 3_600_000 },
];
/**
 * Members looked up before they are written to though they did nothing: not waited for at all, and so many of a tenant's
 * calls at most, so that messages go out all but as fast as without them.
 */
export const BEFORE_NOTICES: readonly RateWindow[] = [{ most: 5, ms: 1_000 }];
export const PER_TENANT: readonly RateWindow[] = [{ most: 30, ms: 1_000 }];

/** Longest wait for a turn before the caller is told to come again, in milliseconds. */
const LONGEST_WAIT_MS = 20_000;
/** Conversations of which nothing is remembered after so long: the longest window. */
const IDLE_MS = 3_600_000;

export type RateLimit = {
  /** Waits for a turn. Throws PlatformError `retry` while Teams wants to be left alone, or when the queue is too long. */
  acquire(tenant: string, conversation: string, windows?: readonly RateWindow[]): Promise<void>;
  /** Teams said when to come again: this conversation waits. */
  hold(conversation: string, ms: number): void;
};

/** `now` in milliseconds of any steady clock; `sleep` waits so many milliseconds. */
export function makeRateLimit(
  now: () => number = () => performance.now(),
  sleep: (ms: number) => Promise<unknown> = (ms) => sleepFor(ms),
): RateLimit {
  const departures = makeDepartures(now);
  const heldUntil = new Map<string, number>();

  function forgetIdle(): void {
    departures.forgetIdle(IDLE_MS);
    for (const [key, until] of heldUntil) if (until <= now()) heldUntil.delete(key);
  }

  return {
    async acquire(tenant, conversation, windows = PER_CONVERSATION) {
      forgetIdle();
      const held = (heldUntil.get(conversation) ?? 0) - now();
      if (held > LONGEST_WAIT_MS)
        throw new PlatformError('waiting as Teams said', 'retry', { retryAfterMs: held });
      const atOnce = windows === BEFORE_NOTICES;
      const of = atOnce ? MEMBERS : windows;
      const rates: readonly (readonly [string, readonly RateWindow[]])[] = [
        [`${of === MEMBERS ? 'members' : 'send'}/${conversation}`, of],
        [`tenant/${tenant}`, PER_TENANT],
        ...(atOnce ? [[`notices/${tenant}`, windows] as const] : []),
      ];
      const longestWaitMs = atOnce ? 0 : LONGEST_WAIT_MS;
      for (;;) {
        let at = now() + Math.max(0, (heldUntil.get(conversation) ?? 0) - now());
        // What fits one window may not fit the other: go on until both agree.
        for (let before = -1; before !== at; ) {
          before = at;
          for (const [key, of] of rates) at = departures.first(key, of, at);
        }
        const wait = at - now();
        if (wait > longestWaitMs)
          throw new PlatformError('too many messages at once', 'retry', { retryAfterMs: wait });
        for (const [key, of] of rates) departures.enter(key, of, at);
        if (wait <= 0) return;
        await sleep(wait);
        // After a pause of this process all whose turn came meanwhile would leave at once: they take turns anew.
        if (now() - at <= JITTER_MS) return;
        for (const [key] of rates) departures.withdraw(key, at);
      }
    },
    hold(conversation, ms) {
      heldUntil.set(conversation, Math.max(heldUntil.get(conversation) ?? 0, now() + ms));
    },
  };
}
