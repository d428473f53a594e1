/** An indicator over the years, also where its name changed a little. */
import { expect, test } from '@jest/globals';
import { trendsOf } from '../../../src/core/report/trend.js';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const sheet = kitaSheets()[6]!;
type Change = (name: string, at: string) => string;

/** The sheet of 建設課 as of another year: names, goals and results changed. */
const ofYear = (fiscalYear: number, name: Change = (one) => one, more: Partial<Sheet> = {}): Sheet => ({
  ...sheet,
  fiscalYear,
  goals: sheet.goals.map((goal) => ({
    ...goal,
    indicators: goal.indicators.map((one) => ({
      ...one,
      name: name(one.name, goal.no),
      result: `${fiscalYear}件`,
    })),
  })),
  ...more,
});
const read = (sheets: readonly Sheet[]) =>
  trendsOf(sheets).map((trend) =>
    trend.map(({ fiscalYear, goalNo, name }) => `${fiscalYear} ${goalNo} ${name.slice(0, 12)}`),
  );

test('each indicator is one row of years, the earliest first, with its texts as printed', () => {
  const trends = trendsOf([ofYear(2022), sheet]);
  expect(trends).toHaveLength(4);
  expect(
    trends[0]!.map(({ fiscalYear, result, target, rating, meaning }) => [
      fiscalYear,
      target,
      result,
      rating,
      meaning,
    ]),
  ).toEqual([
    [2022, '200人以上', '2022件', '△', '一部未達成'],
    [2023, '200人以上', '190人', '△', '一部未達成'],
  ]);
});

test('a name that changed a little is the same indicator; another is not', () => {
  const before = ofYear(2022, (name, no) =>
    no === '1' ? '官民の協働によるアキグミの植栽活動に参加した人の数' : no === '3' ? '窓口の待ち時間' : name,
  );
  expect(read([before, sheet])).toEqual([
    ['2022 1 官民の協働によるアキグミ', '2023 1 官民協働によるアキグミ植'],
    ['2022 2 新崎駅自由通路における南', '2023 2 新崎駅自由通路における南'],
    ['2022 3 窓口の待ち時間'],
    ['2022 4 上半期の工事発注率(発注', '2023 4 上半期の工事発注率(発注'],
    ['2023 3 研修発表実施数(回)'],
  ]);
});

test('an indicator that went to another goal is found by its very name, unless two are called so', () => {
  const moved = ofYear(2024);
  const [first, ...rest] = moved.goals;
  const elsewhere = { ...first!, no: '9', text: '全く別の言葉で書かれた目標です。' };
  const trends = read([sheet, { ...moved, goals: [...rest, elsewhere] }]);
  expect(trends).toContainEqual(['2023 1 官民協働によるアキグミ植', '2024 9 官民協働によるアキグミ植']);
  const twice = read([
    sheet,
    { ...moved, goals: [...rest, elsewhere, { ...elsewhere, no: '10', text: '別の目標です。' }] },
  ]);
  expect(twice).toContainEqual(['2023 1 官民協働によるアキグミ植']);
});

test('three years in a row are one trend', () => {
  expect(read([ofYear(2022), sheet, ofYear(2024)]).map((trend) => trend.length)).toEqual([3, 3, 3, 3]);
});
