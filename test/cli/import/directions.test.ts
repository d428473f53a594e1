/** `maru import … --lower-is-better`: which way an indicator counts, on a real database. */
import { mkdtemp, rm, writeFile as writeBytes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addImportCommand } from '../../../src/cli/import/import.js';
import { proposalFor } from '../../../src/core/draft/questions.js';
import { writeFile } from '../../../src/workbook/files.js';
import { type City, city, printedSheets } from '../../store/postgres/city.js';

let town: City;
let folder = '';
let file = '';
const before = process.env.DATABASE_URL;
// 建設課 No.1: 官民協働によるアキグミ植栽活動に参加した人数
const SHEET = 7;
const NAME = printedSheets()[SHEET - 1]!.goals[0]!.indicators[0]!.name;

beforeAll(async () => {
  town = await city();
  process.env.DATABASE_URL = town.url;
  folder = await mkdtemp(join(tmpdir(), 'maru-directions-'));
  file = join(folder, 'sheet.xlsx');
  const written = await writeFile([{ ...printedSheets()[SHEET - 1]!, approved: true }], { format: 'xlsx' });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  await writeBytes(file, written.bytes);
});
afterAll(async () => {
  if (before === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = before;
  await rm(folder, { recursive: true, force: true });
  await town.stop();
});

async function run(...words: string[]) {
  const said = { out: '', failed: [] as string[] };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addImportCommand(program, {
    out: (text) => {
      said.out += text;
    },
    err: () => undefined,
    fail: (message) => void said.failed.push(message),
  });
  await program.parseAsync(['import', file, '--targets-only', ...words], { from: 'user' });
  return said;
}

const first = async () => (await town.tasks(SHEET))[0]!;
const directions = async () =>
  (await town.tasks(SHEET)).flatMap(({ indicators }) => indicators.map((one) => one.lowerIsBetter));

test('fewer is better from then on, also when the file comes again, until it is taken back', async () => {
  expect(new Set(await directions())).toEqual(new Set([false]));
  // blanks and widths do not count
  const set = await run('--lower-is-better', ` ${NAME}　`);
  expect(set.failed).toEqual([]);
  expect(set.out).toContain(`No.1「${NAME}」は、少ないほどよい指標として扱います。`);
  const [one, ...others] = await directions();
  expect([one, new Set(others)]).toEqual([true, new Set([false])]);
  const again = await run();
  expect(again.out).toContain('変更はありません');
  expect((await directions())[0]).toBe(true);

  const task = { ...(await first()), round: { ...(await first()).round, kind: 'yearend' as const } };
  const indicator = { ...task.indicators[0]!, target: '200人' };
  expect(proposalFor(task, indicator, '180人').rating).toBe('achieved');
  expect(proposalFor(task, { ...indicator, lowerIsBetter: false }, '180人').rating).not.toBe('achieved');

  const back = await run('--higher-is-better', NAME);
  expect(back.out).toContain(`No.1「${NAME}」は、多いほどよい指標として扱います。`);
  expect((await directions())[0]).toBe(false);

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
  expect(new Set(await directions())).toEqual(new Set([false]));
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
