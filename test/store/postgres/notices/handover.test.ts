/** A roster imported while a round is open: who follows hears of it at the next tick, or on the day he or she begins. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cityDate, cityInstant, cityTime } from '../../../../src/core/calendar/working-days.js';
import { noticeCard } from '../../../../src/core/cards/notices/notice.js';
import type { RosterInput } from '../../../../src/core/organization/roster.js';
import { deliverDue } from '../../../../src/flow/notices/deliver.js';
import { makeTick } from '../../../../src/flow/tick.js';
import { openNotices } from '../../../../src/store/postgres/notices/notices.js';
import { openSchedule } from '../../../../src/store/postgres/rounds/schedule.js';
import { makeRecorder } from '../../../support/recorder.js';
import { by, type City, city, printedSheets, sectionOf, submit, wrote } from '../city.js';

const at = (day: string, time = '09:00') => new Date(cityInstant(day, time));
const PEOPLE = ['staff', 'chief'].flatMap((who) => [1, 2].map((n) => `${who}${n}`));
const NEW = [
  { id: 'new1', name: '後任' },
  { id: 'desk', name: '事務局' },
];
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let town: City;
let clock: { at: Date; now(): Date };
let recorder: ReturnType<typeof makeRecorder>;

beforeEach(async () => {
  town = await city({ round: false });
  clock = { at: at('2023-10-02'), now: () => clock.at };
  recorder = makeRecorder(clock);
  await town.record.importRoster({ people: NEW }, { by, now: clock.at });
  for (const person of [...PEOPLE, ...NEW.map(({ id }) => id)])
    await wrote(town, person, `test:dm:${person}`, clock.at);
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' },
    { by, now: clock.at },
  );
  await tickAt('2023-10-02', '09:00');
  await tickAt('2023-10-03', '09:00');
});
afterEach(() => town.stop());

async function tickAt(day: string, time: string): Promise<string[]> {
  clock.at = at(day, time);
  const before = recorder.messages.length;
  await makeTick({ schedule: openSchedule(town.pool), work: { wake: () => undefined }, clock, log })();
  await deliverDue({
    notices: openNotices(town.pool, noticeCard),
    messenger: recorder.messenger({ ended: false }),
    makeFile: async () => ({ kind: 'card', card: null }) as never,
    clock,
    log,
  } as Parameters<typeof deliverDue>[0]);
  return (
    recorder.messages
      .slice(before)
      // A hand-over is the message of its day.
      .filter(({ key }) => /^(?:reminder|handover)\//u.test(key ?? ''))
      .map((one) => `${cityDate(one.at)} ${cityTime(one.at)} ${one.place}`)
  );
}

const section = sectionOf(printedSheets()[0]!);
const post = (role: 'staff' | 'section_manager' | 'coordinator', title: string) => ({ section, role, title });
const holdings = (staff: string, from: string): NonNullable<RosterInput['holdings']> => [
  { post: post('staff', '担当者'), person: staff, from },
  { post: post('section_manager', '課長'), person: 'chief1', from: '2023-04-01' },
];
const enter = (roster: RosterInput) => town.record.importRoster(roster, { by, now: clock.at });

test('who takes over today is asked at the next tick, and who was asked already is not asked again', async () => {
  clock.at = at('2023-10-04', '10:00');
  await enter({ holdings: holdings('new1', '2023-10-04') });
  expect(await tickAt('2023-10-04', '10:01')).toEqual(['2023-10-04 10:01 test:dm:new1']);
  expect(await tickAt('2023-10-05', '10:01')).toEqual([]);
});

test('who takes over on a later day is asked on that day', async () => {
  clock.at = at('2023-10-03', '10:00');
  await enter({ holdings: holdings('new1', '2023-10-05') });
  for (const day of ['2023-10-03', '2023-10-04'])
    for (const time of ['10:01', '17:00']) expect(await tickAt(day, time)).toEqual([]);
  expect(await tickAt('2023-10-05', '08:59')).toEqual([]);
  expect(await tickAt('2023-10-05', '09:00')).toEqual(['2023-10-05 09:00 test:dm:new1']);
});

test('what waits for approval is told to a deputy on the first day', async () => {
  const [task] = await town.tasks(1);
  clock.at = at('2023-10-02', '10:00');
  await submit(town, 'staff1', task!, clock.at);
  await enter({
    holdings: [
      ...holdings('staff1', '2023-04-01').slice(0, 1),
      { post: post('section_manager', '課長'), person: 'chief1', from: '2023-04-01', until: '2023-10-04' },
    ],
    deputies: [
      { post: post('section_manager', '課長'), person: 'new1', from: '2023-10-05', until: '2023-10-13' },
    ],
  });
  expect(await tickAt('2023-10-04', '09:00')).toEqual(['2023-10-04 09:00 test:dm:chief1']);
  expect(await tickAt('2023-10-05', '09:00')).toEqual(['2023-10-05 09:00 test:dm:new1']);
});

test('事務局 named during a round hears at once of a post that nobody holds', async () => {
  clock.at = at('2023-10-04', '10:00');
  await enter({ holdings: holdings('staff1', '2023-04-01').slice(1) });
  await tickAt('2023-10-04', '10:01');
  clock.at = at('2023-10-04', '11:00');
  const second = sectionOf(printedSheets()[1]!);
  await enter({
    holdings: [
      { post: { section: second, role: 'staff', title: '担当者' }, person: 'staff2', from: '2023-04-01' },
      {
        post: { section: second, role: 'section_manager', title: '課長' },
        person: 'chief2',
        from: '2023-04-01',
      },
      { post: { section: second, role: 'coordinator', title: '事務局' }, person: 'desk', from: '2023-10-04' },
    ],
  });
  expect(await tickAt('2023-10-04', '11:01')).toEqual(['2023-10-04 11:01 test:dm:desk']);
});

test('a 区長 who takes over is handed what waits for that post in the sections below', async () => {
  const ward = { department: '北区役所', name: '北区役所' };
  const head = { section: ward, role: 'department_head', title: '区長' } as const;
  const [task] = await town.tasks(1);
  clock.at = at('2023-10-03', '10:00');
  await enter({
    sections: [ward, { ...section, parent: ward, route: ['section_manager', 'department_head'] }],
    people: [{ id: 'head', name: '前の区長' }],
    holdings: [
      { post: head, person: 'head', from: '2023-04-01', until: '2023-10-03' },
      { post: head, person: 'new1', from: '2023-10-04' },
    ],
  });
  await submit(town, 'staff1', task!, clock.at);
  const approval = { kind: 'approve', report: task!.id, version: 1, step: 0 } as const;
  await town.record.execute('head#0', 'chief1', 'test:x', approval, clock.at);
  expect(await tickAt('2023-10-04', '09:00')).toEqual(['2023-10-04 09:00 test:dm:new1']);
  const card = recorder.messages.find(({ key }) => key?.startsWith('handover/'))?.card;
  const view = card?.name === 'tasks' ? card.view : null;
  expect(view?.title).toBe('引継ぎのご案内（北区役所 区長）');
  expect(view?.lines[0]).toContain('前の区長');
  expect(view?.items.map(({ detail }) => detail.split('\n')[0])).toEqual([
    `令和5年度 中間報告 ・ ${section.name}`,
  ]);
});
