/**
 * One tick of the clock: what is due to be looked at is looked at, what is then owed becomes notices, and they are
 * delivered. Ticking twice, or in several instances at once, does nothing twice.
 */
import type { Work } from './effects/work.js';
import { type Log, reasonOf } from './log.js';
import type { Schedule } from './notices/schedule-port.js';
import type { Clock } from './ports.js';

/** Sections looked at in one transaction. */
const BATCH = 200;

/** Gives how many sections were looked at. Rejects only for faults of the record; the next tick goes on. */
export type Tick = () => Promise<number>;

export function makeTick(parts: {
  schedule: Schedule;
  work: Pick<Work, 'wake'>;
  clock: Clock;
  log: Log;
}): Tick {
  const { schedule, work, clock, log } = parts;
  return async () => {
    const now = clock.now();
    let looked = 0;
    for (;;) {
      const some = await schedule.look(now, BATCH);
      looked += some;
      if (some < BATCH) break;
    }
    if (looked > 0) {
      log.info({ looked }, 'looked at the agenda');
      // What is looked for once a day takes a while in a large body: what is owed by now does not wait for it.
      work.wake();
    }
    // What fails there is tried by the next tick, and holds up nothing else.
    for (const look of schedule.daily)
      await look(now).catch((error: unknown) =>
        log.error({ reason: reasonOf(error) }, 'what is looked for once a day was not'),
      );
    work.wake();
    return looked;
  };
}
