/** Years and days as typed at the command line. */
import { expect, test } from '@jest/globals';
import { dateOf, yearOf } from '../../src/cli/year.js';
import { fiscalYearName, fiscalYearOf, formatEraDate } from '../../src/core/calendar/japanese-dates.js';

test('what has no name in any era is no year and no day here, and the option it was typed with is named', () => {
  expect(() => yearOf('0203')).toThrow('--year: 「0203」は年度として読み取れません');
  expect(() => yearOf('1872', '--also')).toThrow('--also: 「1872」は年度として読み取れません');
  for (const text of ['0203-10-13', '0203年10月13日', '1873-03-31'])
    expect(() => dateOf('--due', text)).toThrow(`--due: 「${text}」は日付として読み取れません`);
});

test('whatever is taken has a name', () => {
  for (const text of ['1873', 'R5', '令和5年度', '2023', '9999'])
    expect(fiscalYearName(yearOf(text))).not.toBe('');
  for (const text of ['1873-04-01', 'M6.4.1', 'R5.10.13', '2023-10-13']) {
    const day = dateOf('--due', text);
    expect([formatEraDate(day, 'kanji'), fiscalYearName(fiscalYearOf(day))]).not.toContain('');
  }
});
