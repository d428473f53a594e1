/** What 事務局 does from the board: shown before it is done, done once, in the history with who did it. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Act, CoordinatorCommand } from '../../../../src/core/board/acts.js';
import { type City, city, contentFor, NOW, withDesk, wrote } from '../city.js';

const ROUND = '2023-midyear';
/** Tuesday 3 October, 11:00 in the city */
const MORNING = new Date('2023-10-03T02:00:00.000Z');
/** the same day, 19:00 */
const EVENING = new Date('2023-10-03T10:00:00.000Z');

let world: City;
let done = 0;

const act = async (command: CoordinatorCommand, now = MORNING): Promise<Act> => {
  done += 1;
  const outcome = await world.record.execute(`act ${done}`, 'desk', 'test:direct', command, now);
  if (!outcome.ok || !outcome.act) throw new Error(JSON.stringify(outcome));
  return outcome.act;
};
const reminders = async () => {
  const { rows } = await world.pool.query<{ person: string; at: Date }>(
    `select to_id as person, due_at as at from notices where kind = 'reminder' and settled < wanted order by to_id`,
  );
  return rows.map(({ person, at }) => `${person} ${at.toISOString()}`);
};
const last = async () => (await world.record.history({ limit: 1 })).at(-1)!;
const urge = (more: Partial<Extract<CoordinatorCommand, { kind: 'urge' }>>) =>
  ({ kind: 'urge', round: ROUND, level: 'city', of: '', agreed: null, ...more }) as const;
const extend = (dueOn: string, agreed = false) =>
  ({ kind: 'extend', round: ROUND, section: world.section(1), dueOn, agreed }) as const;

beforeAll(async () => {
  world = await city();
  await withDesk(world);
});
beforeEach(() => world.pool.query(`delete from notices where kind = 'reminder'`));
afterAll(() => world?.stop());

test('催促 says to how many it goes, goes to them once, and to nobody twice on a day', async () => {
  const asked = await act(urge({}));
  expect(asked).toMatchObject({ what: 'urge', name: '', people: 8, sections: 8, already: 0, done: false });
  expect(await reminders()).toEqual([]);
  expect(await act(urge({ agreed: 7 }))).toMatchObject({ people: 8, done: false, changed: true });
  expect(await reminders()).toEqual([]);
  const one = urge({ level: 'section', of: world.section(3) });
  expect(await act({ ...one, agreed: 1 })).toMatchObject({ people: 1, done: true });
  expect(await reminders()).toEqual([`staff3 ${MORNING.toISOString()}`]);
  expect(await last()).toMatchObject({
    action: 'urged',
    name: '事務局',
    personId: 'desk',
    sectionId: world.section(3),
    after: { people: ['staff3'] },
  });
  await world.pool.query(`update notices set settled = wanted, sent_at = $1 where kind = 'reminder'`, [
    MORNING,
  ]);
  expect(await act(one)).toMatchObject({ people: 0, already: 1 });
  expect(await act({ ...one, agreed: 0 })).toMatchObject({ done: false });
  expect(await act(urge({ agreed: 7 }))).toMatchObject({ people: 7, already: 1, done: true });
  expect(await reminders()).toHaveLength(7);
});

test('催促 counts nobody whom nothing reaches, names them, and offers nothing again on the day', async () => {
  const change = (sql: string, ...people: string[]) => world.pool.query(sql, [people]);
  // one has no address, one has blocked the bot, one's account is nobody's of the house any more
  await change('update people set email = null where id = any($1)', 'staff1');
  await change(
    `insert into unreachable (person_id, reason, since) select unnest($1::text[]), 'blocked', now()`,
    'staff2',
  );
  await change(
    `insert into accounts (account, person_id, linked_at, by_hand, recorded_for, standing, known_at)
     select 'slack:T:U' || id, id, now(), true, id, 'departed', now() from people where id = any($1)`,
    'staff3',
  );
  const unreached = { unlinked: 2, undelivered: 1, names: ['担当者1', '担当者2', '担当者3'] };
  const asked = await act(urge({}));
  expect(asked).toMatchObject({ people: 5, sections: 5, already: 0, unreached, done: false });
  expect(await act(urge({ agreed: 8 }))).toMatchObject({ changed: true, done: false });
  expect(await act(urge({ agreed: 5 }))).toMatchObject({ people: 5, unreached, done: true });
  const written = ['staff4', 'staff5', 'staff6', 'staff7', 'staff8'];
  expect(await reminders()).toEqual(written.map((one) => `${one} ${MORNING.toISOString()}`));
  expect((await last()).after).toMatchObject({ people: written });
  // on their way, none of them sent yet
  expect(await act(urge({}))).toMatchObject({ people: 0, already: 5, unreached });
  // whose link was ended by hand is not found by the address
  await change(
    `insert into parted_accounts (account, person_id, parted_at) select 'test:parted', unnest($1::text[]), now()`,
    'staff5',
  );
  expect(await act(urge({}))).toMatchObject({ already: 4, unreached: { unlinked: 3, undelivered: 1 } });
  await change('delete from parted_accounts where person_id = any($1)', 'staff5');
  // tried in vain: no more offered than what goes out by itself
  await world.pool.query(
    `update notices set reason = 'no_place', next_try = $1 where kind = 'reminder' and to_id = 'staff4'`,
    [EVENING],
  );
  expect(await act(urge({}))).toMatchObject({ people: 0, already: 4, unreached: { unlinked: 3 } });
  // a direct message of theirs: now something reaches them
  await wrote(world, 'staff1', 'test:direct', MORNING);
  expect(await act(urge({}))).toMatchObject({ people: 1, sections: 1, unreached: { unlinked: 2 } });
  await change('delete from direct_places where person_id = any($1)', 'staff1');
  await change('delete from accounts where person_id = any($1)', 'staff1');
  await change('delete from unreachable where person_id = any($1)', 'staff2');
  await change('delete from accounts where person_id = any($1)', 'staff3');
  await change(`update people set email = id || '@example.jp' where id = any($1)`, 'staff1');
});

test('after hours it goes out on the next working morning, and a department is all of its sections', async () => {
  const asked = await act(urge({ level: 'department', of: world.section(1), agreed: 8 }), EVENING);
  expect(asked).toMatchObject({ people: 8, done: true, at: '2023-10-04T00:00:00.000Z' });
  expect((await reminders())[0]).toBe('chief1 2023-10-04T00:00:00.000Z'.replace('chief', 'staff'));
});

test('a section’s date: first what it would do, then done as at the command line; a day of rest is named', async () => {
  const [before] = await world.record.rounds();
  // 9 October 2023 is スポーツの日, the 14th a Saturday
  expect(await act(extend('2023-10-09'))).toMatchObject({
    what: 'closed_day',
    holiday: 'スポーツの日',
    before: '2023-10-06',
    after: '2023-10-10',
  });
  expect(await act(extend('2023-10-14', true))).toMatchObject({
    what: 'closed_day',
    holiday: '',
    after: '2023-10-16',
  });
  expect(await act(extend('2023-10-02'))).toMatchObject({ what: 'no_date', why: 'past' });
  expect(await act(extend('2023-10-13'))).toMatchObject({ what: 'no_date', why: 'same' });
  expect(await act(extend('2023-10-20'))).toMatchObject({ from: '2023-10-13', people: 1, done: false });
  expect((await world.record.rounds())[0]).toEqual(before);
  expect(await act(extend('2023-10-20', true))).toMatchObject({ to: '2023-10-20', done: true });
  expect((await world.record.rounds())[0]).toEqual({
    ...before,
    overrides: [{ sectionId: world.section(1), dueOn: '2023-10-20' }],
  });
  expect(await last()).toMatchObject({ action: 'round_changed', personId: 'desk', post: '政策企画課長' });
  // back to the round's own: nothing of its own is left
  expect(await act(extend('2023-10-13', true))).toMatchObject({ done: true });
  expect((await world.record.rounds())[0]).toEqual(before);
});

test('a report is returned with the reason, of the version that was looked at', async () => {
  const [task] = await world.tasks(2);
  const submit = { kind: 'submit', task: task!.id, base: 0, content: contentFor(task!) } as const;
  await world.record.execute('submit', 'staff2', 'test:direct', submit, MORNING);
  const reopen = { kind: 'reopen', report: task!.id, version: 1, reason: '内訳が合いません。' } as const;
  expect(await act({ ...reopen, version: 2 })).toEqual({ what: 'not_reopened', why: 'stale_version' });
  expect(await act(reopen)).toMatchObject({ what: 'reopened', goalNo: task!.goalNo });
  expect((await world.tasks(2))[0]!.report).toMatchObject({ state: 'returned', reopened: true });
  expect(await last()).toMatchObject({ action: 'reopened', personId: 'desk' });
  expect(await act(reopen)).toEqual({ what: 'not_reopened', why: 'open_already' });
});

test('what has not arrived is tried again, but for what may have arrived and what is out of date', async () => {
  await world.pool.query(
    `update notices set given_up = true, reason = 'channel_not_found', attempts = 5, due_at = $1
     where kind = 'summary'`,
    [new Date(MORNING.getTime() - 2 * 3_600_000)],
  );
  await world.pool.query(
    `update notices set doubtful = to_id = $1, stale_at = case when to_id = $2 then $3::timestamptz end
     where kind = 'summary'`,
    [world.section(1), world.section(2), NOW],
  );
  expect(await act({ kind: 'retry_notices', agreed: null })).toMatchObject({ notices: 6, doubtful: 1 });
  expect(await act({ kind: 'retry_notices', agreed: 5 })).toMatchObject({ changed: true, done: false });
  expect(await act({ kind: 'retry_notices', agreed: 6 })).toMatchObject({ done: true });
  const { rows } = await world.pool.query<{ id: string }>(
    `select to_id as id from notices where kind = 'summary' and given_up order by to_id`,
  );
  expect(rows.map(({ id }) => id)).toEqual([world.section(1), world.section(2)].sort());
  // Without the keys: an account may stand in them.
  const said = await last();
  expect(said).toMatchObject({ action: 'put_aside_retried', personId: 'desk' });
  expect(said.after).toEqual({ tried: { notice: 6 } });
});

test('the record is explained by its history after all that, and nobody else does any of it', async () => {
  expect((await world.record.verifyRecord()).replayed?.unexplained).toEqual([]);
  const all = [
    urge({ agreed: 8 }),
    extend('2023-10-20', true),
    { kind: 'retry_notices', agreed: 0 } as const,
  ];
  for (const [no, command] of all.entries())
    for (const person of ['staff1', 'chief1'])
      expect(
        await world.record.execute(`no ${no} ${person}`, person, 'test:direct', command, MORNING),
      ).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
});
