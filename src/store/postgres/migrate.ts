/** Brings the database to the form this program needs: numbered, forward only, each in a transaction of its own. */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { sql as record } from './migrations/0001-record.js';
import { sql as agenda } from './migrations/0002-agenda.js';
import { sql as uploads } from './migrations/0003-uploads.js';
import { sql as unreachable } from './migrations/0004-unreachable.js';
import { sql as postReviews } from './migrations/0005-post-reviews.js';
import { sql as questions } from './migrations/0006-questions.js';
import { sql as publications } from './migrations/0007-publications.js';
import type { Db } from './pool.js';

export type Migration = { readonly number: number; readonly name: string; readonly sql: string };

const sha256Of = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/** Never changed once released: a later one corrects. */
export const MIGRATIONS: readonly Migration[] = [
  { number: 1, name: 'record', sql: record },
  { number: 2, name: 'agenda', sql: agenda },
  { number: 3, name: 'uploads', sql: uploads },
  { number: 4, name: 'unreachable', sql: unreachable },
  { number: 5, name: 'post-reviews', sql: postReviews },
  { number: 6, name: 'questions', sql: questions },
  { number: 7, name: 'publications', sql: publications },
];

/** Any number, the same in every instance: who holds this lock migrates. */
export const MIGRATION_LOCK = 4_270_001;

/** Where it is written down which were applied. */
export const MIGRATIONS_TABLE = `create table if not exists schema_migrations (
  number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`;

/** Applies one in the transaction of the caller, and writes it down. */
export async function applyMigration(db: Db, { number, name, sql }: Migration): Promise<void> {
  await db.query(sql);
  await db.query('insert into schema_migrations (number, name, sha256) values ($1, $2, $3)', [
    number,
    name,
    sha256Of(sql),
  ]);
}

/** Whether a migration of this program is the one that was applied as `sha256`. */
export const isMigration = ({ sql }: Migration, sha256: string): boolean => sha256Of(sql) === sha256;

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
    await client.query(MIGRATIONS_TABLE);
    const { rows } = await client.query<{ number: number; sha256: string }>(
      'select number, sha256 from schema_migrations',
    );
    const applied = new Map(rows.map(({ number, sha256 }) => [number, sha256]));
    const done: number[] = [];
    for (const migration of migrations) {
      const { number } = migration;
      const known = applied.get(number);
      if (known !== undefined && isMigration(migration, known)) continue;
      if (known !== undefined)
        throw new Error(
          `データベースの ${number} 番の移行が、このプログラムのものと違います。 / Migration ${number} of this database is not this program's.`,
        );
      await client.query('begin');
      await applyMigration(client, migration);
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
