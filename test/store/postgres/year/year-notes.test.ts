/**
 * 来年の担当者へ: who may leave one, how it goes along with its indicator over years and reorganisations, and how it goes with a
 * person and when its time is over.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Task } from '../../../../src/core/report/task.js';
import type { Sheet } from '../../../../src/core/sheet/sheet.js';
import { overOf } from '../../../../src/store/postgres/kinds/kinds.js';
import { erasePerson } from '../../../../src/store/postgres/people/erase-person.js';
import { readKept } from '../../../../src/store/postgres/people/person-kept.js';
import { reorganise } from '../../../../src/store/postgres/roster/reorganise.js';
import { loadSheets } from '../../../../src/store/postgres/sheets/load-sheets.js';
import {
  blank,
  by,
  type City,
  city,
  effectId,
  later,
  NOW,
  printedSheets,
  sectionOf,
  submit,
} from '../city.js';

let town: City;
beforeEach(async () => {
  town = await city();
}, 30_000);
afterEach(async () => {
  expect((await town.record.verifyRecord()).replayed).toMatchObject({ count: 0, unexplained: [] });
  await town.stop();
});

const sheets = printedSheets();
const NOTE = '受付の計数器は月末に締めます';
const leaves = (person: string, task: Task, note: string, now = later(1)) =>
  town.record.execute(
    effectId(),
    person,
    `test:dm:${person}`,
    { kind: 'leave_year_notes', task: task.id, notes: { [task.indicators[0]!.id]: note } },
    now,
  );
/** The sheet of a year, with its first goal changed. */
const ofYear = (
  fiscalYear: number,
  change: (goal: Sheet['goals'][number]) => Sheet['goals'][number] = (goal) => goal,
  n = 1,
): Sheet => {
  const sheet = blank(sheets[n - 1]!);
  return { ...sheet, fiscalYear, goals: sheet.goals.map((goal, at) => (at === 0 ? change(goal) : goal)) };
};
const imports = (...all: Sheet[]) => town.record.importSheets(all, { by, now: NOW });
const first = async (n: number, fiscalYear: number): Promise<Task> => {
  const round = {
    fiscalYear,
    kind: 'midyear',
    opensOn: `${fiscalYear}-10-01`,
    dueOn: `${fiscalYear}-10-31`,
  } as const;
  if (fiscalYear !== 2023) await town.record.openRound(round, { by, now: NOW });
  return (await town.record.sectionTasks(town.section(n), `${fiscalYear}-midyear`))[0]!;
};
const entries = async () =>
  (await town.record.history({})).filter(({ action }) => action === 'year_note_left');

test('whoever reports for the section leaves, replaces and takes away; nobody else; what stands already is not entered again', async () => {
  const task = await first(1, 2023);
  const refused = { ok: false, refusal: { reason: 'not_entitled' } };
  expect(await leaves('staff2', task, NOTE)).toEqual(refused);
  expect(await leaves('staff1', task, NOTE)).toMatchObject({ ok: true, yearNotes: [{ note: NOTE }] });
  expect(await leaves('chief1', task, NOTE)).toMatchObject({ ok: true, yearNotes: [] });
  expect((await first(1, 2023)).indicators[0]!.note).toEqual({ fiscalYear: 2023, text: NOTE });
  expect(await leaves('chief1', task, '台帳で数えます')).toMatchObject({ ok: true });
  expect(await leaves('chief1', task, '')).toMatchObject({ ok: true, yearNotes: [{ note: '' }] });
  expect((await first(1, 2023)).indicators[0]!.note).toBeUndefined();
  expect((await entries()).map(({ before, after }) => [before, (after as { note: string }).note])).toEqual([
    [null, NOTE],
    [{ note: NOTE }, '台帳で数えます'],
    [{ note: '台帳で数えます' }, ''],
  ]);
  // A closed round is no end of what is minded.
  await leaves('staff1', task, NOTE);
  await town.record.closeRound('2023-midyear', { by, now: later(2) });
  expect(await leaves('staff1', task, '閉じたあとに')).toMatchObject({ ok: true });
  // The texts are no part of the hashed chain: they can be blanked.
  const { rows } = await town.pool.query<{ text: string }>(
    `select coalesce(before::text, '') || after::text as text from history where action = 'year_note_left'`,
  );
  expect(rows.map(({ text }) => text).join()).not.toContain('計数器');
});

test('it goes along from year to year, though goal and indicator are called a little otherwise, until another is written', async () => {
  await leaves('staff1', await first(1, 2023), NOTE);
  const renamed = ofYear(2024, (goal) => ({
    ...goal,
    indicators: goal.indicators.map((one) => ({ ...one, name: `${one.name}（延べ）` })),
  }));
  await imports(renamed);
  expect((await first(1, 2024)).indicators[0]!.note).toEqual({ fiscalYear: 2023, text: NOTE });
  // Two years on, nobody has written anything since.
  await imports({ ...renamed, fiscalYear: 2025 });
  const task = await first(1, 2025);
  expect(task.indicators[0]!.note).toEqual({ fiscalYear: 2023, text: NOTE });
  // Another goal has none of it.
  const others = await town.record.sectionTasks(town.section(1), '2025-midyear');
  expect(others.slice(1).flatMap(({ indicators }) => indicators.filter(({ note }) => note))).toEqual([]);
  // Taken away, it is gone for the years to come, too, and stays in those before.
  await leaves('staff1', task, '');
  await imports({ ...renamed, fiscalYear: 2026 });
  expect((await first(1, 2026)).indicators[0]!.note).toBeUndefined();
  expect((await first(1, 2024)).indicators[0]!.note).toEqual({ fiscalYear: 2023, text: NOTE });
});

test('it goes with its goal to the section that goes on with the work', async () => {
  await leaves('staff1', await first(1, 2023), NOTE);
  const rows = [0, 1].map((at) => ({
    line: at + 2,
    former: sectionOf(sheets[at]!).name,
    next: 'まちづくり課',
    department: at === 0 ? sectionOf(sheets[0]!).department : '',
    on: '2024-04-01',
    kind: 'merge' as const,
    goals: [],
  }));
  const done = await reorganise(town.pool, '再編.csv', rows, {
    by,
    now: new Date('2024-04-08T01:00:00.000Z'),
  });
  expect(done.plan).toMatchObject({ ok: true });
  const merged = ofYear(2024);
  const header = {
    ...merged.header,
    organization: { ...merged.header.organization, text: 'まちづくり課' },
  };
  await town.record.importSheets([{ ...merged, header }], { by, now: new Date('2024-04-09T01:00:00.000Z') });
  const sheet = (await loadSheets(town.pool, null, { fiscalYear: 2024 })).find(
    ({ section }) => section.name === 'まちづくり課',
  )!;
  await town.record.openRound(
    { fiscalYear: 2024, kind: 'midyear', opensOn: '2024-10-01', dueOn: '2024-10-31' },
    { by, now: NOW },
  );
  const [task] = await town.record.sectionTasks(sheet.section.id, '2024-midyear');
  expect(task!.indicators[0]!.note).toEqual({ fiscalYear: 2023, text: NOTE });
});

test('it stands in no finished sheet and no publication', async () => {
  const tasks = await town.tasks(1);
  await leaves('staff1', tasks[0]!, NOTE);
  for (const task of tasks) await submit(town, 'staff1', task);
  const printed = JSON.stringify(await town.record.sheets(2023));
  expect(printed).not.toContain('計数器');
  const { rows } = await town.pool.query<{ text: string }>(
    'select string_agg(body::text, null) as text from reports',
  );
  expect(rows[0]!.text).not.toContain('計数器');
});

test('it is shown with the person who wrote it or is named in it, and a line that names somebody goes with them', async () => {
  const [one, two] = [await first(1, 2023), await first(2, 2023)];
  const naming = '台帳は 担当者 2 さんに聞く';
  await leaves('staff1', one, NOTE);
  await leaves('chief2', two, naming);
  expect((await readKept(town.pool, 'staff1'))!.yearNotes).toMatchObject([{ note: NOTE }]);
  expect((await readKept(town.pool, 'staff2'))!.yearNotes).toMatchObject([{ note: naming }]);
  const erased = { ground: '利用停止の請求', as: null, known: [] };
  await erasePerson(town.pool, { id: 'staff1', ...erased }, by, later(5));
  await erasePerson(town.pool, { id: 'staff2', ...erased }, by, later(6));
  // What is to be minded outlives who wrote it, and is nobody's any more.
  expect((await first(1, 2023)).indicators[0]!.note).toMatchObject({ text: NOTE });
  expect((await first(2, 2023)).indicators[0]!.note).toBeUndefined();
  const { rows } = await town.pool.query<{ text: string }>(
    `select note::text as text from year_notes union all select value from history_values`,
  );
  expect(rows.map(({ text }) => text).join()).not.toContain('台帳');
});

test('a line with a former name goes too; one with a longer name is another’s', async () => {
  const people = [
    { id: 'staff1', name: '山田太' },
    { id: 'staff2', name: '山田太郎' },
  ];
  await town.record.importRoster({ people }, { by, now: NOW });
  await leaves('chief1', await first(1, 2023), '集計は担当者1に聞いてください');
  await leaves('chief2', await first(2, 2023), '集計は山田 太郎に聞いてください');
  const erasing = { id: 'staff1', ground: '利用停止の請求', as: null, known: [] };
  await erasePerson(town.pool, erasing, by, later(5));
  expect((await first(1, 2023)).indicators[0]!.note).toBeUndefined();
  expect((await first(2, 2023)).indicators[0]!.note).toMatchObject({
    text: '集計は山田 太郎に聞いてください',
  });
});

test('when its time is over it is thrown away, in the history too, which says so', async () => {
  const task = await first(1, 2023);
  await leaves('staff1', task, '台帳で数えます');
  await leaves('staff1', task, NOTE);
  expect(await overOf('year_notes').years(town.pool, 2022)).toEqual([]);
  expect(await overOf('year_notes').years(town.pool, 2023)).toEqual([{ fiscalYear: 2023, count: 1 }]);
  expect(await overOf('year_notes').dispose(town.pool, 2023, '保存期間の満了', by, later(9))).toBe(1);
  expect((await first(1, 2023)).indicators[0]!.note).toBeUndefined();
  expect((await town.record.history({})).at(-1)).toMatchObject({ action: 'disposed', subject: 'year_notes' });
  const { rows } = await town.pool.query<{ value: string }>('select value from history_values');
  expect(rows.map(({ value }) => value).join()).not.toMatch(/計数器|台帳/u);
});

test('the same words in a line whose time is not over stay, in the history too', async () => {
  await leaves('staff1', await first(1, 2023), NOTE);
  await imports(ofYear(2024, undefined, 2));
  await leaves('staff2', await first(2, 2024), NOTE);
  expect(await overOf('year_notes').dispose(town.pool, 2023, '保存期間の満了', by, later(9))).toBe(1);
  const { rows } = await town.pool.query<{ note: string }>('select note::text as note from year_notes');
  expect(rows.map(({ note }) => note)).toEqual([`"${NOTE}"`]);
  const { rows: values } = await town.pool.query('select 1 from history_values where value = $1', [NOTE]);
  expect(values).toHaveLength(1);
});
