/** The last look at a sheet, while another of its goals comes back approved. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Command } from '../../../../src/core/decision/command.js';
import { type City, city, effectId, later, submit } from '../city.js';
import { meanwhile } from '../meanwhile.js';

let town: City;
beforeAll(async () => {
  town = await city();
});
afterAll(() => town.stop());

const run = (person: string, command: Command) =>
  town.record.execute(effectId(), person, 'test:dm', command, later(5));
const approve = (report: string): Command => ({
  kind: 'approve',
  report,
  version: 1,
  step: 0,
  lookFirst: true,
});

test('an approval given without it does not complete a sheet by what was entered meanwhile', async () => {
  const tasks = await town.tasks(1);
  const [goal, corrected, ...others] = tasks;
  for (const task of tasks) await submit(town, 'staff1', task);
  for (const task of [corrected!, ...others]) await run('chief1', approve(task.id));
  await run('staff1', { kind: 'correct', report: corrected!.id, version: 1, reason: '確認のため' });
  const [approved, back] = await meanwhile(
    town.pool,
    `reports where id = '${goal!.id}'`,
    () => run('chief1', approve(goal!.id)),
    async () => submit(town, 'staff1', (await town.tasks(1))[1]!),
  );
  expect([approved.ok, back]).toEqual([true, expect.objectContaining({ ok: true, complete: true })]);
  const history = await town.record.history({});
  expect(history.slice(-2).map(({ action, subject }) => [action, subject])).toEqual([
    ['approved', goal!.id],
    ['submitted', corrected!.id],
  ]);
});
