/** Mid-year's document in each kind of file, and that none of them is read as a sheet of year-end. */
import { describe, expect, test } from '@jest/globals';
import { withoutResults } from '../../../src/core/sheet/sheet.js';
import { readFile, type WriteFileOptions, writeFile } from '../../../src/workbook/files.js';
import type { OfficialSheet } from '../../../src/workbook/form/official-sheet.js';
import { openBook } from '../../../src/workbook/xlsx/library.js';
import { kitaSheets } from '../fixture-sheets.js';

const legend = [
  { symbol: '○', meaning: '達成見込み', text: '○:達成見込み' },
  { symbol: '△', meaning: '一部未達成見込み', text: '△:一部未達成見込み' },
];

/** The nth sheet (from 0) as it is reported at mid-year: its first indicator falls short. */
function document(n: number): OfficialSheet {
  const sheet = withoutResults(kitaSheets()[n]!);
  const goals = sheet.goals.map((goal, at) =>
    at > 0
      ? goal
      : {
          ...goal,
          nextPolicy: goal.nextPolicy === null ? null : '来年度も続けます。',
          indicators: goal.indicators.map((one) => ({
            ...one,
            result: '90人',
            rating: '△',
            status: '上半期は90人でした。',
          })),
        },
  );
  return {
    ...sheet,
    legend,
    goals,
    measures: goals.map(({ indicators }, at) =>
      indicators.map(() => (at === 0 ? '11月に2回開きます。' : '')),
    ),
    approved: true,
  };
}

async function written(sheets: readonly OfficialSheet[], options: WriteFileOptions): Promise<Uint8Array> {
  const file = await writeFile(sheets, options);
  if (file.kind === 'refused') throw new Error(JSON.stringify(file.problems));
  return file.bytes;
}

async function cellsOf(sheet: OfficialSheet): Promise<string[][]> {
  const book = await openBook(await written([sheet], { format: 'xlsx' }));
  return book.sheets[0]!.rows.map((row) => row.map((cell) => String(cell ?? '')));
}

describe('the workbook', () => {
  test('has 中間結果, 見込み and 下半期の対策 in the layout of the sheet, and says in its title what it is', async () => {
    const rows = await cellsOf(document(6));
    expect(rows[0]![0]).toBe('組織目標管理シート（中間報告）');
    const text = rows.flat();
    expect(text).toContain('△:一部未達成見込み');
    const head = rows.findIndex((row) => row.includes('No.'));
    expect(rows[head]!.filter((cell) => cell !== '')).toEqual([
      ...[
        'No.',
        '組織目標',
        '指標',
        '主な取組(事業)',
        '見込み',
        '下半期の対策',
        '目標達成状況',
        '今後の方針',
      ],
    ]);
    expect(rows[head + 1]!.filter((cell) => cell !== '')).toEqual([
      ...['総合計画(実施計画)上の位置づけ', '取組指標', 'R5目標', '中間結果', '取組名称(事業名)', '概要'],
    ]);
    const first = rows[head + 2]!;
    expect(first.slice(4, 6)).toEqual(['200人以上', '90人']);
    expect(first.slice(8)).toEqual([
      '△',
      '11月に2回開きます。',
      '上半期は90人でした。',
      '来年度も続けます。',
    ]);
    expect(text).not.toContain('結果');
    expect(text).not.toContain('R5結果');
  });

  test('of the form with one cell for 目標達成状況 and 今後の方針 keeps that cell one', async () => {
    const rows = await cellsOf(document(2));
    const row = rows.find((cells) => cells.includes('90人'))!;
    expect(row.slice(8)).toEqual(['△', '11月に2回開きます。', '上半期は90人でした。', '']);
  });
});

test('the .csv has a column for each, without those that keep the printed form', async () => {
  const text = new TextDecoder().decode(await written([document(6), document(7)], { format: 'csv' }));
  const [names = '', first = ''] = text.split('\r\n');
  const columns = names.replace('\ufeff', '').split(',');
  const cells = first.split(',');
  const at = (name: string) => cells[columns.indexOf(name)];
  expect(['中間結果', '中間結果_値', '見込み', '見込みの意味', '下半期の対策'].map(at)).toEqual([
    ...['90人', '90', '△', '一部未達成見込み', '11月に2回開きます。'],
  ]);
  expect(columns).toContain('評価日');
  expect(columns.filter((name) => /^(結果|評価(?!日)|様式_)/u.test(name))).toEqual([]);
});

test('the page says each outlook in words, and has the same columns', async () => {
  const page = new TextDecoder().decode(await written([document(6)], { format: 'html' }));
  expect(page).toContain('<title>組織目標管理シート（中間報告） 建設課</title>');
  expect(page).toContain('<td class="r">△ 一部未達成見込み</td><td>11月に2回開きます。</td>');
  for (const word of ['中間結果', '見込み', '下半期の対策'])
    expect(page).toMatch(new RegExp(`<th scope="col"[^>]*>${word}</th>`, 'u'));
});

describe('is not taken for a sheet of year-end', () => {
  test.each(['xlsx', 'csv'] as const)('as .%s: it is refused, and the sentence says why', async (format) => {
    for (const draft of [false, true]) {
      const sheet = { ...document(6), approved: !draft };
      const read = await readFile(await written([sheet], { format, draft }), `midyear.${format}`);
      expect(read.kind === 'refused' && read.problems.map(({ message }) => message.ja)).toEqual([
        expect.stringContaining('中間報告のシートです。'),
      ]);
    }
  });

  test('also as a .csv saved from the workbook, and when its title was taken away: 結果 is missing', async () => {
    const rows = await cellsOf(document(6));
    const saved = (from: string[][]) =>
      new TextEncoder().encode(
        from.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'),
      );
    const refusal = async (bytes: Uint8Array) => {
      const read = await readFile(bytes, 'midyear.csv');
      return read.kind === 'refused' ? read.problems.map(({ message }) => message.ja).join() : read.kind;
    };
    expect(await refusal(saved(rows))).toContain('中間報告のシートです。');
    const plain = rows.map((row, at) => (at === 0 ? ['組織目標管理シート', ...row.slice(1)] : row));
    expect(await refusal(saved(plain))).toContain('結果');
  });
});
