/** A question that passes on with the post: in the history, and explained by it whichever version did it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cityInstant } from '../../../../src/core/calendar/working-days.js';
import { openSchedule } from '../../../../src/store/postgres/rounds/schedule.js';
import { by, type City, city, effectId, later, printedSheets, sectionOf, submit } from '../city.js';

let town: City;
let question: string;
beforeEach(async () => {
  town = await city();
  const [goal] = await town.tasks(4);
  await submit(town, 'staff4', goal!);
  const thread = `summary/${town.section(4)}/2023-midyear`;
  const ask = { kind: 'ask', report: goal!.id, version: 1, text: '延べですか', thread } as const;
  await town.record.execute(effectId(), 'chief4', 'test:dm:chief4', ask, later(5));
  const { rows } = await town.pool.query<{ id: string }>('select id from questions');
  question = rows[0]!.id;
  // The 担当者 changes on 4 October.
  const section = sectionOf(printedSheets()[3]!);
  const post = { section, role: 'staff', title: '担当者' } as const;
  await town.record.importRoster(
    {
      people: [{ id: 'next4', name: '後任', email: 'next4@example.jp' }],
      holdings: [
        { post, person: 'staff4', from: '2023-04-01', until: '2023-10-03' },
        { post, person: 'next4', from: '2023-10-04' },
        {
          post: { section, role: 'section_manager', title: '課長' },
          person: 'chief4',
          from: '2023-04-01',
        },
      ],
    },
    { by, now: later(6) },
  );
});
afterEach(() => town.stop());

const look = (day: string) => openSchedule(town.pool).look(new Date(cityInstant(day, '09:00')), 100);
const askedOf = async () =>
  (await town.pool.query<{ of: string[] }>('select asked_of as of from questions')).rows[0]!.of;
const passings = async () => (await town.record.history({})).filter(({ action }) => action === 'passed_on');
const unexplained = async () => (await town.record.verifyRecord()).replayed?.unexplained;
const answer = () => {
  const reply = { kind: 'reply', question, text: '延べです。' } as const;
  const at = new Date(cityInstant('2023-10-04', '11:00'));
  return town.record.execute(effectId(), 'next4', 'test:dm:next4', reply, at);
};

test('that it passes on is entered, once, and whoever is asked then answers', async () => {
  await look('2023-10-03');
  expect([await askedOf(), await passings()]).toEqual([['staff4'], []]);
  await look('2023-10-04');
  await look('2023-10-05');
  expect(await askedOf()).toEqual(['next4']);
  expect(await passings()).toMatchObject([
    {
      name: 'Maru',
      source: 'clock',
      personId: null,
      sectionId: town.section(4),
      before: { id: question, askedOf: ['staff4'], answer: null },
      after: { id: question, askedOf: ['next4'], answer: null },
    },
  ]);
  expect(await unexplained()).toEqual([]);
  expect(await answer()).toMatchObject({ ok: true });
  expect(await unexplained()).toEqual([]);
  expect((await town.record.verifyRecord()).found).toBeNull();
});

test('what a version before has passed on without an entry is not named; what is for others is', async () => {
  const passOn = (to: string) =>
    town.pool.query('update questions set asked_of = $1 where answered_at is null', [[to]]);
  await passOn('next4');
  expect(await unexplained()).toEqual([]);
  await look('2023-10-04');
  expect([await askedOf(), await passings(), await unexplained()]).toEqual([['next4'], [], []]);
  await passOn('staff1');
  expect(await unexplained()).toMatchObject([
    { row: `question ${question}`, fields: [{ field: 'askedOf.0', stands: 'staff1', explained: 'staff4' }] },
  ]);
  await passOn('next4');
  expect(await answer()).toMatchObject({ ok: true });
  expect(await unexplained()).toEqual([]);
});
