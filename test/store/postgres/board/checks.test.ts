/** 本人に確認 in the record: who is asked, once; the answer on the report, remembered, and explained by the history. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Act, CoordinatorCommand } from '../../../../src/core/board/acts.js';
import { ALL_CHECKS, type ChecksPage } from '../../../../src/core/board/checks.js';
import type { Command } from '../../../../src/core/decision/command.js';
import { checkId } from '../../../../src/core/report/report-checks.js';
import { by, type City, city, contentFor, withDesk } from '../city.js';

const MORNING = new Date('2023-10-03T02:00:00.000Z');
const COPIED = '地域の皆さまと話し合いながら、計画のとおりに取り組みを進めました。';

let world: City;
let done = 0;
const execute = (person: string, command: Exclude<Command, { upload: string }>) => {
  done += 1;
  return world.record.execute(`checks ${done}`, person, 'test:direct', command, MORNING);
};
const act = async (command: CoordinatorCommand): Promise<Act> => {
  const outcome = await execute('desk', command);
  if (!outcome.ok || !outcome.act) throw new Error(JSON.stringify(outcome));
  return outcome.act;
};
const list = async (more: Partial<typeof ALL_CHECKS> = {}) => {
  const outcome = await execute('desk', { kind: 'show_checks', asked: { ...ALL_CHECKS, ...more } });
  if (!outcome.ok || !outcome.checks) throw new Error(JSON.stringify(outcome));
  return outcome.checks as Extract<ChecksPage, { kind: 'list' | 'section' }>;
};
const ofSection = (n: number) => list({ level: 'section', of: world.section(n) });
const questions = async () =>
  (
    await world.pool.query<{ id: string; asked_of: string[] }>(
      'select id, asked_of from questions where about is not null order by asked_at, id',
    )
  ).rows;

beforeAll(async () => {
  world = await city();
  await withDesk(world);
  for (const n of [1, 2]) {
    const [task] = await world.tasks(n);
    const content = contentFor(task!);
    const answers = content.answers.map((answer) => ({ ...answer, status: COPIED }));
    await execute(`staff${n}`, { kind: 'submit', task: task!.id, base: 0, content: { ...content, answers } });
  }
});
afterAll(() => world?.stop());

test('a text that another section has, too, is named on both lists; the whole city is listed by section', async () => {
  const page = await list();
  expect(page.counts.copied).toBe(2);
  expect(page.parts.map(({ of }) => of)).toEqual(
    expect.arrayContaining([world.section(1), world.section(2)]),
  );
  const { rows } = await ofSection(1);
  const copied = rows.find(({ check }) => check.group === 'copied');
  expect(copied?.check.message.ja).toContain('写し間違い');
});

test('the writer alone is asked, and once while no answer has come', async () => {
  const { rows } = await ofSection(1);
  const row = rows.find(({ check }) => check.group === 'copied')!;
  const ask = (agreed: boolean) =>
    ({ kind: 'ask_check', task: row.task, check: checkId(row.check), agreed }) as const;
  expect(await act(ask(false))).toMatchObject({ what: 'ask_check', done: false, asked: null });
  expect(await questions()).toEqual([]);
  expect(await act(ask(true))).toMatchObject({ done: true });
  expect(await questions()).toMatchObject([{ asked_of: ['staff1'] }]);
  expect(await act(ask(true))).toMatchObject({ done: false, asked: { answer: null } });
  expect(await questions()).toHaveLength(1);
  expect(await act({ ...ask(true), check: 'f'.repeat(16) })).toEqual({ what: 'no_check' });
  expect((await ofSection(1)).waiting).toBe(1);
  for (const person of ['staff1', 'staff2', 'chief1'])
    for (const command of [ask(true), { kind: 'show_checks', asked: ALL_CHECKS } as const])
      expect(await execute(person, command)).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
});

test('nobody else answers; the answer stands on the report as it is, and approvals stand', async () => {
  const [question] = await questions();
  const reply = { kind: 'reply', question: question!.id, how: 'right', text: '共同の事業のため' } as const;
  for (const person of ['staff2', 'desk'])
    expect(await execute(person, reply)).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
  const [before] = await world.tasks(1);
  await execute('chief1', { kind: 'approve', report: before!.id, version: 1, step: 0 });
  expect(await execute('staff1', reply)).toMatchObject({ ok: true, privately: true });
  const [after] = await world.tasks(1);
  expect(after!.report).toMatchObject({ version: 1, state: 'approved' });
  expect(after!.report!.approvals).toHaveLength(1);
  expect(after!.report!.content.checks).toMatchObject([{ kind: 'copied', reason: '共同の事業のため' }]);
  expect(await execute('staff1', reply)).toMatchObject({ refusal: { reason: 'already_answered' } });
  const page = await list({ level: 'section', of: world.section(1), group: 'answered' });
  expect(page.rows).toMatchObject([{ check: { reason: '共同の事業のため' } }]);
  const actions = (await world.record.history({ limit: 2 })).map(({ action }) => action);
  expect(actions).toEqual(['answered', 'check_answered']);
});

test('「訂正します」 leaves the check open, with the answer beside it; then it can be asked again', async () => {
  const row = (await ofSection(2)).rows.find(({ check }) => check.group === 'copied')!;
  const ask = { kind: 'ask_check', task: row.task, check: checkId(row.check), agreed: true } as const;
  expect(await act(ask)).toMatchObject({ done: true });
  const question = (await questions()).find(({ asked_of }) => asked_of.includes('staff2'))!.id;
  await execute('staff2', { kind: 'reply', question, how: 'correct', text: '訂正します' });
  const [again] = (await ofSection(2)).rows.filter(({ check }) => check.group === 'copied');
  expect(again).toMatchObject({ check: { reason: null }, asked: { answer: { how: 'correct' } } });
  expect((await world.tasks(2))[0]!.report!.content.checks ?? []).toEqual([]);
  expect(await act(ask)).toMatchObject({ done: true });
});

test('the answer holds when the report is submitted again with the same text, and ends with the text', async () => {
  const [task] = await world.tasks(1);
  await execute('staff1', { kind: 'correct', report: task!.id, version: 1, reason: '数え直したため' });
  const { checks: _, ...content } = task!.report!.content;
  await execute('staff1', { kind: 'submit', task: task!.id, base: 1, content });
  // The writer's draft knew nothing of it: what was asked and answered is remembered beside the report.
  const answered = await list({ level: 'section', of: world.section(1), group: 'answered' });
  expect(answered.rows).toMatchObject([{ check: { group: 'copied', reason: '共同の事業のため' } }]);
  expect(await execute('staff1', { kind: 'withdraw', report: task!.id, version: 2 })).toMatchObject({
    ok: true,
  });
  const answers = content.answers.map((answer) => ({ ...answer, status: '実施しました。' }));
  const changed = { kind: 'submit', task: task!.id, base: 2, content: { ...content, answers } } as const;
  expect(await execute('staff1', changed)).toMatchObject({ ok: true });
  // What was approved stands until the correction is.
  await execute('chief1', { kind: 'approve', report: task!.id, version: 3, step: 0 });
  expect((await list({ level: 'section', of: world.section(1), group: 'answered' })).rows).toEqual([]);
});

test('a code that is not in the plan is asked about as what stands in the sheet; its answer is on no report', async () => {
  expect((await list()).hasPlan).toBeUndefined();
  await world.record.plans.load([{ fromYear: 2023, code: '政策99', name: 'ほかの計画' }], {
    by,
    now: MORNING,
  });
  const page = await ofSection(1);
  expect(page.hasPlan).toBe(true);
  const row = (await list({ level: 'section', of: world.section(1), group: 'plan' })).rows[0]!;
  const ask = { kind: 'ask_check', task: row.task, check: checkId(row.check), agreed: true } as const;
  expect(await act(ask)).toMatchObject({ done: true });
  const about = `select id, about->>'form' as form from questions where about->>'kind' = 'plan'`;
  const { rows: asked } = await world.pool.query<{ id: string; form: string }>(about);
  // an older version beside this one knows no such check, and leaves it to the newer
  expect(asked).toMatchObject([{ form: '2' }]);
  const question = asked[0]!.id;
  const before = (await world.tasks(1)).map(({ report }) => report);
  const reply = { kind: 'reply', question, how: 'right', text: '前の計画の番号のため' } as const;
  expect(await execute('staff1', reply)).toMatchObject({ ok: true });
  expect((await world.tasks(1)).map(({ report }) => report)).toEqual(before);
  const answered = await list({ level: 'section', of: world.section(1), group: 'answered' });
  expect(answered.rows).toMatchObject([{ check: { group: 'plan', reason: '前の計画の番号のため' } }]);
});

test('the record is explained by its history after all that', async () => {
  expect((await world.record.verifyRecord()).replayed?.unexplained).toEqual([]);
});
