/** What waits for an approval: the approver is told again and again, then those above, once each; then it stops. */
import { describe, expect, test } from '@jest/globals';
import {
  addWorkingDays,
  cityDate,
  cityInstant,
  workingDaysUntil,
} from '../../../src/core/calendar/working-days.js';
import { rehearse } from '../../../src/core/notice/rehearsal.js';
import { dayOf } from '../../../src/core/notice/reminders.js';
import type { SectionRound } from '../../../src/core/notice/section-round.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import { coordinators, goal, post, seasonOf, sectionRound, term } from '../../support/season.js';

const SUBMITTED = '2024-03-04';
const HUNDRED = addWorkingDays(SUBMITTED, 100);
const waits = goal('s1.2023.1:yearend', {
  state: 'submitted',
  since: cityInstant(SUBMITTED, '10:00'),
  writerId: 'staff1',
  version: 1,
});
const people = [
  post('s1', 'staff', term('staff1')),
  post('s1', 'subsection_chief', term('sub1')),
  post('s1', 'section_manager', term('chief1')),
];
const headed = [...people, post('ward', 'department_head', term('head'))];
const one = (more: Partial<SectionRound> = {}): SectionRound =>
  sectionRound(0, 'yearend', { goals: [waits], posts: people, ...more });
const withRoute = (...roles: ('subsection_chief' | 'section_manager')[]): Partial<SectionRound> => ({
  section: { ...one().section, parentId: 'ward', route: roles.map(approvalBy) },
});

/** `2 chief1 waiting`: the working days since, who, and why. */
const told = (of: SectionRound, until = HUNDRED) =>
  [...rehearse(seasonOf([of]), cityInstant(SUBMITTED, '11:00'), cityInstant(until, '23:00'))].flatMap(
    ({ at, notice, calls }) =>
      notice.about.kind === 'reminder'
        ? calls.map(
            ({ personId, reason }) => `${workingDaysUntil(SUBMITTED, cityDate(at))} ${personId} ${reason}`,
          )
        : [],
  );

describe('it goes up once and then stops, however long it waits', () => {
  test('to the next post of the route, then to 事務局', () =>
    expect(told(one(withRoute('subsection_chief', 'section_manager')))).toEqual([
      '2 sub1 waiting',
      '4 sub1 waiting',
      '5 chief1 raised',
      '6 sub1 waiting',
      '8 sub1 waiting',
      '10 coordinator raised',
    ]));
  test('at the last step to the post above the section', () =>
    expect(told(one({ ...withRoute('section_manager'), posts: headed }))).toEqual([
      '2 chief1 waiting',
      '4 chief1 waiting',
      '5 head raised',
      '6 chief1 waiting',
      '8 chief1 waiting',
      '10 coordinator raised',
    ]));
  test('to 事務局 at once where nobody is between', () =>
    expect(told(one())).toEqual(['2 chief1 waiting', '4 chief1 waiting', '5 coordinator raised']));
  test('after the number of days that is set', () =>
    expect(told(one({ ...withRoute('section_manager'), posts: headed, goesUpAfter: 3 }))).toEqual([
      '2 chief1 waiting',
      '3 head raised',
      '4 chief1 waiting',
      '6 coordinator raised',
    ]));
  test('where nobody may decide 事務局 is asked, and nobody is above', () => {
    const nobody = one({ posts: people.slice(0, 1) });
    expect(told(nobody, addWorkingDays(SUBMITTED, 7))).toEqual([
      '2 coordinator vacant',
      '4 coordinator vacant',
      '6 coordinator vacant',
    ]);
  });
  test('nobody once it is decided', () =>
    expect(told(one({ goals: [{ ...waits, state: 'approved' }] }))).toEqual([]));
});

test('what is told above names who is to approve; the approver reads whom it has gone up to, not a hundredth day', () => {
  const of = one({ ...withRoute('section_manager'), posts: headed });
  const day = (person: string, days: number) => {
    const today = addWorkingDays(SUBMITTED, days);
    return dayOf(person, [of], coordinators, today, (since) => workingDaysUntil(since, today));
  };
  expect(day('head', 4).raised).toEqual([]);
  expect(day('head', 5).raised).toEqual([
    {
      taskId: waits.taskId,
      workingDays: 5,
      post: { role: 'section_manager', title: 'section_manager' },
      names: ['chief1'],
    },
  ]);
  expect(day('chief1', 4).waiting.map(({ raised }) => raised)).toEqual([null]);
  expect(day('chief1', 5).waiting.map(({ raised }) => raised?.role)).toEqual(['department_head']);
  expect(day('chief1', 99).waiting.map(({ raised }) => raised?.role)).toEqual(['coordinator']);
  expect(day('coordinator', 10).raised).toHaveLength(1);
  expect(day('coordinator', 20).raised).toEqual([]);
});

test('after an outage it is still told for some days, and once', () => {
  const of = one({ ...withRoute('section_manager'), posts: headed });
  const from = (days: number) =>
    [
      ...rehearse(
        seasonOf([of]),
        cityInstant(addWorkingDays(SUBMITTED, days), '09:00'),
        cityInstant(HUNDRED, '23:00'),
      ),
    ].flatMap(({ calls }) => calls.map(({ personId, reason }) => `${personId} ${reason}`));
  expect(from(8).filter((line) => line.startsWith('head'))).toEqual(['head raised']);
  expect(from(9).filter((line) => line.startsWith('head'))).toEqual([]);
});
