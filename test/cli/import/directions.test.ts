/** `maru import … --lower-is-better`: which way an indicator counts, on a real database. */
import { mkdtemp, readFile, rm, writeFile as writeBytes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addImportCommand } from '../../../src/cli/import/import.js';
import { proposalFor } from '../../../src/core/report/proposal/proposal-for.js';
import { writeFile } from '../../../src/workbook/files.js';
import { type City, city, printedSheets } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

let town: City;
let folder = '';
let file = '';
let settingsBack: () => void;
// 建設課 No.1: 官民協働によるアキグミ植栽活動に参加した人数
const SHEET = 7;
const NAME = printedSheets()[SHEET - 1]!.goals[0]!.indicators[0]!.name;

beforeAll(async () => {
  town = await city();
  settingsBack = withSettings({ DATABASE_URL: town.url });
  folder = await mkdtemp(join(tmpdir(), 'maru-directions-'));
  file = join(folder, 'sheet.xlsx');
  const written = await writeFile([{ ...printedSheets()[SHEET - 1]!, approved: true }], { format: 'xlsx' });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  await writeBytes(file, written.bytes);
});
afterAll(async () => {
  settingsBack();
  await rm(folder, { recursive: true, force: true });
  await town.stop();
});

const run = (...words: string[]) =>
  runCommand(addImportCommand, ['import', file, '--targets-only', ...words]);

const first = async () => (await town.tasks(SHEET))[0]!;
const directions = async () =>
  (await town.tasks(SHEET)).flatMap(({ indicators }) => indicators.map((one) => one.direction));

test('fewer is better from then on, also when the file comes again, until it is taken back', async () => {
  expect(new Set(await directions())).toEqual(new Set([null]));
  // blanks and widths do not count
  const set = await run('--lower-is-better', ` ${NAME}　`);
  expect(set.failed).toEqual([]);
  expect(set.out).toContain(`No.1「${NAME}」は、少ないほどよい指標として扱います。`);
  const [one, ...others] = await directions();
  expect([one, new Set(others)]).toEqual(['lower', new Set([null])]);
  const again = await run();
  expect(again.out).toContain('変更はありません');
  expect((await directions())[0]).toBe('lower');

  const task = { ...(await first()), round: { ...(await first()).round, kind: 'yearend' as const } };
  const indicator = { ...task.indicators[0]!, target: '200人' };
  expect(proposalFor(task, indicator, '180人').rating).toBe('achieved');
  expect(proposalFor(task, { ...indicator, direction: null }, '180人').rating).not.toBe('achieved');

  const back = await run('--higher-is-better', NAME);
  expect(back.out).toContain(`No.1「${NAME}」は、多いほどよい指標として扱います。`);
  expect((await directions())[0]).toBe('higher');

  const changes = (await town.record.history({ sectionId: town.section(SHEET) }))
    .filter(({ action }) => action === 'sheet_changed')
    .map(({ before: was, after }) =>
      [was, after].map((sheet) => (sheet as { lowerIsBetter?: string[] }).lowerIsBetter?.length),
    );
  expect(changes).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(await town.record.verifyHistory()).toBeNull();
});

test('a name that no sheet has, or that is said both ways, changes nothing', async () => {
  const [unknown, both, dry] = [
    await run('--lower-is-better', '苦情件数'),
    await run('--lower-is-better', NAME, '--higher-is-better', NAME),
    await run('--dry-run', '--lower-is-better', '苦情件数'),
  ];
  expect(unknown.failed[0]).toContain('「苦情件数」という取組指標は、ファイルのどのシートにもありません');
  expect(both.failed[0]).toContain('両方にあります');
  expect(dry.failed).toEqual(unknown.failed);
  expect(new Set(await directions())).toEqual(new Set(['higher', null]));
});

test('a whole file is decided in one table that is given back, and next year knows it', async () => {
  const table = join(folder, 'directions.csv');
  const other = { ...printedSheets()[SHEET - 1]! };
  const sheet = {
    ...other,
    fiscalYear: 2024,
    header: { ...other.header, fiscalYear: { ...other.header.fiscalYear, text: '令和6年度' } },
    goals: other.goals.map((goal) => ({
      ...goal,
      indicators: goal.indicators.map((one) =>
        one.name === NAME ? { ...one, name: '花壇の区域', target: '20区画' } : one,
      ),
    })),
  };
  const write = async (year: number, label: string) => {
    const written = await writeFile(
      [
        {
          ...sheet,
          fiscalYear: year,
          header: { ...sheet.header, fiscalYear: { ...sheet.header.fiscalYear, text: label } },
          approved: true,
        },
      ],
      { format: 'xlsx' },
    );
    if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
    await writeBytes(file, written.bytes);
  };
  await write(2024, '令和6年度');
  const first = await run('--directions-to', table);
  expect(first.failed).toEqual([]);
  expect(first.out).toContain('多いほどよいか、少ないほどよいかが分からない取組指標が1件あります');
  expect(first.out).toContain('No.1「花壇の区域」目標 20区画（多いほどよい）');
  const text = await readFile(table, 'utf8');
  expect(text.split('\r\n')[0]).toBe('\uFEFF"組織名","No.","取組指標","目標","向き","根拠"');
  expect(text).toContain('"花壇の区域","20区画","多いほどよい","案（確かめてください）"');

  await writeBytes(table, text.replace('"20区画","多いほどよい"', '"20区画","横"'));
  expect((await run('--directions', table)).failed[0]).toContain('向き「横」は読み取れません');
  await writeBytes(table, text.replace('"20区画","多いほどよい"', '"20区画","少ない"'));
  const second = await run('--directions', table);
  expect(second.failed).toEqual([]);
  expect(second.out).toContain('No.1「花壇の区域」は、少ないほどよい指標として扱います。');
  expect(second.out).not.toContain('分からない取組指標');
  expect(await town.record.verifyHistory()).toBeNull();

  await write(2025, '令和7年度');
  const next = await run();
  expect(next.failed).toEqual([]);
  expect(next.out).not.toContain('分からない取組指標');
  const { replayed } = await town.record.verifyRecord();
  expect([replayed?.count, replayed?.unexplained]).toEqual([0, []]);
});

test('a section that is nearly a known one is made of a sheet only when that was said', async () => {
  const slip = { ...printedSheets()[SHEET - 1]!, approved: true };
  const header = { ...slip.header, organization: { ...slip.header.organization, text: '健設課' } };
  const written = await writeFile([{ ...slip, header }], { format: 'xlsx' });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  await writeBytes(file, written.bytes);
  const known = await town.record.sections();
  const { failed } = await run();
  expect(failed).toEqual([
    expect.stringMatching(
      /「北区 健設課」は、いまの記録にない課です。いまある「建設課」と同じ課なら、.*\n.*--yes/u,
    ),
  ]);
  expect(await town.record.sections()).toEqual(known);
  expect((await run('--yes')).failed).toEqual([]);
  expect(await town.record.sections()).toHaveLength(known.length + 1);
});
