/** What the board says has changed since, of goals that 目標設定 has dropped. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WHOLE_BOARD } from '../../../../src/core/board/asked.js';
import { type PlanTask, planOf } from '../../../../src/core/draft/plan/plan-draft.js';
import { by, type City, city, effectId, later, printedSheets, withDesk } from '../city.js';

/** Monday 8 April 2024, 10:00 in the city */
const SPRING = new Date('2024-04-08T01:00:00.000Z');
const ROUND = '2024-targets';
let town: City;
beforeAll(async () => {
  town = await city({ round: false });
  await withDesk(town);
  await town.record.importSheets(printedSheets(), { by, now: later(0) });
  const round = { fiscalYear: 2024, kind: 'targets', dueOn: '2024-04-30' } as const;
  await town.record.openRound(round, { by, now: SPRING });
}, 60_000);
afterAll(() => town?.stop());

test('a goal that an approved plan has dropped is counted neither now nor before', async () => {
  for (const [at, task] of ((await town.tasks(7, ROUND)) as PlanTask[]).entries()) {
    const plan = planOf(task, { plan: at === 1 ? { decision: 'drop', grounds: '完了したため' } : {} });
    const content = { answers: [], nextPolicy: '', plan, checks: [] };
    const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
      town.record.execute(effectId(), person, `test:dm:${person}`, command, later(at, SPRING));
    await enter('staff7', { kind: 'submit', task: task.id, base: 0, content });
    const approving = { kind: 'approve', report: task.id, version: 1, step: 0 } as const;
    expect(await enter('chief7', approving)).toMatchObject({ ok: true });
  }
  // On the Wednesday after, the working day before is the day after all was approved.
  const wednesday = new Date('2024-04-10T01:00:00.000Z');
  const board = await town.record.board('desk', { ...WHOLE_BOARD, round: ROUND }, wednesday);
  if (board?.kind !== 'list') throw new Error('no list');
  expect(board.total.counts.approved).toBe(3);
  expect(board.total.before).toEqual(board.total.counts);
});
