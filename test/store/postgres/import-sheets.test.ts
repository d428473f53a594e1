import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sheet } from '../../../src/core/sheet.js';
import { blank, by, type City, city, contentFor, later, printedSheets, submit } from './city.js';

let town: City;
let sheets: Sheet[];
beforeAll(async () => {
  town = await city();
  sheets = printedSheets().map(blank);
});
afterAll(() => town.stop());

const importing = (some: readonly Sheet[], extra = {}) =>
  town.record.importSheets(some, { by, now: later(1), ...extra });
const stored = async () =>
  (await town.pool.query('select id, version, content from sheets order by id')).rows;

test('every sheet is kept cell by cell, each in a section of its own', async () => {
  const kept = await town.record.sheets(2023);
  expect(kept).toHaveLength(8);
  for (const sheet of sheets) expect(kept.map((k) => k.sheet)).toContainEqual(sheet);
  expect(new Set(kept.map(({ section }) => section.id)).size).toBe(8);
});

test('the same file twice changes nothing and adds no history', async () => {
  const before = [
    await stored(),
    await town.record.history({}),
    (await town.pool.query('select * from notices order by key')).rows,
  ];
  const imports = await importing(sheets);
  expect(imports.map(({ outcome }) => outcome)).toEqual(sheets.map(() => 'unchanged'));
  expect([
    await stored(),
    await town.record.history({}),
    (await town.pool.query('select * from notices order by key')).rows,
  ]).toEqual(before);
});

test('北区 and 北区役所 are one department: the other spelling is the same section', async () => {
  const [first, second] = sheets;
  const respelt = (sheet: Sheet, department: string) => ({
    ...sheet,
    header: { ...sheet.header, department: { ...sheet.header.department, text: department } },
  });
  const imports = await importing([respelt(first!, '北区'), respelt(second!, '北区役所')], { dryRun: true });
  expect(imports.map(({ sectionId }) => sectionId)).toEqual([town.section(1), town.section(2)]);
});

describe('a changed file', () => {
  test('shows what changed, keeps reports and their answers, and the root card follows', async () => {
    const at = 5;
    const [, goal] = await town.tasks(at + 1);
    await submit(town, 'staff6', goal!);
    const sheet = sheets[at]!;
    const rows = sheet.goals[1]!.indicators;
    const added = { ...rows[0]!, name: '新しい指標', target: '3回' };
    const changed: Sheet = {
      ...sheet,
      goals: sheet.goals.map((g, i) =>
        i === 1 ? { ...g, indicators: [added, { ...rows[0]!, target: '999人' }, ...rows.slice(1)] } : g,
      ),
    };
    const wanted = async () =>
      (
        await town.pool.query('select wanted from notices where key = $1', [
          `summary/${town.section(6)}/2023-midyear`,
        ])
      ).rows[0].wanted;
    const before = await wanted();
    const preview = await importing([changed], { dryRun: true });
    expect(await wanted()).toBe(before);
    const [done] = await importing([changed]);
    expect(preview).toEqual([done]);
    expect(done!.outcome).toEqual({
      changed: expect.arrayContaining([
        expect.objectContaining({ kind: 'indicator_added', indicator: '新しい指標' }),
        expect.objectContaining({ kind: 'indicator', before: rows[0]!.target, after: '999人' }),
      ]),
    });
    expect(await wanted()).toBe(before + 1);
    const [, after] = await town.tasks(6);
    expect(after!.report).toMatchObject({ version: 1, content: contentFor(goal!) });
    // The indicator that is new came first, and the answers still belong to those they were given for.
    expect(after!.indicators.map(({ name }) => name)).toEqual([
      '新しい指標',
      ...rows.map(({ name }) => name),
    ]);
    expect(after!.indicators.slice(1).map(({ id }) => id)).toEqual(goal!.indicators.map(({ id }) => id));
    expect(goal!.indicators.map(({ id }) => id)).not.toContain(after!.indicators[0]!.id);
    const [entry] = await town.record.history({ subject: done!.sheetId, limit: 1 });
    expect(entry).toMatchObject({
      action: 'sheet_changed',
      version: 2,
      before: sheet,
      after: changed,
      source: 'command-line',
    });
  });

  test('all or nothing: two sheets of one section and year, and none is entered', async () => {
    const before = await stored();
    const other = { ...sheets[0]!, fiscalYear: 2024 };
    await expect(importing([other, sheets[1]!, other])).rejects.toThrow('2枚');
    expect(await stored()).toEqual(before);
  });

  test('of which indicators fewer is better is kept when the file comes again', async () => {
    const name = sheets[0]!.goals[0]!.indicators[0]!.name;
    await importing(sheets, { lowerIsBetter: (i: { name: string }) => i.name === name });
    await importing(sheets);
    const [first, second] = await town.tasks(1);
    expect(first!.indicators[0]!.lowerIsBetter).toBe(true);
    expect(second!.indicators[0]!.lowerIsBetter).toBe(false);
  });
});

test('imported eight times at once: once', async () => {
  const next = sheets.map((sheet) => ({ ...sheet, fiscalYear: 2025 }));
  const all = await Promise.all(Array.from({ length: 8 }, () => importing(next)));
  const outcomes = all.flat().map(({ outcome }) => outcome);
  expect(outcomes.filter((o) => o === 'new')).toHaveLength(8);
  expect(outcomes.filter((o) => o === 'unchanged')).toHaveLength(56);
  expect(await town.record.verifyHistory()).toBeNull();
});
