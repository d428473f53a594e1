/**
 * How fast Teams is written to. Source: learn.microsoft.com microsoftteams/platform/bots/how-to/rate-limit ("per bot
 * per thread", the same for creating conversations; per app and tenant 50 a second, older copies say 30). The limits
 * are of one process; where Teams counts otherwise, its 429 is obeyed.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import { PlatformError } from '../../flow/ports.js';

type Window = { readonly most: number; readonly ms: number };

/** Messages sent and edited, and conversations created. */
export const PER_CONVERSATION: readonly Window[] = [
  { most: 7, ms: 1_000 },
  { most: 8, ms: 2_000 },
  { most: 60, ms: 30_000 },
  { most: 1_800, ms: 3_600_000 },
];
/** Members looked up. */
export const MEMBERS: readonly Window[] = [
  { most: 14, ms: 1_000 },
  { most: 16, ms: 2_000 },
  { most: 120, ms: 30_000 },
  { most: 3_600, ms: 3_600_000 },
];
export const PER_TENANT: readonly Window[] = [{ most: 30, ms: 1_000 }];

/** Added to each window: two requests that leave apart may arrive closer together, in milliseconds. */
const JITTER_MS = 50;
/** Longest wait for a turn before the caller is told to come again, in milliseconds. */
const LONGEST_WAIT_MS = 20_000;
/** Conversations remembered before those long idle are forgotten. */
const MANY = 5_000;

export type Pace = {
  /** Waits for a turn. Throws PlatformError `retry` while Teams wants to be left alone, or when the queue is too long. */
  turn(tenant: string, conversation: string, windows?: readonly Window[]): Promise<void>;
  /** Teams said when to come again: this conversation waits. */
  hold(conversation: string, ms: number): void;
};

/** `now` in milliseconds of any steady clock; `sleep` waits so many milliseconds. */
export function makePace(
  now: () => number = () => performance.now(),
  sleep: (ms: number) => Promise<unknown> = (ms) => sleepFor(ms),
): Pace {
  /** when requests left, or will leave, in order */
  const left = new Map<string, number[]>();
  const heldUntil = new Map<string, number>();

  function enter(key: string, windows: readonly Window[], at: number): void {
    const longest = Math.max(...windows.map(({ ms }) => ms)) + JITTER_MS;
    const times = (left.get(key) ?? []).filter((time) => time > now() - longest);
    times.splice(placeIn(times, at), 0, at);
    left.set(key, times);
  }

  function forgetIdle(): void {
    if (left.size < MANY) return;
    for (const [key, times] of left) if ((times.at(-1) ?? 0) < now() - 3_600_000) left.delete(key);
    for (const [key, until] of heldUntil) if (until <= now()) heldUntil.delete(key);
  }

  return {
    async turn(tenant, conversation, windows = PER_CONVERSATION) {
      forgetIdle();
      const held = (heldUntil.get(conversation) ?? 0) - now();
      if (held > LONGEST_WAIT_MS)
        throw new PlatformError('waiting as Teams said', 'retry', { retryAfterMs: held });
      const kind = windows === MEMBERS ? 'members' : 'send';
      const rates = [
        [`${kind}/${conversation}`, windows],
        [`tenant/${tenant}`, PER_TENANT],
      ] as const;
      let at = now() + Math.max(0, held);
      // What fits one window may not fit the other: go on until both agree.
      for (let before = -1; before !== at; ) {
        before = at;
        for (const [key, of] of rates)
          for (const window of of) at = firstFit(left.get(key) ?? [], window, at);
      }
      const wait = at - now();
      if (wait > LONGEST_WAIT_MS)
        throw new PlatformError('too many messages at once', 'retry', { retryAfterMs: wait });
      for (const [key, of] of rates) enter(key, of, at);
      if (wait > 0) await sleep(wait);
    },
    hold(conversation, ms) {
      heldUntil.set(conversation, Math.max(heldUntil.get(conversation) ?? 0, now() + ms));
    },
  };
}

/** How many of `times` (in order) are not after `at`. */
function placeIn(times: readonly number[], at: number): number {
  let index = times.length;
  while (index > 0 && times[index - 1]! > at) index -= 1;
  return index;
}

/** The first instant from `from` on at which one more leaves no stretch of `ms` with more than `most`. */
function firstFit(times: readonly number[], { most, ms }: Window, from: number): number {
  const stretch = ms + JITTER_MS;
  let at = from;
  for (;;) {
    const index = placeIn(times, at);
    const nth = (n: number) => (n < index ? times[n]! : n === index ? at : times[n - 1]!);
    let next = at;
    for (let first = Math.max(0, index - most); first <= index && first + most <= times.length; first += 1)
      if (nth(first + most) - nth(first) < stretch)
        next = Math.max(next, first < index ? times[first]! + stretch : times[index]! + 1);
    if (next === at) return at;
    at = next;
  }
}
