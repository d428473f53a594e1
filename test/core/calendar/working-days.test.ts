import { describe, expect, test } from '@jest/globals';
import {
  addWorkingDays,
  cityDate,
  cityInstant,
  cityTime,
  isWorkingDay,
  workingDayFrom,
  workingDaysUntil,
  workingMorning,
} from '../../../src/core/calendar/working-days.js';

describe('working days of a city office', () => {
  test.each([
    ['2023-10-07', false, 'Saturday'],
    ['2023-10-09', false, 'スポーツの日'],
    ['2023-10-10', true, 'Tuesday'],
    ['2023-12-29', false, 'year’s end'],
    ['2024-01-03', false, 'New Year'],
    ['2024-01-04', true, 'first working day'],
    ['2024-02-12', false, 'substitute for a Sunday holiday'],
    ['2026-09-22', false, '国民の休日 between two holidays'],
    ['2027-03-22', false, 'substitute'],
  ])('%s → %p (%s)', (date, works) => {
    expect(isWorkingDay(date)).toBe(works);
  });
  test('closures and working Saturdays of the coordinator', () => {
    expect(isWorkingDay('2023-10-10', { closed: ['2023-10-10'], open: [] })).toBe(false);
    expect(isWorkingDay('2023-10-07', { closed: [], open: ['2023-10-07'] })).toBe(true);
  });
  test('counting across the New Year and a holiday', () => {
    expect(addWorkingDays('2023-10-13', -2)).toBe('2023-10-11');
    expect(addWorkingDays('2023-12-28', 1)).toBe('2024-01-04');
    expect(workingDaysUntil('2023-10-06', '2023-10-13')).toBe(4);
    expect(workingDayFrom('2023-10-07')).toBe('2023-10-10');
  });
  test('the next morning and next week', () => {
    expect(workingMorning('2023-10-06', 'next_day')).toBe('2023-10-10T00:00:00.000Z');
    expect(workingMorning('2023-10-04', 'next_week')).toBe('2023-10-10T00:00:00.000Z');
    expect(workingMorning('2023-10-01', 'next_week')).toBe('2023-10-02T00:00:00.000Z');
  });
});

test('the city is nine hours ahead of UTC, all year', () => {
  expect(cityDate('2023-10-01T15:00:00Z')).toBe('2023-10-02');
  expect(cityTime('2023-10-01T15:00:00Z')).toBe('00:00');
  expect(cityInstant('2023-10-02', '09:00')).toBe('2023-10-02T00:00:00.000Z');
});
