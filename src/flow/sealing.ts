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
  let due = Number.NEGATIVE_INFINITY;
  return async () => {
    const looked = await tick();
    const now = clock.now();
    if (now.getTime() < due) return looked;
    try {
      const at = await head();
      const { places } = await seal(at, now);
      due = now.getTime() + EVERY_MS - EARLY_MS;
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
