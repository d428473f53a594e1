/** Brings the database to the form this program needs: numbered, forward only, each in a transaction of its own. */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { sql as record } from './migrations/0001-record.js';
import { sql as agenda } from './migrations/0002-agenda.js';
import { sql as uploads } from './migrations/0003-uploads.js';
import { sql as unreachable } from './migrations/0004-unreachable.js';
import { sql as largeCities } from './migrations/0010-large-cities.js';

export type Migration = { readonly number: number; readonly name: string; readonly sql: string };

/** Never changed once released: a later one corrects. */
export const MIGRATIONS: readonly Migration[] = [
  { number: 1, name: 'record', sql: record },
  { number: 2, name: 'agenda', sql: agenda },
  { number: 3, name: 'uploads', sql: uploads },
  { number: 4, name: 'unreachable', sql: unreachable },
  { number: 10, name: 'large-cities', sql: largeCities },
];

/** Any number, the same in every instance: who holds this lock migrates. */
const MIGRATION_LOCK = 4_270_001;

/**
 * Applies what is missing and gives its numbers. Several instances may start at once: one migrates, the others wait.
 * A database that is ahead (a newer version is being rolled out) is left as it is.
 *
 * @throws Error when a migration that was applied is not the one this program has
 */
export async function migrate(pool: Pool, migrations: readonly Migration[] = MIGRATIONS): Promise<number[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`create table if not exists schema_migrations (
      number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ number: number; sha256: string }>(
      'select number, sha256 from schema_migrations',
    );
    const applied = new Map(rows.map(({ number, sha256 }) => [number, sha256]));
    const done: number[] = [];
    for (const { number, name, sql } of migrations) {
      const sha256 = createHash('sha256').update(sql).digest('hex');
      const known = applied.get(number);
      if (known === sha256) continue;
      if (known !== undefined)
        throw new Error(
          `データベースの ${number} 番の移行が、このプログラムのものと違います。 / Migration ${number} of this database is not this program's.`,
        );
      await client.query('begin');
      await client.query(sql);
      await client.query('insert into schema_migrations (number, name, sha256) values ($1, $2, $3)', [
        number,
        name,
        sha256,
      ]);
      await client.query('commit');
      done.push(number);
    }
    return done;
  } finally {
    // Ending the connection gives up the lock and whatever was begun.
    client.release(true);
  }
}

/** Numbers of the migrations that this database lacks: not empty means it must be migrated before it is used. */
export async function missingMigrations(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('schema_migrations') is not null as there`,
  );
  const applied = rows[0]?.there
    ? (await pool.query<{ number: number }>('select number from schema_migrations')).rows
    : [];
  return MIGRATIONS.map(({ number }) => number).filter((n) => !applied.some(({ number }) => number === n));
}
