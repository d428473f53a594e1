import { expect, test } from '@jest/globals';
import { typedDay } from '../../../src/core/calendar/typed-day.js';

test.each([
  ['4月19日', '2024-04-19'],
  ['４月１９日（金）', '2024-04-19'],
  ['4/9', '2024-04-09'],
  ['4/8', '2025-04-08'],
  ['R6.4.19', '2024-04-19'],
  ['2024-04-19', '2024-04-19'],
  ['2/29', null],
  ['13/1', null],
  ['来週', null],
  ['4月', null],
  ['', null],
])('%s', (text, day) => {
  expect(typedDay(text, '2024-04-09')).toBe(day);
});
