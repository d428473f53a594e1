/** `maru memo list`, against a real database. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addMemoCommands } from '../../../src/cli/rounds/memo.js';
import { type City, city, effectId, later } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let settingsBack: () => void;
beforeAll(async () => {
  town = await city({ round: false });
  settingsBack = withSettings({ DATABASE_URL: town.url });
  const [goals, others] = await Promise.all(
    [7, 1].map((n) => town.record.memos.goals([town.section(n)], 2023)),
  );
  const adding = goals!.flatMap(({ indicators }) => indicators).find(({ addsUp }) => addsUp)!;
  let minutes = 0;
  const note = (person: string, memo: object) => {
    minutes += 1;
    return town.record.execute(
      effectId(),
      person,
      `test:dm:${person}`,
      {
        kind: 'note_memo',
        goalNo: '',
        source: '',
        memo: { about: '', day: '2023-06-12', number: '', text: '', link: '', ...memo },
      },
      later(minutes),
    );
  };
  for (const memo of [
    { about: adding.id, number: '32', text: '一回目\n二行目', link: 'https://example.jp/1' },
    { about: adding.id, number: '18', text: '二回目', day: '2023-07-01' },
    { text: '目標はまだ' },
  ])
    expect(await note('staff7', memo)).toMatchObject({ ok: true });
  expect(await note('staff1', { about: others![0]!.goalId, text: 'ほかの課' })).toMatchObject({ ok: true });
}, 30_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
});

const run = (...words: string[]) => runCommand(addMemoCommands, ['memo', 'list', ...words]);
const sectionName = async () => (await town.record.sections()).find(({ id }) => id === town.section(7))!.name;

test('section by section, by their days, with what they add up to', async () => {
  const { out, failed } = await run('--year', 'R5');
  expect(failed).toEqual([]);
  expect(out).toContain('令和5年度の実績メモ 4件');
  expect(out).toMatch(/合計 No\.\d+ .*50/u);
  expect(out).toContain('    一回目\n    二行目\n    https://example.jp/1\n');
  expect(out).toContain('目標は未定');
  expect(out).toContain('ほかの課');
  expect(out.indexOf('一回目')).toBeLessThan(out.indexOf('二回目'));
});

test('of one section alone, as JSON', async () => {
  const { out, failed } = await run('--year', 'R5', '--section', await sectionName(), '--json');
  expect(failed).toEqual([]);
  const { memos, sums, fiscal_year } = JSON.parse(out);
  expect(fiscal_year).toBe(2023);
  expect(memos.map(({ text, day, noted_by }: { [key: string]: string }) => [text, day, noted_by])).toEqual([
    ['一回目\n二行目', '2023-06-12', '担当者7'],
    ['目標はまだ', '2023-06-12', '担当者7'],
    ['二回目', '2023-07-01', '担当者7'],
  ]);
  expect(sums).toEqual([expect.objectContaining({ sum: expect.stringContaining('50'), left_out: 0 })]);
});

test('an unknown section and a year that is none are refused; a year without memos says so', async () => {
  expect((await run('--section', 'ない課')).failed).not.toEqual([]);
  expect((await run('--year', 'いつか')).failed).not.toEqual([]);
  expect((await run('--year', 'R4')).out).toBe('令和4年度の実績メモはありません。\n');
});
