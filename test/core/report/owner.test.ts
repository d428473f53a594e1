/** 担当: until when somebody has a goal, seen from a day. */
import { describe, expect, test } from '@jest/globals';
import { noClosures } from '../../../src/core/calendar/working-days.js';
import {
  endOf,
  lapseDay,
  type Owned,
  type Owner,
  ownerOn,
  personMeant,
} from '../../../src/core/report/owner.js';

const FRIDAY = '2024-03-01T01:00:00.000Z';
const goal: Owned = {
  taskId: 's1.2023.1:yearend',
  goalId: 's1.2023.1',
  toReport: true,
  backSince: null,
  closures: noClosures,
};
const owner = (more: Partial<Owner> = {}): Owner => ({
  subject: goal.taskId,
  personId: 'p1',
  name: '担当者1',
  how: 'begun',
  since: FRIDAY,
  answeredAt: FRIDAY,
  ended: null,
  terms: [{ from: '2023-04-01', until: '2024-03-31' }],
  ...more,
});

describe('taken by beginning', () => {
  test('it lapses on the third working day after the last answer, weekends and closures not counted', () => {
    expect(lapseDay(owner(), goal)).toBe('2024-03-06');
    expect(endOf(owner(), goal, '2024-03-05')).toBeNull();
    expect(endOf(owner(), goal, '2024-03-06')).toBe('lapsed');
    const closures = { closed: ['2024-03-05'], open: [] };
    expect(lapseDay(owner(), { ...goal, closures })).toBe('2024-03-07');
    expect(lapseDay(owner({ answeredAt: '2024-03-05T01:00:00.000Z' }), goal)).toBe('2024-03-08');
  });

  test('not while it waits for an approval, and counted from the return when it comes back', () => {
    expect(lapseDay(owner(), { ...goal, toReport: false })).toBeNull();
    expect(lapseDay(owner(), { ...goal, backSince: '2024-03-11T01:00:00.000Z' })).toBe('2024-03-14');
  });
});

test('what was set does not lapse; both end with the term of the post', () => {
  const set = owner({ subject: goal.goalId, how: 'set' });
  expect(lapseDay(set, goal)).toBeNull();
  expect(endOf(set, goal, '2024-03-31')).toBeNull();
  expect(endOf(set, goal, '2024-04-01')).toBe('term');
  expect(endOf(owner({ answeredAt: '2024-04-01T01:00:00.000Z' }), goal, '2024-04-01')).toBe('term');
});

test('who has begun in the round comes before who was set; afterwards it is theirs again', () => {
  const owners = [owner({ subject: goal.goalId, personId: 'p2', name: '担当者2', how: 'set' }), owner()];
  expect(ownerOn(owners, goal, '2024-03-04')?.personId).toBe('p1');
  expect(ownerOn(owners, goal, '2024-03-06')?.personId).toBe('p2');
  expect(ownerOn(owners, { ...goal, taskId: 's1.2023.1:midyear' }, '2024-03-04')?.personId).toBe('p2');
  expect(ownerOn([owner({ terms: [{ from: '2024-04-01', until: null }] })], goal, '2024-03-04')).toBeNull();
});

test('who is meant: a number, a name whatever its blanks, or the only one that holds it', () => {
  const people = [
    { personId: 'p1', name: '北 花子' },
    { personId: 'p2', name: '北村 太郎' },
  ];
  expect(personMeant(people, 'p2')?.personId).toBe('p2');
  expect(personMeant(people, '北花子')?.personId).toBe('p1');
  expect(personMeant(people, '北村')?.personId).toBe('p2');
  expect(personMeant(people, '北')).toBeNull();
  expect(personMeant(people, '')).toBeNull();
});
