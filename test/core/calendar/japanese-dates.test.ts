import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fiscalYearEnd,
  fiscalYearName,
  fiscalYearOf,
  fiscalYearShort,
  fiscalYearStart,
  formatEraDate,
  formatMonthDay,
  isIsoDate,
  parseEraDate,
  parseFiscalYear,
  weekdayJa,
} from '../../../src/core/calendar/japanese-dates.js';

describe('parseEraDate', () => {
  test.each([
    ['R5.4.1', '2023-04-01'],
    ['R5/4/1', '2023-04-01'],
    ['R05-04-01', '2023-04-01'],
    ['r5.4.1', '2023-04-01'],
    ['令和5年4月26日', '2023-04-26'],
    ['令和６年１月３１日', '2024-01-31'],
    ['Ｒ５．４．１', '2023-04-01'],
    [' 令和 5 年 4 月 1 日 ', '2023-04-01'],
    ['令和元年5月1日', '2019-05-01'],
    ['R元.5.1', '2019-05-01'],
    ['R1.5.1', '2019-05-01'],
    ['㋿5年4月1日', '2023-04-01'],
    ['H31.4.30', '2019-04-30'],
    ['平成元年1月8日', '1989-01-08'],
    ['S64.1.7', '1989-01-07'],
    ['S1.12.25', '1926-12-25'],
    ['T15.12.25', '1926-12-25'],
    ['M45.7.30', '1912-07-30'],
    ['明治6年1月1日', '1873-01-01'],
    ['2023-04-01', '2023-04-01'],
    ['2023/4/1', '2023-04-01'],
    ['2023.4.1', '2023-04-01'],
    ['2023年4月1日', '2023-04-01'],
    ['R6.2.29', '2024-02-29'],
  ])('%s is %s', (text, iso) => {
    expect(parseEraDate(text)).toEqual({ iso });
  });

  test.each([
    ['5.4.1', 'no era: must be asked'],
    ['R5.2.29', 'no such day'],
    ['R5.13.1', 'no such month'],
    ['R5.4.31', 'no such day'],
    ['R5.0.1', 'no such month'],
    ['R0.5.1', 'no year 0'],
    ['H31.5.1', 'Heisei had ended'],
    ['令和元年4月30日', 'Reiwa had not begun'],
    ['S64.1.8', 'Showa had ended'],
    ['M5.12.3', 'before the Gregorian calendar'],
    ['R5.4/1', 'two separators'],
    ['R5.4', 'no day'],
    ['R6年夏頃', 'vague'],
    ['令和5年度', 'a fiscal year'],
    ['R5.4.1付け', 'more than a date'],
    ['X5.4.1', 'no such era'],
    ['', 'nothing'],
  ])('%s is none: %s', (text) => {
    expect(parseEraDate(text)).toBeNull();
  });

  test('whatever is printed is read again, in both styles', () => {
    const days = fc.date({
      min: new Date('1873-01-01T00:00:00Z'),
      max: new Date('2100-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, fc.constantFrom('letter' as const, 'kanji' as const), (at, style) => {
        const iso = at.toISOString().slice(0, 10);
        expect(parseEraDate(formatEraDate(iso, style))).toEqual({ iso });
      }),
    );
  });

  test('no text makes it throw, and what it gives is a date', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = parseEraDate(text);
        expect(read === null || isIsoDate(read.iso)).toBe(true);
        parseFiscalYear(text);
      }),
    );
  });
});

describe('fiscal years', () => {
  test.each([
    ['令和5年度', 2023],
    ['R5年度', 2023],
    ['R5', 2023],
    ['Ｒ５年度', 2023],
    ['令和 5 年度', 2023],
    ['2023年度', 2023],
    ['2023', 2023],
    ['令和５年度（2023年度）', 2023],
    ['平成31年度', 2019],
    ['令和元年度', 2019],
    ['R1', 2019],
    ['昭和63年度', 1988],
    ['平成元年度', 1989],
  ])('%s is %d', (text, year) => {
    expect(parseFiscalYear(text)).toBe(year);
  });

  test.each([
    '平成32年度',
    '昭和64年度',
    'R0',
    '5年度',
    '令和',
    '年度',
    '1800年度',
    '令和5年4月',
    '令和5年度(2024年度)',
  ])('%s is none', (text) => {
    expect(parseFiscalYear(text)).toBeNull();
  });

  test('are named by the era of their April, 2019 by Reiwa', () => {
    expect([1926, 1988, 1989, 2018, 2019, 2023].map(fiscalYearName)).toEqual([
      '大正15年度',
      '昭和63年度',
      '平成元年度',
      '平成30年度',
      '令和元年度',
      '令和5年度',
    ]);
    expect([2018, 2019, 2023].map(fiscalYearShort)).toEqual(['H30', 'R1', 'R5']);
    expect(() => fiscalYearName(1800)).toThrow(RangeError);
  });

  test('every name is read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1873, max: 2100 }), (year) => {
        expect(parseFiscalYear(fiscalYearName(year))).toBe(year);
        expect(parseFiscalYear(fiscalYearShort(year))).toBe(year);
        expect(fiscalYearOf(fiscalYearStart(year))).toBe(year);
        expect(fiscalYearOf(fiscalYearEnd(year))).toBe(year);
      }),
    );
  });

  test('begin on 1 April', () => {
    expect(fiscalYearOf('2024-03-31')).toBe(2023);
    expect(fiscalYearOf('2024-04-01')).toBe(2024);
    expect(fiscalYearStart(2023)).toBe('2023-04-01');
    expect(fiscalYearEnd(2023)).toBe('2024-03-31');
  });
});

describe('printing', () => {
  test('in the style asked for', () => {
    expect(formatEraDate('2023-04-01', 'letter')).toBe('R5.4.1');
    expect(formatEraDate('2023-04-01', 'kanji')).toBe('令和5年4月1日');
    expect(formatEraDate('2019-05-01', 'kanji')).toBe('令和元年5月1日');
    expect(formatEraDate('2019-05-01', 'letter')).toBe('R1.5.1');
    expect(formatEraDate('2019-04-30', 'letter')).toBe('H31.4.30');
  });

  test('weekdays', () => {
    expect(weekdayJa('2023-04-01')).toBe('土');
    expect(weekdayJa('2024-03-31')).toBe('日');
    expect(formatMonthDay('2022-10-14', 'ja')).toBe('10月14日(金)');
    expect(formatMonthDay('2022-10-14', 'en')).toBe('Fri 14 Oct');
  });

  test('refuses what is no date', () => {
    expect(() => weekdayJa('2023-02-30')).toThrow(RangeError);
    expect(() => formatEraDate('2023-4-1', 'letter')).toThrow(RangeError);
    expect(() => formatEraDate('1872-12-31', 'letter')).toThrow(RangeError);
  });
});
