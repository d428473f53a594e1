/** The waits for a platform in the hands of a test: none of them is over before the test says that its time has passed. */
import type { Wait } from '../../src/chat/wait.js';

export function heldWaits() {
  const waiting = new Set<{ ms: number; over: () => void }>();
  let passedMs = 0;
  const wait: Wait = (ms, over) => {
    const one = {
      ms,
      over: () => {
        if (waiting.delete(one)) over();
      },
    };
    waiting.add(one);
    if (ms <= passedMs) queueMicrotask(one.over);
    return () => void waiting.delete(one);
  };
  return {
    wait,
    /** So many milliseconds have passed for each that waits, and for each that begins to, until told otherwise. */
    pass(ms: number) {
      passedMs = ms;
      for (const one of [...waiting]) if (one.ms <= ms) one.over();
    },
  };
}
