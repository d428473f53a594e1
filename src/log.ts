/** The log: one JSON line a fact, on standard error, so that standard output stays free for answers. */
import { pino } from 'pino';
import type { Log } from './flow/log.js';

/** A log at a level; `silent` for none. */
export function openLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
