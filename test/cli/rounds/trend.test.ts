/** `maru year trend`, against a real database with two years. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addYearCommands } from '../../../src/cli/rounds/year.js';
import { by, type City, city, NOW, printedSheets } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let settingsBack: () => void;
beforeAll(async () => {
  town = await city({ round: false });
  const [, , , , , , roads] = printedSheets();
  const before = {
    ...roads!,
    fiscalYear: 2022,
    header: { ...roads!.header, fiscalYear: { ...roads!.header.fiscalYear, text: '令和4年度' } },
    goals: roads!.goals.map((goal) => ({
      ...goal,
      indicators: goal.indicators.map((one) => ({
        ...one,
        name: one.name.replace('官民協働による', '官民の協働による'),
        result: goal.no === '1' ? '185人' : one.result,
      })),
    })),
  };
  await town.record.importSheets([before], { by, now: NOW });
  await town.record.importSheets(printedSheets(), { by, now: NOW });
  settingsBack = withSettings({ DATABASE_URL: town.url });
}, 30_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
});

const run = (...words: string[]) => runCommand(addYearCommands, ['year', 'trend', ...words]);

test('an indicator, by a part of its name: a line a year, and what it was called then', async () => {
  const said = await run('アキグミ');
  expect(said.failed).toEqual([]);
  expect(said.out).toBe(
    [
      '■ 北区 建設課',
      '  官民協働によるアキグミ植栽活動に参加した人数',
      '    令和4年度 No.1 200人以上 → 185人 △ 一部未達成（当時の名前：官民の協働によるアキグミ植栽活動に参加した人数）',
      '    令和5年度 No.1 200人以上 → 190人 △ 一部未達成',
      '',
    ].join('\n'),
  );
});

test('a section: all of its indicators, as JSON with what is a number', async () => {
  const said = await run('建設課', '--json');
  expect(said.failed).toEqual([]);
  const { trends } = JSON.parse(said.out) as { trends: { indicator: string; years: object[] }[] };
  expect(trends.map(({ years }) => years.length)).toEqual([2, 2, 2, 2]);
  expect(trends[0]!.years[1]).toEqual({
    fiscal_year: 2023,
    goal: '1',
    name: '官民協働によるアキグミ植栽活動に参加した人数',
    target: '200人以上',
    result: '190人',
    rating: '△',
    rating_meaning: '一部未達成',
    target_value: { value: '200', unit: '人' },
    result_value: { value: '190', unit: '人' },
  });
});

test('what nothing is called offers the three nearest names; a section may be named beside', async () => {
  const [sentence, ...more] = (await run('アカグミ植裁の参加人数')).failed;
  expect(more).toEqual([]);
  expect(sentence).toMatch(
    /^「アカグミ植裁の参加人数」という取組指標も課もありません。近い名前は(「[^」]+」){3}です。$/u,
  );
  expect((await run('アキグミ', '--section', '健康福祉課')).failed).toHaveLength(1);
});
