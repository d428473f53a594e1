/** Sections that were merged or divided in April: what 目標設定 copies into the sheets of those that go on with their work. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ReorganisationRow } from '../../../../src/core/organization/succession/reorganise.js';
import type { Direction } from '../../../../src/core/sheet/direction.js';
import { reorganise } from '../../../../src/store/postgres/roster/reorganise.js';
import { copyYear } from '../../../../src/store/postgres/year/copy-year.js';
import { by, type City, city, NOW, printedSheets } from '../city.js';

/** Monday 8 April 2024, 10:00 in the city */
const SPRING = new Date('2024-04-08T01:00:00.000Z');
const sheets = printedSheets();
const sheetNamed = (name: string) => sheets.find(({ header }) => header.organization.text === name)!;
const [ROADS, HEALTH] = [sheetNamed('建設課'), sheetNamed('健康福祉課')];

let town: City;
beforeEach(async () => {
  town = await city({ round: false });
  const direction = ({ name }: { name: string }): Direction => (name.includes('件数') ? 'lower' : 'higher');
  await town.record.importSheets(sheets, { by, now: NOW, direction });
}, 30_000);
afterEach(async () => {
  const { replayed } = await town.record.verifyRecord();
  expect(replayed).toMatchObject({ count: 0, unexplained: [] });
  await town.stop();
});

const row = (line: number, given: Partial<ReorganisationRow>): ReorganisationRow => ({
  line,
  former: '建設課',
  next: 'まちづくり課',
  department: '',
  on: '2024-04-01',
  kind: 'merge',
  goals: [],
  ...given,
});
const enters = async (rows: readonly ReorganisationRow[]) => {
  const done = await reorganise(town.pool, '再編.csv', rows, { by, now: SPRING });
  expect(done.plan.ok).toBe(true);
};
const MERGED = [row(2, {}), row(3, { former: '健康福祉課' })];
const madeOf = async (year: number, name: string) =>
  (await town.record.sheets(year)).find(({ section }) => section.name === name);
const copies = (sectionIds: readonly string[] | null = null) =>
  copyYear(town.pool, { from: 2023, to: 2024, targets: 'kept', sectionIds, by, now: SPRING });

test('merged: one sheet with the goals of both, numbered on, with last year beside each; none of those that are no more', async () => {
  await enters(MERGED);
  const round = { fiscalYear: 2024, kind: 'targets', dueOn: '2024-04-30' } as const;
  expect(await town.record.openRound(round, { by, now: SPRING })).toMatchObject({ made: 7 });
  const made = (await madeOf(2024, 'まちづくり課'))!;
  // In the order of the sections.
  const order = (await town.record.sections()).map(({ name }) => name);
  const parts = [ROADS, HEALTH].sort(
    (a, b) => order.indexOf(a.header.organization.text) - order.indexOf(b.header.organization.text),
  );
  const goals = parts.flatMap((part) => part.goals);
  expect(made.sheet.goals.map(({ text }) => text)).toEqual(goals.map(({ text }) => text));
  expect(made.sheet.goals.map(({ no }) => no)).toEqual(goals.map((_, at) => String(at + 1)));
  expect(
    made.sheet.goals.flatMap((one) =>
      one.indicators.map(({ name, target, result }) => [name, target, result]),
    ),
  ).toEqual(goals.flatMap((one) => one.indicators.map(({ name, target }) => [name, target, ''])));
  expect(made.sheet.header.organization.text).toBe('まちづくり課');
  const tasks = await town.record.sectionTasks(made.section.id, '2024-targets');
  expect(
    tasks.flatMap((task) => task.indicators.map((one) => [one.earlier[0]?.result, one.direction])),
  ).toEqual(
    goals.flatMap((one) =>
      one.indicators.map(({ name, result }) => [result, name.includes('件数') ? 'lower' : 'higher']),
    ),
  );
  for (const { header } of parts) expect(await madeOf(2024, header.organization.text)).toBeUndefined();
});

test('copied at the command line: the sections that are no more are named with who goes on; the new one alone has all goals', async () => {
  await enters(MERGED);
  const id = (await town.record.sections()).find(({ name }) => name === 'まちづくり課')!.id;
  const all = await copies();
  const outcomes = Object.fromEntries(
    all.map(({ section, outcome, into }) => [section.name, [outcome, into]]),
  );
  expect(outcomes).toMatchObject({
    建設課: ['gone', ['まちづくり課']],
    健康福祉課: ['gone', ['まちづくり課']],
    まちづくり課: ['copied', []],
  });
  expect(Object.keys(outcomes)).toHaveLength(9);
  const [again, ...others] = await copies([id]);
  expect(others).toEqual([]);
  expect(again).toMatchObject({ outcome: 'exists' });
  expect(again!.sheet.goals).toHaveLength(ROADS.goals.length + HEALTH.goals.length);
});

test('merged into one that was there: its own goals first, with their numbers', async () => {
  await enters([row(2, { next: '健康福祉課' }), row(3, { former: '健康福祉課', next: '健康福祉課' })]);
  await copies();
  const { goals } = (await madeOf(2024, '健康福祉課'))!.sheet;
  const own = HEALTH.goals.length;
  expect(goals.slice(0, own).map(({ no, text }) => [no, text])).toEqual(
    HEALTH.goals.map(({ no, text }) => [no, text]),
  );
  expect(goals.slice(own).map(({ no, text }) => [no, text])).toEqual(
    ROADS.goals.map(({ text }, at) => [String(own + at + 1), text]),
  );
});

test('divided: each has the goals that went there, with their numbers', async () => {
  const [first, ...others] = ROADS.goals.map(({ no }) => no) as [string, ...string[]];
  await enters([
    row(2, { kind: 'split', next: '道路課', goals: [first] }),
    row(3, { kind: 'split', next: '公園課', goals: others }),
  ]);
  await copies();
  const numbers = async (name: string) => (await madeOf(2024, name))?.sheet.goals.map(({ no }) => no);
  expect([await numbers('道路課'), await numbers('公園課'), await numbers('建設課')]).toEqual([
    [first],
    others,
    undefined,
  ]);
});

test('divided, and going on itself: what it makes since is its own, and it may be divided again', async () => {
  await enters([row(2, { kind: 'split', next: '道路課' }), row(3, { kind: 'split', next: '建設課' })]);
  await copies();
  const texts = async (year: number, name: string) =>
    (await madeOf(year, name))?.sheet.goals.map(({ text }) => text);
  const all = ROADS.goals.map(({ text }) => text);
  expect([await texts(2024, '道路課'), await texts(2024, '建設課')]).toEqual([all, all]);
  await copyYear(town.pool, { from: 2024, to: 2025, targets: 'kept', sectionIds: null, by, now: SPRING });
  expect([await texts(2025, '道路課'), await texts(2025, '建設課')]).toEqual([all, all]);

  const on = '2024-04-08';
  const plan = async (rows: readonly ReorganisationRow[]) =>
    (await reorganise(town.pool, '再編.csv', rows, { by, now: SPRING, dryRun: true })).plan.ok;
  expect(await plan([row(2, { on, kind: 'rename', next: '建設第一課' })])).toBe(true);
  expect(await plan([row(2, { on }), row(3, { on, former: '健康福祉課' })])).toBe(true);
  const again = [
    row(2, { on: '2024-04-05', kind: 'split', next: '橋りょう課' }),
    row(3, { on: '2024-04-05', kind: 'split', next: '建設課' }),
  ];
  await enters(again);
  const once = (await town.record.history({})).length;
  await enters(again);
  expect((await town.record.history({})).length).toBe(once);
  // What ends later ends.
  await enters([row(2, { on, next: 'まちづくり課' }), row(3, { on, former: '健康福祉課' })]);
  expect(await plan([row(2, { on, kind: 'rename', next: '建設第一課' })])).toBe(false);
});

test('divided, going on itself, and in a later year merged with the part that came of it', async () => {
  await enters([row(2, { kind: 'split', next: '道路課' }), row(3, { kind: 'split', next: '建設課' })]);
  await copies();
  const merged = [
    row(2, { on: '2024-04-08', next: '道路課' }),
    row(3, { on: '2024-04-08', former: '道路課', next: '道路課' }),
  ];
  // Of a division it is said what stays.
  const half = [{ ...merged[0]!, kind: 'split' as const }];
  expect((await reorganise(town.pool, '再編.csv', half, { by, now: SPRING })).plan.ok).toBe(false);
  // Of two divisions into the same section the goals of one would be forgotten.
  const second = [...half, row(3, { on: '2024-04-08', kind: 'split', next: '建設課' })];
  const refused = (await reorganise(town.pool, '再編.csv', second, { by, now: SPRING })).plan;
  expect(refused.ok ? '' : refused.problems.map(({ ja }) => ja).join()).toContain('2度目の分割');
  await enters(merged);
  const once = (await town.record.history({})).length;
  await enters(merged);
  expect((await town.record.history({})).length).toBe(once);
  await copyYear(town.pool, { from: 2024, to: 2025, targets: 'kept', sectionIds: null, by, now: SPRING });
  const all = ROADS.goals.map(({ text }) => text);
  expect((await madeOf(2025, '道路課'))!.sheet.goals.map(({ text }) => text)).toEqual([...all, ...all]);
  expect(await madeOf(2025, '建設課')).toBeUndefined();
});

test('divided, and going on itself: it keeps what stayed', async () => {
  const [first, ...others] = ROADS.goals.map(({ no }) => no) as [string, ...string[]];
  await enters([
    row(2, { kind: 'split', next: '道路課', goals: [first] }),
    row(3, { kind: 'split', next: '建設課', goals: others }),
  ]);
  await copies();
  const numbers = async (name: string) => (await madeOf(2024, name))?.sheet.goals.map(({ no }) => no);
  expect([await numbers('道路課'), await numbers('建設課')]).toEqual([[first], others]);
});
