/** Waiting for what Maru owes: when it takes long, a crash has left it behind, and time is moved on for everybody. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Town } from './town.js';

/** Time to move on by: longer than what is overdue; several of them fit into the five minutes in which it is known who somebody is. */
export const LEFT_BEHIND_MS = 11_000;
const MOVE_EVERY_MS = 2_000;
const POLL_MS = 50;

/** Whether it came about within this time of the machine. */
export type ComesAbout = (isThere: () => boolean | Promise<boolean>, budgetMs: number) => Promise<boolean>;

export function waitingIn(town: Pick<Town, 'clock'>): ComesAbout {
  let moved = 0;
  return async (isThere, budgetMs) => {
    const since = Date.now();
    while (!(await isThere())) {
      if (Date.now() - since > budgetMs) return false;
      await sleep(POLL_MS);
      // Once for all who wait: what is signed and on its way must not grow old meanwhile.
      if (Date.now() - Math.max(moved, since) < MOVE_EVERY_MS) continue;
      moved = Date.now();
      town.clock.move(LEFT_BEHIND_MS);
    }
    return true;
  };
}
