/**
 * To look at what an input says, at the doors and in the flow: the watchdog is told of it first, so that a text which
 * never ends is counted as the input it came with, wherever that happens (see `Mark` and `Stops` in ports.ts).
 */
import type { Mark, Stops } from './ports.js';

/**
 * Looks, named to the watchdog as this input meanwhile; not to be nested. `isStopped`: processes were ended at it too
 * often, so nothing of its text may be looked at.
 */
export type Looking = <T>(inputId: string, look: (isStopped: boolean) => T) => T;

/** What stands for a text that may not be looked at any more. */
export const UNREAD_TEXT = '…';

/** Without a watchdog: nothing is named and nothing was stopped. */
export const lookingFreely: Looking = (_inputId, look) => look(false);

export function makeLooking({ mark, stops }: { mark: Mark; stops: Stops }): Looking {
  return (inputId, look) => {
    const what = `input ${inputId}`;
    const isStopped = stops.has(what);
    mark(what);
    try {
      return look(isStopped);
    } finally {
      mark('');
    }
  };
}
