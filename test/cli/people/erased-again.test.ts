/** Who was erased, and the number given again: an erasure is kept before it counts, and takes nobody else. */
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cityDate } from '../../../src/core/calendar/working-days.js';
import { peopleLeft } from '../../../src/store/postgres/people/retention.js';
import { emptyStores, type Stores, settingsBack } from '../../backup/stores.js';
import {
  by,
  type City,
  city,
  later,
  NOW,
  printedSheets,
  sectionOf,
  submit,
} from '../../store/postgres/city.js';
import { meanwhile } from '../../store/postgres/meanwhile.js';
import { testDir } from '../../support/stores.js';
import { maru } from './maru-person.js';

const SECTION = sectionOf(printedSheets()[0]!);
const today = cityDate(new Date());

let town: City;
let stores: { databaseUrl: string; redisUrl: string };
let folder: string;
let erasures: string;
let opened: Stores[];

async function empty(): Promise<Stores> {
  const made = await emptyStores();
  opened.push(made);
  return made;
}

beforeEach(async () => {
  opened = [];
  folder = await testDir();
  erasures = join(folder, 'erasures.jsonl');
  town = await city();
  stores = { databaseUrl: town.url, redisUrl: (await empty()).redisUrl };
  await town.record.enterBaseline({ by, now: NOW });
  const [task] = await town.tasks(1);
  await submit(town, 'staff1', task!, later(1));
  process.env.ERASURES_FILE = erasures;
}, 60_000);

afterEach(async () => {
  delete process.env.ERASURES_FILE;
  settingsBack();
  await town.stop();
  for (const one of opened) await one.stop();
});

const erase = (id: string, ...words: string[]) =>
  maru(stores, ['person', 'erase', id, '--yes', '--with-open-work', ...words]);
const nameOf = async (id: string, { pool }: Pick<City, 'pool'> = town): Promise<string | undefined> =>
  (await pool.query<{ name: string }>('select name from people where id = $1', [id])).rows[0]?.name;
const kept = async (): Promise<string[]> => (await readFile(erasures, 'utf8')).split('\n').filter(Boolean);
const given = (id: string, name: string) =>
  town.record.importRoster(
    {
      people: [{ id, name, email: `${id}.again@example.jp` }],
      holdings: [{ post: { section: SECTION, role: 'staff', title: '担当者' }, person: id, from: today }],
    },
    { by, now: new Date() },
  );
const verifies = async () =>
  expect(JSON.parse((await maru(stores, ['history', '--verify', '--json'])).out)).toMatchObject({
    intact: true,
    unexplained: [],
  });
const back = async (target: Stores, file: string): Promise<number> => {
  const { out, failed } = await maru(target, ['restore', file, '--json']);
  expect(failed).toEqual([]);
  return (JSON.parse(out) as { erased: number }).erased;
};

describe('an erasure is on the disk before it counts', () => {
  test('one that does not come to its end leaves its line, which takes nobody who is not meant', async () => {
    await town.pool.query(`
      create function refuse_end() returns trigger language plpgsql as $$ begin raise 'no commit'; end $$;
      create constraint trigger refuse_end after update on people deferrable initially deferred for each row execute function refuse_end()`);
    await expect(erase('staff1')).rejects.toThrow('no commit');
    expect(await nameOf('staff1')).toBe('担当者1');
    expect(await kept()).toHaveLength(1);
    await town.pool.query('drop function refuse_end cascade');
    expect((await erase('staff1')).failed).toEqual([]);
    expect(await nameOf('staff1')).toBe('消去済み2');
    expect(await kept()).toHaveLength(2);
    const file = join(folder, 'after.maru.gz');
    await maru(stores, ['backup', '--out', file]);
    expect(await back(await empty(), file)).toBe(0);
  }, 60_000);

  test('a file that is not one any more is one sentence, and nobody is erased', async () => {
    const [said] = await meanwhile(
      town.pool,
      'history_head',
      () => erase('staff1'),
      () => writeFile(erasures, '何か\n'),
    );
    expect(said.failed).toEqual([expect.stringContaining('1行目は消去の記録ではありません')]);
    expect(await nameOf('staff1')).toBe('担当者1');
  });

  test('a line that was cut off is passed over, and goes with the next one', async () => {
    expect((await erase('staff1')).failed).toEqual([]);
    expect((await erase('staff2')).failed).toEqual([]);
    const [first, second] = await kept();
    await truncate(erasures, Buffer.byteLength(`${first}\n${second}`) - 9);
    expect((await erase('staff3')).failed).toEqual([]);
    expect(await kept()).toEqual([first, expect.stringContaining('消去済み3')]);
    // A whole line is one without its end, too.
    await truncate(erasures, (await readFile(erasures)).length - 1);
    expect((await erase('staff4')).failed).toEqual([]);
    expect(await kept()).toHaveLength(3);
  }, 60_000);

  test('whoever is not in the file is entered there by being erased again', async () => {
    delete process.env.ERASURES_FILE;
    expect((await erase('staff1')).failed).toEqual([]);
    process.env.ERASURES_FILE = erasures;
    for (const words of ['ERASURES_FILE に書き足しました', 'すでに消去されています。 / '])
      expect((await erase('staff1')).failed).toEqual([expect.stringContaining(words)]);
    expect(await kept()).toEqual([expect.stringContaining('"as":"消去済み1"')]);
  });

  test('two at once get marks of their own', async () => {
    const both = await meanwhile(
      town.pool,
      'history_head',
      () => erase('staff1'),
      () => erase('chief1'),
    );
    expect(both).toMatchObject([{ failed: [] }, { failed: [] }]);
    const names = [await nameOf('staff1'), await nameOf('chief1')];
    expect(names.sort()).toEqual(['消去済み1', '消去済み2']);
  });
});

describe('a number that is given again', () => {
  test('whoever has it now stays, in a restored record too; from before, the erased one goes', async () => {
    const [before, after] = ['before.maru.gz', 'after.maru.gz'].map((name) => join(folder, name));
    await maru(stores, ['backup', '--out', before!]);
    expect((await erase('staff1')).failed).toEqual([]);
    await given('staff1', '次の人');
    await maru(stores, ['backup', '--out', after!]);
    const now = await empty();
    expect(await back(now, after!)).toBe(0);
    expect(await nameOf('staff1', now)).toBe('次の人');
    const then = await empty();
    expect(await back(then, before!)).toBe(1);
    expect(await nameOf('staff1', then)).toBe('消去済み1');
  }, 60_000);

  test('they are thrown away in their turn', async () => {
    await town.pool.query(`update holdings set until_on = '2024-03-31' where person_id = 'staff1'`);
    const left = async () => (await peopleLeft(town.pool, 2023)).map(({ id, name }) => [id, name]);
    expect(await left()).toEqual([['staff1', '担当者1']]);
    expect((await erase('staff1')).failed).toEqual([]);
    expect(await left()).toEqual([]);
    await given('staff1', '次の人');
    await town.pool.query(`update holdings set until_on = '2024-03-31' where person_id = 'staff1'`);
    expect(await left()).toEqual([['staff1', '次の人']]);
  });

  test('each keeps a mark of their own, and the history explains the record', async () => {
    expect((await erase('staff1')).failed).toEqual([]);
    await given('staff1', '次の人');
    const [, second] = await town.tasks(1);
    await submit(town, 'staff1', second!, new Date());
    expect((await erase('staff1')).failed).toEqual([]);
    const { rows } = await town.pool.query<{ name: string }>(
      `select body->'writer'->>'name' as name from reports order by body->'writer'->>'at'`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['消去済み1', '消去済み2']);
    await verifies();
  });
});

test('the name of who reopened a report at the command line is found, too', async () => {
  const [task] = await town.tasks(1);
  // The operator called by the name of somebody in the roster.
  await town.record.reopen(task!.id, '数字の訂正', { by: { ...by, name: '課長1' }, now: later(2) });
  expect((await erase('chief1')).failed).toEqual([]);
  const { rows } = await town.pool.query<{ name: string }>(
    `select body->'returned'->>'name' as name from reports`,
  );
  expect(rows).toEqual([{ name: '消去済み1' }]);
  const { rows: values } = await town.pool.query(`select 1 from history_values where value = '課長1'`);
  expect(values).toEqual([]);
  await verifies();
});

test('accounts of now and of before are left nowhere, nor names in sentences that are kept a while', async () => {
  for (const account of ['teams:t1:former-oid', 'teams:t1:present-oid'])
    await town.record.linkAccount(account, 'staff1', { by, now: later(2) });
  await town.pool.query('delete from parted_accounts');
  const [redis] = opened.map((one) => one.redis);
  for (const id of ['former-oid', 'present-oid', 'other-former-oid']) {
    await redis!.set(`maru:seen:teams:chat:activity:${id}`, '1');
    await redis!.hset('maru:stops', `input teams:chat:activity:${id}`, 3);
    await town.pool.query(
      `insert into put_aside (kind, id, reason, tries, is_aside, at) values ('input', $1, 'never_ended', 3, true, now())`,
      [`teams:chat:activity:${id}`],
    );
    await town.pool.query(
      `insert into done_commands (effect_id, outcome, done_at) values ($1, '{"line":"職員の追加: 担当者1（staff1）"}', now())`,
      [`teams:chat:activity:${id}#0`],
    );
  }
  expect((await erase('staff1')).failed).toEqual([]);
  const { rows } = await town.pool.query<{ id: string }>(
    `select effect_id as id from done_commands where effect_id like 'teams:%' union all select id from put_aside`,
  );
  const { rows: lines } = await town.pool.query<{ line: string }>(
    `select outcome->>'line' as line from done_commands where effect_id like 'teams:%'`,
  );
  const other = 'teams:chat:activity:other-former-oid';
  expect(rows.map(({ id }) => id)).toEqual([`${other}#0`, other]);
  expect(lines).toEqual([{ line: '職員の追加: 消去済み1（staff1）' }]);
  expect(await redis!.keys('maru:seen:*')).toEqual([`maru:seen:${other}`]);
  expect(await redis!.hkeys('maru:stops')).toEqual([`input ${other}`]);
});
