import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ContextFor } from '../../../../src/flow/ports.js';
import {
  type Change,
  type Following,
  followChanges,
} from '../../../../src/store/postgres/connection/change-feed.js';
import { openPool } from '../../../../src/store/postgres/connection/pool.js';
import { openRecord, type PostgresRecord } from '../../../../src/store/postgres/record.js';
import { makeTimeBudget } from '../../../../src/store/time-budget.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { by, type City, city, contentFor, linked, NOW } from '../city.js';

let town: City;
/** Another instance on the same database, which follows what is changed there. */
let other: PostgresRecord;
let pool: ReturnType<typeof openPool>;
let following: Following;
const warned: string[] = [];
const log = { warn: (_facts: object, message: string) => void warned.push(message) };

beforeAll(async () => {
  town = await city();
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) await linked(town, `staff${n}`);
  pool = openPool(town.url, { warn: () => undefined });
  other = openRecord(pool, undefined, PATIENCE_MS);
  following = other.follow(log);
  await until(() => following.isTrusted());
});
afterAll(async () => {
  await following.close();
  await pool.end();
  await town.stop();
});

/** The next turns of the event loop, until something holds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 2));
}

const answering = (person: string, lately = true): ContextFor => ({
  person,
  from: { place: `test:${person}`, surface: 'direct' },
  named: null,
  lately,
});

/** How many questions an instance puts to PostgreSQL for so many contexts at once, beats left out. */
async function asked(of: ContextFor, times = 1, record = other): Promise<number> {
  let count = 0;
  const original = pool.query;
  pool.query = ((...args: unknown[]) => {
    if (!JSON.stringify(args).includes('pg_notify')) count += 1;
    return Reflect.apply(original, pool, args);
  }) as typeof original;
  try {
    await Promise.all(Array.from({ length: times }, () => record.context(of, NOW)));
  } finally {
    pool.query = original;
  }
  return count;
}

test('an answer within an interview asks PostgreSQL nothing while nothing has changed, and anything else does', async () => {
  await other.context(answering('staff1'), NOW);
  await until(async () => (await asked(answering('staff1'))) === 0);
  expect(await asked(answering('staff1', false))).toBe(1);
  expect(await asked({ ...answering('staff1'), from: { place: 'test:x:1.2', surface: 'thread' } })).toBe(1);
  const tomorrow = new Date(NOW.getTime() + 24 * 60 * 60_000);
  expect((await other.context(answering('staff1'), tomorrow))?.today).not.toBe(
    (await other.context(answering('staff1'), NOW))?.today,
  );
});

const CHANGES: readonly (readonly [string, string])[] = [
  ['people', `update people set name = name || '様' where id = 'staff1'`],
  [
    'posts',
    `update posts set title = title || '補' where id in (select post_id from holdings where person_id = 'staff1')`,
  ],
  ['holdings', `update holdings set until_on = '2030-03-31' where person_id = 'staff1'`],
  [
    'deputies',
    `insert into deputies select post_id, 'staff1', '2023-04-01', '2024-03-31' from holdings where person_id = 'chief2'`,
  ],
  ['sections', `update sections set name = name || '（新）' where id = (select min(section_id) from sheets)`],
  ['sheets', 'update sheets set version = version + 1'],
  ['rounds', `update rounds set due_on = due_on + 1`],
  ['calendar', `insert into calendar_days values ('', '2023-10-05', 'closed', '臨時')`],
  ['direct places', `update direct_places set place = 'test:elsewhere' where person_id = 'staff1'`],
];

test.each(CHANGES)('what was changed elsewhere in %s is read anew', async (_name, sql) => {
  const kept = async () => (await asked(answering('staff1'))) === 0;
  await until(kept);
  await town.pool.query(sql);
  await until(async () => !(await kept()));
});

test('an account that is unlinked by another instance speaks as nobody at once, one that is linked as its person', async () => {
  const speaking = (account: string) => other.context({ ...answering('staff7'), account }, NOW);
  await until(async () => (await asked({ ...answering('staff7'), account: 'test:staff7' })) === 0);
  expect(await speaking('test:staff7')).not.toBeNull();
  await town.record.unlinkAccount('test:staff7', { by, now: NOW });
  await until(async () => (await speaking('test:staff7')) === null);
  await until(async () => (await asked(answering('staff8'))) === 0);
  await linked(town, 'staff8', 'other');
  expect(await other.context({ ...answering('staff8'), account: 'other:staff8' }, NOW)).not.toBeNull();
});

test('a report changes the day of its own section alone', async () => {
  const kept = async (person: string) => (await asked(answering(person))) === 0;
  for (const person of ['staff2', 'staff3']) await until(() => kept(person));
  const [task] = await town.tasks(2);
  const outcome = await town.record.execute(
    'changes:1',
    'staff2',
    'test:staff2',
    { kind: 'submit', task: task!.id, base: 0, content: contentFor(task!) },
    NOW,
  );
  expect(outcome.ok).toBe(true);
  await until(async () => !(await kept('staff2')));
  expect((await other.context(answering('staff2'), NOW))?.tasks[0]?.report?.state).toBe('submitted');
  expect(await kept('staff3')).toBe(true);
});

test('whoever enters something sees it with the very next answer', async () => {
  await until(async () => (await asked(answering('staff4'))) === 0);
  const [task] = await town.tasks(4);
  await other.execute(
    'changes:2',
    'staff4',
    'test:staff4',
    { kind: 'submit', task: task!.id, base: 0, content: contentFor(task!) },
    NOW,
  );
  expect((await other.context(answering('staff4'), NOW))?.tasks[0]?.report?.state).toBe('submitted');
});

test('many answers of a person at once are read once, and what was read for who gave up is there for the next', async () => {
  const fresh = openRecord(pool, undefined, PATIENCE_MS);
  const told = fresh.follow(log);
  const original = pool.query;
  try {
    await until(() => told.isTrusted());
    // Where they write from is known, and need not be entered.
    for (const person of ['staff5', 'staff6']) await other.context(answering(person), NOW);
    expect(await asked(answering('staff5'), 50, fresh)).toBe(1);
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    pool.query = ((...args: unknown[]) =>
      JSON.stringify(args).includes('pg_notify')
        ? Reflect.apply(original, pool, args)
        : held.then(() => Reflect.apply(original, pool, args))) as typeof original;
    await expect(fresh.context(answering('staff6'), NOW, makeTimeBudget(1))).rejects.toThrow('took longer');
    pool.query = original;
    answer();
    // Whether that reading has ended or not.
    expect(await asked(answering('staff6'), 1, fresh)).toBe(0);
  } finally {
    pool.query = original;
    await told.close();
  }
});

test('a connection that is lost is not trusted, said once and made anew; what was missed is taken for changed', async () => {
  await until(async () => (await asked(answering('staff5'))) === 0);
  warned.length = 0;
  await town.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like 'listen %'`,
  );
  await until(() => !following.isTrusted());
  expect(await asked(answering('staff5'))).toBe(1);
  await until(() => following.isTrusted());
  expect(warned).toHaveLength(1);
  await until(async () => (await asked(answering('staff5'))) === 0);
});

test('changes that come more than a beat late are trusted all the same', async () => {
  const slow = openPool(town.url, { warn: () => undefined });
  const original = slow.query;
  let send = () => {};
  // Each beat is sent when the one after it would have been.
  slow.query = ((...args: unknown[]) => {
    const act = () => Reflect.apply(original, slow, args);
    if (!JSON.stringify(args).includes('pg_notify')) return act();
    const earlier = send;
    const later = new Promise((resolve, reject) => {
      send = () => act().then(resolve, reject);
    });
    earlier();
    return later;
  }) as typeof original;
  const slowly = followChanges(slow, () => undefined, log);
  await until(() => slowly.isTrusted());
  expect(slowly.trueSince()).toBe(Number.NEGATIVE_INFINITY);
  send();
  await slowly.close();
  await slow.end();
});

test('where notifications do not arrive nothing is trusted', async () => {
  // A pooler that takes the words and passes nothing on.
  const deaf = openPool(town.url, { warn: () => undefined });
  const original = deaf.query;
  deaf.query = ((...args: unknown[]) =>
    JSON.stringify(args).includes('pg_notify')
      ? Promise.resolve({ rows: [] })
      : Reflect.apply(original, deaf, args)) as typeof original;
  const told: Change[] = [];
  const deafly = followChanges(deaf, (change) => void told.push(change), log);
  await until(() => told.length > 0);
  await town.pool.query(`select pg_notify('maru_changed', 'person staff6')`);
  await until(() => told.length > 1);
  expect(told).toEqual([{ kind: 'all' }, { kind: 'person', id: 'staff6' }]);
  expect(deafly.isTrusted()).toBe(false);
  // What was read a moment ago is all that may be used.
  const since = deafly.trueSince();
  expect(performance.now() - since).toBeGreaterThanOrEqual(2_500);
  expect(performance.now() - since).toBeLessThan(2_500 + PATIENCE_MS);
  await deafly.close();
  await deaf.end();
});
