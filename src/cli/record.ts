/** The record, for a command: opened, used, closed. */
import { userInfo } from 'node:os';
import type { Pool } from 'pg';
import { readConfig } from '../config.js';
import { reasonOf } from '../flow/log.js';
import { schemaProblem } from '../store/postgres/connection/migrate.js';
import { openPool } from '../store/postgres/connection/pool.js';
import { type By, byCommandLine } from '../store/postgres/ledger/recorded-by.js';
import { openRecord, type PostgresRecord } from '../store/postgres/record.js';
import { Mistake } from './mistake.js';

export type OpenedRecord = { readonly record: PostgresRecord; readonly pool: Pool; readonly by: By };

const noLog = { warn: () => undefined };

/** Opens the database of DATABASE_URL for `use` and closes it again. Missing or old: a Mistake saying what to do. */
export async function withRecord<T>(
  use: (opened: OpenedRecord) => Promise<T>,
  options: { readonly migrating?: boolean } = {},
): Promise<T> {
  const { DATABASE_URL: url } = readConfig();
  if (url === '')
    throw new Mistake(
      'DATABASE_URL が設定されていません。記録を置く PostgreSQL を指定してください。 / DATABASE_URL is not set.',
    );
  const pool = openPool(url, noLog);
  try {
    await pool.query('select 1').catch((fault: unknown) => {
      const reason = reasonOf(fault);
      throw new Mistake(
        `DATABASE_URL の PostgreSQL につながりません（${reason}）。 / Cannot reach PostgreSQL.`,
      );
    });
    const problem = options.migrating ? null : await schemaProblem(pool);
    if (problem !== null) throw new Mistake(problem);
    return await use({ record: openRecord(pool), pool, by: byCommandLine(userInfo().username) });
  } finally {
    await pool.end();
  }
}
