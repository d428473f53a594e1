import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { addConvertCommand } from '../../../src/cli/export/convert.js';
import { toInterchange } from '../../../src/workbook/interchange.js';
import { runCommand } from '../../support/commands.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const PRINTED = fileURLToPath(new URL('../../fixtures/kita-r5.txt', import.meta.url));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-convert-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...words: string[]) => runCommand(addConvertCommand, ['convert', ...words]);

test.each(['xlsx', 'csv', 'json'])(
  'printed text to .%s and on to .json: the same eight sheets',
  async (format) => {
    const between = join(folder, `all.${format}`);
    const last = join(folder, 'last.json');
    expect((await run(PRINTED, '--format', format, '--out', between)).failed).toEqual([]);
    const said = await run(between, '--format', 'json', '--out', last);
    expect(said.out).toContain('8 シート');
    expect(JSON.parse(await readFile(last, 'utf8'))).toEqual(toInterchange(kitaSheets()));
    expect(await readdir(folder)).toHaveLength(format === 'json' ? 2 : 2);
  },
);

test('a folder gets one workbook a section', async () => {
  const out = join(folder, 'sections/');
  await run(PRINTED, '--format', 'xlsx', '--out', out, '--paper', 'A4');
  expect((await readdir(out)).sort()).toEqual(
    kitaSheets()
      .map((s) => `${s.header.organization.text}.xlsx`)
      .sort(),
  );
});

test('--json says what was written and what was irregular; --draft marks', async () => {
  const out = join(folder, 'x.html');
  const said = await run(PRINTED, '--format', 'html', '--out', out, '--draft', '--json');
  const result = JSON.parse(said.out);
  expect(result.written).toEqual([{ path: out, sheets: 8 }]);
  expect(result.irregularities.length).toBeGreaterThan(10);
  expect(await readFile(out, 'utf8')).toContain('下書き（未承認）');
});

test('a copy of what a file says is no draft', async () => {
  const out = join(folder, 'x.html');
  await run(PRINTED, '--format', 'html', '--out', out);
  expect(await readFile(out, 'utf8')).not.toContain('下書き');
});

test('a character that CP932 lacks is named on standard error', async () => {
  const source = join(folder, 'x.json');
  const [sheet] = kitaSheets();
  await writeFile(source, JSON.stringify(toInterchange([{ ...sheet!, footnotes: ['𠮷田'] }])));
  const said = await run(source, '--format', 'csv', '--encoding', 'cp932', '--out', join(folder, 'x.csv'));
  expect(said.err).toContain('「𠮷」');
});

test('mistakes are one sentence, and an existing file stays as it was', async () => {
  const out = join(folder, 'keep.xlsx');
  await writeFile(out, 'before');
  const bad = join(folder, 'bad.txt');
  await writeFile(bad, 'これは別の文書です。\n');
  for (const words of [
    [bad, '--format', 'xlsx', '--out', out],
    [PRINTED, bad, '--format', 'xlsx', '--out', out],
    [PRINTED, '--format', 'docx', '--out', out],
    [PRINTED, '--format', 'pdf', '--out', out, '--per', 'goal'],
    [PRINTED, '--format', 'xlsx', '--out', out, '--paper', 'B4'],
    [PRINTED, '--format', 'xlsx', '--out', out, '--template', bad],
    [join(folder, 'none.txt'), '--format', 'xlsx', '--out', out],
    [PRINTED, '--format', 'xlsx', '--out', join(folder, 'no', 'such.xlsx')],
  ]) {
    const said = await run(...words);
    expect(said.failed).toHaveLength(1);
    expect(said.failed[0]).toMatch(/。(?: \/ [^/]+\.)?$/u);
  }
  expect(await readFile(out, 'utf8')).toBe('before');
  expect((await readdir(folder)).sort()).toEqual(['bad.txt', 'keep.xlsx']);
});
