/** Whole rounds from the chat: shown first, done as at the command line, never half; nobody else does any of it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Act } from '../../../../src/core/board/acts.js';
import { WHOLE_BOARD } from '../../../../src/core/board/asked.js';
import type { RoundCommand } from '../../../../src/core/board/rounds.js';
import { marked } from '../../../../src/core/board/rounds.js';
import { cityDate } from '../../../../src/core/calendar/working-days.js';
import { type City, city, contentFor, withDesk } from '../city.js';

/** Tuesday 3 October, 11:00 in the city */
const MORNING = new Date('2023-10-03T02:00:00.000Z');
const APRIL = new Date('2024-04-02T02:00:00.000Z');

let world: City;
let done = 0;
const execute = (person: string, command: Parameters<typeof world.record.execute>[3], now: Date) => {
  done += 1;
  return world.record.execute(`rounds ${done}`, person, 'test:direct', command, now);
};
const act = async (command: RoundCommand, now = MORNING): Promise<Act> => {
  const outcome = await execute('desk', command, now);
  if (!outcome.ok || !outcome.act) throw new Error(JSON.stringify(outcome));
  return outcome.act;
};
const yearend = (dueOn: string, agreed = false) =>
  ({ kind: 'open_round', fiscalYear: 2023, round: 'yearend', dueOn, agreed }) as const;
const midyear = (dueOn: string, agreed = false) => ({ ...yearend(dueOn, agreed), round: 'midyear' }) as const;
const everything = async () =>
  JSON.stringify(
    (
      await world.pool.query(
        `select (select json_agg(r order by id) from rounds r) r, (select count(*) from notices) n,
           (select count(*) from history) h, (select json_agg(a order by a::text) from agenda a) a`,
      )
    ).rows,
  );
const last = async () => (await world.record.history({ limit: 1 })).at(-1)!;

beforeAll(async () => {
  world = await city();
  await withDesk(world);
});
afterAll(() => world?.stop());

test('a date that cannot be is refused with why, and nothing at all has happened', async () => {
  const before = await everything();
  // 13 April 2024 is a Saturday, 29 April 昭和の日
  expect(await act(yearend('2024-04-13', true))).toMatchObject({
    what: 'round_closed_day',
    holiday: '',
    before: '2024-04-12',
    after: '2024-04-15',
  });
  expect(await act(yearend('2024-04-29', true))).toMatchObject({ holiday: '昭和の日' });
  expect(await act(yearend('2023-12-01', true))).toMatchObject({ why: 'before_as_of', likely: 2022 });
  expect(await act(midyear('2023-10-02', true))).toMatchObject({ why: 'past' });
  expect(await act(midyear('2023-10-13', true))).toMatchObject({ why: 'same' });
  expect(await act({ kind: 'close_round', round: '2031-yearend', agreed: null })).toEqual({
    what: 'unknown_round',
  });
  expect(await everything()).toBe(before);
});

test('opening is rehearsed: how many on which day, vacant posts, unlinked channels; and nothing has happened', async () => {
  await world.pool.query(`delete from channels where section_id = $1`, [world.section(2)]);
  await world.pool.query(`delete from holdings where person_id = any($1)`, [['staff3', 'chief3']]);
  const before = await everything();
  const shown = await act(yearend('2024-04-12'), APRIL);
  expect(shown).toMatchObject({
    what: 'open_round',
    from: null,
    sections: 8,
    people: 7,
    workingDays: 8,
    ownDates: 0,
    done: false,
  });
  if (shown.what !== 'open_round') throw new Error(shown.what);
  expect(shown.vacant).toHaveLength(1);
  expect(shown.unlinked).toHaveLength(1);
  // The first day is what opening it sends at once; the ladder follows.
  expect(shown.days[0]).toMatchObject({ day: '2024-04-02', channels: 7 });
  expect(shown.days.map(({ day }) => day)).toEqual(
    expect.arrayContaining(['2024-04-05', '2024-04-10', '2024-04-11', '2024-04-12', '2024-04-15']),
  );
  expect(await everything()).toBe(before);
  const rehearsed = await world.record.rehearse(2023, APRIL, {
    fiscalYear: 2023,
    kind: 'yearend',
    dueOn: '2024-04-12',
  });
  const onDay = (day: string) =>
    new Set(
      rehearsed
        .filter(
          ({ at, calls }) => at.startsWith(day) && calls.some(({ roundId }) => roundId === '2023-yearend'),
        )
        .map(({ notice }) => notice.key),
    ).size;
  expect(shown.days.find(({ day }) => day === '2024-04-10')?.people).toBe(onDay('2024-04-10'));
});

test('it is opened, moved and closed as at the command line, with who did it', async () => {
  expect(await act(yearend('2024-04-12', true), APRIL)).toMatchObject({ done: true, sections: 8 });
  expect(await last()).toMatchObject({ action: 'round_opened', personId: 'desk', post: '政策企画課長' });
  expect(await act(yearend('2024-04-19'), APRIL)).toMatchObject({
    from: '2024-04-12',
    again: false,
    done: false,
  });
  expect(await act(yearend('2024-04-19', true), APRIL)).toMatchObject({ done: true });
  expect(await last()).toMatchObject({ action: 'round_changed', after: { dueOn: '2024-04-19' } });
  const close = (agreed: string | null) => act({ kind: 'close_round', round: '2023-midyear', agreed }, APRIL);
  const shown = await close(null);
  if (shown.what !== 'close_round') throw new Error(shown.what);
  expect(shown).toMatchObject({ done: false, changed: false });
  expect(shown.ends.map(({ kind }) => kind)).toContain('unreported');
  expect(await close('0'.repeat(16))).toMatchObject({ done: false, changed: true });
  expect((await world.record.rounds()).every(({ state }) => state === 'open')).toBe(true);
  expect(await close(marked(shown.ends))).toMatchObject({ done: true });
  expect(await last()).toMatchObject({ action: 'round_closed', after: { passedOver: shown.ends } });
  expect(await act(midyear('2024-04-12'), APRIL)).toMatchObject({ again: true, done: false });
});

test('公表 enters what is ready and names what is not; what has changed meanwhile is shown again', async () => {
  const publish = (agreed: string | null) => act({ kind: 'publish_year', fiscalYear: 2023, agreed }, APRIL);
  expect(await publish(null)).toMatchObject({ ready: [], published: 0, done: false });
  expect(await act({ kind: 'publish_year', fiscalYear: 2031, agreed: null }, APRIL)).toEqual({
    what: 'unknown_round',
  });
  const finish = async (n: number) => {
    for (const task of await world.record.sectionTasks(world.section(n), '2023-yearend')) {
      await execute(
        `staff${n}`,
        { kind: 'submit', task: task.id, base: 0, content: contentFor(task) },
        APRIL,
      );
      await execute(`chief${n}`, { kind: 'approve', report: task.id, version: 1, step: 0 }, APRIL);
    }
  };
  await finish(1);
  const shown = await publish(null);
  if (shown.what !== 'publish_year') throw new Error(shown.what);
  expect(shown.ready).toHaveLength(1);
  expect(shown.unready).toHaveLength(7);
  await finish(4);
  expect(await publish(shown.mark)).toMatchObject({ done: false, changed: true });
  expect(await world.record.publications(2023)).toEqual([]);
  const again = await publish(null);
  if (again.what !== 'publish_year') throw new Error(again.what);
  expect(await publish(again.mark)).toMatchObject({ done: true, changed: false });
  expect((await world.record.publications(2023)).map(({ sectionId }) => sectionId).sort()).toEqual(
    [world.section(1), world.section(4)].sort(),
  );
  expect(await last()).toMatchObject({ action: 'published', personId: 'desk' });
  expect(await publish(again.mark)).toMatchObject({ ready: [], published: 2, done: false });
});

test('nobody else does any of it', async () => {
  const all: RoundCommand[] = [
    { kind: 'show_rounds' },
    yearend('2024-04-26', true),
    { kind: 'close_round', round: '2023-yearend', agreed: marked([]) },
    { kind: 'publish_year', fiscalYear: 2023, agreed: marked([[], []]) },
  ];
  const before = await everything();
  for (const command of all)
    for (const person of ['staff1', 'chief1'])
      expect(await execute(person, command, APRIL)).toEqual({
        ok: false,
        refusal: { reason: 'not_entitled' },
      });
  expect(await everything()).toBe(before);
});

test('年間予定: what was closed and published stands there with its day; the home has what is next', async () => {
  const { rows } = await world.pool.query<{ at: Date }>(
    'select published_at as at from publications limit 1',
  );
  const shown = await act({ kind: 'show_rounds', year: true }, APRIL);
  if (shown.what !== 'year') throw new Error(shown.what);
  const { items, next } = shown.plan;
  const of = (what: string, fiscalYear: number) =>
    items.find((one) => one.what === what && one.fiscalYear === fiscalYear);
  expect(of('publish', 2023)).toMatchObject({ state: 'done', doneOn: cityDate(rows[0]!.at) });
  const [closed] = (await world.record.history({})).filter(({ action }) => action === 'round_closed');
  // Within the fiscal year the plan has its mid-year too.
  const then = await act({ kind: 'show_rounds', year: true }, new Date('2024-03-20T02:00:00.000Z'));
  if (then.what !== 'year') throw new Error(then.what);
  const what = `${closed!.subject.split('-')[1]}_close`;
  expect(then.plan.items.find((one) => one.what === what && one.fiscalYear === 2023)).toMatchObject({
    doneOn: cityDate(closed!.at),
  });
  expect(of('targets', 2024)).toMatchObject({ state: 'now' });
  expect(await world.record.board('desk', WHOLE_BOARD, APRIL)).toMatchObject({ next });
});
