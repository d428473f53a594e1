/** Connections to PostgreSQL, and transactions on them. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { listeningAddress } from '../../addresses.js';
import { isBehindPooler, leave, type Reach, reachOf, SeekingPool } from './reach.js';

/** How long to wait for a free or new connection, and not longer than for a statement. */
const CONNECT_TIMEOUT_MS = 5_000;
/** No statement of Maru is meant to take long; one that does is ended by the server. */
const STATEMENT_TIMEOUT_MS = 30_000;
/**
 * The same where the service runs, whose statements are small: a connection that went silent (a cut network says nothing)
 * is given up after this long, and the next is there within five seconds of PostgreSQL's return.
 */
export const SERVING_STATEMENT_MS = 3_000;
/** A server that does not end a statement itself within this time after it should have does not answer at all. */
const SILENT_MS = 500;
/** What pg says then. */
const SILENT = 'Query read timeout';
const MAX_CONNECTIONS = 10;
/** Sooner than what stands in between forgets a connection on which nothing is said: four minutes at the least (Azure). */
const KEEP_ALIVE_MS = 60_000;
/** Times a transaction is begun again when PostgreSQL ended it in favour of another. */
const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 5;

/** serialization_failure and deadlock_detected: the transaction left nothing and may be made again as it was. */
const AGAIN = new Set(['40001', '40P01']);

export type PoolLog = {
  warn(details: { readonly error?: string }, message: string): void;
  info?(details: object, message: string): void;
};

/** How each pool was opened. */
const ways = new WeakMap<
  pg.Pool,
  { readonly url: string; readonly begin: string; readonly listening: Reach | null }
>();

/** What answers queries: the pool, or one connection inside a transaction. */
export type Db = Pick<pg.ClientBase, 'query'>;

/**
 * A pool of connections. Connects when first used, and again by itself after PostgreSQL was away, and to no server but
 * one that takes writes.
 *
 * @param url  postgresql://…, as `readConfig` gives it, or with several hosts
 * @param budgetMs  how long a connection may be waited for, and a statement may take, in milliseconds
 */
export function openPool(url: string, log: PoolLog, budgetMs?: number): pg.Pool {
  const statementMs = budgetMs ?? STATEMENT_TIMEOUT_MS;
  const reach = reachOf(url);
  const options = {
    Client: reach.Client as unknown as NonNullable<pg.PoolConfig['Client']>,
    max: MAX_CONNECTIONS,
    // None is closed for being idle: when everybody answers at once after a quiet hour, opening ten and planning their
    // statements would take longer than a request may wait.
    min: MAX_CONNECTIONS,
    connectionTimeoutMillis: budgetMs ?? CONNECT_TIMEOUT_MS,
    // A pooler refuses a session that begins with settings: there it is said in each transaction.
    ...(reach.isPooled ? {} : { statement_timeout: statementMs }),
    query_timeout: statementMs + SILENT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'maru',
  };
  const pool = reach.hosts > 1 ? new SeekingPool(options, reach.hosts) : new pg.Pool(options);
  const listening = listeningAddress(url);
  ways.set(pool, {
    url,
    begin: reach.isPooled ? `begin; set local statement_timeout = ${statementMs}` : 'begin',
    listening: listening === url ? reach : listening === null ? null : reachOf(listening),
  });
  // All ten are lost together when PostgreSQL stops: that is said once, and once when it takes a new one.
  let lost = false;
  // Without a listener a lost idle connection would end the process.
  pool.on('error', (error) => {
    if (!lost)
      log.warn({ error: error.message }, 'PostgreSQL の接続が切れました。 / PostgreSQL connection lost');
    lost = true;
  });
  let asking = false;
  pool.on('release', (fault, client) => {
    if (!isSilent(fault) || asking) return;
    asking = true;
    leave(client);
    askTheOthers(pool).finally(() => {
      asking = false;
    });
  });
  let warned = reach.isPooled;
  pool.on('connect', (client) => {
    if (!warned && isBehindPooler(client)) {
      warned = true;
      log.warn(
        {},
        'DATABASE_URL と PostgreSQL の間にプーラーがあります。transaction モードなら DATABASE_POOLER=transaction にしてください（docs/operating.md）。 / A pooler stands before PostgreSQL: in transaction mode set DATABASE_POOLER=transaction',
      );
    }
    // The same for one that is lost inside a transaction, between two statements: the next statement then rejects.
    client.on('error', () => undefined);
    if (lost) log.info?.({}, 'PostgreSQL につながりました。 / PostgreSQL is connected again');
    lost = false;
  });
  return pool;
}

const isSilent = (fault: unknown): boolean => fault instanceof Error && fault.message === SILENT;

/**
 * One connection went silent: those beside it are asked whether they still answer. Without that each of the ten would be found
 * out by somebody who waits in vain, when the primary has fallen silent and another one takes writes long since.
 */
async function askTheOthers(pool: pg.Pool): Promise<void> {
  const ask = async () => {
    const client = await pool.connect();
    const asked = { text: 'select 1', query_timeout: SILENT_MS };
    client.release(
      await client.query(asked).then(
        () => false,
        (fault: Error) => fault,
      ),
    );
  };
  await Promise.allSettled(Array.from({ length: pool.idleCount }, ask));
}

/**
 * The address a pool was opened with, password and all, for another process of this program.
 *
 * @throws Error when it is none of `openPool`
 */
export function addressOf(pool: pg.Pool): string {
  const way = ways.get(pool);
  if (!way) throw new Error('not a pool of openPool');
  return way.url;
}

/** A connection of its own that is told what others change; null where there are only those of a pooler. */
export function listeningClient(pool: pg.Pool, queryTimeoutMs: number): pg.Client | null {
  const listening = ways.get(pool)?.listening ?? null;
  return listening && new listening.Client({ ...pool.options, query_timeout: queryTimeoutMs });
}

/** Whether PostgreSQL ended a transaction in favour of another: it has to be begun again as a whole. */
export const isToBeginAgain = (error: unknown): boolean => AGAIN.has((error as { code?: string }).code ?? '');

/**
 * Does `work` in one transaction: all of it is kept, or nothing. Made again when PostgreSQL asks for it.
 *
 * @param end  'rollback': only to see what would happen
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (db: Db) => Promise<T>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work, end);
    } catch (error) {
      if (!isToBeginAgain(error) || attempt === MAX_ATTEMPTS) throw error;
      await sleep(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

async function once<T>(pool: pg.Pool, work: (db: Db) => Promise<T>, end: string): Promise<T> {
  const client = await pool.connect();
  let broken: Error | boolean = false;
  try {
    await client.query(ways.get(pool)?.begin ?? 'begin');
    const result = await work(client);
    await client.query(end);
    return result;
  } catch (error) {
    // A silent connection would not answer this either; PostgreSQL rolls back itself when it is closed.
    broken = isSilent(error) && (error as Error);
    if (!broken)
      await client.query('rollback').catch(() => {
        broken = true;
      });
    throw error;
  } finally {
    client.release(broken);
  }
}
