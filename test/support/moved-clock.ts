/** A clock that moves only where somebody waits: hours pass in seconds, and every call has its exact time. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Turns of the event loop with nothing under way after which everybody is taken to be waiting. */
const QUIET_TURNS = 4;

/** Whether a query is under way. */
export const querying = (pool: Pool) => () => pool.totalCount > pool.idleCount || pool.waitingCount > 0;

export type MovedClock = ReturnType<typeof movedClock>;

/** Begins at an ISO instant. */
export function movedClock(begin: string) {
  let ms = Date.parse(begin);
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  return {
    now: () => new Date(ms),
    sleep: (forMs: number) =>
      new Promise<void>((wake) => void sleepers.push({ until: ms + Math.max(forMs, 0), wake })),
    goTo: (instant: string) => {
      ms = Math.max(ms, Date.parse(instant));
    },
    /** Until `work` is done, moves to the next waking whenever nothing is `underWay` and nobody does anything. */
    async during(work: Promise<unknown>, underWay: () => boolean): Promise<void> {
      let done = false;
      const ended = work.finally(() => {
        done = true;
      });
      for (let quiet = 0; !done; ) {
        const busy = underWay();
        await (busy ? pause(1) : nextTurn());
        quiet = busy ? 0 : quiet + 1;
        const next = Math.min(...sleepers.map(({ until }) => until));
        if (quiet < QUIET_TURNS || next === Number.POSITIVE_INFINITY) continue;
        ms = next;
        const woken = sleepers.filter(({ until }) => until <= ms);
        sleepers = sleepers.filter(({ until }) => until > ms);
        for (const { wake } of woken) wake();
        quiet = 0;
      }
      await ended;
    },
  };
}
