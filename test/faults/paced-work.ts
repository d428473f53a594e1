/** People who do what they do at no more than a pace, and only while they are let: a slow machine makes it no more, and no less. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { peopleOf } from './people.js';

const LOOK_EVERY_MS = 10;

type People = ReturnType<typeof peopleOf>;

/** `perSecond`: how much they do in a second, all together. */
export function pacedWork(people: People, perSecond: number) {
  let left = 0;
  let done = 0;
  let nextAt = 0;
  let openMs = 0;
  let over = false;

  /** Resolves when it is somebody's turn. */
  async function turn(): Promise<void> {
    for (;;) {
      const wait = nextAt - performance.now();
      if (left > 0 && wait <= 0) break;
      await sleep(left > 0 ? Math.min(wait, LOOK_EVERY_MS) : LOOK_EVERY_MS);
    }
    nextAt = Math.max(nextAt, performance.now() - LOOK_EVERY_MS) + 1_000 / perSecond;
    left -= 1;
    done += 1;
  }

  /** Lets them do as much more, until nothing more is there to be done. */
  async function goesOn(times: number): Promise<void> {
    const [began, wanted] = [performance.now(), done + times];
    left = times;
    while (done < wanted && !over) await sleep(LOOK_EVERY_MS);
    openMs += performance.now() - began;
  }

  return {
    people: {
      ...people,
      delivered: async (...args: Parameters<People['delivered']>) => {
        await turn();
        return people.delivered(...args);
      },
      pressed: async (...args: Parameters<People['pressed']>) => {
        await turn();
        return people.pressed(...args);
      },
    } satisfies People,
    goesOn,
    openFor(times: number) {
      left = times;
    },
    /** Lets them work as long as this takes, at most so often: a slow machine must not use up what there is to be done. */
    async during<T>(work: () => Promise<T>, most = Number.POSITIVE_INFINITY): Promise<T> {
      const began = performance.now();
      left = most;
      const result = await work();
      left = 0;
      openMs += performance.now() - began;
      return result;
    },
    /** Nothing more is there to be done: whoever waits for it need not. */
    end() {
      over = true;
    },
    isOver: () => over,
    perSecond: () => (1_000 * done) / openMs,
  };
}
