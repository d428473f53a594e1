/**
 * Now and then, with a tick of the clock, what is too old to be of use is thrown away, and links of accounts that an
 * older version made beside this one are made anew, where their platform says whose they are.
 */
import type { Place } from '../core/conversation/input.js';
import { type Log, reasonOf } from './log.js';
import type { Clock, LookAgain } from './ports.js';
import type { Tick } from './tick.js';

/** Often enough that a run stays small; each process does so for itself, and the second finds nothing. */
const EVERY_MS = 60 * 60 * 1000;
/** Rows of a kind deleted at once: a run never holds up the tick for long. */
const BATCH = 1_000;
/** Batches in one run; what is left goes with the next tick. */
const MOST_BATCHES = 5;
/** Links looked at in one run: an older version beside makes a few, in the minutes of a roll-out. */
const MOST_LINKS = 20;

/** Gives how many rows went. */
type Prune = (now: Date, limit: number) => Promise<number>;

type Links = {
  /** those that no entry of the history explains */
  unrecorded(limit: number): Promise<readonly { readonly account: string; readonly place: Place }[]>;
  readonly lookAgain: LookAgain;
};

/** The tick, and once an hour the upkeep behind it. What fails in the upkeep is tried again with the next tick. */
export function withPruning(tick: Tick, parts: { prune: Prune; links: Links; clock: Clock; log: Log }): Tick {
  const { prune, links, clock, log } = parts;
  let due = Number.NEGATIVE_INFINITY;
  return async () => {
    const looked = await tick();
    const now = clock.now();
    if (now.getTime() < due) return looked;
    try {
      let gone = 0;
      let some = 0;
      let batches = 0;
      do {
        some = await prune(now, BATCH);
        gone += some;
        batches += 1;
      } while (some >= BATCH && batches < MOST_BATCHES);
      if (some < BATCH) due = now.getTime() + EVERY_MS;
      const unrecorded = await links.unrecorded(MOST_LINKS);
      const asked = await Promise.all(
        unrecorded.map(({ account, place }) => links.lookAgain(account, place)),
      );
      const found = asked.filter((speaker) => speaker?.status === 'known').length;
      if (unrecorded.length > 0)
        log.warn({ found, of: unrecorded.length }, 'links of accounts that the history does not have');
      if (gone > 0) log.info({ gone }, 'threw away what was too old');
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'nothing thrown away');
    }
    return looked;
  };
}
