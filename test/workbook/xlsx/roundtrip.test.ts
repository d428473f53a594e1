import { describe, expect, test } from '@jest/globals';
import { readXlsx as readBook } from 'hucre/xlsx';
import { LIMITS } from '../../../src/workbook/cells/limits.js';
import type { OfficialSheet } from '../../../src/workbook/form/official-sheet.js';
import { readXlsx } from '../../../src/workbook/xlsx/read.js';
import { writeXlsx, type XlsxOptions } from '../../../src/workbook/xlsx/write.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

const sheets = kitaSheets();

async function write(from: readonly OfficialSheet[], options: XlsxOptions): Promise<Uint8Array> {
  const written = await writeXlsx(from, options);
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  return written.bytes;
}

async function readBack(bytes: Uint8Array) {
  const read = await readXlsx(bytes, 'kita.xlsx');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems, null, 1));
  return read;
}

describe('the eight real sheets', () => {
  test.each(['A3', 'A4'] as const)('written on %s and read again are equal', async (paper) => {
    expect(sheets).toHaveLength(8);
    const read = await readBack(await write(approved(sheets), { paper }));
    expect(read.sheets.map((one) => one.sheet)).toEqual(sheets);
    expect(read.notes).toEqual([]);
  });

  test('○ 達成 in the cell is read as the same rating', async () => {
    const read = await readBack(await write(approved(sheets), { paper: 'A3', rating: 'symbol-and-word' }));
    expect(read.sheets.map((one) => one.sheet)).toEqual(sheets);
  });

  test('no page begins inside a goal', async () => {
    const book = await readBook(await write(approved(sheets), { paper: 'A4' }), { readStyles: true });
    expect(book.sheets.flatMap((tab) => tab.rowBreaks ?? []).length).toBeGreaterThan(4);
    for (const { rowBreaks = [], merges = [] } of book.sheets)
      for (const row of rowBreaks)
        expect(merges.filter(({ startRow, endRow }) => startRow <= row && row < endRow)).toEqual([]);
  });

  test('print set-up: landscape, one page wide, headings repeated, page numbers, tabs by section', async () => {
    const book = await readBook(await write(approved(sheets), { paper: 'A3' }), { readStyles: true });
    expect(book.sheets.map((tab) => tab.name)).toEqual(sheets.map((sheet) => sheet.header.organization.text));
    for (const tab of book.sheets) {
      expect(tab.pageSetup).toMatchObject({
        paperSize: 'a3',
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
      });
      expect(tab.pageSetup!.printArea).toMatch(/^\$A\$1:\$K\$\d+$/);
      expect(tab.pageSetup!.printTitlesRow).toMatch(/^\$\d+:\$\d+$/);
      expect(tab.headerFooter!.oddFooter).toContain('&P / &N');
    }
    const [first] = book.sheets;
    expect(first!.cells!.get('9,1')!.style).toMatchObject({
      font: { name: 'ＭＳ Ｐゴシック' },
      alignment: { wrapText: true },
      border: { top: { style: 'thin' } },
    });
  });

  test('goals are merged over their indicators as printed (T04, T05, T07)', async () => {
    const book = await readBook(await write(approved([sheets[5]!]), { paper: 'A3' }));
    const merged = book.sheets[0]!.merges!.filter((merge) => merge.startRow === 10).map((merge) => [
      merge.startCol,
      merge.endRow,
    ]);
    // No., 組織目標, 位置づけ, 取組名称, 今後の方針 of goal 2 over two rows
    expect(merged.sort((a, b) => a[0]! - b[0]!)).toEqual([
      [0, 11],
      [1, 11],
      [2, 11],
      [6, 11],
      [10, 11],
    ]);
  });
});

test('a draft is refused unless asked for, then marked, and read with a note', async () => {
  const open = sheets.slice(0, 2).map((sheet, index) => ({ ...sheet, approved: index === 1 }));
  const refused = await writeXlsx(open, { paper: 'A3' });
  expect(refused.kind === 'refused' && refused.problems.map((one) => one.message.ja)).toEqual([
    expect.stringContaining('「地域総務課」はまだ承認されていません'),
  ]);
  const bytes = await write(open, { paper: 'A3', draft: true });
  const book = await readBook(bytes);
  expect(book.sheets.map((tab) => [tab.rows[0]![0], tab.headerFooter?.oddHeader !== undefined])).toEqual([
    ['組織目標管理シート　下書き（未承認）', true],
    ['組織目標管理シート', false],
  ]);
  const read = await readBack(bytes);
  expect(read.sheets.map((one) => one.sheet)).toEqual(sheets.slice(0, 2));
  expect(read.notes.map((note) => note.id)).toEqual(['F15']);
});

test('a text longer than the highest row is spread over several rows and is still one text', async () => {
  const [sheet] = sheets;
  const goal = sheet!.goals[0]!;
  const status = 'とても長い文です。'.repeat(250);
  const long = {
    ...sheet!,
    goals: [{ ...goal, indicators: [{ ...goal.indicators[0]!, status }] }, ...sheet!.goals.slice(1)],
  };
  const bytes = await write(approved([long]), { paper: 'A4' });
  const heights = [...(await readBook(bytes)).sheets[0]!.rowDefs!.values()].map((row) => row.height ?? 0);
  expect(Math.max(...heights)).toBeLessThanOrEqual(LIMITS.rowHeightPoints);
  expect(heights.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(1_000);
  expect((await readBack(bytes)).sheets.map((one) => one.sheet)).toEqual([long]);
});

test('a goal that no page can hold goes on to the next page, and is not squeezed into one', async () => {
  const [sheet] = sheets;
  const goal = sheet!.goals[0]!;
  const indicator = { ...goal.indicators[0]!, status: 'とても長い文です。'.repeat(150) };
  const pageSetupOf = async (from: readonly OfficialSheet[]) => {
    const book = await readBook(await write(from, { paper: 'A3' }), { readStyles: true });
    return book.sheets.map(({ pageSetup, rowBreaks = [] }) => [pageSetup!.fitToHeight, rowBreaks.length]);
  };
  const long = { ...sheet!, goals: [{ ...goal, indicators: [indicator, indicator] }] };
  expect(await pageSetupOf(approved([long]))).toEqual([[0, 0]]);
  const pages = await pageSetupOf(approved(sheets));
  expect(pages.map(([fit]) => fit)).toEqual(pages.map(([, breaks]) => (breaks === 0 ? 1 : 0)));
  expect(pages.filter(([fit]) => fit === 1).length).toBeGreaterThan(0);
});

test('texts that XML or Excel would bend come back as they were', async () => {
  const [sheet] = sheets;
  const goal = sheet!.goals[0]!;
  const texts = [
    '_x0041_',
    '007',
    '1,23',
    '1,234',
    '12',
    '#REF!',
    '𠮷野家',
    'a\nb',
    '&<>"',
    "'quoted",
    '\ufffe',
    '-5',
    '1e5',
  ];
  for (const status of texts) {
    const odd = {
      ...sheet!,
      goals: [{ ...goal, indicators: [{ ...goal.indicators[0]!, status, target: status }] }],
    };
    expect((await readBack(await write(approved([odd]), { paper: 'A3' }))).sheets[0]!.sheet).toEqual(odd);
  }
});

test('two sections of one name, and names that Excel forbids, get tabs of their own', async () => {
  const named = ['課/係:[甲]', '課/係:[甲]', "'引用'", 'あ'.repeat(40), 'あ'.repeat(40)].map((text) => ({
    ...sheets[0]!,
    header: { ...sheets[0]!.header, organization: { ...sheets[0]!.header.organization, text } },
  }));
  const read = await readBack(await write(approved(named), { paper: 'A3' }));
  expect(new Set(read.sheets.map((one) => one.where.tab)).size).toBe(5);
  expect(read.sheets.map((one) => one.sheet.header.organization.text)).toEqual(
    named.map((one) => one.header.organization.text),
  );
});
