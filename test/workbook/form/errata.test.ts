/** Sheets that were corrected after their publication: the mark 訂正, the 正誤表, and all of it read back as the sheet. */
import { describe, expect, test } from '@jest/globals';
import { readXlsx as readBook, writeXlsx as writeBook } from 'hucre/xlsx';
import type { Erratum } from '../../../src/core/report/errata.js';
import { readFile, type WriteFileOptions, writeFile } from '../../../src/workbook/files.js';
import type { OfficialSheet } from '../../../src/workbook/form/official-sheet.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

const sheets = kitaSheets();

function erratum(sheet: OfficialSheet, goal: number, more: Partial<Erratum>): Erratum {
  const { no, indicators } = sheet.goals[goal]!;
  return {
    goalNo: no,
    indicator: indicators[0]!.name,
    row: 0,
    field: 'result',
    before: '180人',
    after: indicators[0]!.result,
    reason: '集計に誤りがありました。',
    correctedOn: '2024-06-03',
    ...more,
  };
}

/** 地域総務課, its second goal corrected twice, and 産業振興課, which was not. */
function corrected(): OfficialSheet[] {
  const [first, second] = approved([sheets[0]!, sheets[5]!]);
  const errata = [
    erratum(first!, 1, {}),
    erratum(first!, 1, {
      field: 'policy',
      indicator: '',
      row: null,
      before: '',
      after: first!.goals[1]!.nextPolicy ?? '',
      reason: '=1+1',
      correctedOn: '2024-12-31',
    }),
  ];
  return [{ ...first!, errata }, second!];
}

async function write(from: readonly OfficialSheet[], options: WriteFileOptions): Promise<Uint8Array> {
  const written = await writeFile(from, options);
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  return written.bytes;
}

async function readBack(bytes: Uint8Array, name: string) {
  const read = await readFile(bytes, name);
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
  return read;
}

const texts = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '' : String(cell))));

test.each([
  ['x.xlsx', { format: 'xlsx', paper: 'A3' }],
  ['x.xlsx', { format: 'xlsx', paper: 'A4', rating: 'symbol-and-word' }],
  ['x.csv', { format: 'csv' }],
  ['x.csv', { format: 'csv', encoding: 'cp932' }],
  ['x.json', { format: 'json' }],
] as const)('%s %j comes back as the sheets without marks', async (name, options) => {
  const read = await readBack(await write(corrected(), options), name);
  expect(read.sheets.map(({ sheet }) => sheet)).toEqual([sheets[0], sheets[5]]);
  if (options.format !== 'json') expect(read.notes.map(({ id }) => id)).toContain('F16');
});

test('a sheet that was not corrected is written as ever', async () => {
  for (const format of ['xlsx', 'csv', 'html', 'json'] as const) {
    const [one] = approved([sheets[0]!]);
    const plain = new TextDecoder().decode(await write([{ ...one!, errata: [] }], { format }));
    if (format !== 'xlsx') expect(plain).toBe(new TextDecoder().decode(await write([one!], { format })));
    expect(plain).not.toContain('正誤');
  }
  const read = await readBack(await write(approved([sheets[0]!]), { format: 'xlsx' }), 'x.xlsx');
  expect(read.notes).toEqual([]);
});

describe('.xlsx', () => {
  test('the No. of the goal says 訂正 and the day; a last tab lists what was wrong and is right', async () => {
    const book = await readBook(await write(corrected(), { format: 'xlsx' }), { readStyles: true });
    expect(book.sheets.map(({ name }) => name)).toEqual(['地域総務課', '産業振興課', '正誤表']);
    const marks = book.sheets.map(({ rows }) =>
      texts(rows).flatMap((row) => row.filter((cell) => cell.includes('訂正\n'))),
    );
    expect(marks).toEqual([['2\n訂正\n令和6年\n12月31日'], [], []]);
    const [title, about, head, ...lines] = texts(book.sheets[2]!.rows);
    expect([title![0], about![0]]).toEqual(['正誤表', '令和5年度']);
    expect(head).toEqual(['課・機関名', 'No.', '取組指標', '箇所', '誤', '正', '理由', '訂正した日']);
    const { indicators, nextPolicy } = sheets[0]!.goals[1]!;
    const { name, result } = indicators[0]!;
    expect(lines).toEqual([
      ['地域総務課', '2', name, '結果', '180人', result, '集計に誤りがありました。', '令和6年6月3日'],
      ['地域総務課', '2', '', '今後の方針', '（空欄）', nextPolicy, '=1+1', '令和6年12月31日'],
    ]);
    // a reason that looks like a formula is none
    expect(book.sheets[2]!.cells?.get('4,6')?.formula).toBeUndefined();
    expect(book.sheets[2]!.pageSetup).toMatchObject({ orientation: 'landscape', fitToPage: true });
  });

  test('of one sheet alone it names the section above, not in every row', async () => {
    const book = await readBook(await write(corrected().slice(0, 1), { format: 'xlsx' }));
    const rows = texts(book.sheets[1]!.rows);
    expect(rows[1]![0]).toMatch(/^令和5年度　.*地域総務課$/u);
    expect(rows[2]![0]).toBe('No.');
  });

  test('an organisation’s own form is marked too and gets the list as a tab', async () => {
    const heads = '評価,No.,組織目標,位置づけ,取組指標,R5目標,R5結果,取組名称,概要,目標達成状況,今後の方針';
    const form = [
      ['組織目標管理シート'],
      ['年度', '', '', '組織名(部)', '', '組織名(準部・課・機関名)', ''],
      ['作成日', '', '', '評価日', '', '(参考)関連する総合計画における政策指標', ''],
      heads.split(','),
      ['', '1', '', '', '', '', '', '', '', '', ''],
    ];
    const template = await writeBook({ sheets: [{ name: '様式', rows: form }] });
    const bytes = await write(corrected(), { format: 'xlsx', template });
    const book = await readBook(bytes);
    expect(book.sheets.map(({ name }) => name)).toEqual(['地域総務課', '産業振興課', '正誤表']);
    expect(texts(book.sheets[0]!.rows).flat()).toContain('2\n訂正\n令和6年\n12月31日');
    expect(texts(book.sheets[2]!.rows)[3]!.slice(3, 6)).toEqual([
      '結果',
      '180人',
      sheets[0]!.goals[1]!.indicators[0]!.result,
    ]);
    const read = await readBack(bytes, 'x.xlsx');
    expect(read.sheets.map(({ sheet }) => sheet.goals)).toEqual([sheets[0]!.goals, sheets[5]!.goals]);
  });
});

test('.csv: columns behind all others say what was corrected, beside the indicator it is about', async () => {
  const [first, second] = corrected();
  const ofGoal = { field: 'policy', indicator: '', row: null, before: '' } as const;
  const both = [first!, { ...second!, errata: [erratum(second!, 1, {}), erratum(second!, 1, ofGoal)] }];
  const text = new TextDecoder().decode(await write(both, { format: 'csv' }));
  expect(text.split('\r\n')[0]).toMatch(
    /,訂正日,訂正日_西暦,正誤_箇所,正誤_誤,正誤_正,正誤_理由,正誤_訂正日_西暦$/u,
  );
  expect(text).toContain(',令和6年12月31日,2024-12-31,結果|今後の方針,180人|（空欄）,');
  // the second indicator of the goal has only what is the goal's
  expect(text).toContain(',令和6年6月3日,2024-06-03,結果|今後の方針,180人|（空欄）,');
  expect(text).toContain(',令和6年6月3日,2024-06-03,今後の方針,（空欄）,');
  expect(text).toContain(',集計に誤りがありました。|=1+1,2024-06-03|2024-12-31');
});

test('.html: the mark with a date that machines read, and the list as a table of its own below', async () => {
  const page = new TextDecoder().decode(await write(corrected(), { format: 'html' }));
  expect(page).toContain(
    '2<br><strong class="erratum">訂正</strong><br><time datetime="2024-12-31">令和6年12月31日</time>',
  );
  expect(page.match(/<strong class="erratum">/gu)).toHaveLength(1);
  expect(page).toContain('<caption>地域総務課 正誤表（公表後に訂正した箇所）</caption>');
  expect(page).toContain('<td>結果</td><td>180人</td>');
  expect(page).toContain('<time datetime="2024-06-03">令和6年6月3日</time></td></tr>');
});

test('.json: beside the sheet, where readers pass over it', async () => {
  const json = JSON.parse(new TextDecoder().decode(await write(corrected(), { format: 'json' })));
  expect(json.sheets[0].derived.errata[0]).toMatchObject({
    goal_no: '2',
    field: 'result',
    before_text: '180人',
    corrected_on: '2024-06-03',
  });
  expect(json.sheets[1].derived).toBeUndefined();
});
