/** Connections to PostgreSQL, and transactions on them. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** How long to wait for a free or new connection. */
const CONNECT_TIMEOUT_MS = 5_000;
/** No statement of Maru is meant to take long; one that does is ended, here and in the server. */
const STATEMENT_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 10;
/** Times a transaction is begun again when PostgreSQL ended it in favour of another. */
const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 5;

/** serialization_failure and deadlock_detected: the transaction left nothing and may be made again as it was. */
const AGAIN = new Set(['40001', '40P01']);

export type PoolLog = { warn(details: { readonly error: string }, message: string): void };

/** What answers queries: the pool, or one connection inside a transaction. */
export type Db = Pick<pg.ClientBase, 'query'>;

/**
 * A pool of connections. Connects when first used, and again by itself after PostgreSQL was away.
 *
 * @param url  postgresql://…
 */
export function openPool(url: string, log: PoolLog): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'maru',
  });
  // Without a listener a lost idle connection would end the process.
  pool.on('error', (error) =>
    log.warn({ error: error.message }, 'PostgreSQL の接続が切れました。 / PostgreSQL connection lost'),
  );
  // The same for one that is lost inside a transaction, between two statements: the next statement then rejects.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

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
      const code = (error as { code?: string }).code ?? '';
      if (!AGAIN.has(code) || attempt === MAX_ATTEMPTS) throw error;
      await sleep(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

async function once<T>(pool: pg.Pool, work: (db: Db) => Promise<T>, end: string): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query(end);
    return result;
  } catch (error) {
    // What cannot be rolled back is a lost connection, which PostgreSQL rolls back itself.
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The answer of `work`, or an Error after `ms`: a read that a platform waits for must fail in time to be sent again. */
export function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
