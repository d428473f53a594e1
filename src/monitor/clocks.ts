/**
 * Whether the clock of this machine agrees with PostgreSQL's. Instances know by the clock what another has left behind:
 * between clocks that are ten seconds apart an effect is taken up that its instance is still at (`LEFT_BEHIND_MS`).
 */
import { type Log, reasonOf } from '../flow/log.js';
import { type Repeated, repeat } from '../flow/repeat.js';
import type { Db } from '../store/postgres/connection/pool.js';

/** Half of the ten seconds: two machines may be off to either side. */
const MOST_APART_MS = 5_000;
/** A clock that is let go drifts by seconds a day. */
const EVERY_MS = 60 * 60 * 1000;

/**
 * Milliseconds by which our clock is ahead (negative: behind), when it is by more than five seconds whenever between
 * `asked` and `answered` the other one was read; else null.
 */
export function apartBy(asked: Date, theirs: Date, answered: Date): number | null {
  const trip = answered.getTime() - asked.getTime();
  const ahead = asked.getTime() + trip / 2 - theirs.getTime();
  return Math.abs(ahead) - trip / 2 > MOST_APART_MS ? Math.round(ahead) : null;
}

/** Compares the clocks at once and every hour, and says in the log when they are apart. `now`: this machine's. */
export function watchClock(db: Db, log: Log, now: () => Date = () => new Date()): Repeated {
  const compare = async () => {
    const asked = now();
    const { rows } = await db.query<{ now: Date }>('select clock_timestamp() as now');
    const ahead = apartBy(asked, rows[0]!.now, now());
    if (ahead !== null)
      log.warn(
        { aheadSeconds: Math.round(ahead / 1000) },
        'この機械の時計が、PostgreSQL の時計と5秒を超えてずれています。二重の返事やお知らせのもとになります。NTP（chrony など）で合わせてください（docs/operating.md）。 / The clock of this machine and that of PostgreSQL are more than five seconds apart: replies and notices may go out twice. Keep both by NTP',
      );
  };
  return repeat(EVERY_MS, compare, (error) =>
    log.warn({ reason: reasonOf(error) }, 'clock not compared with that of PostgreSQL'),
  );
}
