/** Migrations go forward only: from every earlier form, filled with a city's data, to the present one, with nothing lost. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { MIGRATIONS, migrate, schemaState } from '../../../../src/store/postgres/connection/migrate.js';
import { inTransaction } from '../../../../src/store/postgres/connection/pool.js';
import { openRecord } from '../../../../src/store/postgres/record.js';
import { openSchedule } from '../../../../src/store/postgres/rounds/schedule.js';
import { openUploads } from '../../../../src/store/postgres/sheets/uploads.js';
import { makeOlden } from '../../../support/olden-history.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { by, type City, city, effectId, emptyDatabase, later, submit } from '../city.js';

/** What was released, by the beginning of its SHA-256: changing one would refuse every database that has it. */
const RELEASED = {
  1: '4a990a5d6f26939b',
  2: '26ed31fcba7104ec',
  3: '1b47d928faf4cce6',
  4: 'a8fc5c7dec38fb5e',
};

type Row = Readonly<Record<string, string | null>>;
type Dump = ReadonlyMap<string, readonly Row[]>;

/** What later migrations are meant to do with the rows of an earlier form; anything else is a loss. */
const MEANT: Readonly<Record<number, (table: string, row: Row) => Row>> = {
  // Reminders had a key for each round: those not yet sent are settled.
  2: (table, row) =>
    table === 'notices' && row.kind === 'reminder' ? { ...row, settled: row.wanted ?? null } : row,
};

const FILLED = [
  'history',
  'reports',
  'report_versions',
  'notices',
  'done_commands',
  'uploads',
  'unreachable',
  'agenda',
  'calendar_days',
  'accounts',
  'direct_places',
  'channels',
];

let town: City;
let filled: Dump;

beforeAll(async () => {
  town = await city();
  const tasks = await town.tasks(1);
  for (const task of tasks) await submit(town, 'staff1', task);
  const [first, second] = await town.tasks(1);
  const decide = (kind: 'approve' | 'return', report: string) =>
    town.record.execute(
      effectId(),
      'chief1',
      'test:dm:chief1',
      kind === 'approve'
        ? { kind, report, version: 1, step: 0 }
        : { kind, report, version: 1, comment: '数を確かめてください。' },
      later(3),
    );
  await decide('approve', first!.report!.id);
  await decide('return', second!.report!.id);
  for (const person of ['staff1', 'chief1', 'staff2']) {
    // As versions before did: without a word in the history.
    await town.pool.query('insert into accounts (account, person_id, linked_at) values ($1, $2, $3)', [
      `test:${person}`,
      person,
      later(1),
    ]);
    await town.pool.query('insert into direct_places (person_id, place, used_at) values ($1, $2, $3)', [
      person,
      `test:dm:${person}`,
      later(1),
    ]);
  }
  await town.record.markUnreachable('staff2', 'test:dm:staff2', 'blocked', later(2));
  await town.record.importCalendar(
    [{ sectionId: null, day: '2023-10-10', kind: 'closed', name: '庁舎点検' }],
    { by, now: later(2) },
  );
  await openUploads(town.pool, PATIENCE_MS).keep(
    { id: 'u1', person: 'staff1', name: '目標.xlsx', now: later(1) },
    async () => [new Uint8Array([0, 1, 255])],
  );
  await openSchedule(town.pool).look(later(60), 100);
  // As every version whose form is tried here kept it.
  await inTransaction(town.pool, (db) => makeOlden(db));
  filled = await dump(town.pool);
  // What is empty would be compared with nothing.
  expect(FILLED.filter((table) => (filled.get(table) ?? []).length === 0)).toEqual([]);
}, 60_000);
afterAll(() => town.stop());

test('what was released is as it was released', () => {
  const now = MIGRATIONS.map(({ number, sql }) => [
    number,
    createHash('sha256').update(sql).digest('hex').slice(0, 16),
  ]);
  expect(Object.fromEntries(now)).toMatchObject(RELEASED);
});

describe('every row of a filled database is there after the rest is applied', () => {
  test.each(MIGRATIONS.slice(0, -1).map(({ number }) => number))('from migration %i', async (number) => {
    const { pool, stop } = await emptyDatabase();
    try {
      await migrate(pool, MIGRATIONS.slice(0, number));
      const before = await fill(pool, filled);
      expect(await migrate(pool)).toEqual(MIGRATIONS.slice(number).map((one) => one.number));
      expect(await schemaState(pool)).toEqual({ missing: [], foreign: [] });
      const after = await dump(pool);
      for (const [table, rows] of before) {
        const columns = Object.keys(rows[0] ?? {});
        const kept = (after.get(table) ?? []).map((row) =>
          Object.fromEntries(columns.map((name) => [name, row[name] ?? null])),
        );
        const meant = rows.map((row) =>
          MIGRATIONS.slice(number).reduce((one, next) => MEANT[next.number]?.(table, one) ?? one, row),
        );
        // Rows may be added, for what an earlier form did not know.
        expect({ table, lost: without(meant, kept) }).toEqual({ table, lost: [] });
        if (table !== 'agenda') expect({ table, rows: kept.length }).toEqual({ table, rows: rows.length });
      }
      // And the program reads it as it read it before.
      const record = openRecord(pool, undefined, 20_000);
      expect(await record.verifyHistory()).toBeNull();
      expect(await record.status(2023)).toEqual(await town.record.status(2023));
      expect(await record.sectionTasks(town.section(1), '2023-midyear')).toEqual(await town.tasks(1));
      expect(await openSchedule(pool).look(new Date(), 100)).toBeGreaterThan(0);
    } finally {
      await stop();
    }
  });
});

const without = (rows: readonly Row[], among: readonly Row[]): readonly Row[] => {
  const there = new Set(among.map((row) => JSON.stringify(row)));
  return rows.filter((row) => !there.has(JSON.stringify(row)));
};

/** Names and types of the columns of each table. */
async function tablesOf(pool: Pool): Promise<Map<string, { name: string; type: string }[]>> {
  const { rows } = await pool.query<{ table: string; columns: { name: string; type: string }[] }>(
    `select c.relname as table,
       json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'
     group by c.relname`,
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** Every row of every table, each value as PostgreSQL writes it. */
async function dump(pool: Pool): Promise<Dump> {
  const all = new Map<string, readonly Row[]>();
  for (const [table, columns] of await tablesOf(pool)) {
    const texts = columns.map(({ name }) => `"${name}"::text as "${name}"`).join(', ');
    all.set(table, (await pool.query<Row>(`select ${texts} from ${table} order by 1, 2`)).rows);
  }
  return all;
}

/** Enters what an earlier form has a place for; gives what it then holds. */
async function fill(pool: Pool, from: Dump): Promise<Dump> {
  const client = await pool.connect();
  try {
    // As a restored dump: without looking at the order of what refers to what.
    await client.query('set session_replication_role = replica');
    for (const [table, columns] of await tablesOf(pool)) {
      const list = (write: (column: { name: string; type: string }) => string) =>
        columns.map(write).join(', ');
      await client.query(`delete from ${table}`);
      await client.query(
        `insert into ${table} (${list(({ name }) => `"${name}"`)}) overriding system value
         select ${list(({ name, type }) => `"${name}"::${type}`)}
         from json_to_recordset($1) as x(${list(({ name }) => `"${name}" text`)})`,
        [JSON.stringify(from.get(table) ?? [])],
      );
    }
  } finally {
    client.release(true);
  }
  const held = await dump(pool);
  for (const [table, rows] of held)
    if (rows.length !== (from.get(table)?.length ?? 0)) throw new Error(`${table} was not filled`);
  return held;
}
