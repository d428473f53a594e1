/** 担当: who is asked and named as late, and who is asked again when it has ended. */
import { expect, test } from '@jest/globals';
import { noClosures } from '../../../src/core/calendar/working-days.js';
import { endedOn } from '../../../src/core/notice/owners.js';
import { callsOn, dayOf, nextCallDay } from '../../../src/core/notice/reminders.js';
import type { GoalStanding, SectionRound } from '../../../src/core/notice/section-round.js';
import type { PostTerms } from '../../../src/core/organization/terms.js';
import type { Owner } from '../../../src/core/report/owner.js';

const TASK = 's1.2023.1:yearend';
const owner = (more: Partial<Owner> = {}): Owner => ({
  subject: TASK,
  personId: 'p1',
  name: '担当者1',
  how: 'begun',
  since: '2024-03-11T01:00:00.000Z',
  answeredAt: '2024-03-11T01:00:00.000Z',
  ended: null,
  terms: [{ from: '2023-04-01', until: null }],
  ...more,
});
const post = (role: PostTerms['role'], ...people: readonly string[]): PostTerms => ({
  id: `s1.${role}`,
  sectionId: 's1',
  role,
  title: role,
  holders: people.map((personId) => ({ personId, name: personId, from: '2023-04-01', until: null })),
  deputies: [],
});
const section = (owners: readonly Owner[], ...staff: readonly string[]): SectionRound => {
  const goal: GoalStanding = {
    taskId: TASK,
    state: 'open',
    step: 0,
    since: null,
    writerId: null,
    version: 0,
    questions: [],
    owners,
  };
  return {
    section: {
      id: 's1',
      name: '建設課',
      department: '北区',
      parentId: null,
      route: [{ role: 'section_manager', act: 'approve', where: 'channel' }],
    },
    round: {
      id: '2023-yearend',
      fiscalYear: 2023,
      kind: 'yearend',
      opensOn: '2024-03-01',
      dueOn: '2024-03-13',
      asOf: '2024-03-31',
      state: 'open',
    },
    closures: noClosures,
    goals: [goal],
    posts: [post('staff', ...staff), post('section_manager', 'manager')],
  };
};
const asked = (one: SectionRound, day: string) =>
  callsOn(one, [], day)
    .filter(({ reason }) => reason === 'report')
    .map(({ personId, rung }) => `${personId} ${rung}`);

test('only whose it is is asked, and named to the manager; the others see it as somebody’s', () => {
  const one = section([owner({ answeredAt: '2024-03-14T01:00:00.000Z' })], 'p1', 'p2');
  expect(asked(one, '2024-03-12')).toEqual(['p1 day_before']);
  expect(asked(section([], 'p1', 'p2'), '2024-03-12')).toEqual(['p1 day_before', 'p2 day_before']);
  const day = (person: string) => dayOf(person, [one], [], '2024-03-15', () => 0);
  expect(day('manager').missing.map(({ names }) => names)).toEqual([['p1']]);
  expect([day('p1').report, day('p1').others]).toEqual([[TASK], []]);
  expect([day('p2').report, day('p2').others]).toEqual([[], [TASK]]);
});

test('on the day it lapses all are asked again, and it is looked at on that day', () => {
  const one = section([owner()], 'p1', 'p2');
  expect(nextCallDay(one, '2024-03-13')).toBe('2024-03-14');
  expect(endedOn(one, '2024-03-13')).toEqual([]);
  expect(endedOn(one, '2024-03-14')).toMatchObject([{ end: 'lapsed', on: '2024-03-14' }]);
  expect(asked(one, '2024-03-15')).toEqual(expect.arrayContaining(['p1 again', 'p2 again']));
});

test('nobody is told again who was the only one asked', () => {
  expect(asked(section([owner()], 'p1'), '2024-03-15').filter((call) => call.endsWith('again'))).toEqual([]);
});

test('who has left the section has it no more, from the day after the last', () => {
  const left = owner({ how: 'set', terms: [{ from: '2023-04-01', until: '2024-03-11' }] });
  expect(endedOn(section([left], 'p2', 'p3'), '2024-03-12')).toMatchObject([
    { end: 'term', on: '2024-03-12' },
  ]);
  expect(asked(section([left], 'p2', 'p3'), '2024-03-12')).toEqual(
    expect.arrayContaining(['p2 day_before', 'p3 day_before']),
  );
});
