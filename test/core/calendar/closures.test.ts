import { describe, expect, test } from '@jest/globals';
import { type CalendarDay, closuresOf, holidaysConfirmedUntil } from '../../../src/core/calendar/closures.js';
import { isOfficeOpen, mondayOf, officeInstant } from '../../../src/core/calendar/office-hours.js';
import {
  cityInstant,
  HOLIDAYS_CONFIRMED_UNTIL,
  isWorkingDay,
} from '../../../src/core/calendar/working-days.js';
import { readCalendarFile } from '../../../src/workbook/roster/calendar-file.js';

const day = (date: string, kind: CalendarDay['kind'], sectionId: string | null = null): CalendarDay => ({
  sectionId,
  day: date,
  kind,
  name: '',
});

describe('closures of a section', () => {
  const days = [
    day('2023-10-10', 'closed'),
    day('2023-10-10', 'open', 'museum'),
    day('2023-10-16', 'closed', 'museum'),
    day('2023-10-14', 'open'),
  ];
  test('its own days come before the city’s', () => {
    const open = (date: string, section: string | null) => isWorkingDay(date, closuresOf(days, section));
    expect([open('2023-10-10', null), open('2023-10-10', 'museum'), open('2023-10-10', 'other')]).toEqual([
      false,
      true,
      false,
    ]);
    expect([open('2023-10-16', null), open('2023-10-16', 'museum')]).toEqual([true, false]);
    expect(open('2023-10-14', 'museum')).toBe(true);
  });
});

describe('holidays beyond those that are official', () => {
  test('a loaded year is official, the next one only after it', () => {
    expect(holidaysConfirmedUntil([])).toBe(HOLIDAYS_CONFIRMED_UNTIL);
    expect(holidaysConfirmedUntil([day('2028-01-01', 'holiday')])).toBe('2028-12-31');
    expect(holidaysConfirmedUntil([day('2029-01-01', 'holiday')])).toBe('2027-12-31');
  });
  test('the official table comes before the forecast', () => {
    const moved = closuresOf([day('2028-01-01', 'holiday'), day('2028-03-22', 'holiday')], null);
    // the library expects 春分の日 of 2028 on Monday 20 March
    expect(isWorkingDay('2028-03-20')).toBe(false);
    expect(isWorkingDay('2028-03-20', moved)).toBe(true);
    expect(isWorkingDay('2028-03-22', moved)).toBe(false);
    expect(isWorkingDay('2028-12-29', moved)).toBe(false);
  });
});

test('working hours: nine to five of a working day; outside, the next morning', () => {
  const at = (date: string, time: string) => cityInstant(date, time);
  expect(['08:59', '09:00', '16:59', '17:00'].map((time) => isOfficeOpen(at('2023-10-06', time)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(officeInstant(at('2023-10-06', '17:00'))).toBe(at('2023-10-10', '09:00'));
  expect(officeInstant(at('2023-10-06', '06:00'))).toBe(at('2023-10-06', '09:00'));
  expect(officeInstant(at('2023-10-06', '12:34'))).toBe(at('2023-10-06', '12:34'));
  expect(['2023-10-08', '2023-10-09', '2023-10-15'].map(mondayOf)).toEqual([
    '2023-10-02',
    '2023-10-09',
    '2023-10-09',
  ]);
});

describe('a calendar file', () => {
  const read = (text: string) => readCalendarFile(new TextEncoder().encode(text), 'days.csv');
  test('closures and working Saturdays, for the city or a section, dates in any form', () => {
    expect(
      read(
        '日付,種別,課,名称\n2023/10/16,休み,建設課,整理日\n\nR5.10.14,開庁,,\n令和10年1月10日,祝日,,成人の日\n',
      ),
    ).toEqual({
      problems: [],
      rows: [
        { line: 2, day: '2023-10-16', kind: 'closed', section: '建設課', name: '整理日' },
        { line: 4, day: '2023-10-14', kind: 'open', section: null, name: '' },
        { line: 5, day: '2028-01-10', kind: 'holiday', section: null, name: '成人の日' },
      ],
    });
  });
  test('the Cabinet Office’s own table: what is fixed in the program already is left out', () => {
    expect(read('国民の祝日・休日月日,国民の祝日・休日名称\n1955/1/1,元日\n2028/1/10,成人の日\n')).toEqual({
      problems: [],
      rows: [{ line: 3, day: '2028-01-10', kind: 'holiday', section: null, name: '成人の日' }],
    });
  });
  test.each([
    ['日付,種別\n2023-13-01,休み', 'days.csv 2行め: 「2023-13-01」は日付として'],
    ['日付,種別\n2023-10-01,ひるね', 'days.csv 2行め: 種別「ひるね」は'],
    ['日付,種別\n2023-10-01,constructor', 'days.csv 2行め: 種別「constructor」は'],
    ['日付,種別,課\n2028-01-10,祝日,建設課', 'days.csv 2行め: 祝日は全体のものです'],
    ['x,y\n1,2', 'days.csv 1行め: 見出しに'],
  ])('names row and cell of what it cannot read: %j', (text, problem) => {
    expect(read(text).problems).toEqual([expect.stringContaining(problem)]);
  });
  test('names all of them at once', () => {
    const { problems } = read(
      '日付,種別,課\nあした,ひるね,\n2028-01-10,祝日,建設課\nR5.10.16,休み,\nきのう,休み,\n',
    );
    expect(problems.map((one) => one.split('「')[0])).toEqual([
      'days.csv 2行め: ',
      'days.csv 2行め: 種別',
      'days.csv 3行め: 祝日は全体のものです。課を空にするか、種別を休みにしてください。',
      'days.csv 5行め: ',
    ]);
  });
});
