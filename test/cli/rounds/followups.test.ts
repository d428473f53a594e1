/** `maru year followups`: the promises of the real sheets, against a real database. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addYearCommands } from '../../../src/cli/rounds/year.js';
import { type BoardAsked, WHOLE_BOARD } from '../../../src/core/board/asked.js';
import {
  by,
  type City,
  city,
  contentFor,
  effectId,
  later,
  NOW,
  printedSheets,
  sectionOf,
} from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let settingsBack: () => void;
beforeAll(async () => {
  town = await city({ round: false });
  const [section] = printedSheets().map(sectionOf);
  await town.record.importRoster(
    {
      sections: [],
      people: [{ id: 'desk', name: '事務局', email: 'desk@example.jp' }],
      holdings: [
        {
          post: { section: section!, role: 'coordinator', title: '主幹' },
          person: 'desk',
          from: '2023-04-01',
        },
      ],
    },
    { by, now: NOW },
  );
  settingsBack = withSettings({ DATABASE_URL: town.url });
}, 30_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
});

const run = (...words: string[]) => runCommand(addYearCommands, ['year', 'followups', '--year', ...words]);

type Listed = {
  section: string;
  goal: string;
  sentence: string;
  from: string;
  until: string;
  fiscal_year: number;
};
const listed = async (...words: string[]) => {
  const said = await run(...words, '--json');
  expect(said.failed).toEqual([]);
  return (JSON.parse(said.out) as { followups: Listed[] }).followups;
};

test('of sheets in which nothing is said yet: none, in one sentence', async () => {
  expect((await run('R6')).out).toBe(
    '令和6年度に果たす約束は、前の年度までの「今後の方針」に見つかりませんでした。\n',
  );
});

test('of the sheets as printed: each with its sentence and its time, for the year it is for', async () => {
  await town.record.importSheets(printedSheets(), { by, now: NOW });
  const found = await listed('R6');
  expect(found).toHaveLength(11);
  expect(found.find(({ section, goal }) => section === '建設課' && goal === '2')).toMatchObject({
    sentence: '工事中の北口エレベーターについては、R6年夏頃の供用開始を目指し工程管理を行っていきます。',
    from: '2024-06-01',
    until: '2024-08-31',
    fiscal_year: 2023,
  });
  expect((await listed('R7')).map(({ sentence }) => sentence.slice(0, 14))).toEqual([
    '令和7年度を最終実施年度とし',
    '事業としては、令和7年度に最',
  ]);
  expect(await listed('R5')).toEqual([]);
  expect(await listed('R9')).toEqual([]);
});

test('as text: by section, with when its time is', async () => {
  const said = await run('R6', '--section', '建設課');
  expect(said.failed).toEqual([]);
  expect(said.out).toMatch(/^令和6年度に果たす約束 3件\n■ 北区 建設課（令和5年度のシート）\n/u);
  expect(said.out).toMatch(
    / {2}No\.2 R6\.6\.1～R6\.8\.31 (これから|いまが時期|時期を過ぎています)\n {4}工事中の北口エレベーターについては、/u,
  );
  expect(said.out).toContain('No.4 時期の記載なし（R6年度）');
  expect((await run('R6', '--section', '存在しない課')).failed).toHaveLength(1);
});

test('in chat 事務局 is given them, a page at a time; nobody else is', async () => {
  const show = (person: string, more: Partial<BoardAsked> = {}) =>
    town.record.execute(
      effectId(),
      person,
      'test:dm',
      { kind: 'show_board', asked: { ...WHOLE_BOARD, followUps: 0, ...more } },
      new Date('2024-09-15T01:00:00Z'),
    );
  expect(await show('desk')).toMatchObject({
    ok: true,
    board: { kind: 'follow_ups', fiscalYear: 2024, counts: { over: 1, now: 8, ahead: 2 }, pages: 3 },
  });
  expect(await show('desk', { followUps: 2025, said: '地域総務課' })).toMatchObject({
    board: { kind: 'follow_ups' },
  });
  for (const person of ['staff7', 'chief7'])
    expect(await show(person)).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
});

test('what was approved at year-end stands, and what waits does not', async () => {
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2023-10-02', dueOn: '2024-04-12' },
    { by, now: NOW },
  );
  const [task] = await town.tasks(7, '2023-yearend');
  const content = { ...contentFor(task!), nextPolicy: '令和7年1月に説明会を開きます。' };
  const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
    town.record.execute(effectId(), person, 'test:dm', command, later(1));
  const first = async () =>
    (await listed('R6', '--section', '建設課')).find(({ goal }) => goal === '1')?.sentence.slice(0, 8);
  expect(await enter('staff7', { kind: 'submit', task: task!.id, base: 0, content })).toMatchObject({
    ok: true,
  });
  expect(await first()).toBe('次年度も地元の小');
  expect(await enter('chief7', { kind: 'approve', report: task!.id, version: 1, step: 0 })).toMatchObject({
    ok: true,
  });
  expect(await first()).toBe('令和7年1月に説');
});
