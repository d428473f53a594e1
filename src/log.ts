/** The log: one JSON line a fact, on standard error, so that standard output stays free for answers. */
import { type DestinationStream, pino } from 'pino';
import type { Log } from './flow/log.js';

/** Characters of a reason: what a library says is short, what it quotes is not. */
const LONGEST = 500;
/** JSON.parse and others quote what they could not read, and that may be what somebody typed. */
const QUOTING = /is not valid JSON|JSON at position|invalid input syntax|malformed \w+ literal/iu;
/** What looks like a credential of a platform, known to this process or not. */
const CREDENTIAL = /\bxox[a-z]?-[\w-]+|\bxapp-[\w-]+|\bBearer\s+\S+|\beyJ[\w-]+(?:\.[\w-]*)*/gu;

/**
 * A log at a level; `silent` for none. Of an error only its message is written, never what it was about. `secrets`
 * are never written, wherever they stand.
 */
export function openLog(
  level: string,
  secrets: readonly string[] = [],
  to: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  const clean = (text: string): string => {
    const known = secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text);
    const safe = known.replace(CREDENTIAL, '***');
    return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
  };
  const fact = (value: unknown): unknown => {
    if (value instanceof Error) return fact(value.message);
    if (typeof value === 'string') return clean(QUOTING.test(value) ? 'a text could not be read' : value);
    if (Array.isArray(value)) return value.map(fact);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fact(one)]));
  };
  // Whoever collects logs looks for the names; pino's numbers are its own.
  const formatters = { level: (name: string) => ({ level: name }) };
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters }, to);
  return {
    info: (facts, message) => log.info(fact(facts), clean(message)),
    warn: (facts, message) => log.warn(fact(facts), clean(message)),
    error: (facts, message) => log.error(fact(facts), clean(message)),
  };
}

/**
 * Takes over what libraries write to the console (an SDK prints every forged token's fault there, with its stack): one
 * line of the log each, of errors the message, of anything else that is no text only its kind. Gives what undoes it.
 */
export function takeConsole(log: Log): () => void {
  const own = { log: console.log, info: console.info, warn: console.warn, error: console.error };
  const said = (word: unknown): string =>
    word instanceof Error ? word.message : typeof word === 'string' ? word : `(${typeof word})`;
  const line = (...words: unknown[]) =>
    log.warn({ from: 'console', reason: words.map(said).join(' ') }, 'a library said');
  Object.assign(console, { log: line, info: line, warn: line, error: line });
  return () => void Object.assign(console, own);
}
