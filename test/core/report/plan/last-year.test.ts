/** Which row of last year's sheet an indicator goes on from: never one that another indicator goes on from. */
import { expect, test } from '@jest/globals';
import { placesLastYear } from '../../../../src/core/report/plan/last-year.js';
import type { Goal, Sheet } from '../../../../src/core/sheet/sheet.js';
import { kitaSheets } from '../../../workbook/fixture-sheets.js';

const sheet = kitaSheets()[6]!;
const [printed] = sheet.goals;
const goalOf = (...names: readonly string[]): Goal => ({
  ...printed!,
  indicators: names.map((name) => ({ ...printed!.indicators[0]!, name })),
});
const lastOf = (...names: readonly string[]): Sheet => ({ ...sheet, goals: [goalOf(...names)] });
const rows = (last: Sheet, goal: Goal) =>
  goal.indicators.map((_, at) => placesLastYear(last, goal).of(at)?.at ?? null);

test.each<[string, readonly string[], readonly (number | null)[]]>([
  ['one that came new before the others', ['相談窓口の設置数', '開催回数', '参加者数'], [null, 0, 1]],
  ['one that came new between them', ['開催回数', '相談窓口の設置数', '参加者数'], [0, null, 1]],
  ['one that came new behind them', ['開催回数', '参加者数', '相談窓口の設置数'], [0, 1, null]],
  ['another order', ['参加者数', '開催回数'], [1, 0]],
  ['another name in its place', ['講座の開催回数', '参加者数'], [0, 1]],
  ['one that is no more', ['参加者数'], [1]],
])('%s', (_what, names, expected) =>
  expect(rows(lastOf('開催回数', '参加者数'), goalOf(...names))).toEqual(expected),
);
