import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Direction } from '../../../../src/core/sheet/direction.js';
import { blank, by, type City, city, effectId, later, printedSheets } from '../city.js';

let town: City;
beforeAll(async () => {
  town = await city();
});
afterAll(() => town.stop());

const first = async (roundId?: string) => (await town.tasks(1, roundId))[0]!;
const say = async (person: string, direction: Direction, at = later(2)) => {
  const task = await first();
  const indicator = task.indicators[0]!.id;
  const command = { kind: 'say_direction', task: task.id, indicator, direction } as const;
  return town.record.execute(effectId(), person, `test:dm:${person}`, command, at);
};
const entries = async () =>
  (await town.record.history({})).filter(({ action }) => action === 'direction_said');
const unexplained = async () => (await town.record.verifyRecord()).replayed?.unexplained;

test('it is kept with who said it, for everybody of the section, and the history explains it', async () => {
  expect((await first()).indicators[0]).toMatchObject({ direction: null });
  expect(await say('staff1', 'lower')).toMatchObject({ ok: true });
  const [indicator] = (await first()).indicators;
  expect(indicator).toMatchObject({
    direction: 'lower',
    directionBy: { name: '担当者1', post: '担当者' },
  });
  expect(await entries()).toMatchObject([
    {
      personId: 'staff1',
      sectionId: town.section(1),
      before: { name: indicator!.name, direction: null },
      after: { name: indicator!.name, direction: 'lower' },
    },
  ]);
  // An earlier version beside this one reads this column.
  const { rows } = await town.pool.query('select lower_is_better from sheets where lower_is_better <> $1', [
    [],
  ]);
  expect(rows).toEqual([{ lower_is_better: [indicator!.id] }]);
  expect(await unexplained()).toEqual([]);
});

test('said again as it stands it is no entry; another word is', async () => {
  await say('chief1', 'lower');
  expect(await entries()).toHaveLength(1);
  await say('chief1', 'higher');
  expect(await entries()).toHaveLength(2);
  expect((await first()).indicators[0]).toMatchObject({
    direction: 'higher',
    directionBy: { name: '課長1', post: '課長' },
  });
  expect(await unexplained()).toEqual([]);
});

test('another section says nothing of it', async () => {
  expect(await say('staff2', 'lower')).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
  expect((await first()).indicators[0]!.direction).toBe('higher');
});

test('the file that comes again, changed, keeps it; the coordinator may say another', async () => {
  const sheet = blank(printedSheets()[0]!);
  const changed = {
    ...sheet,
    goals: sheet.goals.map((goal, at) => (at === 0 ? { ...goal, text: `${goal.text}。` } : goal)),
  };
  await town.record.importSheets([changed], { by, now: later(3) });
  expect((await first()).indicators[0]).toMatchObject({
    direction: 'higher',
    directionBy: { name: '課長1' },
  });
  expect(await unexplained()).toEqual([]);
  await town.record.importSheets([changed], { by, now: later(4), direction: () => 'lower' });
  const [indicator] = (await first()).indicators;
  expect([indicator!.direction, indicator!.directionBy]).toEqual(['lower', undefined]);
  expect(await unexplained()).toEqual([]);
});

test('the next year keeps it by the name of the indicator, and who said it', async () => {
  await say('staff1', 'higher', later(5));
  const sheet = { ...blank(printedSheets()[0]!), fiscalYear: 2024 };
  await town.record.importSheets([sheet], { by, now: later(6) });
  await town.record.openRound(
    { fiscalYear: 2024, kind: 'midyear', opensOn: '2024-10-01', dueOn: '2024-10-15' },
    { by, now: later(7) },
  );
  const [task] = await town.tasks(1, '2024-midyear');
  expect(task!.indicators[0]).toMatchObject({ direction: 'higher', directionBy: { name: '担当者1' } });
  expect(await unexplained()).toEqual([]);
});

test('a word that was put there without a history is found', async () => {
  await town.pool.query(
    `update sheets set directions_by = '{"x":{"person":"staff2","post":"担当者"}}' where id = $1`,
    [(await first()).goalId.split('.').slice(0, 2).join('.')],
  );
  expect(await unexplained()).not.toEqual([]);
});
