/** With a tick of the clock, and at least once an hour, the head of the history is signed and put away. */
import type { Head } from '../core/decision/head.js';
import type { Log } from './log.js';
import type { Clock } from './ports.js';
import type { Tick } from './tick.js';

/** Each process seals for itself: one that stands still is not missed. */
const EVERY_MS = 60 * 60 * 1000;
/** A tick may come a little late: the hour is kept. */
const EARLY_MS = 2 * 60 * 1000;

/** The tick, and the head behind it. What could not be put away is tried again with the next tick, and told each time. */
export function withSealing(
  tick: Tick,
  parts: {
    head(): Promise<Head>;
    seal(head: Head, now: Date): Promise<{ readonly places: readonly string[] }>;
    /** told when it was put in every place */
    saved?: (at: Date) => void;
    clock: Clock;
    log: Log;
  },
): Tick {
  const { head, seal, saved, clock, log } = parts;
  let last: number | null = null;
  return async () => {
    const looked = await tick();
    const now = clock.now();
    const since = last === null ? EVERY_MS : now.getTime() - last;
    // Less than nothing: the clock was set back, and nobody knows how long it has been.
    if (since >= 0 && since < EVERY_MS - EARLY_MS) return looked;
    try {
      const at = await head();
      const { places } = await seal(at, now);
      last = now.getTime();
      saved?.(now);
      log.info({ seq: at.seq, places }, 'sealed the head of the history');
    } catch (error) {
      log.error(
        { reason: error instanceof Error ? error.message : String(error) },
        'the head of the history is not sealed',
      );
    }
    return looked;
  };
}

/** When a head was last put away, for whoever asks how long ago; before the first it counts from the start. */
export function lastSealed(clock: Clock): { saved(at: Date): void; last(): Date } {
  let at = clock.now();
  return {
    saved(now) {
      at = now;
    },
    // Behind a clock that was set back it counts from when that is seen: an age below nothing would alarm nobody.
    last() {
      const now = clock.now();
      if (at > now) at = now;
      return at;
    },
  };
}
