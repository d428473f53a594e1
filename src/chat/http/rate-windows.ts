/** How many calls a stretch of time may hold: when the next one may leave so that no limit of a platform is passed. */

export type RateWindow = { readonly most: number; readonly ms: number };

/** Added to each window: two requests that leave apart may arrive closer together, in milliseconds. */
export const JITTER_MS = 30;
/** Keys remembered before those long idle are forgotten. */
const MANY = 5_000;

/** The calls that left, or will leave, by key. Times are in milliseconds of the clock given. */
export function makeDepartures(now: () => number) {
  /** in order */
  const left = new Map<string, number[]>();

  return {
    /** The first instant from `from` on at which one more call of this key is within all windows. */
    first(key: string, windows: readonly RateWindow[], from: number): number {
      const times = left.get(key) ?? [];
      return windows.reduce((at, window) => firstFit(times, window, at), from);
    },
    /** A call of this key leaves at this instant. */
    enter(key: string, windows: readonly RateWindow[], at: number): void {
      const longest = Math.max(...windows.map(({ ms }) => ms)) + JITTER_MS;
      const times = (left.get(key) ?? []).filter((time) => time > now() - longest);
      times.splice(placeIn(times, at), 0, at);
      left.set(key, times);
    },
    /** A call that was to leave at this instant did not. */
    withdraw(key: string, at: number): void {
      const times = left.get(key) ?? [];
      const index = times.indexOf(at);
      if (index >= 0) times.splice(index, 1);
    },
    /** Forgets keys of which nothing left for `idleMs`, once there are many. */
    forgetIdle(idleMs: number): void {
      if (left.size < MANY) return;
      for (const [key, times] of left) if ((times.at(-1) ?? 0) < now() - idleMs) left.delete(key);
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
function firstFit(times: readonly number[], { most, ms }: RateWindow, from: number): number {
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
