import type { Pool } from 'pg';
import { openPool } from '../../src/store/postgres/connection/pool.js';

/** A pool of its own while something is read or entered beside the service. */
export async function withPool<T>(url: string, act: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = openPool(url, { warn: () => undefined });
  return act(pool).finally(() => pool.end());
}
