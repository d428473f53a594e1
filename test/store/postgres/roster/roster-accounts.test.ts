/** A roster of many people with accounts: links, and what ends with them, are entered together, however many they are. */
import { afterEach, expect, test } from '@jest/globals';
import type { RosterInput } from '../../../../src/core/organization/roster.js';
import { type Db, inTransaction } from '../../../../src/store/postgres/connection/pool.js';
import { importRosterIn } from '../../../../src/store/postgres/roster/import-roster.js';
import { by, type City, city, later, NOW } from '../city.js';

const stop: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of stop.splice(0)) await end();
});

async function town(): Promise<City> {
  const one = await city({ round: false });
  stop.push(one.stop);
  return one;
}

const people = (
  many: number,
  of: (n: number) => { account: string; email: string },
): NonNullable<RosterInput['people']> =>
  Array.from({ length: many }, (_, n) => {
    const { account, email } = of(n);
    return { id: `p${n}`, name: `職員${n}`, email, accounts: [account] };
  });
const linksOf = async ({ pool }: City) =>
  (
    await pool.query<{ account: string; person: string }>(
      `select account, person_id as person from accounts order by account`,
    )
  ).rows.map(({ account, person }) => `${account} ${person}`);

test.each<[string, NonNullable<RosterInput['people']>]>([
  ['new', people(2_000, (n) => ({ account: `test:U${n}`, email: `p${n}@city.example.jp` }))],
  ['with the accounts of others', people(2_000, (n) => ({ account: `test:U${(n + 1) % 2_000}`, email: '' }))],
  ['under another address', people(2_000, (n) => ({ account: `test:U${n}`, email: `p${n}@example.jp` }))],
])('people %s are entered with a few queries and a few locks', async (_, many) => {
  const { pool } = await town();
  const before = people(2_000, (n) => ({ account: `test:U${n}`, email: `p${n}@city.example.jp` })).map(
    // half of them are known by their address
    (one, n) => ({ ...one, accounts: n % 2 === 0 ? one.accounts : [] }),
  );
  if (many[0]!.email !== 'p0@city.example.jp') {
    await inTransaction(pool, (db) => importRosterIn(db, { people: before }, { by, now: NOW }));
    await pool.query(
      `insert into accounts (account, person_id, linked_at, email, recorded_for)
       select 'test:U' || substr(id, 2), id, now(), email, id from people where id ~ '^p\\d+$' on conflict do nothing`,
    );
  }
  await inTransaction(pool, async (db) => {
    let queries = 0;
    const counted: Db = {
      query: (...args: Parameters<Db['query']>) => {
        queries += 1;
        return db.query(...args);
      },
    } as Db;
    const said = many.map(({ email, ...one }) => (email === '' ? one : { ...one, email }));
    const differences = await importRosterIn(counted, { people: said }, { by, now: later(1) });
    const { rows } = await db.query<{ locks: number }>(
      `select count(*)::int as locks from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`,
    );
    expect(differences.length).toBeGreaterThanOrEqual(2_000);
    expect(rows[0]!.locks).toBeLessThan(10);
    expect(queries).toBeLessThan(60);
  });
});

test('accounts that change hands in one roster are ended and made link by link in the history', async () => {
  const one = await town();
  const roster = (a: string, b: string): RosterInput => ({
    people: [
      { id: 'a', name: '甲', accounts: [a] },
      { id: 'b', name: '乙', accounts: [b] },
    ],
  });
  await one.record.importRoster(roster('test:A', 'test:B'), { by, now: NOW });
  const swapped = await one.record.importRoster(roster('test:B', 'test:A'), { by, now: later(1) });
  expect(swapped).toEqual([
    { what: 'account', id: 'test:B', name: '甲', before: { person: 'b' }, after: { person: 'a' } },
    { what: 'account', id: 'test:A', name: '乙', before: { person: 'a' }, after: { person: 'b' } },
  ]);
  expect(await linksOf(one)).toEqual(expect.arrayContaining(['test:A b', 'test:B a']));
  const said = (await one.record.history({}))
    .filter(({ at, account }) => at === later(1).toISOString() && account !== undefined && account !== null)
    .map(({ action, subject, before, after }) => ({ action, subject, before, after }));
  const unlinked = (subject: string, person: string) => ({
    action: 'account_unlinked',
    subject,
    before: { person },
    after: { parting: 'replaced' },
  });
  const linked = (subject: string, person: string) => ({
    action: 'account_linked',
    subject,
    before: null,
    after: { person, how: 'by_hand' },
  });
  expect(said).toEqual([
    unlinked('test:A', 'a'),
    unlinked('test:B', 'b'),
    linked('test:B', 'a'),
    linked('test:A', 'b'),
  ]);
  expect(await one.record.importRoster(roster('test:B', 'test:A'), { by, now: later(2) })).toEqual([]);
});

test('an account that a roster names twice is the last one’s, and of two of a person on a platform the last counts', async () => {
  const one = await town();
  await one.record.importRoster(
    {
      people: [
        { id: 'a', name: '甲', accounts: ['test:A', 'other:A'] },
        { id: 'b', name: '乙', accounts: ['test:A', 'test:B'] },
      ],
    },
    { by, now: NOW },
  );
  expect((await linksOf(one)).filter((line) => /^(test|other):[AB] /u.test(line))).toEqual([
    'other:A a',
    'test:B b',
  ]);
});
