/** The role of the application: it adds to the history and alters nothing, and PostgreSQL itself refuses the rest. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { openPool } from '../../../../src/store/postgres/connection/pool.js';
import { admitApplication, ownsRecord } from '../../../../src/store/postgres/connection/roles.js';
import { migratedForApplication } from '../../../support/stores.js';
import { emptyDatabase } from '../city.js';

let owner: Pool;
let application: Pool;
let url: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  const database = await emptyDatabase();
  owner = database.pool;
  url = await migratedForApplication(database.url);
  application = openPool(url, { warn: () => undefined });
  stop = async () => {
    await application.end();
    await database.stop();
  };
});
afterAll(() => stop());

test.each([
  'update history set hash = hash',
  'delete from history',
  'truncate history',
  'update history_values set salt = null',
  'delete from history_values',
  'alter table history disable trigger history_is_kept',
  'drop trigger history_is_kept on history',
  'create or replace function history_is_kept() returns trigger language plpgsql as $$ begin return new; end $$',
  'drop table reports',
  'alter table reports add column x int',
  'create table mine (a int)',
  'create index on reports (id)',
  'insert into schema_migrations (number, name, sha256) values (99, $$x$$, $$x$$)',
  'delete from schema_migrations',
  'set session_replication_role = replica',
  'create role another',
])('%s: refused', async (statement) => {
  await expect(application.query(statement)).rejects.toMatchObject({ code: '42501' });
});

test('it reads the history and adds to it, and is not its owner', async () => {
  const { rows } = await application.query(
    `select has_table_privilege('history', 'select') and has_table_privilege('history', 'insert') as may`,
  );
  expect(rows).toEqual([{ may: true }]);
  expect([await ownsRecord(application), await ownsRecord(owner)]).toEqual([false, true]);
});

test('it is let in again after each migration, and a role that is as good as the owner is refused', async () => {
  const role = { name: new URL(url).username, password: 'another' };
  await owner.query('create table later (a int)');
  await admitApplication(owner, role);
  expect((await application.query('select * from later')).rows).toEqual([]);
  const { rows } = await owner.query<{ name: string }>('select current_user as name');
  await expect(admitApplication(owner, { name: rows[0]!.name, password: '' })).rejects.toThrow(
    '持ち主と同じこと',
  );
});

test('an owner that may not make roles is told what to have run', async () => {
  await expect(admitApplication(application, { name: 'nobody_yet', password: 'x' })).rejects.toThrow(
    'CREATE ROLE "nobody_yet"',
  );
});
