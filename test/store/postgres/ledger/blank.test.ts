/** A person's names, addresses and accounts are blanked in the history: named by an entry, or found. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { inTransaction, openPool } from '../../../../src/store/postgres/connection/pool.js';
import { admitApplication } from '../../../../src/store/postgres/connection/roles.js';
import { blankPerson } from '../../../../src/store/postgres/ledger/blank.js';
import { appendHistory } from '../../../../src/store/postgres/ledger/history.js';
import { openRecord } from '../../../../src/store/postgres/record.js';
import { makeOlden } from '../../../support/olden-history.js';
import { by, type City, city, later, NOW, submit } from '../city.js';

const GROUND = '保存期間が過ぎたため（文書管理規程第1条）';
const AS = '消去済み1';
const CHIEF = { personId: 'chief1', texts: [], ground: GROUND, as: AS };

let town: City;
let copies = 0;
let pool: pg.Pool;
/** the role that may only add to the history */
let application: pg.Pool;

beforeAll(async () => {
  town = await city();
  const [task] = await town.tasks(1);
  await submit(town, 'staff1', task!);
  await town.record.linkAccount('test:c1', 'chief1', { by, now: later(1) });
  const approve = { kind: 'approve', report: task!.id, version: 1, step: 0 } as const;
  await town.record.execute('test:e1', 'chief1', 'test:dm:chief1', approve, later(2));
  await inTransaction(town.pool, (db) =>
    appendHistory(db, [
      {
        ...by,
        at: NOW.toISOString(),
        personId: 'another',
        // Called as the one who is blanked is.
        name: '課長1',
        account: 'test:another',
        actingFor: '課長1',
        action: 'exported',
        sectionId: null,
        subject: 'x',
        version: 1,
        before: null,
        after: { decision: 'approved', deputy: '課長1', text: `commitment:${'x'.repeat(43)}` },
      },
    ]),
  );
  await town.pool.end();
}, 60_000);
// The pool of the town is ended already.
afterAll(() => town.stop().catch(() => undefined));
afterEach(async () => {
  await application.end();
  await pool.end();
});

beforeEach(async () => {
  const url = new URL(town.url);
  const name = url.pathname.slice(1);
  copies += 1;
  url.pathname = `/${name}_${copies}`;
  const server = new pg.Client({
    connectionString: Object.assign(new URL(town.url), { pathname: '/postgres' }).href,
  });
  await server.connect();
  await server.query(`create database ${name}_${copies} template ${name}`);
  await server.end();
  pool = openPool(url.href, { warn: () => undefined });
  const role = { name: `app_${name}_${copies}`, password: 'x' };
  await admitApplication(pool, role);
  application = openPool(Object.assign(new URL(url), { username: role.name, password: role.password }).href, {
    warn: () => undefined,
  });
});

const verified = () => openRecord(pool).verifyRecord();
const blanked = () => inTransaction(application, (db) => blankPerson(db, CHIEF, by, later(9)));
/** Everything that stands in the history, as its tables have it. */
const everything = async (): Promise<string> => {
  const of = async (table: string) => (await pool.query(`select t::text as row from ${table} t`)).rows;
  return JSON.stringify([await of('history'), await of('history_values')]);
};
const byHand = (sql: string) =>
  inTransaction(pool, async (db) => {
    await db.query(`set local session_replication_role = 'replica'`);
    return db.query(sql);
  });

test.each([
  ['entries with commitments', 0],
  ['entries of versions before', 1_000_000],
  ['some of both', 5],
])(
  '%s: blanked by the role of the application, listed, the chain whole, the entries kept',
  async (_, upTo) => {
    if (upTo > 0) await inTransaction(pool, (db) => makeOlden(db, upTo));
    const before = await openRecord(pool).history({});
    const { entries, whose } = await blanked();
    expect(entries).toBeGreaterThan(3);
    expect([...whose.texts].sort()).toEqual(['chief1@example.jp', 'test:c1', '課長1']);
    const { found, blanked: named, head } = await verified();
    expect(found).toBeNull();
    expect(named.size).toBe(entries);
    expect([...named.values()]).toEqual(
      [...named].map(() => expect.objectContaining({ by: head.seq, ground: GROUND })),
    );
    const after = await openRecord(pool).history({});
    expect(after.length).toBe(before.length + 1);
    const gone = JSON.stringify(
      before.map((entry) => ({ ...entry, ...(entry.subject === 'test:c1' ? { subject: AS } : {}) })),
    )
      .replaceAll('"課長1"', `"${AS}"`)
      .replaceAll('"account":"test:c1"', `"account":"${AS}"`)
      .replaceAll('"chief1@example.jp"', `"${AS}"`)
      // The other one who is called so keeps the name; who it was for is told by the name alone.
      .replace(`"personId":"another","name":"${AS}"`, '"personId":"another","name":"課長1"');
    expect(JSON.parse(gone)).toEqual(after.slice(0, -1));
    expect((await everything()).split('課長1')).toHaveLength(2);
    expect(await everything()).not.toMatch(/test:c1|chief1@/u);
    // Nothing is left to blank.
    expect((await blanked()).entries).toBe(0);
  },
);

test('what the record has in the same places explains itself, and what has it not is named', async () => {
  await blanked();
  const { replayed } = await verified();
  const rows = replayed!.unexplained.map(({ row }) => row.split(' ')[0]);
  expect([...new Set(rows)].sort()).toEqual(['account', 'person', 'report', 'version']);
});

test.each([
  ['commitments', 0],
  ['texts', 1_000_000],
])('a later change of an entry that was blanked is found (%s)', async (_, upTo) => {
  if (upTo > 0) await inTransaction(pool, (db) => makeOlden(db, upTo));
  await blanked();
  const { blanked: named } = await verified();
  const seq = [...named.keys()].at(-1)!;
  await byHand(`update history set post = '部長' where seq = ${seq}`);
  expect((await verified()).found).toEqual({ seq, problem: 'changed' });
});

test('blanked by hand, changed, taken away, or named by an entry that is gone: found', async () => {
  const ways = [
    [`update history_values set salt = null, value = '${AS}' where value = '課長1'`, 'blanked'],
    [`update history_values set value = '別人' where value = '課長1'`, 'changed'],
    [`delete from history_values where value = '課長1'`, 'blanked'],
  ] as const;
  for (const [sql, problem] of ways) {
    const { rows } = await pool.query('select * from history_values');
    await byHand(sql);
    expect((await verified()).found).toMatchObject({ problem });
    await byHand('truncate history_values');
    for (const { seq, commitment, salt, value } of rows)
      await pool.query('insert into history_values values ($1, $2, $3, $4)', [seq, commitment, salt, value]);
    expect((await verified()).found).toBeNull();
  }
  await blanked();
  await byHand(
    `delete from history where action = 'blanked'; delete from history_values where seq not in (select seq from history);
     update history_head set seq = h.seq, hash = h.hash from (select seq, hash from history order by seq desc limit 1) h`,
  );
  expect((await verified()).found).toMatchObject({ problem: 'blanked' });
});

test('an entry of before that was changed is not excused by naming it', async () => {
  await inTransaction(pool, (db) => makeOlden(db));
  await blanked();
  await byHand(
    `update history set after = replace(after::text, '結果', '成果')::json where action = 'submitted'`,
  );
  await byHand(`update history set name = '別人' where seq = 1`);
  expect((await verified()).found).toEqual({ seq: 1, problem: 'changed' });
});

test('nothing is blanked but what an entry of the same transaction names, and only names', async () => {
  await expect(application.query(`select blank_history(1, '[]')`)).rejects.toThrow('same transaction');
  await blanked();
  const { head } = await verified();
  await expect(application.query(`select blank_history(${head.seq}, '[]')`)).rejects.toThrow(
    'same transaction',
  );
  // A table of one's own that is called like the history is not taken for it.
  const own = inTransaction(application, async (db) => {
    await db.query(`create temp table history (seq int, action text, after json)`);
    await db.query(
      `insert into history values (1, 'blanked', '{"as":"x","entries":[{"seq":1,"hash":"","commitments":[]}]}')`,
    );
    await db.query(`select blank_history(1, '[]')`);
  });
  await expect(own).rejects.toThrow('same transaction');
});

test('of an entry of before nothing but names is rewritten', async () => {
  await inTransaction(pool, (db) => makeOlden(db));
  const [entry] = await openRecord(pool).history({});
  const rewriting = (after: unknown) =>
    inTransaction(application, async (db) => {
      const named = { ground: 'x', as: AS, entries: [{ seq: entry!.seq, hash: entry!.hash, left: 'x' }] };
      await appendHistory(db, [
        { ...entry!, action: 'blanked', subject: 'history', before: null, after: named },
      ]);
      const { rows } = await db.query('select max(seq) as seq from history');
      const olden = {
        seq: entry!.seq,
        before: JSON.stringify(entry!.before),
        after: JSON.stringify(after),
        texts: ['課長1'],
      };
      await db.query('select blank_history($1, $2)', [rows[0].seq, JSON.stringify([olden])]);
    });
  await expect(rewriting({ another: 'thing' })).rejects.toThrow('only names, addresses and accounts');
});
