import { deflateRawSync } from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import { LIMITS } from '../../src/workbook/cells/limits.js';
import { readFile } from '../../src/workbook/files.js';
import { writeXlsx } from '../../src/workbook/xlsx/write.js';
import { approved, kitaSheets } from './fixture-sheets.js';
import { unzipSync, zipParts } from './zip-parts.js';

// a machine that is busy with other suites needs longer than the usual five seconds
jest.setTimeout(300_000);

/** Time of the processor: without the limits these files take minutes or all of the memory. */
const BOUND_MS = 60_000;
const sheets = kitaSheets().slice(0, 1);

async function good(): Promise<Map<string, Uint8Array>> {
  const written = await writeXlsx(approved(sheets), { paper: 'A3' });
  if (written.kind === 'refused') throw new Error();
  return unzipSync(written.bytes);
}

const TAB = 'xl/worksheets/sheet1.xml';
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const bytes = (content: string) => new TextEncoder().encode(content);

async function withPart(name: string, content: string): Promise<Uint8Array> {
  const parts = await good();
  parts.set(name, bytes(content));
  return zipParts(parts);
}

/** Refused with a sentence, within seconds and without eating memory. */
async function refusal(file: Uint8Array, name = 'x.xlsx'): Promise<string> {
  const before = process.memoryUsage().rss;
  const start = process.cpuUsage();
  const read = await readFile(file, name);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(BOUND_MS);
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(600);
  if (read.kind !== 'refused') throw new Error('it was read');
  const sentence = read.problems[0]!.message.ja;
  expect(sentence).toMatch(/。$/u);
  return sentence;
}

describe('refused with a clear sentence, in bounded time and memory', () => {
  test('a zip bomb that declares what it is, and one that lies', async () => {
    const zeros = Buffer.alloc(LIMITS.partBytes + 1, 0x20);
    for (const declared of [zeros.length, 10]) {
      const parts = await good();
      const file = zipParts(parts, { name: 'xl/sharedStrings.xml', packed: deflateRawSync(zeros), declared });
      expect(await refusal(file)).toContain('展開すると上限');
    }
  });

  test('many parts that are each within the limit', async () => {
    const parts = await good();
    const some = bytes(' '.repeat(LIMITS.partBytes - 1));
    for (let n = 0; n < 4; n += 1) parts.set(`xl/extra${n}.xml`, some);
    expect(await refusal(zipParts(parts))).toContain('展開すると上限');
  });

  test('entities (billion laughs)', async () => {
    const parts = await good();
    const xml = text(parts.get(TAB)).replace(
      '<worksheet',
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet',
    );
    expect(await refusal(await withPart(TAB, xml))).toContain('DOCTYPE');
  });

  test.each([
    ['a value in the last row', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>', '行'],
    ['a value in the last column', '<row r="99"><c r="XFD99"><v>1</v></c></row>', '列'],
    [
      'a million cells',
      '<row r="99">'.concat('<c r="A99"><v>1</v></c>'.repeat(LIMITS.cells + 1), '</row>'),
      'セル',
    ],
  ])('%s', async (_, row, what) => {
    const parts = await good();
    const xml = text(parts.get(TAB)).replace('</sheetData>', `${row}</sheetData>`);
    expect(await refusal(await withPart(TAB, xml))).toContain(`${what}が多すぎます`);
  });

  test('merged ranges without end', async () => {
    const parts = await good();
    const merges = '<mergeCell ref="A1:XFD1048576"/>'.repeat(LIMITS.mergesPerTab + 1);
    const xml = text(parts.get(TAB)).replace('</mergeCells>', `${merges}</mergeCells>`);
    expect(await refusal(await withPart(TAB, xml))).toContain('結合');
  });

  test('one long text shown in many cells', async () => {
    const parts = await good();
    const strings = text(parts.get('xl/sharedStrings.xml')).replace(
      '</sst>',
      `<si><t>${'あ'.repeat(30_000)}</t></si></sst>`,
    );
    const last = strings.split('<si>').length - 2;
    const rows = Array.from(
      { length: 1_000 },
      (_, n) => `<row r="${n + 100}"><c r="A${n + 100}" t="s"><v>${last}</v></c></row>`,
    );
    parts.set('xl/sharedStrings.xml', bytes(strings));
    parts.set(TAB, bytes(text(parts.get(TAB)).replace('</sheetData>', `${rows.join('')}</sheetData>`)));
    expect(await refusal(zipParts(parts))).toContain('文字が多すぎます');
  });

  test('tags that never end do not cost time', async () => {
    const xml = `<worksheet><sheetData>${'<c '.repeat(2_000_000)}`;
    expect(await refusal(await withPart(TAB, xml))).toMatch(/壊れて|多すぎ/u);
  });

  test('broken, cut off, encrypted and other files', async () => {
    const written = await writeXlsx(approved(sheets), { paper: 'A3' });
    if (written.kind === 'refused') throw new Error();
    expect(await refusal(written.bytes.slice(0, 3_000))).toContain('壊れています');
    const bent = Uint8Array.from(written.bytes);
    for (let at = 200; at < 1_200; at += 1) bent[at] = (bent[at] ?? 0) ^ 0x5a;
    expect(await refusal(bent)).toContain('壊れています');
    expect(await refusal(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toContain('パスワード');
    expect(await refusal(Buffer.from('hello'))).toContain('Excel ブック');
    expect(await refusal(zipParts(new Map([['a.txt', bytes('a')]])))).toContain('中身がありません');
    expect(await refusal(new Uint8Array(0))).toContain('空です');
    expect(await refusal(new Uint8Array(LIMITS.fileBytes + 1), 'x.csv')).toContain('大きすぎます');
    expect(await refusal(Buffer.from('%PDF-1.7'), 'x.pdf')).toContain('.xlsx');
  });
});

describe('made harmless and said', () => {
  test('macros and links to other files', async () => {
    const parts = await good();
    parts.set('xl/vbaProject.bin', bytes('x'));
    parts.set('xl/externalLinks/externalLink1.xml', bytes('<externalLink/>'));
    const read = await readFile(zipParts(parts), 'x.xlsm');
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
    expect(read.sheets.map((one) => one.sheet)).toEqual(sheets);
    expect(read.notes.map((note) => note.id)).toEqual(['F01', 'F02']);
  });

  test('formatted but blank cells to the end of the tab', async () => {
    const parts = await good();
    const xml = text(parts.get(TAB)).replace(
      '</sheetData>',
      '<row r="1048576"><c r="XFD1048576" s="1"/><c r="A1048576" s="1"></c></row></sheetData>',
    );
    const read = await readFile(await withPart(TAB, xml), 'x.xlsx');
    expect(read.kind).toBe('read');
  });

  test('texts that begin like formulas are written as texts, never as formulas', async () => {
    const [sheet] = sheets;
    const goal = sheet!.goals[0]!;
    const status = '=HYPERLINK("http://example.invalid","x")';
    const evil = {
      ...sheet!,
      approved: true,
      goals: [{ ...goal, indicators: [{ ...goal.indicators[0]!, status, overview: '#N/A' }] }],
    };
    const written = await writeXlsx([evil], { paper: 'A4' });
    if (written.kind === 'refused') throw new Error();
    expect(text(unzipSync(written.bytes).get(TAB))).not.toContain('<f>');
    const read = await readFile(written.bytes, 'x.xlsx');
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
    expect(read.sheets[0]!.sheet.goals[0]!.indicators[0]).toMatchObject({ status, overview: '#N/A' });
  });
});
