/** 目標設定 that is closed before everything is approved: what stands in the year's sheets then. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { roundCard } from '../../../../src/core/cards/board/rounds.js';
import { type PlanTask, planOf } from '../../../../src/core/draft/plan/plan-draft.js';
import { by, type City, city, effectId, later, printedSheets, submit as report } from '../city.js';

/** Monday 8 April 2024, 10:00 in the city */
const SPRING = new Date('2024-04-08T01:00:00.000Z');
const ROUND = '2024-targets';
const round = { fiscalYear: 2024, kind: 'targets', dueOn: '2024-04-30' } as const;
let town: City;
beforeAll(async () => {
  town = await city({ round: false });
  await town.record.importSheets(printedSheets(), { by, now: later(0) });
  await town.record.openRound(round, { by, now: SPRING });
}, 30_000);
afterAll(() => town.stop());

let minutes = 0;
const soon = () => {
  minutes += 1;
  return later(minutes, SPRING);
};
const plans = async (n: number) => (await town.tasks(n, ROUND)) as PlanTask[];
const does = (person: string, command: Parameters<City['record']['execute']>[3]) =>
  town.record.execute(effectId(), person, `test:dm:${person}`, command, soon());
const submit = (n: number, task: PlanTask, plan: Record<string, string>) =>
  does(`staff${n}`, {
    kind: 'submit',
    task: task.id,
    base: task.report?.version ?? 0,
    content: { answers: [], nextPolicy: '', plan: planOf(task, { plan }), checks: [] },
  });
const approve = (n: number, id: string, version = 1) =>
  does(`chief${n}`, { kind: 'approve', report: id, version, step: 0 });
const sheetOf = async (n: number) =>
  (await town.record.sheets(2024)).find(({ section }) => section.id === town.section(n))!.sheet;

test('what is not approved is named with what becomes of it; an added goal leaves the sheet, what was approved is in it', async () => {
  const [first, second] = await plans(7);
  const id = first!.indicators[0]!.id;
  expect(await submit(7, first!, { decision: 'change', [`target:${id}`]: '210人以上' })).toMatchObject({
    ok: true,
  });
  expect(await approve(7, first!.id)).toMatchObject({ ok: true });
  expect(await submit(7, second!, { decision: 'drop', grounds: '完了したため' })).toMatchObject({ ok: true });
  const goal = { goal: '道路の安全を高めます。', indicator: '点検した橋の数', target: '12橋' };
  const added = await does('staff7', { kind: 'add_goal', task: first!.id, ...goal });
  expect(added).toMatchObject({ ok: true, goalNo: '5' });
  const fifth = (await plans(7)).find(({ goalNo }) => goalNo === '5')!;
  expect(await submit(7, fifth, { decision: 'change' })).toMatchObject({ ok: true });
  expect((await sheetOf(7)).goals.map(({ no }) => no)).toEqual(['1', '2', '3', '4', '5']);
  const untouched = await sheetOf(6);

  const asked = await town.record.closeRound(ROUND, { by, now: soon(), agreed: [] });
  const ends = asked && 'asked' in asked ? asked.asked : [];
  const section = '建設課';
  expect(ends.filter((one) => one.section === section)).toEqual([
    { kind: 'waiting', section, goals: ['2'] },
    { kind: 'unreported', section, goals: ['3', '4'] },
    { kind: 'added', section, goals: ['5'] },
  ]);
  const full = { ...fifth.round };
  const said = JSON.stringify(
    roundCard({ what: 'close_round', round: full, ends, done: false, changed: false }, 'ja'),
  );
  expect(said).toContain('承認されていない新しい目標（シートから外れます）：建設課 No.5');
  expect(said).toContain('承認されていない目標は、前年度のまま、今年度のシートに残ります。');

  expect(await town.record.closeRound(ROUND, { by, now: soon(), agreed: ends })).toMatchObject({
    state: 'closed',
  });
  const sheet = await sheetOf(7);
  const last = printedSheets().find(({ header }) => header.organization.text === section)!;
  expect(
    sheet.goals.map(({ no, text, indicators }) => [no, text, indicators.map(({ target }) => target)]),
  ).toEqual(
    last.goals.map(({ no, text, indicators }, at) => [
      no,
      text,
      at === 0 ? ['210人以上'] : indicators.map(({ target }) => target),
    ]),
  );
  // Not every goal of it is approved.
  expect(sheet.header.createdOn.text).toBe('');
  expect(await sheetOf(6)).toEqual(untouched);
  const { replayed } = await town.record.verifyRecord();
  expect(replayed).toMatchObject({ count: 0, unexplained: [] });
});

test('opened again, the plan of the added goal still waits: with the approval of all it comes back under its number', async () => {
  await town.record.openRound({ ...round, dueOn: '2024-05-10' }, { by, now: soon() });
  for (const task of (await plans(7)).filter(({ goalNo }) => goalNo === '3' || goalNo === '4'))
    expect(await submit(7, task, { decision: 'keep' })).toMatchObject({ ok: true });
  for (const { id } of (await plans(7)).filter(({ report }) => report?.state === 'submitted'))
    expect(await approve(7, id)).toMatchObject({ ok: true });
  const sheet = await sheetOf(7);
  expect(sheet.goals.map(({ no }) => no)).toEqual(['1', '3', '4', '5']);
  expect(sheet.header.createdOn.text).not.toBe('');
  const closed = await town.record.closeRound(ROUND, { by, now: soon() });
  expect(closed).toMatchObject({ state: 'closed' });
  expect((await sheetOf(7)).goals).toEqual(sheet.goals);
  const { replayed } = await town.record.verifyRecord();
  expect(replayed).toMatchObject({ count: 0, unexplained: [] });
});

test('what an import changes after the sheet is made stays: through the plan of another goal, and the closing', async () => {
  await town.record.openRound({ ...round, dueOn: '2024-05-20' }, { by, now: soon() });
  for (const task of await plans(6))
    expect(await submit(6, task, { decision: 'keep' })).toMatchObject({ ok: true });
  for (const { id } of await plans(6)) expect(await approve(6, id)).toMatchObject({ ok: true });
  const made = await sheetOf(6);
  const imported = {
    ...made,
    goals: made.goals.map((goal, at) => ({
      ...goal,
      indicators: goal.indicators.map((one) => ({
        ...one,
        ...(at === 0 ? { target: '1,000人' } : {}),
        result: '12回',
        rating: '○',
        status: '予定どおり行った。',
      })),
    })),
  };
  await town.record.importSheets([imported], { by, now: soon() });

  const [, second] = await plans(6);
  const id = second!.indicators[0]!.id;
  const asked = { kind: 'correct', report: second!.id, version: 1, reason: '誤記のため' } as const;
  expect(await does('staff6', asked)).toMatchObject({ ok: true });
  const [, back] = await plans(6);
  expect(await submit(6, back!, { decision: 'change', [`target:${id}`]: '13回' })).toMatchObject({
    ok: true,
  });
  expect(await approve(6, second!.id, 2)).toMatchObject({ ok: true });
  const goals = imported.goals.map((goal, at) => ({
    ...goal,
    indicators: goal.indicators.map((one, row) => (at === 1 && row === 0 ? { ...one, target: '13回' } : one)),
  }));
  expect((await sheetOf(6)).goals).toEqual(goals);

  // A correction that changed nothing is none.
  const [first] = await plans(6);
  expect(await does('staff6', { ...asked, report: first!.id })).toMatchObject({ ok: true });
  const [same] = await plans(6);
  expect(same!.report!.content.plan!.indicators[0]!.target).not.toBe('1,000人');
  const command = { kind: 'submit', task: first!.id, base: 1, content: same!.report!.content } as const;
  expect(await does('staff6', command)).toMatchObject({ ok: true, complete: true });

  const versions = () =>
    town.pool
      .query('select id, version from sheets where fiscal_year = 2024 order by id')
      .then(({ rows }) => rows);
  const before = await versions();
  expect(await town.record.closeRound(ROUND, { by, now: soon() })).toMatchObject({ state: 'closed' });
  expect((await sheetOf(6)).goals).toEqual(goals);
  expect(await versions()).toEqual(before);
  const { replayed } = await town.record.verifyRecord();
  expect(replayed).toMatchObject({ count: 0, unexplained: [] });
});

test('an added goal has the number behind those of the sheet, however that prints them', async () => {
  await town.record.openRound({ ...round, dueOn: '2024-05-30' }, { by, now: soon() });
  const sheet = await sheetOf(4);
  const goals = sheet.goals.map((goal, at) => ({
    ...goal,
    no: `（${at + 1}）`,
  }));
  await town.record.importSheets([{ ...sheet, goals }], { by, now: soon() });
  const [task] = await plans(4);
  const goal = { goal: '道路の安全を高めます。', indicator: '点検した橋の数', target: '12橋' };
  expect(await does('staff4', { kind: 'add_goal', task: task!.id, ...goal })).toMatchObject({
    ok: true,
    goalNo: `${goals.length + 1}`,
  });
});

test('an added goal that nobody has approved is still one after an import', async () => {
  await town.record.openRound({ ...round, dueOn: '2024-05-30' }, { by, now: soon() });
  const [task] = await plans(5);
  const goal = { goal: '道路の安全を高めます。', indicator: '点検した橋の数', target: '12橋' };
  expect(await does('staff5', { kind: 'add_goal', task: task!.id, ...goal })).toMatchObject({ ok: true });
  const sheet = await sheetOf(5);
  const footnotes = [...sheet.footnotes, '注'];
  await town.record.importSheets([{ ...sheet, footnotes }], { by, now: soon() });
  expect((await plans(5)).filter(({ added }) => added).map(({ goalText }) => goalText)).toEqual([goal.goal]);
});

test('a plan that had not gone in moves no target whose year-end result is submitted by then', async () => {
  await town.record.openRound({ ...round, dueOn: '2024-06-28' }, { by, now: soon() });
  const [task] = await plans(3);
  const { id, target } = task!.indicators[0]!;
  expect(await submit(3, task!, { decision: 'change', [`target:${id}`]: '9,999人' })).toMatchObject({
    ok: true,
  });
  expect(await approve(3, task!.id)).toMatchObject({ ok: true });
  const dates = { fiscalYear: 2024, kind: 'yearend', opensOn: '2024-04-08', dueOn: '2025-04-11' } as const;
  await town.record.openRound(dates, { by, now: soon() });
  const yearend = (await town.tasks(3, '2024-yearend')).find(({ goalId }) => goalId === task!.goalId)!;
  expect(await report(town, 'staff3', yearend, soon())).toMatchObject({ ok: true });
  const asked = await town.record.closeRound(ROUND, { by, now: soon(), agreed: [] });
  const agreed = asked && 'asked' in asked ? asked.asked : [];
  expect(await town.record.closeRound(ROUND, { by, now: soon(), agreed })).toMatchObject({ state: 'closed' });
  expect((await sheetOf(3)).goals[0]!.indicators[0]!.target).toBe(target);
});
