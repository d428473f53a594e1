/** Every row of the record out of the database and into an empty one, as PostgreSQL itself writes them (COPY). */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copy from 'pg-copy-streams';
import { againUntilAnswered } from '../../again.js';
import { applyMigration, isMigration, MIGRATION_LOCK, MIGRATIONS, MIGRATIONS_TABLE } from './migrate.js';
import type { Db } from './pool.js';
import { reachOf, seek } from './reach.js';

type Table = { readonly name: string; readonly columns: readonly string[] };
export type AppliedMigration = { readonly number: number; readonly sha256: string };

const CONNECT_TIMEOUT_MS = 5_000;
/** A standby is promoted by then. */
const FIND_OUT_MS = 60_000;
/** invalid_parameter_value: a number that this server has not come to, since it was promoted without that transaction */
const NEVER_BEGUN = '22023';
const ROW_SETTINGS = [
  `datestyle to 'ISO, YMD'`,
  `timezone to 'UTC'`,
  `bytea_output to 'hex'`,
  'statement_timeout to 0',
];

/** A connection of its own without the times that end a statement: a whole table takes as long as it takes. */
export async function withLongConnection<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const reach = reachOf(url);
  const client = await seek(reach.hosts, () => {
    const next = new reach.Client({
      application_name: 'maru backup',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    // Without a listener a lost connection would end the process; what is under way on it rejects.
    next.on('error', () => undefined);
    return next.connect();
  });
  try {
    return await use(client);
  } finally {
    // What was begun and not committed is undone by this.
    await client.end();
  }
}

/** Begins a transaction: one picture of everything to read, or all or nothing to write. */
export async function begin(client: pg.Client, kind: 'read' | 'write'): Promise<void> {
  await client.query(kind === 'read' ? 'begin isolation level repeatable read, read only' : 'begin');
  // Rows are text in the file: written and read in one way, whatever the server's own settings are.
  for (const setting of ROW_SETTINGS) await client.query(`set local ${setting}`);
}

/** Nobody says whether a transaction was committed: its connection was lost, and none could be made since. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

/**
 * Commits. Where the answer is lost, PostgreSQL is asked on another connection what became of it (pg_xact_status); rejects
 * when it was not committed.
 *
 * @throws CommitUnknown when that could not be found out in time
 */
export async function commit(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id');
  try {
    await client.query('commit');
  } catch (fault) {
    // FATAL: the server ended the connection, maybe while the commit waited for a replica.
    if (fault instanceof pg.DatabaseError && fault.severity !== 'FATAL') throw fault;
    if (!(await wasCommitted(url, rows[0]!.id))) throw fault;
  }
}

async function wasCommitted(url: string, id: string): Promise<boolean> {
  try {
    return await againUntilAnswered(async () => {
      const status = await withLongConnection(url, (client) => statusOf(client, id));
      // In progress while it waits for a replica.
      if (status !== 'committed' && status !== 'aborted') throw new Error(`the transaction is ${status}`);
      return status === 'committed';
    }, FIND_OUT_MS);
  } catch (cause) {
    throw new CommitUnknown('the answer to commit was lost', { cause });
  }
}

async function statusOf(client: pg.Client, id: string): Promise<string | null> {
  try {
    const { rows } = await client.query<{ status: string | null }>(
      'select pg_xact_status($1::xid8) as status',
      [id],
    );
    return rows[0]!.status;
  } catch (fault) {
    if ((fault as { code?: string }).code === NEVER_BEGUN) return 'aborted';
    throw fault;
  }
}

/** All tables, what others refer to first, with their columns. */
export async function tablesOf(db: Db): Promise<Table[]> {
  const { rows: tables } = await db.query<Table>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0
       and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
  );
  const { rows: references } = await db.query<{ from: string; to: string }>(
    `select f.relname as "from", t.relname as "to" from pg_constraint c
     join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
     where c.contype = 'f' and f.relnamespace = current_schema()::regnamespace and f.oid <> t.oid`,
  );
  const sorted: Table[] = [];
  const add = (table: Table): void => {
    if (sorted.includes(table)) return;
    for (const { from, to } of references)
      if (from === table.name) add(tables.find(({ name }) => name === to)!);
    sorted.push(table);
  };
  for (const table of tables) add(table);
  return sorted;
}

/** The migrations this database has, in order. */
export async function appliedMigrations(db: Db): Promise<AppliedMigration[]> {
  const { rows } = await db.query<AppliedMigration>(
    'select number, sha256 from schema_migrations order by number',
  );
  return rows;
}

/** The rows of a table, in blocks of whole lines. */
export function copyOut(client: pg.Client, { name, columns }: Table): AsyncIterable<Buffer> {
  return client.query(copy.to(`copy ${listed(name, columns)} to stdout`));
}

/** Enters rows as `copyOut` gave them. */
export async function copyIn(
  client: pg.Client,
  { name, columns }: Table,
  rows: AsyncIterable<Buffer>,
): Promise<void> {
  await pipeline(
    Readable.from(rows, { objectMode: false }),
    client.query(copy.from(`copy ${listed(name, columns)} from stdin`)),
  );
}

/** Whether nothing at all is in this database. Whoever migrates meanwhile waits until the transaction ends. */
export async function isEmpty(db: Db): Promise<boolean> {
  await db.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  const { rows } = await db.query(
    `select 1 from pg_class where relnamespace = current_schema()::regnamespace limit 1`,
  );
  return rows.length === 0;
}

/** The migrations this program does not have as they were applied: not empty means the other one is newer. */
export function unknownMigrations(applied: readonly AppliedMigration[]): AppliedMigration[] {
  return applied.filter(
    ({ number, sha256 }) => !MIGRATIONS.some((one) => one.number === number && isMigration(one, sha256)),
  );
}

/** Gives an empty database the form it had with these migrations, without any row. */
export async function shape(db: Db, applied: readonly AppliedMigration[]): Promise<void> {
  await db.query(MIGRATIONS_TABLE);
  for (const migration of MIGRATIONS)
    if (applied.some(({ number }) => number === migration.number)) await applyMigration(db, migration);
  for (const { name } of (await tablesOf(db)).toReversed()) {
    // What migrations entered themselves is in the file too. (A delete without rows would still wake the history's guard.)
    const { rows } = await db.query(`select 1 from ${quoted(name)} limit 1`);
    if (rows.length > 0) await db.query(`delete from ${quoted(name)}`);
  }
}

/** Applies what this program has beyond those. */
export async function bringForward(db: Db, applied: readonly AppliedMigration[]): Promise<void> {
  for (const migration of MIGRATIONS)
    if (applied.every(({ number }) => number !== migration.number)) await applyMigration(db, migration);
}

const listed = (name: string, columns: readonly string[]) =>
  `${quoted(name)} (${columns.map(quoted).join(', ')})`;
const quoted = (name: string) => pg.escapeIdentifier(name);
