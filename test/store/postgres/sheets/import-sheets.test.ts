import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sheet } from '../../../../src/core/sheet/sheet.js';
import { blank, by, type City, city, contentFor, effectId, later, printedSheets, submit } from '../city.js';

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
    await importing(sheets, {
      direction: (i: { name: string }) => (i.name === name ? ('lower' as const) : null),
    });
    await importing(sheets);
    const [first, second] = await town.tasks(1);
    expect(first!.indicators[0]!.direction).toBe('lower');
    expect(second!.indicators[0]!.direction).toBeNull();
  });
});

describe('a file that changes while reports stand', () => {
  const wanted = async (key: string) =>
    (await town.pool.query('select wanted from notices where key = $1', [key])).rows[0]?.wanted;
  const ofTasks = async (n: number) =>
    new Map((await town.tasks(n)).map((task) => [task.goalText, task] as const));
  const approve = (n: number, report: string) =>
    town.record.execute(
      effectId(),
      `chief${n}`,
      'test:x',
      { kind: 'approve', report, version: 1, step: 0 },
      later(3),
    );

  test('a goal put before the others: every report stays with its goal, every id with its text', async () => {
    const sheet = sheets[6]!;
    const [first, second] = await town.tasks(7);
    await submit(town, 'staff7', first!);
    await submit(town, 'staff7', second!);
    expect(await approve(7, first!.id)).toMatchObject({ ok: true });
    const before = await ofTasks(7);
    const fresh = {
      ...sheet.goals[0]!,
      no: '1',
      text: '全く新しい目標',
      indicators: [{ ...sheet.goals[0]!.indicators[0]!, name: '新しい指標(件)', target: '5件' }],
    };
    const changed = {
      ...sheet,
      goals: [fresh, ...sheet.goals.map((goal, i) => ({ ...goal, no: String(i + 2) }))],
    };
    await importing([changed]);
    const after = await ofTasks(7);
    for (const [text, task] of before)
      expect(after.get(text)).toMatchObject({
        id: task.id,
        report: task.report,
        indicators: task.indicators.map(({ id, name }) => ({ id, name })),
      });
    expect(after.get('全く新しい目標')!.report).toBeNull();
    expect(before.has('全く新しい目標')).toBe(false);
    expect([...before.values()].map(({ id }) => id)).not.toContain(after.get('全く新しい目標')!.id);
    // and taken out again, its id is given to no other
    await importing([sheet]);
    await importing([{ ...changed, goals: [{ ...fresh, text: '別の目標です' }, ...changed.goals.slice(1)] }]);
    const again = await ofTasks(7);
    expect(again.get('別の目標です')!.id).not.toBe(after.get('全く新しい目標')!.id);
    expect(again.get(first!.goalText)!.report?.state).toBe('approved');
  });

  test.each<[string, (sheet: Sheet) => Sheet, RegExp]>([
    [
      'the goal removed',
      (sheet) => ({ ...sheet, goals: sheet.goals.slice(1) }),
      /健康福祉課（令和5年度） No\.1 の目標「支え合い.*何も取り込んでいません/s,
    ],
    [
      'another goal under its No.',
      (sheet) => ({ ...sheet, goals: sheet.goals.with(0, { ...sheet.goals[0]!, text: '別の目標です。' }) }),
      /No\.1 の目標/,
    ],
    [
      'its indicator exchanged for another',
      (sheet) => ({
        ...sheet,
        goals: sheet.goals.with(0, {
          ...sheet.goals[0]!,
          indicators: sheet.goals[0]!.indicators.map((one) => ({ ...one, name: '来場者の満足度(%)' })),
        }),
      }),
      /No\.1 の取組指標「.*has a report.*Nothing was imported/s,
    ],
  ])('%s: refused in plain words, and nothing is entered', async (_, change, words) => {
    const [task] = await town.tasks(4);
    if (!task!.report) await submit(town, 'staff4', task!);
    const before = [await stored(), await town.record.history({})];
    const next = { ...sheets[3]!, fiscalYear: 2026 };
    await expect(importing([next, change(sheets[3]!)])).rejects.toThrow(words);
    await expect(importing([change(sheets[3]!)], { dryRun: true })).rejects.toThrow(words);
    expect([await stored(), await town.record.history({})]).toEqual(before);
  });

  test('the cards that wait for approval follow a changed target; those decided do not', async () => {
    const [first, second, third] = await town.tasks(3);
    await submit(town, 'staff3', first!);
    await submit(town, 'staff3', second!);
    expect(await approve(3, second!.id)).toMatchObject({ ok: true });
    const keys = [first!, second!, third!].map(({ id }) => `approval/${id}`);
    const before = await Promise.all(keys.map(wanted));
    const sheet = sheets[2]!;
    await importing([
      {
        ...sheet,
        goals: sheet.goals.map((goal) => ({
          ...goal,
          indicators: goal.indicators.map((one) => ({ ...one, target: `${one.target}以上` })),
        })),
      },
    ]);
    expect(await Promise.all(keys.map(wanted))).toEqual([before[0] + 1, before[1], undefined]);
  });

  test('a report that is being submitted is waited for, and then kept', async () => {
    const [task] = await town.tasks(8);
    const submitting = await town.pool.connect();
    try {
      await submitting.query('begin');
      await submitting.query('select 1 from rounds where id = $1 for share', [task!.round.id]);
      let settled = false;
      const removing = importing([{ ...sheets[7]!, goals: sheets[7]!.goals.slice(1) }]).then(
        () => 'entered',
        (error: Error) => error.name,
      );
      void removing.then(() => {
        settled = true;
      });
      await submitting.query('select pg_sleep(0.3)');
      expect(settled).toBe(false);
      await submit(town, 'staff8', task!);
      await submitting.query('commit');
      expect(await removing).toBe('ReportsUnplaced');
    } finally {
      submitting.release();
    }
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
