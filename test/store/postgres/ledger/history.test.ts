import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HistoryEntry } from '../../../../src/core/decision/history.js';
import { inTransaction } from '../../../../src/store/postgres/connection/pool.js';
import {
  appendHistory,
  readHistory,
  verifyChain,
  verifyHistory,
} from '../../../../src/store/postgres/ledger/history.js';
import { type City, city, later, NOW } from '../city.js';

const LENGTH = 12;
/** Ways to tamper that are tried; each on the whole chain. */
const RUNS = 300;

let town: City;
beforeAll(async () => {
  town = await city({ round: false });
});
afterAll(() => town.stop());

const entry = (subject: string, text = ''): HistoryEntry => ({
  at: NOW.toISOString(),
  personId: 'staff1',
  name: '担当者1',
  post: '担当者',
  actingFor: null,
  source: 'test',
  action: 'submitted',
  sectionId: town.section(1),
  subject,
  version: 1,
  before: null,
  after: { text },
});

test('what others append at the same time is one chain', async () => {
  await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      inTransaction(town.pool, (db) => appendHistory(db, [entry(`race${i}`)])),
    ),
  );
  const entries = await town.record.history({});
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
  expect(entries.filter(({ subject }) => subject.startsWith('race'))).toHaveLength(30);
  expect(await town.record.verifyHistory()).toBeNull();
});

test('what a transaction that failed appended is not there', async () => {
  const before = await town.record.history({});
  const failing = inTransaction(town.pool, async (db) => {
    await appendHistory(db, [entry('failed')]);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await town.record.history({})).toEqual(before);
});

test('whatever text is entered is read back as it was, and the chain holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        text: fc.string({ unit: 'binary' }),
        lone: fc.constantFrom('\ud800', '\u0000', '\udc00x'),
      }),
      fc.option(fc.json()),
      async ({ text, lone }, json) => {
        const given: HistoryEntry = {
          ...entry('texts', text + lone),
          before: json === null ? undefined : json,
        };
        await inTransaction(town.pool, (db) => appendHistory(db, [given]));
        const [found] = await readHistory(town.pool, { subject: 'texts', limit: 1 });
        expect(found).toMatchObject({ after: given.after, before: given.before ?? null });
      },
    ),
    { numRuns: 100 },
  );
  expect(await town.record.verifyHistory()).toBeNull();
});

test('entries are found by section, person, subject and time, the newest when limited', async () => {
  const late = { ...entry('late'), at: later(100).toISOString(), personId: 'chief1' };
  await inTransaction(town.pool, (db) => appendHistory(db, [late]));
  const found = async (filter: Parameters<City['record']['history']>[0]) =>
    (await town.record.history(filter)).map(({ subject }) => subject);
  expect(await found({ personId: 'chief1' })).toEqual(['late']);
  expect(await found({ from: later(100).toISOString() })).toEqual(['late']);
  expect(await found({ until: later(100).toISOString() })).not.toContain('late');
  expect(await found({ sectionId: town.section(1), limit: 1 })).toEqual(['late']);
});

test('nobody changes the history through the database by accident', async () => {
  for (const sql of ['update history set name = name', 'delete from history', 'truncate history'])
    await expect(town.pool.query(sql)).rejects.toThrow('only appended to');
});

test('a second entry of a number is found wherever it stands', async () => {
  // So many are read at a time: the next piece begins behind the number that comes twice.
  await inTransaction(town.pool, (db) =>
    appendHistory(
      db,
      Array.from({ length: 501 }, (_, i) => entry(`many${i}`)),
    ),
  );
  const doubled = inTransaction(town.pool, async (db) => {
    await db.query('alter table history drop constraint history_pkey');
    await db.query(`insert into history select * from history where seq = 500`);
    expect((await verifyChain(db)).found).toEqual({ seq: 500, problem: 'missing' });
    throw new Error('nothing of it stays');
  });
  await expect(doubled).rejects.toThrow('nothing of it stays');
});

test('every tampering is found', async () => {
  const COLUMNS = [
    'name',
    'post',
    'source',
    'action',
    'subject',
    'hash',
    'person_id',
    'section_id',
    'acting_for',
  ] as const;
  const tampering = fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      column: fc.constantFrom(...COLUMNS),
      at: fc.integer({ min: 1, max: LENGTH }),
    }),
    fc.record({
      kind: fc.constantFrom('version', 'moment', 'before', 'after', 'delete', 'swap', 'number'),
      at: fc.integer({ min: 1, max: LENGTH }),
    }),
    fc.record({
      kind: fc.constantFrom('delete_last', 'append', 'insert_before', 'head_back', 'head_gone', 'empty'),
      at: fc.constant(1),
    }),
  );
  const entries = Array.from({ length: LENGTH }, (_, i) => entry(`s${i}`, `text ${i}`));
  await fc.assert(
    fc.asyncProperty(tampering, async (how) => {
      // Rolled back each time, so that the next finds the chain whole.
      await inTransaction(
        town.pool,
        async (db) => {
          // As somebody would who has every right on the database: the trigger is out of the way.
          await db.query(`set local session_replication_role = 'replica'`);
          await db.query(
            `delete from history; delete from history_values; update history_head set seq = 0, hash = repeat('0', 64)`,
          );
          await appendHistory(db, entries);
          expect(await verifyHistory(sameConnection(db))).toBeNull();
          const { at } = how;
          switch (how.kind) {
            case 'text':
              await db.query(
                `update history set ${(how as { column: string }).column} = 'x' where seq = $1`,
                [at],
              );
              break;
            case 'version':
              await db.query('update history set version = version + 1 where seq = $1', [at]);
              break;
            case 'moment':
              await db.query(`update history set at = at + interval '1 ms' where seq = $1`, [at]);
              break;
            case 'before':
            case 'after':
              await db.query(`update history set ${how.kind} = '{"text":"text 99"}' where seq = $1`, [at]);
              break;
            case 'delete':
              await db.query('delete from history where seq = $1', [at]);
              break;
            case 'delete_last':
              await db.query('delete from history where seq = $1', [LENGTH]);
              break;
            case 'swap': {
              const other = at === LENGTH ? 1 : at + 1;
              await db.query('update history set seq = 100 where seq = $1', [at]);
              await db.query('update history set seq = $1 where seq = $2', [at, other]);
              await db.query('update history set seq = $1 where seq = 100', [other]);
              break;
            }
            case 'number':
              await db.query('update history set seq = 100 + seq where seq >= $1', [at]);
              break;
            case 'append':
              await db.query(
                'insert into history select seq + 1, at, person_id, name, post, acting_for, source, action, section_id, subject, version, before, after, hash from history where seq = $1',
                [LENGTH],
              );
              break;
            case 'insert_before':
              await db.query(
                'insert into history select 0, at, person_id, name, post, acting_for, source, action, section_id, subject, version, before, after, hash from history where seq = 1',
              );
              break;
            case 'head_back':
              await db.query('delete from history where seq = $1', [LENGTH]);
              await db.query('update history_head set seq = seq - 1');
              break;
            case 'head_gone':
              await db.query('delete from history_head');
              break;
            case 'empty':
              await db.query('delete from history');
              break;
          }
          expect(await verifyHistory(sameConnection(db))).not.toBeNull();
        },
        'rollback',
      );
    }),
    { numRuns: RUNS },
  );
  expect(await town.record.verifyHistory()).toBeNull();
}, 120_000);

/** A pool whose only connection is this transaction's own, and which does not end it. */
function sameConnection(db: { query: City['pool']['query'] }): City['pool'] {
  const query = (sql: string, values?: unknown[]) =>
    /^(begin|commit|rollback|set transaction)/u.test(sql)
      ? Promise.resolve({ rows: [] })
      : db.query(sql, values);
  return { connect: async () => ({ query, release: () => undefined }) } as never;
}
