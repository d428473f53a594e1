/** Links of accounts in the record: those of an older version at the upgrade, and several of one person. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Acting } from '../../../../src/core/account/account.js';
import { unrecordedLinks } from '../../../../src/store/postgres/accounts/account-list.js';
import { MIGRATIONS, migrate } from '../../../../src/store/postgres/connection/migrate.js';
import { openRecord, type PostgresRecord } from '../../../../src/store/postgres/record.js';
import { by, type City, city, effectId, emptyDatabase, later, NOW, submit } from '../city.js';

const linked = `insert into accounts (account, person_id, linked_at) values
  ('test:A', 'chief1', '2023-09-01Z'), ('test:B', 'chief1', '2023-09-02Z'), ('other:A', 'chief1', '2023-09-03Z')`;
const seen = (email: string) => ({ standing: 'member', emails: [email], unconfirmed: false }) as const;
const stop: (() => Promise<void>)[] = [];
let town: City;
/** waits for a busy machine, which nobody in a chat would */
let record: PostgresRecord;

beforeEach(async () => {
  town = await city();
  stop.push(town.stop);
  record = openRecord(town.pool, undefined, 20_000);
  await town.record.importRoster(
    {
      people: [
        { id: 'chief1', name: '課長1', email: 'chief1@city.example.jp' },
        { id: 'coord', name: '事務局', email: 'coord@city.example.jp' },
      ],
      holdings: [
        {
          post: {
            section: { department: '北区', name: '取りまとめ課' },
            role: 'coordinator',
            title: '事務局',
          },
          person: 'coord',
          from: '2023-04-01',
        },
      ],
      sections: [{ department: '北区', name: '取りまとめ課' }],
    },
    { by, now: NOW },
  );
}, 60_000);
afterEach(async () => {
  for (const end of stop.splice(0)) await end();
});

const toCoordinator = async (event: string) =>
  (
    await town.pool.query<{ account: string }>(
      `select about->>'account' as account from notices
       where kind = 'account' and to_id = 'coord' and about->>'event' = $1 order by key`,
      [event],
    )
  ).rows.map(({ account }) => account);

test('a database with two links of one person is brought forward: they enter the history once', async () => {
  const { pool, stop: end } = await emptyDatabase();
  stop.push(end);
  await migrate(
    pool,
    MIGRATIONS.filter(({ name }) => name !== 'accounts'),
  );
  await pool.query(
    `insert into people (id, name, email) values ('chief1', '課長', 'chief1@city.example.jp')`,
  );
  await pool.query(linked);
  await migrate(pool);
  const old = openRecord(pool, undefined, 20_000);
  expect(await old.recordLinks(NOW)).toBe(3);
  expect(await old.recordLinks(NOW)).toBe(0);
  const entries = await old.history({});
  expect(entries.map(({ action, account }) => [action, account]).toSorted()).toEqual([
    ['account_linked', 'other:A'],
    ['account_linked', 'test:A'],
    ['account_linked', 'test:B'],
  ]);
  expect(await old.verifyHistory()).toBeNull();
  expect((await old.accounts('')).map(({ account, several }) => [account, several])).toEqual([
    ['test:A', true],
    ['test:B', true],
    ['other:A', false],
  ]);
});

test('of several of a platform none decides until one is chosen', async () => {
  await town.pool.query(linked);
  await town.record.recordLinks(NOW);
  expect(await toCoordinator('several')).toHaveLength(1);
  const [task] = await town.tasks(1);
  await submit(town, 'staff1', task!);
  const approve = (acting?: Acting) =>
    town.record.execute(
      effectId(),
      'chief1',
      'test:dm',
      { kind: 'approve', report: task!.id, version: 1, step: 0 },
      later(5),
      acting,
    );
  const knownAt = later(5).toISOString();
  const refused = (why: string) => ({ ok: false, refusal: { reason: 'account', why } });
  for (const account of ['test:A', 'test:B'])
    expect(await approve({ account, knownAt })).toEqual(refused('several'));
  // What an older instance kept does not say with which account.
  expect(await approve()).toEqual(refused('several'));
  await town.record.linkAccount('test:B', 'chief1', { by, now: later(5) });
  expect(await approve({ account: 'test:A', knownAt })).toEqual(refused('not_linked'));
  expect(await approve({ account: 'test:B', knownAt: null })).toEqual(refused('unchecked'));
  expect(await approve({ account: 'test:B', knownAt: later(-2).toISOString() })).toEqual(
    refused('unchecked'),
  );
  expect(await approve({ account: 'test:B', knownAt })).toMatchObject({ ok: true });
  // That on another platform is not concerned.
  expect(await record.personOfAccount('other:A')).toBe('chief1');
});

const unexplained = async () =>
  (await town.record.verifyRecord()).replayed?.unexplained.map(({ row, problem }) => `${row}: ${problem}`);

test('once there is a baseline no link is entered that nobody made: it is nobody’s and stays named', async () => {
  await town.record.enterBaseline({ by, now: NOW });
  await record.meet('test:X', seen('staff1@example.jp'), NOW);
  const stolen = `update accounts set person_id = 'chief1', email = null, standing = 'member', known_at = '2099-01-01'`;
  await town.pool.query(`${stolen} where account = 'test:X'`);
  expect(await town.record.recordLinks(later(60))).toBe(0);
  expect(await record.personOfAccount('test:X')).toBeNull();
  expect(await town.record.accounts('')).toEqual([]);
  // Nor does it become somebody's by what is said with it.
  expect(await record.meet('test:X', seen('staff1@example.jp'), later(61))).toEqual({ status: 'unknown' });
  const silent = { standing: 'member', emails: [], unconfirmed: true } as const;
  expect(await record.meet('test:X', silent, later(61))).toEqual({ status: 'refused', why: 'unconfirmed' });
  // And it stands in nobody's way.
  expect(await record.meet('test:A', seen('chief1@city.example.jp'), later(61))).toMatchObject({
    person: 'chief1',
  });
  const acting = { account: 'test:X', knownAt: later(61).toISOString() };
  expect(await town.record.doubtOf({ person: 'chief1', acting }, later(61))).toBe('not_linked');
  expect(await unexplained()).toContain('account test:X: changed');
});

test('a link that an older instance makes beside is its person’s once the platform says their address', async () => {
  await town.record.enterBaseline({ by, now: NOW });
  await town.pool.query(linked);
  expect(await record.personOfAccount('test:A')).toBeNull();
  expect((await unrecordedLinks(town.pool, 20)).map(({ account }) => account)).toEqual([
    'other:A',
    'test:B',
    'test:A',
  ]);
  for (const account of ['other:A', 'test:B'])
    expect(await record.meet(account, seen('chief1@city.example.jp'), later(1))).toEqual({
      status: 'known',
      person: 'chief1',
    });
  // Of a platform one is theirs, as ever.
  expect(await record.meet('test:A', seen('chief1@city.example.jp'), later(1))).toEqual({ status: 'second' });
  expect(await unexplained()).toEqual(['account test:A: added']);
  await town.record.unlinkAccount('test:A', { by, now: later(2) });
  expect(await unexplained()).toEqual([]);
});

test('the address that a link was made by, changed by hand, makes it nobody else’s and lasts until the next look', async () => {
  await record.meet('test:A', seen('chief1@city.example.jp'), NOW);
  for (const email of ['coord@city.example.jp', 'x@example.jp', null]) {
    await town.pool.query('update accounts set email = $1', [email]);
    expect([null, 'chief1']).toContain(await record.personOfAccount('test:A'));
  }
  // Even the one that the roster has from now on: what the platform says decides.
  await town.pool.query(`update accounts set email = 'new@city.example.jp'`);
  await town.record.importRoster(
    { people: [{ id: 'chief1', name: '課長1', email: 'new@city.example.jp' }] },
    { by, now: later(1) },
  );
  expect(await record.meet('test:A', seen('chief1@city.example.jp'), later(6))).toEqual({
    status: 'unknown',
  });
  expect(await record.personOfAccount('test:A')).toBeNull();
});

test('a link ended by hand is not made again by its address, and what was begun with it is not done', async () => {
  expect(await record.meet('test:A', seen('chief1@city.example.jp'), NOW)).toMatchObject({
    person: 'chief1',
  });
  expect(await town.record.unlinkAccount('test:A', { by, now: later(1) })).toBe('chief1');
  expect(await record.meet('test:A', seen('chief1@city.example.jp'), later(2))).toEqual({
    status: 'unknown',
  });
  const [task] = await town.tasks(1);
  await submit(town, 'staff1', task!);
  const command = { kind: 'approve', report: task!.id, version: 1, step: 0 } as const;
  expect(await town.record.execute(effectId(), 'chief1', 'test:dm', command, later(2))).toEqual({
    ok: false,
    refusal: { reason: 'account', why: 'not_linked' },
  });
});

test('of two accounts that come at once for one person one is linked', async () => {
  const met = await Promise.all(
    ['test:A', 'test:B', 'test:C'].map((account) =>
      record.meet(account, seen('chief1@city.example.jp'), NOW),
    ),
  );
  expect(met.map(({ status }) => status).toSorted()).toEqual(['known', 'second', 'second']);
  expect(await toCoordinator('second')).toHaveLength(2);
});

test('an address that is taken out of the roster ends the link; what stood in private there is asked anew', async () => {
  await record.meet('test:A', seen('chief1@city.example.jp'), NOW);
  await record.rememberDirectPlace('chief1', 'test:dm:A', NOW);
  const without = { people: [{ id: 'chief1', name: '課長1', email: null }] };
  const preview = await town.record.importRoster(without, { by, now: later(1), dryRun: true });
  expect(preview.map(({ what }) => what)).toEqual(['person', 'account']);
  expect(await record.personOfAccount('test:A')).toBe('chief1');
  await town.record.importRoster(without, { by, now: later(1) });
  expect(await record.personOfAccount('test:A')).toBeNull();
  expect(await record.directPlaceOf('chief1')).toBeNull();
  expect(await toCoordinator('unlinked')).toEqual(['test:A']);
  expect(await town.record.verifyHistory()).toBeNull();
});
