/** 見込み in the record: what waits for 確定, who may, and what a round of before is. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeRound } from '../../../../src/store/postgres/rounds/rounds.js';
import { readStatus } from '../../../../src/store/postgres/sheets/status.js';
import { by, type City, city, contentFor, effectId, later, submit, withDesk } from '../city.js';

const YEAREND = '2023-yearend';
const FEBRUARY = new Date('2024-02-20T01:00:00.000Z');
const MARCH = new Date('2024-03-11T01:00:00.000Z');
const APRIL = new Date('2024-04-02T01:00:00.000Z');

let town: City;
beforeAll(async () => {
  town = await city({ round: false });
  await withDesk(town);
  const dates = { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-02-15', dueOn: '2024-04-12' } as const;
  await town.record.openRound({ ...dates, confirms: true }, { by, now: FEBRUARY });
}, 60_000);
afterAll(() => town.stop());

const tasks = (n: number) => town.tasks(n, YEAREND);
const execute = (person: string, command: Parameters<City['record']['execute']>[3], now: Date) =>
  town.record.execute(effectId(), person, `test:dm:${person}`, command, now);
const confirm = (person: string, goals: readonly { id: string; version: number }[], now = APRIL) =>
  execute(person, { kind: 'confirm', goals: goals.map((one) => ({ ...one, step: 0 })) }, now);

/** Every goal of a section submitted and approved at an instant. */
async function reported(n: number, now: Date): Promise<{ id: string; version: number }[]> {
  const listed: { id: string; version: number }[] = [];
  for (const task of await tasks(n)) {
    expect(await submit(town, `staff${n}`, task, now)).toMatchObject({ ok: true });
    const { id } = task;
    const approving = { kind: 'approve', report: id, version: 1, step: 0 } as const;
    expect(await execute(`chief${n}`, approving, later(1, now))).toMatchObject({ ok: true });
    listed.push({ id, version: 1 });
  }
  return listed;
}

const unconfirmed = async (n: number) =>
  (await readStatus(town.pool, 2023)).find(({ sectionId }) => sectionId === town.section(n))?.unconfirmed ??
  0;
const published = async (n: number, now = APRIL) =>
  (await town.record.publish(2023, [town.section(n)], { by, now, dryRun: true })).kind;
const sheetOf = async (n: number) => (await town.record.finished(2023, [town.section(n)]))[0]!.sheet;

test('a sheet waits for every one of its forecasts, and is finished without a new approval', async () => {
  const goals = await reported(1, MARCH);
  expect(await unconfirmed(1)).toBe(goals.length);
  expect(await published(1)).toBe('unfinished');
  expect((await sheetOf(1)).approved).toBe(false);
  expect((await sheetOf(1)).forecasts).toHaveLength(goals.length);

  const early = await confirm('staff1', goals, new Date('2024-03-30T14:59:00.000Z'));
  expect(early).toEqual({ ok: false, refusal: { reason: 'not_yet', asOf: '2024-03-31' } });
  expect(await confirm('staff2', goals)).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
  expect(await confirm('desk', goals)).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
  const [first, ...others] = goals;
  expect(await confirm('staff1', [{ ...first!, version: 2 }])).toEqual({
    ok: false,
    refusal: { reason: 'stale_version' },
  });

  // One that was confirmed already is left out, and the others are confirmed all the same.
  expect(await confirm('staff1', [first!])).toMatchObject({ ok: true, confirmed: { leftOut: [] } });
  expect(await unconfirmed(1)).toBe(others.length);
  expect(await published(1)).toBe('unfinished');
  const all = await confirm('chief1', goals);
  expect(all).toMatchObject({
    ok: true,
    confirmed: {
      goals: (await tasks(1)).slice(1).map(({ goalNo }) => goalNo),
      leftOut: [{ refusal: { reason: 'no_forecast' } }],
    },
  });

  for (const { report } of await tasks(1)) {
    expect(report).toMatchObject({ state: 'approved', version: 1, approvals: [{ personId: 'chief1' }] });
    expect(report?.confirmed?.at).toBe(APRIL.toISOString());
  }
  expect(await unconfirmed(1)).toBe(0);
  expect((await sheetOf(1)).approved).toBe(true);
  expect(await published(1)).toBe('published');
  const { found, replayed } = await town.record.verifyRecord();
  expect([found, replayed?.unexplained]).toEqual([null, []]);
});

test('the 評価日 that a sheet prints is its as-of date', async () => {
  // The third prints R6.1.31: what is written in March came about.
  await reported(3, MARCH);
  expect(await unconfirmed(3)).toBe(0);
  expect(await published(3)).toBe('published');
});

test('what waits for approval in April is confirmed too, and what is written anew need not be', async () => {
  const [task, other] = await tasks(2);
  await submit(town, 'staff2', task!, MARCH);
  expect(await confirm('staff2', [{ id: task!.id, version: 1 }])).toMatchObject({ ok: true });
  expect((await tasks(2))[0]?.report).toMatchObject({
    state: 'submitted',
    confirmed: { personId: 'staff2' },
  });
  await submit(town, 'staff2', other!, MARCH);
  const withdrawing = { kind: 'withdraw', report: other!.id, version: 1 } as const;
  expect(await execute('staff2', withdrawing, APRIL)).toMatchObject({ ok: true });
  await submit(town, 'staff2', (await tasks(2))[1]!, APRIL);
  const anew = (await tasks(2))[1]!;
  expect(anew.report?.version).toBe(2);
  expect(await confirm('staff2', [{ id: anew.id, version: 2 }])).toEqual({
    ok: false,
    refusal: { reason: 'no_forecast' },
  });
});

test('while an approved report is corrected it stays 確定, and a 確定 of the corrected one is not its own', async () => {
  const goals = await reported(5, MARCH);
  expect(await confirm('staff5', goals)).toMatchObject({ ok: true });
  const [{ id } = goals[0]!] = goals;
  /** the first goal of a section, submitted again with another text */
  const corrected = async (n: number, now: Date) => {
    const [task] = await tasks(n);
    const content = { ...contentFor(task!), nextPolicy: '訂正した方針' };
    return execute(`staff${n}`, { kind: 'submit', task: task!.id, base: 1, content }, now);
  };
  const isFinal = async (n: number) => (await sheetOf(n)).approved;
  const correct = { kind: 'correct', report: id, version: 1, reason: '誤記のため' } as const;
  const day = (n: number) => later(n * 24 * 60, APRIL);
  expect(await execute('staff5', correct, day(1))).toMatchObject({ ok: true });
  expect(await isFinal(5)).toBe(true);
  expect(await corrected(5, day(1))).toMatchObject({ ok: true });
  expect((await tasks(5))[0]?.report).toMatchObject({ state: 'submitted', version: 2 });
  expect((await sheetOf(5)).forecasts ?? []).toEqual([]);
  expect(await isFinal(5)).toBe(true);
  expect(await execute('staff5', { kind: 'withdraw', report: id, version: 2 }, day(2))).toMatchObject({
    ok: true,
  });
  expect(await isFinal(5)).toBe(true);

  const [first, ...others] = await reported(6, MARCH);
  expect(await confirm('staff6', others)).toMatchObject({ ok: true });
  const early = later(24 * 60, MARCH);
  expect(await execute('staff6', { ...correct, report: first!.id }, early)).toMatchObject({ ok: true });
  expect(await corrected(6, early)).toMatchObject({ ok: true });
  expect(await confirm('staff6', [{ id: first!.id, version: 2 }])).toMatchObject({ ok: true });
  expect((await sheetOf(6)).forecasts).toEqual([(await tasks(6))[0]!.goalNo]);
  expect(await isFinal(6)).toBe(false);
  const approving = { kind: 'approve', report: first!.id, version: 2, step: 0 } as const;
  expect(await execute('chief6', approving, day(1))).toMatchObject({ ok: true });
  expect(await isFinal(6)).toBe(true);
  const { found, replayed } = await town.record.verifyRecord();
  expect([found, replayed?.unexplained]).toEqual([null, []]);
});

test('closing names what is unconfirmed, and what is closed is locked', async () => {
  const goals = await reported(4, MARCH);
  const asked = await closeRound(town.pool, YEAREND, { by, now: APRIL, agreed: [] });
  expect(asked).toMatchObject({
    asked: expect.arrayContaining([
      { kind: 'forecast', section: expect.any(String), goals: (await tasks(4)).map(({ goalNo }) => goalNo) },
    ]),
  });
  await closeRound(town.pool, YEAREND, { by, now: APRIL });
  expect(await confirm('staff4', goals)).toEqual({ ok: false, refusal: { reason: 'round_closed' } });
});

test('a round that was opened before this was stays as it is, also when its dates are changed', async () => {
  const older = await city({ round: false });
  try {
    const dates = { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-02-15', dueOn: '2024-04-12' } as const;
    await older.record.openRound(dates, { by, now: FEBRUARY });
    await older.record.openRound({ ...dates, dueOn: '2024-04-15', confirms: true }, { by, now: MARCH });
    expect((await older.record.rounds())[0]).not.toHaveProperty('confirms');
    for (const task of await older.tasks(1, YEAREND)) {
      await submit(older, 'staff1', task, MARCH);
      const approving = { kind: 'approve', report: task.id, version: 1, step: 0 } as const;
      await older.record.execute(effectId(), 'chief1', 'test:dm:chief1', approving, later(1, MARCH));
    }
    expect((await older.record.finished(2023, [older.section(1)]))[0]?.sheet.approved).toBe(true);
    const said = await older.record.publish(2023, [older.section(1)], { by, now: MARCH, dryRun: true });
    expect(said.kind).toBe('published');
  } finally {
    await older.stop();
  }
});
