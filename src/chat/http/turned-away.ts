/**
 * What is turned away at the door is counted, and said in the log: no request is refused in silence, and whoever likes
 * may send thousands without filling a disk.
 */
import type { Log } from '../../flow/log.js';
import type { MetricsPort } from '../../flow/metrics-port.js';
import type { Clock } from '../../flow/ports.js';
import type { Unread } from './http-body.js';

/** Each reason has one line in this time, in milliseconds; and there are no more lines than so many. */
const WINDOW_MS = 60_000;
const MOST_LINES = 20;

/** What is said of a body that was not read to its end. */
export const BODY_UNREAD: Readonly<Record<Unread, { readonly status: number; readonly reason: string }>> = {
  too_large: { status: 413, reason: 'its body is too large' },
  cut: { status: 400, reason: 'its body did not come whole' },
  busy: { status: 503, reason: 'no room for its body: too much is sent at once' },
};

/** `reason`: the door's own words, never what was sent; `facts`: numbers that go with it. */
type TellTurnedAway = (status: number, reason: string, facts?: object) => void;

/** `platform`: its name as it begins its places. Those that had no line are numbered in the next one, as `unsaid`. */
export function makeTellTurnedAway(parts: {
  readonly platform: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly meter: Pick<MetricsPort, 'input'>;
}): TellTurnedAway {
  const { platform, clock, log, meter } = parts;
  const said = new Set<string>();
  let began = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  return (status, reason, facts = {}) => {
    meter.input(platform, 'refused');
    const now = clock.now().getTime();
    // A clock that was set back begins anew, too.
    if (Math.abs(now - began) >= WINDOW_MS) {
      began = now;
      said.clear();
    }
    if (said.has(reason) || said.size >= MOST_LINES) {
      unsaid += 1;
      return;
    }
    said.add(reason);
    log.warn(
      { platform, status, reason, ...facts, ...(unsaid > 0 ? { unsaid } : {}) },
      'request turned away',
    );
    unsaid = 0;
  };
}
