import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { MIGRATIONS, migrate, schemaState } from '../../../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../../../src/store/postgres/connection/pool.js';
import { emptyDatabase } from '../city.js';

let pool: Pool;
let url: string;
let stop: () => Promise<void>;
beforeEach(async () => {
  ({ url, pool, stop } = await emptyDatabase());
});
afterEach(() => stop());

const all = MIGRATIONS.map(({ number }) => number);

test('numbers count from 1 without a gap', () => {
  expect(all).toEqual(all.map((_, i) => i + 1));
});

test('an empty database is brought up to date once, though five begin at the same time', async () => {
  expect(await schemaState(pool)).toEqual({ missing: all, foreign: [] });
  const done = await Promise.all(Array.from({ length: 5 }, () => migrate(pool)));
  // Each by one of them, whoever came first to it.
  expect(done.flat().sort((a, b) => a - b)).toEqual(all);
  expect(await migrate(pool)).toEqual([]);
  expect(await schemaState(pool)).toEqual({ missing: [], foreign: [] });
});

test.each(['EUC_JP', 'SQL_ASCII'])(
  'a database encoded in %s is refused in one sentence',
  async (encoding) => {
    const name = `other_${encoding.toLowerCase()}`;
    await pool.query(`drop database if exists ${name}`);
    await pool.query(
      `create database ${name} encoding '${encoding}' locale 'C' locale_provider libc template template0`,
    );
    const other = openPool(Object.assign(new URL(url), { pathname: `/${name}` }).href, {
      warn: () => undefined,
    });
    try {
      await expect(migrate(other)).rejects.toThrow(`データベースの文字コードが ${encoding} です`);
      expect((await other.query(`select to_regclass('schema_migrations') as made`)).rows).toEqual([
        { made: null },
      ]);
    } finally {
      await other.end();
      await pool.query(`drop database ${name} with (force)`);
    }
  },
);

test('a migration that fails leaves nothing, those before it stay, and it can be made again', async () => {
  const next = all.length + 1;
  const broken = { number: next, name: 'broken', sql: 'create table half (a int); select nonsense;' };
  await expect(migrate(pool, [...MIGRATIONS, broken])).rejects.toThrow('nonsense');
  const { rows } = await pool.query(
    `select to_regclass('half') as half, to_regclass('sheets')::text as sheets`,
  );
  expect(rows).toEqual([{ half: null, sheets: 'sheets' }]);
  const mended = { ...broken, sql: 'create table half (a int)' };
  expect(await migrate(pool, [...MIGRATIONS, mended])).toEqual([next]);
});

test('data stay through a later migration, and an older program leaves a newer database as it is', async () => {
  await migrate(pool);
  await pool.query(`insert into people (id, name) values ('p', '担当者')`);
  const later = {
    number: all.length + 1,
    name: 'later',
    sql: `alter table people add column desk text default 'x'`,
  };
  await migrate(pool, [...MIGRATIONS, later]);
  expect(await migrate(pool)).toEqual([]);
  expect(await schemaState(pool)).toEqual({ missing: [], foreign: [later.number] });
  expect((await pool.query('select name, desk from people')).rows).toEqual([{ name: '担当者', desk: 'x' }]);
});

test('a released migration that was changed is refused', async () => {
  await migrate(pool);
  const changed = MIGRATIONS.map((m) => ({ ...m, sql: `${m.sql} ` }));
  await expect(migrate(pool, changed)).rejects.toThrow('Migration 1');
});
