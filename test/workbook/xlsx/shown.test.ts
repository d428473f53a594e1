/** What a cell shows is what is read: number formats, what is struck through, signs without width. */
import { describe, expect, test } from '@jest/globals';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import { readXlsxGrids } from '../../../src/workbook/xlsx/read.js';

type Written = { value: CellValue; type: 'number' | 'string' | 'richText' } & Record<string, unknown>;

async function read(cell: Written) {
  const book = await writeXlsx({ sheets: [{ name: '様式', cells: new Map([['0,0', cell as never]]) }] });
  const found = await readXlsxGrids(book, 'a.xlsx');
  if (found.kind === 'refused') return { refused: found.problems };
  return { text: found.grids[0]!.rows[0]?.cells[0]?.text ?? '', notes: found.notes };
}
const number = (value: number, numFmt: string): Written => ({ value, type: 'number', style: { numFmt } });

describe('a number shows through its format', () => {
  test.each<[string, number, string]>([
    ['General"人"', 12, '12人'],
    ['G/標準"人"', 12, '12人'],
    ['General"人"', 0.1 + 0.2, '0.3人'],
    ['0"件"" (4/5)"', 3, '3件 (4/5)'],
    ['[h]:mm', 1.5, '36:00'],
    ['[h]:mm', 100, '2400:00'],
    ['[h]"時間"mm"分"', 1.51, '36時間14分'],
    ['[mm]:ss', 0.01, '14:24'],
    ['h:mm', 0.5, '12:00'],
    ['h"時"mm"分"', 0.4, '9時36分'],
    ['[DBNum1]0', 123, '一二三'],
    ['[DBNum1]General', 123, '百二十三'],
    ['[DBNum1][$-411]G/標準"人"', 10_024, '一万二十四人'],
    ['[DBNum3]0', 123, '１２３'],
    ['[=1]"○";[=2]"△";"×"', 1, '○'],
    ['[=1]"○";[=2]"△";"×"', 2, '△'],
    ['[=1]"○";[=2]"△";"×"', 3, '×'],
    ['[<100]0"人";0"名"', 150, '150名'],
    ['[<0]"△"0;0', -5, '△5'],
    ['#,##0"人"', 1234, '1,234人'],
    ['#,##0;△#,##0', -5, '△5'],
    ['#,##0;[赤]-#,##0', -5, '-5'],
    ['#,##0;[Red]-#,##0', -5, '-5'],
    ['#,##0,"千円"', 1_234_567, '1,235千円'],
    ['0.0"%"', 5, '5.0%'],
    ['0.0%', 0.456, '45.6%'],
    ['0%', -0.9, '-90%'],
    ['[$¥-411]#,##0', 5, '¥5'],
    ['0人', 3, '3人'],
    ['_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', -1234, '-1,234'],
    ['# ?/?', 0.5, '1/2'],
    ['0.00E+00', 12_345, '1.23E+04'],
    ['000-0000', 1_234_567, '123-4567'],
    ['0;-0;"なし"', 0, 'なし'],
    [';;;', 5, ''],
  ])('%s of %d is %s', async (format, value, shown) => {
    expect(await read(number(value, format))).toEqual({ text: shown, notes: [] });
  });

  test.each<[string, number]>([
    ['[NatNum1]0', 5],
    ['[DBNum2]General', 123],
    ['[<100]0"人"', 150],
    ['0"/"0', 12],
  ])('%s is refused with the name of the cell', async (format, value) => {
    const { refused } = await read(number(value, format));
    expect(refused).toMatchObject([{ where: { file: 'a.xlsx', tab: '様式', cell: 'A1' } }]);
    expect(refused![0]!.message.ja).toContain(`「${format}」`);
  });

  test('a text shows through it too', async () => {
    const text = (value: string, numFmt: string): Written => ({ value, type: 'string', style: { numFmt } });
    expect(await read(text('山田', '@"様"'))).toMatchObject({ text: '山田様' });
    expect(await read(text('未定', '0"人"'))).toMatchObject({ text: '未定' });
    expect(await read(text('秘', ';;;'))).toMatchObject({ text: '' });
  });
});

describe('what is struck through is no text, and is told', () => {
  const strikethrough = { font: { strikethrough: true } };
  test('a whole cell', async () => {
    const { text, notes } = await read({ value: '180人', type: 'string', style: strikethrough });
    expect(text).toBe('');
    expect(notes).toMatchObject([{ id: 'F17', where: { cell: 'A1', tab: '様式' } }]);
    expect(notes![0]!.message.ja).toContain('「180人」');
    expect(await read({ value: 180, type: 'number', style: strikethrough })).toMatchObject({ text: '' });
  });
  test('a part of a cell', async () => {
    const richText = [{ text: '180人', ...strikethrough }, { text: '190人' }];
    const { text, notes } = await read({ value: '180人190人', type: 'richText', richText });
    expect(text).toBe('190人');
    expect(notes).toMatchObject([{ id: 'F17' }]);
  });
});

test('signs without width go, but for those that join an emoji', async () => {
  const cell = (value: string): Written => ({ value, type: 'string' });
  expect(await read(cell('200\u200B人\u2060以\uFEFF上\u200D'))).toMatchObject({ text: '200人以上' });
  expect(await read(cell('👨\u200D👩'))).toMatchObject({ text: '👨\u200D👩' });
});
