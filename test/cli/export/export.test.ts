/** `maru export` and last year's sheets, against a real database. */
import { mkdtemp, readFile as readBytes, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addExportCommand } from '../../../src/cli/export/export.js';
import type { Answer } from '../../../src/core/report/report.js';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { readFile } from '../../../src/workbook/files.js';
import { toInterchange } from '../../../src/workbook/interchange.js';
import { openBook } from '../../../src/workbook/xlsx/library.js';
import { by, type City, city, effectId, NOW, printedSheets } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';
import { readPdf } from '../../support/read-pdf.js';
import { RATING_OF } from '../../support/tasks.js';

const printed = printedSheets();
let town: City;
let folder = '';
let settingsBack: () => void;

beforeAll(async () => {
  town = await city({ round: false });
  settingsBack = withSettings({ DATABASE_URL: town.url });
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2023-10-02', dueOn: '2024-04-12' },
    { by, now: NOW },
  );
}, 30_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...words: string[]) => runCommand(addExportCommand, ['export', '--year', 'R5', ...words]);

async function sheetsIn(path: string) {
  const read = await readFile(await readBytes(path), path);
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
  return read.sheets.map(({ sheet, where }) => ({
    sheet,
    marked: read.notes.some(({ id, where: noted }) => id === 'F15' && noted.tab === where.tab),
  }));
}

/** Every goal of the nth sheet, from 1, as printed, and approved unless `approve` is false. */
async function report(n: number, approve = true): Promise<void> {
  const proposal: Answer['proposal'] = {
    rating: null,
    ask: true,
    ratio: null,
    arithmetic: { ja: '', en: '' },
    because: { ja: '', en: '' },
    rule: 'niigata-r5/ask',
    warnings: [],
    pace: null,
  };
  for (const [at, task] of (await town.tasks(n, '2023-yearend')).entries()) {
    const goal = printed[n - 1]!.goals[at]!;
    const content = {
      answers: goal.indicators.map(({ result, rating, status }, place) => ({
        indicatorId: task.indicators[place]!.id,
        result,
        rating: RATING_OF[rating]!,
        reason: '理由',
        status,
        proposal,
      })),
      nextPolicy: goal.nextPolicy ?? '',
    };
    const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
      town.record.execute(effectId(), person, 'test:dm', command, NOW);
    expect(await enter(`staff${n}`, { kind: 'submit', task: task.id, base: 0, content })).toMatchObject({
      ok: true,
    });
    if (approve)
      expect(
        await enter(`chief${n}`, { kind: 'approve', report: task.id, version: 1, step: 0 }),
      ).toMatchObject({
        complete: true,
      });
  }
}

describe('before anything is approved', () => {
  test('nothing goes out, and the sentence names each section and --draft', async () => {
    const out = join(folder, 'x.xlsx');
    const said = await run('--format', 'xlsx', '--out', out);
    expect(said.failed[0]).toContain('--draft');
    expect(said.failed[0]!.split('\n')).toHaveLength(8);
    expect(await readdir(folder)).toEqual([]);
  });

  test('each file carries the head of the history that it was made at, and reads as it did', async () => {
    for (const format of ['csv', 'html', 'xlsx']) {
      const { seq, hash } = await town.record.head();
      const head = `maru-head ${seq} ${hash}`;
      const path = join(folder, `r5.${format}`);
      expect((await run('--format', format, '--out', path, '--draft')).failed).toEqual([]);
      const bytes = await readBytes(path);
      if (format === 'xlsx') expect((await openBook(bytes)).properties?.custom?.履歴の末尾).toBe(head);
      else expect(bytes.toString().split(head).length).toBe(2);
      if (format !== 'html') expect(await sheetsIn(path)).toHaveLength(8);
      expect((await town.record.history({})).at(-1)).toMatchObject({
        action: 'exported',
        subject: '2023',
        after: { format, draft: true, head, files: [{ file: `r5.${format}`, sheets: 8 }] },
      });
    }
  });

  test('--draft marks every sheet', async () => {
    const out = join(folder, 'x.html');
    const said = await run('--format', 'html', '--out', out, '--draft');
    expect(said.failed).toEqual([]);
    expect(said.out).toContain('8 シートのうち 0 シート');
    expect((await readBytes(out, 'utf8')).match(/下書き（未承認）/gu)!.length).toBeGreaterThanOrEqual(8);
  });
});

describe('with approved sections', () => {
  beforeAll(async () => {
    await report(1);
    await report(2, false);
  }, 60_000);

  test.each(['xlsx', 'csv', 'json'])('--section, .%s: the printed sheet again', async (format) => {
    const out = join(folder, `x.${format}`);
    const said = await run('--section', '地域総務課', '--format', format, '--out', out);
    expect(said.failed).toEqual([]);
    expect((await sheetsIn(out)).map(({ sheet }) => sheet)).toEqual([printed[0]]);
  });

  test('a section that only waits for approval does not go out, however it is asked for', async () => {
    const said = await run(
      '--section',
      '地域総務課（北区郷土博物館）',
      '--format',
      'csv',
      '--out',
      join(folder, 'x.csv'),
    );
    expect(said.failed[0]).toContain('まだ承認されていません');
  });

  test('--draft: what waits is in the file and marked; what is approved is not marked', async () => {
    const out = join(folder, 'sections/');
    const said = await run('--format', 'xlsx', '--out', out, '--draft', '--json');
    const result = JSON.parse(said.out) as { written: { path: string }[]; sections: { approved: boolean }[] };
    expect(result.sections.filter(({ approved }) => approved)).toHaveLength(1);
    expect(result.written).toHaveLength(8);
    const byName = new Map<string, { marked: boolean; sheet: Sheet }>();
    for (const { path } of result.written)
      for (const { sheet, marked } of await sheetsIn(path))
        byName.set(sheet.header.organization.text, { marked, sheet });
    const [first, second, third] = printed.map(({ header }) => byName.get(header.organization.text));
    expect([first!.marked, second!.marked, third!.marked]).toEqual([false, true, true]);
    expect(second!.sheet).toEqual(printed[1]);
    expect(third!.sheet.goals.flatMap((goal) => goal.indicators.map(({ result }) => result)).join('')).toBe(
      '',
    );
  });

  test('--format pdf: with the head and the day of the last decision, and the same bytes when nothing more was decided', async () => {
    const [first, again] = [join(folder, 'first.pdf'), join(folder, 'again.pdf')];
    for (const out of [first, again])
      expect((await run('--section', '地域総務課', '--format', 'pdf', '--out', out)).failed).toEqual([]);
    const bytes = await readBytes(first);
    expect(bytes.equals(await readBytes(again))).toBe(true);
    const { about, pages } = await readPdf(bytes);
    const sectionId = (await town.tasks(1, '2023-yearend'))[0]!.sectionId;
    const decided = (await town.record.history({ sectionId })).findLast(
      ({ action }) => action === 'approved',
    )!;
    expect(about.get('Keywords')).toContain(`maru-head ${decided.seq} ${decided.hash}`);
    expect(Date.parse(about.get('CreationDate')!)).toBe(Math.floor(Date.parse(decided.at) / 1_000) * 1_000);
    expect(pages).toHaveLength(1);
  });

  test.each(['北区役所', '北区'])(
    '--department %s and --per department: a file for each department with all of its sheets',
    async (department) => {
      const out = join(folder, 'departments/');
      const words = [
        '--department',
        department,
        '--per',
        'department',
        '--format',
        'pdf',
        '--draft',
        '--out',
        out,
      ];
      expect((await run(...words)).failed).toEqual([]);
      expect(await readdir(out)).toEqual(['北区役所.pdf']);
      const { about, pages } = await readPdf(await readBytes(join(out, '北区役所.pdf')));
      // The print says 北区 and 北区役所, which are one department.
      expect(pages).toHaveLength(printed.length);
      expect(about.get('Title')).toMatch(/^組織目標管理シート 令和5年度 .*下書き（未承認）$/u);
    },
  );

  test('mistakes are one sentence', async () => {
    for (const words of [
      ['--section', '存在しない課', '--format', 'csv', '--out', join(folder, 'x.csv')],
      ['--format', 'docx', '--out', join(folder, 'x.docx')],
      ['--department', '存在しない部', '--format', 'csv', '--out', join(folder, 'x.csv')],
      ['--year', 'R4', '--format', 'csv', '--out', join(folder, 'x.csv')],
      ['--year', 'いつか', '--format', 'csv', '--out', join(folder, 'x.csv')],
    ]) {
      const said = await run(...words);
      expect(said.failed).toHaveLength(1);
      expect(said.failed[0]).toMatch(/。$|）。$/u);
    }
  });
});

test('last year’s sheets, loaded as printed, are last year’s answers in this year’s questions', async () => {
  const thisYear = printed.map(
    (sheet): Sheet => ({
      ...sheet,
      fiscalYear: 2024,
      header: { ...sheet.header, fiscalYear: { ...sheet.header.fiscalYear, text: '令和6年度' } },
      goals: sheet.goals.map((goal) => ({
        ...goal,
        nextPolicy: goal.nextPolicy === null ? null : '',
        indicators: goal.indicators.map((one) => ({ ...one, result: '', rating: '', status: '' })),
      })),
    }),
  );
  // the third section reported nothing through Maru in R5: its printed sheet is loaded with its results
  await town.record.importSheets(printed, { by, now: NOW });
  await town.record.importSheets(thisYear, { by, now: NOW });
  await town.record.openRound(
    { fiscalYear: 2024, kind: 'midyear', opensOn: '2024-10-01', dueOn: '2024-10-15' },
    { by, now: new Date('2024-10-01T01:00:00Z') },
  );
  const context = await town.record.context(
    { person: 'staff3', from: null, named: null },
    new Date('2024-10-01T01:00:00Z'),
  );
  const tasks = context!.tasks.filter(({ round }) => round.fiscalYear === 2024);
  expect(tasks).toHaveLength(printed[2]!.goals.length);
  tasks.forEach((task, at) => {
    const goal = printed[2]!.goals[at]!;
    expect(task.indicators.map(({ earlier }) => earlier)).toEqual(
      goal.indicators.map(({ result, rating, status }) => [
        { from: { kind: 'year', fiscalYear: 2023 }, result, rating: RATING_OF[rating], status },
      ]),
    );
  });
  expect(toInterchange(printed).sheets).toHaveLength(8);
});
