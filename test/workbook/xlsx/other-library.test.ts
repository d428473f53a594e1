/** What is written is read back equal by another library, cell by cell, as Excel shows it (ECMA-376 18.8.30, 22.9.2.19). */
import { describe, expect, test } from '@jest/globals';
import exceljs, { type Cell, type Worksheet } from 'exceljs';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { readFile } from '../../../src/workbook/files.js';
import type { OfficialSheet } from '../../../src/workbook/form/official-sheet.js';
import { layOut } from '../../../src/workbook/xlsx/layout/layout.js';
import { writeXlsx, type XlsxOptions } from '../../../src/workbook/xlsx/write.js';
import { approved, kitaSheets } from '../fixture-sheets.js';
import { bookOf } from '../office-form.js';

const { ValueType } = exceljs;

/** What Excel shows of a cell. The two number formats are all that a file of ours has. */
function shown(cell: Cell): string {
  switch (cell.type) {
    case ValueType.Null:
      return '';
    case ValueType.String:
      return cell.value as string;
    case ValueType.RichText:
      return (cell.value as { richText: { text: string }[] }).richText.map(({ text }) => text).join('');
    case ValueType.Number: {
      if (cell.numFmt === '0') return String(cell.value);
      if (cell.numFmt === '#,##0') return (cell.value as number).toLocaleString('en-US');
      throw new Error(`${cell.address}: ${cell.numFmt}`);
    }
    default:
      throw new Error(`${cell.address} is a ${ValueType[cell.type]}: ${JSON.stringify(cell.value)}`);
  }
}

/** The texts of a tab by row and column from 1, and its merged ranges. */
function partsOf(tab: Worksheet) {
  const texts: Record<string, string> = {};
  tab.eachRow((row) =>
    row.eachCell((cell) => {
      if (cell.master === cell && shown(cell) !== '') texts[`${cell.row},${cell.col}`] = shown(cell);
    }),
  );
  return { texts, merges: [...tab.model.merges].sort() };
}

async function written(sheets: readonly OfficialSheet[], options: XlsxOptions): Promise<Uint8Array> {
  const file = await writeXlsx(sheets, options);
  if (file.kind === 'refused') throw new Error(JSON.stringify(file.problems));
  return file.bytes;
}

/** Every cell of the form, and no other, holds its text, and is merged as laid out. */
async function expectEqual(sheets: readonly Sheet[], options: XlsxOptions): Promise<void> {
  const book = await bookOf(await written(approved(sheets), options));
  expect(book.worksheets).toHaveLength(sheets.length);
  for (const [at, sheet] of approved(sheets).entries()) {
    const { paper, rating = 'symbol' } = options;
    const laid = layOut(sheet, { paper, draft: false, rating }).cells;
    // Excel takes no longer one
    expect(book.worksheets[at]!.headerFooter.oddFooter!.length).toBeLessThanOrEqual(255);
    const { texts, merges } = partsOf(book.worksheets[at]!);
    expect(texts).toEqual(
      Object.fromEntries(
        laid
          .filter(({ text }) => text !== '')
          .map(({ row, column, text }) => [`${row + 1},${column + 1}`, text]),
      ),
    );
    const name = (row: number, column: number) => `${'ABCDEFGHIJK'[column]}${row + 1}`;
    const spans = laid.filter(({ rowSpan, columnSpan }) => rowSpan > 1 || columnSpan > 1);
    expect(merges).toEqual(
      spans
        .map(
          ({ row, column, rowSpan, columnSpan }) =>
            `${name(row, column)}:${name(row + rowSpan - 1, column + columnSpan - 1)}`,
        )
        .sort(),
    );
  }
}

describe('the eight real sheets', () => {
  test.each<XlsxOptions>([{ paper: 'A3' }, { paper: 'A4', rating: 'symbol-and-word' }])(
    '%j',
    async (options) => {
      await expectEqual(kitaSheets(), options);
    },
  );

  test('each text of a sheet stands there: what is compared is not only how it was laid out', async () => {
    const sheets = kitaSheets();
    const book = await bookOf(await written(approved(sheets), { paper: 'A3' }));
    for (const [at, { header, goals, footnotes }] of sheets.entries()) {
      const there = Object.values(partsOf(book.worksheets[at]!).texts);
      const texts = goals.flatMap(({ text, nextPolicy, indicators }) => [
        ...[text, nextPolicy ?? ''],
        ...indicators.flatMap(({ initiatives: _, ...one }) => Object.values(one)),
      ]);
      const all = [
        ...texts,
        ...footnotes,
        ...Object.values(header).flatMap(({ label, text }) => [label, text]),
      ];
      expect(all.filter((text) => text !== '' && !there.includes(text))).toEqual([]);
    }
  });
});

const LONGEST = 32_767;
const HOSTILE = [
  '=1+1',
  '=HYPERLINK("http://example.invalid","x")',
  '+1',
  '-5',
  '@SUM(A1)',
  "'quoted",
  "''",
  'a\nb\n\n\nc',
  'あ'.repeat(LONGEST),
  '😀'.repeat(Math.floor(LONGEST / 2)),
  '👨\u200D👩\u200D👧',
  '👩🏽\u200D🚀',
  '𠮷野家',
  'が',
  '\ud800x',
  'x\udc00',
  '\u0001\u000bx',
  '\ufffe',
  '_x0041_',
  '_x005F_x0041_',
  '007',
  '0',
  '12',
  '1,234',
  '1,23',
  '1.50',
  '1e5',
  '1/2',
  '2023/4/1',
  '100%',
  '１２',
  '1'.repeat(16),
  '999999999999999',
  '9,999,999,999,999',
  'TRUE',
  '#REF!',
  '#N/A',
  '&<>"\'',
  ']]>',
  '<c r="A1"><v>1</v></c>',
  '﷽',
];

test('texts that XML or Excel would bend, in every cell of the form', async () => {
  const [sheet] = kitaSheets();
  let next = 0;
  const odd = () => HOSTILE[next++ % HOSTILE.length]!;
  const goals = Array.from({ length: 30 }, (_, at) => ({
    no: String(at + 1),
    text: odd(),
    nextPolicy: odd(),
    indicators: Array.from({ length: 1 + (at % 2) }, () => ({
      planReference: odd(),
      name: odd(),
      target: odd(),
      result: odd(),
      initiativeCell: odd(),
      initiatives: [],
      overview: odd(),
      rating: '△',
      status: odd(),
    })),
  }));
  const header = Object.fromEntries(
    Object.entries(sheet!.header).map(([field, { label }]) => [field, { label, text: odd() }]),
  ) as Sheet['header'];
  const bent = { ...sheet!, header, goals, footnotes: HOSTILE, looseMarks: HOSTILE.slice(0, 9) };
  await expectEqual([bent], { paper: 'A3' });
  for (const at of HOSTILE.keys())
    await expectEqual(
      [
        {
          ...bent,
          goals: goals.slice(0, 1),
          header: { ...header, organization: { label: '課', text: HOSTILE[at]! } },
        },
      ],
      { paper: 'A4' },
    );
}, 120_000);

test.each(HOSTILE.map((text) => [text.slice(0, 20), text]))(
  '%j is read by Maru as it was',
  async (_, text) => {
    const [sheet] = kitaSheets();
    const [goal] = sheet!.goals;
    const indicator = { ...goal!.indicators[0]!, target: text, result: text, status: text };
    const one = { ...sheet!, goals: [{ ...goal!, nextPolicy: text, indicators: [indicator] }] };
    const read = await readFile(await written(approved([one]), { paper: 'A3' }), 'x.xlsx');
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems).slice(0, 500));
    expect(read.sheets.map(({ sheet }) => sheet)).toEqual([one]);
  },
);

test('a text longer than a cell of Excel is refused by its section and its beginning', async () => {
  const [sheet] = kitaSheets();
  const [goal] = sheet!.goals;
  const long = 'とても長い文です。'.repeat(4_000);
  const one = { ...sheet!, goals: [{ ...goal!, nextPolicy: long }] };
  const refused = await writeXlsx(approved([one]), { paper: 'A3' });
  expect(refused.kind === 'refused' && refused.problems).toEqual([
    {
      where: {},
      message: {
        ja: expect.stringContaining('「地域総務課」の「とても長い文です。'),
        en: expect.stringContaining('longer than the 32,767 characters'),
      },
    },
  ]);
});
