/** What a cell shows is what is read: number formats, what is struck through, signs without width. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import { readFile as readAny } from '../../../src/workbook/files.js';
import { readXlsxGrids } from '../../../src/workbook/xlsx/read.js';
import { unzipSync, zipParts } from '../zip-parts.js';

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
    ['#,##0;[Red]#,##0', -1234, '-1,234'],
    ['#,##0"人";[赤]#,##0"人"', -5, '-5人'],
    ['0%;[Red]0%', -0.9, '-90%'],
    ['0"人";"赤"0"人"', -5, '赤5人'],
    ['#,##0_);(#,##0)', -5, '-5'],
    ['#,##0_);[Red](#,##0)', -1000, '-1,000'],
    ['#,##0_);[Red]\\(#,##0\\)', 1000, '1,000'],
    ['0"人";（0"人"）', -5, '-5人'],
    ['0"人";(0)"人"', -5, '-5人'],
    ['\\¥#,##0;[Red]\\¥-#,##0', -5, '¥-5'],
    ['#,##0;[Red]▲ #,##0', -5, '▲ 5'],
    ['#,##0;[Red]－#,##0', -5, '－5'],
    ['#,##0;[Red]"マイナス"#,##0', -5, 'マイナス5'],
    ['0"人増";[Red]0"人減"', -5, '5人減'],
    ['0;[Red](0)', -0.4, '(0)'],
    ['[Red]0', -5, '-5'],
    ['[Red][<0]0;0', -5, '-5'],
    ['0;0', -5, '5'],
    ['#,##0,"千円"', 1_234_567, '1,235千円'],
    ['0.0"%"', 5, '5.0%'],
    ['0.0%', 0.456, '45.6%'],
    ['0%', -0.9, '-90%'],
    ['0%', 0.285, '29%'],
    ['0%', -0.145, '-15%'],
    ['0.0%', 0.28755, '28.8%'],
    ['0.0%', 0.9985, '99.9%'],
    ['0%', 0.284999999999999, '28%'],
    ['0.0', 1.45, '1.5'],
    ['0.00', 1.005, '1.01'],
    ['#,##0.0', 1234.35, '1,234.4'],
    ['#,##0.0,,"百万円"', 12_350_000, '12.4百万円'],
    ['#,##0', 1e15, '1,000,000,000,000,000'],
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

describe('a date shows through its format', () => {
  // 2023-04-01 is a Saturday, 45017 days of Excel's count; 2019-05-01 began 令和
  test.each<[string, number, string]>([
    ['yyyy/m/d', 45_017, '2023/4/1'],
    ['yyyy/m/d h:mm', 45_017.4, '2023/4/1 9:36'],
    ['yyyy/mm/dd hh:mm:ss', 45_017.4, '2023/04/01 09:36:00'],
    ['m"月"d"日"(aaa)', 45_017, '4月1日(土)'],
    ['aaa', 45_017, '土'],
    ['aaaa', 45_017, '土曜日'],
    ['m/d(ddd)', 45_017, '4/1(Sat)'],
    ['[$-411]dddd', 45_017, '土曜日'],
    ['[$-409]d-mmm-yy', 45_017, '1-Apr-23'],
    ['[$-411]ggge"年"m"月"d"日"', 45_017, '令和5年4月1日'],
    ['[$-411]ggge"年"m"月"d"日";@', 43_586, '令和元年5月1日'],
    ['[$-411]ggge"年"', 45_017, '令和5年'],
    ['[$-411]gge"年"m"月"d"日" aaaa', 43_585, '平31年4月30日 火曜日'],
    ['[$-411]ge.m.d', 45_017, 'R5.4.1'],
    ['[$-ja-JP-x-gannen]ggge"年"m"月"d"日"', 43_586, '令和元年5月1日'],
    ['[DBNum1][$-411]ggge"年"m"月"d"日"', 45_291, '令和五年十二月三十一日'],
    ['e"年度"', 45_017, '5年度'],
    ['m"月"', 45_017, '4月'],
    ['[$-411]GGGE"年"M"月"D"日"', 45_017, '令和5年4月1日'],
    ['[$-F800]dddd, mmmm dd, yyyy', 45_017, '2023年4月1日'],
    ['h:mm AM/PM', 0.75, '6:00 PM'],
    ['[$-411]AM/PM h"時"mm"分"', 45_017, '午前 12時00分'],
    ['h:mm', 45_017.999_99, '23:59'],
    ['mm:ss.0', 0.000_012, '00:01.0'],
    ['[h]:mm:ss', 1.000_012, '24:00:01'],
    ['yyyy/m/d', 60, '1900/2/29'],
    ['yyyy/m/d(aaa)', 1, '1900/1/1(日)'],
    ['yyyy/m/d;@', 2_958_465, '9999/12/31'],
  ])('%s of %d is %s', async (format, value, shown) => {
    expect(await read(number(value, format))).toEqual({ text: shown, notes: [] });
  });

  test.each<[string, number]>([
    ['[$-411]mmmm', 45_017],
    ['bbbb/m/d', 45_017],
    ['rr"年"m"月"', 45_017],
    ['NNNN', 45_017],
    ['yyyy/m/d', -1],
    ['yyyy/m/d', 2_958_466],
    ['[DBNum2]m"月"', 45_017],
    ['0"回" h', 3],
  ])('%s of %d is refused with the name of the cell', async (format, value) => {
    const { refused } = await read(number(value, format));
    expect(refused).toMatchObject([{ where: { tab: '様式', cell: 'A1' } }]);
    expect(refused![0]!.message.ja).toContain(`「${format}」`);
  });

  async function readBent(cell: Written, part: string, bend: (xml: string) => string) {
    const book = await writeXlsx({ sheets: [{ name: '様式', cells: new Map([['0,0', cell as never]]) }] });
    const parts = unzipSync(book);
    const xml = new TextDecoder().decode(parts.get(part));
    expect(bend(xml)).not.toBe(xml);
    parts.set(part, new TextEncoder().encode(bend(xml)));
    const found = await readXlsxGrids(zipParts(parts), 'a.xlsx');
    return found.kind === 'refused' ? found : found.grids[0]!.rows[0]!.cells[0]!.text;
  }

  test.each(['yyyy/m/d', 'aaa', '[$-411]ge.m.d'])('counted from 1904: %s', async (format) => {
    const from1904 = (xml: string) => xml.replace('<bookViews>', '<workbookPr date1904="1"/><bookViews>');
    const shown = { 'yyyy/m/d': '2023/4/1', aaa: '土', '[$-411]ge.m.d': 'R5.4.1' }[format];
    expect(await readBent(number(45_017 - 1_462, format), 'xl/workbook.xml', from1904)).toBe(shown);
    expect(
      await readBent(number(45_017, format), 'xl/workbook.xml', (xml) =>
        xml.replace('<bookViews>', '<workbookPr date1904="0"/><bookViews>'),
      ),
    ).toBe(shown);
  });

  test.each<[number, number, string]>([
    [14, 45_017, '2023/4/1'],
    [22, 45_017.5, '2023/4/1 12:00'],
    [58, 45_017, '令和5年4月1日'],
    [33, 0.5, '12時00分00秒'],
    [38, -1234, '-1,234'],
    [6, -1234, '¥-1,234'],
  ])('format %d, which Excel knows by number, of %d is %s', async (id, value, shown) => {
    const known = (xml: string) =>
      xml.replace(/<numFmts.*<\/numFmts>/s, '').replace(/(<xf [^>]*)numFmtId="16\d"/, `$1numFmtId="${id}"`);
    expect(await readBent(number(value, '0.0000'), 'xl/styles.xml', known)).toBe(shown);
  });

  test('written as a day of the calendar, not as a number', async () => {
    const iso = (xml: string) =>
      xml.replace(/<c r="A1"([^>]*)><v>[^<]*<\/v>/, '<c r="A1"$1 t="d"><v>2023-04-01T09:36:00</v>');
    const tab = 'xl/worksheets/sheet1.xml';
    expect(await readBent(number(1, 'yyyy/m/d h:mm'), tab, iso)).toBe('2023/4/1 9:36');
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

test.each(['x.csv', 'x.txt'])('signs without width go from %s as from a workbook', async (name) => {
  const plain = readFileSync(new URL('../../fixtures/kita-r5.txt', import.meta.url), 'utf8');
  const bent = plain.replace('200人以上', '200\u200B人\u2060以\uFEFF上\u200D');
  expect(bent).not.toBe(plain);
  const sheets = async (text: string) => {
    const read = await readAny(new TextEncoder().encode(text), name);
    return read.kind === 'read' && read.sheets.map(({ sheet }) => sheet);
  };
  expect(await sheets(plain)).toHaveLength(8);
  expect(await sheets(bent)).toEqual(await sheets(plain));
});

test('signs without width go, but for those that join an emoji', async () => {
  const cell = (value: string): Written => ({ value, type: 'string' });
  expect(await read(cell('200\u200B人\u2060以\uFEFF上\u200D'))).toMatchObject({ text: '200人以上' });
  for (const family of ['👨\u200D👩', '👩🏽\u200D🚀', '❤\uFE0F\u200D🔥'])
    expect(await read(cell(family))).toMatchObject({ text: family });
});
