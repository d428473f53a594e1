/** Brings the database to the form this program needs: numbered, forward only, each in a transaction of its own. */
import { createHash } from 'node:crypto';
import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import { sql as record } from './migrations/0001-0015/0001-record.js';
import { sql as agenda } from './migrations/0001-0015/0002-agenda.js';
import { sql as uploads } from './migrations/0001-0015/0003-uploads.js';
import { sql as unreachable } from './migrations/0001-0015/0004-unreachable.js';
import { sql as postReviews } from './migrations/0001-0015/0005-post-reviews.js';
import { sql as questions } from './migrations/0001-0015/0006-questions.js';
import { sql as publications } from './migrations/0001-0015/0007-publications.js';
import { sql as largeCities } from './migrations/0001-0015/0008-large-cities.js';
import { sql as changes } from './migrations/0001-0015/0009-changes.js';
import { sql as publishedVersions } from './migrations/0001-0015/0010-published-versions.js';
import { sql as putAside } from './migrations/0001-0015/0011-put-aside.js';
import { sql as accounts } from './migrations/0001-0015/0012-accounts.js';
import { sql as publishedSheets } from './migrations/0001-0015/0013-published-sheets.js';
import { sql as commitments } from './migrations/0001-0015/0014-commitments.js';
import { sql as directions } from './migrations/0001-0015/0015-directions.js';
import { sql as directionsBy } from './migrations/0016-0030/0016-directions-by.js';
import { sql as deskQuestions } from './migrations/0016-0030/0017-desk-questions.js';
import { sql as sectionOrder } from './migrations/0016-0030/0018-section-order.js';
import { sql as uploadDirections } from './migrations/0016-0030/0019-upload-directions.js';
import { sql as askedChecks } from './migrations/0016-0030/0020-asked-checks.js';
import { sql as owners } from './migrations/0016-0030/0021-owners.js';
import { sql as confirmations } from './migrations/0016-0030/0022-confirmations.js';
import { sql as years } from './migrations/0016-0030/0023-years.js';
import { sql as planLists } from './migrations/0016-0030/0024-plan-lists.js';
import { sql as targetChanges } from './migrations/0016-0030/0025-target-changes.js';
import { sql as memos } from './migrations/0016-0030/0026-memos.js';
import { sql as evidence } from './migrations/0016-0030/0027-evidence.js';
import { sql as yearNotes } from './migrations/0016-0030/0028-year-notes.js';
import type { Db } from './pool.js';

type Migration = { readonly number: number; readonly name: string; readonly sql: string };

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
  { number: 8, name: 'large-cities', sql: largeCities },
  { number: 9, name: 'changes', sql: changes },
  { number: 10, name: 'published-versions', sql: publishedVersions },
  { number: 11, name: 'put-aside', sql: putAside },
  { number: 12, name: 'accounts', sql: accounts },
  { number: 13, name: 'published-sheets', sql: publishedSheets },
  { number: 14, name: 'commitments', sql: commitments },
  { number: 15, name: 'directions', sql: directions },
  { number: 16, name: 'directions-by', sql: directionsBy },
  { number: 17, name: 'desk-questions', sql: deskQuestions },
  { number: 18, name: 'section-order', sql: sectionOrder },
  { number: 19, name: 'upload-directions', sql: uploadDirections },
  { number: 20, name: 'asked-checks', sql: askedChecks },
  { number: 21, name: 'owners', sql: owners },
  { number: 22, name: 'confirmations', sql: confirmations },
  { number: 23, name: 'years', sql: years },
  { number: 24, name: 'plan-lists', sql: planLists },
  { number: 25, name: 'target-changes', sql: targetChanges },
  { number: 26, name: 'memos', sql: memos },
  { number: 27, name: 'evidence', sql: evidence },
  { number: 28, name: 'year-notes', sql: yearNotes },
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

/** To rebuild a large table takes its time, and so does waiting for another who migrates: longer than the pool's limit. */
const MIGRATION_MS = 60 * 60_000;

/**
 * Applies what is missing and gives its numbers, each in a transaction of its own that nothing outlives: a pooler may be
 * in between. Several instances may start at once: each migration is applied by one, the others wait for it. A database
 * that is ahead (a newer version is being rolled out) is left as it is.
 *
 * @throws Error when a migration that was applied is not the one this program has, or the encoding is not UTF8
 */
export async function migrate(pool: Pool, migrations: readonly Migration[] = MIGRATIONS): Promise<number[]> {
  const client = await pool.connect();
  try {
    const ask = <Row extends QueryResultRow>(text: string, values?: unknown[]) =>
      client.query<Row>({ text, query_timeout: MIGRATION_MS, ...(values ? { values } : {}) } as QueryConfig);
    const db = { query: ask } as unknown as Db;
    const { rows: said } = await ask<{ server_encoding: string }>('show server_encoding');
    const encoding = said[0]?.server_encoding;
    // Others pass until somebody is called 𠮷.
    if (encoding !== 'UTF8')
      throw new Error(
        `データベースの文字コードが ${encoding} です。CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 で作り直してください。 / The database is encoded in ${encoding}; create it with ENCODING 'UTF8'.`,
      );
    const alone = async <T>(work: () => Promise<T>): Promise<T> => {
      await ask('begin');
      await ask(`set local statement_timeout = ${MIGRATION_MS}`);
      await ask('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      const result = await work();
      await ask('commit');
      return result;
    };
    const isApplied = async ({ number, sql }: Migration): Promise<boolean> => {
      const { rows } = await ask<{ sha256: string }>(
        'select sha256 from schema_migrations where number = $1',
        [number],
      );
      if (rows[0] && rows[0].sha256 !== sha256Of(sql))
        throw new Error(
          `データベースの ${number} 番の移行が、このプログラムのものと違います。 / Migration ${number} of this database is not this program's.`,
        );
      return rows[0] !== undefined;
    };
    await alone(() => ask(MIGRATIONS_TABLE));
    const done: number[] = [];
    for (const migration of migrations) {
      if (await isApplied(migration)) continue;
      const applied = await alone(async () => {
        // Another who began at the same time may have been first.
        if (await isApplied(migration)) return false;
        await applyMigration(db, migration);
        return true;
      });
      if (applied) done.push(migration.number);
    }
    return done;
  } finally {
    // Ending the connection gives up the lock and whatever was begun.
    client.release(true);
  }
}

/** How a database stands to this program. */
type SchemaState = {
  /** migrations it lacks: not empty means it must be migrated before it is used */
  readonly missing: readonly number[];
  /** migrations this program does not know, or knows otherwise: a newer program's, or another's */
  readonly foreign: readonly number[];
};

/** Looks which migrations a database has. */
export async function schemaState(pool: Pool): Promise<SchemaState> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('schema_migrations') is not null as there`,
  );
  const applied = rows[0]?.there
    ? (
        await pool.query<{ number: number; sha256: string }>(
          'select number, sha256 from schema_migrations order by number',
        )
      ).rows
    : [];
  const known = new Map(MIGRATIONS.map(({ number, sql }) => [number, sha256Of(sql)]));
  return {
    missing: [...known.keys()].filter((n) => !applied.some(({ number }) => number === n)),
    foreign: applied.flatMap(({ number, sha256 }) => (known.get(number) === sha256 ? [] : [number])),
  };
}

/** Why a database cannot be used by this program, in one sentence with what to do; null when it can. */
export async function schemaProblem(pool: Pool): Promise<string | null> {
  const { missing, foreign } = await schemaState(pool);
  if (foreign.length > 0)
    return `データベースの形が、このプログラムより新しいか、別のものです（移行 ${foreign.join('、')} 番）。新しい版の Maru を使ってください。 / The database is newer than this program (migration ${foreign.join(', ')}); use the newer version.`;
  if (missing.length > 0)
    return 'データベースの形が古いか、まだ作られていません。先に maru migrate を実行してください。 / Run maru migrate first.';
  return null;
}
