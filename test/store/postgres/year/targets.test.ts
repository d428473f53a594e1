/** 目標設定 in the record: sheets copied at opening, plans submitted and approved, the year's sheet made of them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PlanTask } from '../../../../src/core/draft/plan/plan-draft.js';
import { planOf } from '../../../../src/core/draft/plan/plan-draft.js';
import type { ReportContent } from '../../../../src/core/report/report.js';
import type { Task } from '../../../../src/core/report/task.js';
import { by, type City, city, effectId, later, printedSheets, submit as submitReport } from '../city.js';

/** Monday 8 April 2024, 10:00 in the city */
const SPRING = new Date('2024-04-08T01:00:00.000Z');
const ROUND = '2024-targets';
let town: City;
beforeAll(async () => {
  town = await city({ round: false });
  await town.record.importSheets(printedSheets(), { by, now: later(0) });
}, 30_000);
afterAll(() => town.stop());

const plans = async (n: number) => (await town.tasks(n, ROUND)) as PlanTask[];

function content(task: PlanTask, plan: Record<string, string>): ReportContent {
  return { answers: [], nextPolicy: '', plan: planOf(task, { plan }), checks: [] };
}

let minutes = 0;
function soon() {
  minutes += 1;
  return later(minutes, SPRING);
}

async function submit(n: number, task: PlanTask, plan: Record<string, string>) {
  const base = task.report?.version ?? 0;
  const command = { kind: 'submit', task: task.id, base, content: content(task, plan) } as const;
  return town.record.execute(effectId(), `staff${n}`, `test:dm:staff${n}`, command, soon());
}

async function approve(n: number, { id }: Pick<Task, 'id'>) {
  const { report } = (await town.tasks(n, ROUND)).find((one) => one.id === id)!;
  const command = { kind: 'approve', report: id, version: report!.version, step: 0 } as const;
  return town.record.execute(effectId(), `chief${n}`, `test:dm:chief${n}`, command, soon());
}

const sheetOf = async (n: number, year = 2024) =>
  (await town.record.sheets(year)).find(({ section }) => section.id === town.section(n))?.sheet;

test('opening it makes the sheets of the year from last year’s; opened again it makes none', async () => {
  const round = { fiscalYear: 2024, kind: 'targets', dueOn: '2024-04-30' } as const;
  const opened = await town.record.openRound(round, { by, now: SPRING });
  expect(opened).toMatchObject({ outcome: 'opened', sections: 8, made: 8 });
  const again = await town.record.openRound({ ...round, dueOn: '2024-05-01' }, { by, now: soon() });
  expect(again).toEqual({ round: again.round, outcome: 'changed', sections: 8, people: 0 });
  const [task] = await plans(7);
  expect(task!.planned).toMatchObject({ decision: 'keep', no: '1' });
  expect(task!.indicators[0]!.earlier).toMatchObject([
    {
      from: { kind: 'year', fiscalYear: 2023 },
      target: '200人以上',
      result: '190人',
      rating: 'partially_achieved',
    },
  ]);
});

test('a conversation has the list of 総合計画 that holds in the year at hand; without one it has none', async () => {
  const lists = async () =>
    (await town.record.context({ person: 'staff7', from: null, named: null }, soon()))!.tasks.map(
      ({ planList }) => planList?.codes.get('政策9')?.name,
    );
  expect(new Set(await lists())).toEqual(new Set([undefined]));
  const list = [{ fromYear: 2024, code: '政策9', name: 'この年からの計画' }];
  await town.record.plans.load(list, { by, now: soon() });
  expect(new Set(await lists())).toEqual(new Set(['この年からの計画']));
});

test('what was promised for the year is offered until it is kept or given up', async () => {
  const offered = async () =>
    (await town.record.context({ person: 'staff7', from: null, named: null }, soon()))!.tasks.map(
      ({ promises = [] }) => promises.length,
    );
  expect(await offered()).toEqual([1, 1, 0, 1]);
  const [first, second] = (await plans(7)).map(({ promises }) => promises?.[0]);
  await town.pool.query(
    `insert into followups (id, section_id, goal_id, fiscal_year, sentence, state, until, reason, said_at)
     values ($1, $2, $3, 2023, '""', 'done', null, '""', $4)`,
    [first!.id, town.section(7), first!.id.split(':')[0], soon()],
  );
  expect(await offered()).toEqual([0, 1, 0, 1]);
  await town.pool.query('delete from followups');
  expect(second).toMatchObject({ until: '2024-08-31' });
});

test('a plan that is not whole is refused; one of a dropped goal wants its reason', async () => {
  const [task] = await plans(7);
  expect(await submit(7, task!, { decision: 'drop' })).toMatchObject({
    ok: false,
    refusal: { reason: 'incomplete' },
  });
});

test('kept, changed, dropped: the last approval makes the sheet, with its 作成日 and empty results', async () => {
  const [first, second, third, fourth] = await plans(7);
  const id = first!.indicators[0]!.id;
  const added = `${first!.goalId}.n1`;
  expect(
    await submit(7, first!, {
      decision: 'change',
      [`target:${id}`]: '210人以上',
      [`direction:${id}`]: 'higher',
      [`growth:${id}`]: 'adds',
      [`name:${added}`]: '植栽した本数',
      [`target:${added}`]: '100本',
      [`initiative:${added}`]: '①植栽活動\n②草刈り',
      [`promise:${added}`]: JSON.stringify(first!.promises![0]),
    }),
  ).toMatchObject({ ok: true });
  expect(await submit(7, second!, { decision: 'drop', grounds: '事業が完了したため' })).toMatchObject({
    ok: true,
  });
  expect(await submit(7, third!, { decision: 'keep' })).toMatchObject({ ok: true });
  expect(await submit(7, fourth!, { decision: 'keep' })).toMatchObject({ ok: true });
  const before = await sheetOf(7);
  const carried = async () =>
    (await town.pool.query<{ id: string }>('select id, state, until::text, fiscal_year from followups')).rows;
  expect(await carried()).toEqual([]);
  // An approval that is taken back takes back what it carried.
  expect(await approve(7, first!)).toMatchObject({ ok: true });
  expect(await carried()).toHaveLength(1);
  const undo = { kind: 'undo_approval', report: first!.id, version: 1, step: 0 } as const;
  expect(await town.record.execute(effectId(), 'chief7', 'test:dm:chief7', undo, soon())).toMatchObject({
    ok: true,
  });
  expect(await carried()).toEqual([]);
  expect((await town.record.verifyRecord()).replayed?.unexplained).toEqual([]);
  for (const task of [first!, second!, third!]) expect(await approve(7, task)).toMatchObject({ ok: true });
  const { id: promised } = first!.promises![0]!;
  expect(await carried()).toEqual([
    { id: promised, state: 'carried', until: '2025-03-31', fiscal_year: 2023 },
  ]);
  const { replayed } = await town.record.verifyRecord();
  expect(replayed?.unexplained).toEqual([]);
  expect(await sheetOf(7)).toEqual(before);
  expect(await approve(7, fourth!)).toMatchObject({ ok: true });

  const made = (await sheetOf(7))!;
  const last = (await sheetOf(7, 2023))!;
  expect(made.goals.map(({ no }) => no)).toEqual(['1', '3', '4']);
  expect(made.goals[0]!.indicators.map(({ name, target }) => [name, target])).toEqual([
    [last.goals[0]!.indicators[0]!.name, '210人以上'],
    ['植栽した本数', '100本'],
  ]);
  expect(made.goals[0]!.indicators[1]!.initiatives).toHaveLength(2);
  expect(made.header.createdOn.text).toBe(
    /^R/u.test(last.header.createdOn.text) ? 'R6.4.8' : '令和6年4月8日',
  );
  expect(
    made.goals.flatMap((goal) =>
      goal.indicators.map(({ result, rating, status }) => result + rating + status),
    ),
  ).toEqual(made.goals.flatMap((goal) => goal.indicators.map(() => '')));
  const [plan] = await town.record.finished(2024, [town.section(7)], 'targets');
  expect(plan!.sheet).toMatchObject({ approved: true, goals: made.goals });
  const [other] = await town.record.finished(2024, [town.section(1)], 'targets');
  expect(other!.sheet.approved).toBe(false);
});

test('what was dropped stays decided and in sight; the others keep their reports', async () => {
  const tasks = await plans(7);
  expect(tasks.map(({ goalNo, report }) => [goalNo, report?.state, report?.content.plan?.decision])).toEqual([
    ['1', 'approved', 'change'],
    ['3', 'approved', 'keep'],
    ['4', 'approved', 'keep'],
    ['2', 'approved', 'drop'],
  ]);
  const status = await town.record.status(2024);
  expect(status.find(({ sectionId }) => sectionId === town.section(7))).toMatchObject({
    goals: 3,
    approved: 3,
    open: 0,
  });
});

test('a correction makes the sheet anew; what it brings back keeps its id', async () => {
  const dropped = (await plans(7)).find(({ goalNo }) => goalNo === '2')!;
  const asked = {
    kind: 'correct',
    report: dropped.id,
    version: 1,
    reason: '続けることになったため',
  } as const;
  expect(await town.record.execute(effectId(), 'staff7', 'test:dm:staff7', asked, soon())).toMatchObject({
    ok: true,
  });
  const [back] = (await plans(7)).filter(({ id }) => id === dropped.id);
  expect(await submit(7, back!, { decision: 'keep' })).toMatchObject({ ok: true });
  expect(await approve(7, back!)).toMatchObject({ ok: true });
  expect((await sheetOf(7))!.goals.map(({ no }) => no).sort()).toEqual(['1', '2', '3', '4']);
  expect((await plans(7)).map(({ goalId }) => goalId)).toContain(dropped.goalId);
});

test('mid-year of that year works on the sheet that was made', async () => {
  await town.record.openRound(
    { fiscalYear: 2024, kind: 'midyear', dueOn: '2024-10-11', opensOn: '2024-10-01' },
    { by, now: soon() },
  );
  const tasks = await town.tasks(7, '2024-midyear');
  expect(tasks[0]!.indicators.map(({ target }) => target)).toEqual(['210人以上', '100本']);
  expect(tasks[0]!.indicators[0]!.direction).toBe('higher');
});

test('a plan moves no target whose year-end result is submitted: refused where it is submitted, and where it is approved', async () => {
  const dates = { fiscalYear: 2024, kind: 'yearend', opensOn: '2024-04-08', dueOn: '2025-04-11' } as const;
  await town.record.openRound(dates, { by, now: soon() });
  const goal = async (no: string, round = ROUND) =>
    (await town.tasks(7, round)).find(({ goalNo }) => goalNo === no)! as PlanTask;
  const does = (person: string, command: Parameters<City['record']['execute']>[3]) =>
    town.record.execute(effectId(), person, `test:dm:${person}`, command, soon());
  const correct = async (no: string) => {
    const { id, report } = await goal(no);
    return does('staff7', { kind: 'correct', report: id, version: report!.version, reason: '誤記のため' });
  };
  const target = async (no: string, text: string) => ({
    decision: 'change',
    [`target:${(await goal(no)).indicators[0]!.id}`]: text,
  });
  const refused = (no: string) => ({ ok: false, refusal: { reason: 'target_reported', goalNo: no } });

  expect(await submitReport(town, 'staff7', await goal('3', '2024-yearend'), soon())).toMatchObject({
    ok: true,
  });
  expect(await correct('3')).toMatchObject({ ok: true });
  expect(await submit(7, await goal('3'), await target('3', '70人'))).toEqual(refused('3'));
  expect(await submit(7, await goal('3'), { decision: 'drop', grounds: '完了したため' })).toEqual(
    refused('3'),
  );
  expect(await submit(7, await goal('3'), { decision: 'change', goal: '字句を直した目標' })).toMatchObject({
    ok: true,
  });
  expect(await approve(7, await goal('3'))).toMatchObject({ ok: true });

  expect(await correct('4')).toMatchObject({ ok: true });
  expect(await submit(7, await goal('4'), await target('4', '70人'))).toMatchObject({ ok: true });
  const yearend = await goal('4', '2024-yearend');
  expect(await submitReport(town, 'staff7', yearend, soon())).toMatchObject({ ok: true });
  expect(await approve(7, await goal('4'))).toEqual(refused('4'));
  expect(await does('staff7', { kind: 'withdraw', report: yearend.id, version: 1 })).toMatchObject({
    ok: true,
  });
  expect(await approve(7, await goal('4'))).toMatchObject({ ok: true });
  expect((await goal('4', '2024-yearend')).indicators[0]!.target).toBe('70人');
});

test('the history explains the sheets that were copied, and the one that was made', async () => {
  const { found, replayed } = await town.record.verifyRecord();
  expect(found).toBeNull();
  expect(replayed).toMatchObject({ unexplained: [], count: 0 });
});
