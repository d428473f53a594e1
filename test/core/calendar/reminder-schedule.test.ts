import { describe, expect, test } from '@jest/globals';
import {
  digestDay,
  digestSince,
  effectiveDue,
  ladder,
  nextRung,
  rungOn,
} from '../../../src/core/calendar/reminder-schedule.js';

const midyear = { opensOn: '2023-10-02', dueOn: '2023-10-13' };

describe('the ladder of reminders', () => {
  test('mid-year of R5: opening, a week, two and one working days before, the working day after', () => {
    expect(ladder(midyear)).toEqual([
      { kind: 'opening', day: '2023-10-02' },
      { kind: 'week_before', day: '2023-10-06' },
      { kind: 'two_days_before', day: '2023-10-11' },
      { kind: 'day_before', day: '2023-10-12' },
      { kind: 'day_after', day: '2023-10-16' },
    ]);
  });
  test('a deadline on a Sunday ends on the Monday; days of a short round are used once', () => {
    expect(effectiveDue({ opensOn: '2024-03-28', dueOn: '2024-03-31' })).toBe('2024-04-01');
    expect(ladder({ opensOn: '2024-03-28', dueOn: '2024-03-31' }).map((r) => `${r.day} ${r.kind}`)).toEqual([
      '2024-03-28 two_days_before',
      '2024-03-29 day_before',
      '2024-04-02 day_after',
    ]);
  });
  test('across the New Year nobody is reminded in 12/29–1/3', () => {
    const days = ladder({ opensOn: '2023-12-20', dueOn: '2024-01-05' }).map((r) => r.day);
    expect(days).toEqual(['2023-12-20', '2023-12-28', '2024-01-04', '2024-01-09']);
  });
  test('closures of the coordinator move it', () => {
    expect(ladder(midyear, { closed: ['2023-10-12'], open: [] }).map((r) => r.day)).toContain('2023-10-10');
  });
});

describe('what is owed on a day', () => {
  test.each([
    ['2023-10-01', null],
    ['2023-10-02', 'opening'],
    ['2023-10-05', 'opening'],
    ['2023-10-06', 'week_before'],
    ['2023-10-13', 'day_before'],
    ['2023-10-14', null],
    ['2023-10-16', 'day_after'],
    ['2023-10-19', 'day_after'],
    ['2023-10-20', null],
  ])('%s → %p', (today, kind) => {
    expect(rungOn(midyear, today)?.kind ?? null).toBe(kind);
  });
  test('and the next one', () => {
    expect(nextRung(midyear, '2023-10-06')?.day).toBe('2023-10-11');
    expect(nextRung(midyear, '2023-10-16')).toBeNull();
  });
});

test('a digest tells of the week before, and of two where that one had none: 12/29 is a Monday', () => {
  expect(digestSince('2026-01-12')).toBe('2026-01-05');
  expect(digestDay('2025-12-29')).toBeNull();
  expect(digestSince('2026-01-05')).toBe('2025-12-22');
});
