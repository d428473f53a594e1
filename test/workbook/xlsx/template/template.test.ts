import { describe, expect, test } from '@jest/globals';
import { type CellValue, openXlsx, readXlsx as readBook, saveXlsx, writeXlsx as writeBook } from 'hucre/xlsx';
import { cellName } from '../../../../src/workbook/cells/grid.js';
import { LIMITS } from '../../../../src/workbook/cells/limits.js';
import { heightOf } from '../../../../src/workbook/xlsx/layout/measure.js';
import { readXlsx } from '../../../../src/workbook/xlsx/read.js';
import { writeXlsx } from '../../../../src/workbook/xlsx/write.js';
import { approved, kitaSheets } from '../../fixture-sheets.js';

const sheets = kitaSheets();
const THIN = { style: 'thin' } as const;
const box = {
  border: { top: THIN, right: THIN, bottom: THIN, left: THIN },
  font: { name: '游ゴシック', size: 9 },
};

const FORM: CellValue[][] = [
  ['組織目標管理シート'],
  ['年度', '', '', '組織名(部)', '', '組織名(準部・課・機関名)', ''],
  ['作成日', '', '', '評価日', '', '(参考)関連する総合計画における政策指標', ''],
  ['○:達成'],
  ['△:一部未達成'],
  ['×:未達成'],
  [
    '評価',
    'No.',
    '組織目標',
    '位置づけ',
    '取組指標',
    'R5目標',
    'R5結果',
    '取組名称',
    '概要',
    '目標達成状況',
    '今後の方針',
  ],
  ['', '1', '', '', '', '', '', '', '', '', ''],
  ['', '2', '', '', '', '', '', '', '', '', ''],
  ['この欄は企画課が使います。'],
];

async function template(rows = FORM, names: { name: string; range: string }[] = []): Promise<Uint8Array> {
  const cells = new Map(
    rows.flatMap((row, r) => row.map((value, c) => [`${r},${c}`, { value, style: box }] as const)),
  );
  return writeBook({
    sheets: [
      {
        name: '様式',
        cells,
        rows: [],
        columns: rows[6]?.map(() => ({ width: 18 })) ?? [],
        pageSetup: { paperSize: 'a3', printTitlesRow: '$7:$7' },
      },
      { name: '手引', rows: [['記入の手引']] },
    ],
    namedRanges: names,
  });
}

test('the organisation’s own form is filled by its labels, one tab a sheet, and reads back as the same goals', async () => {
  const some = [sheets[0]!, sheets[5]!, sheets[6]!];
  const written = await writeXlsx(approved(some), { paper: 'A3', template: await template() });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  const read = await readXlsx(written.bytes, 'x.xlsx');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
  expect(read.sheets.map((one) => one.sheet.goals)).toEqual(some.map((sheet) => sheet.goals));
  expect(read.sheets.map((one) => one.sheet.header.organization.text)).toEqual(
    some.map((s) => s.header.organization.text),
  );
  expect(read.sheets[2]!.sheet.footnotes).toEqual([...sheets[6]!.footnotes, 'この欄は企画課が使います。']);
  const book = await readBook(written.bytes, { readStyles: true });
  expect(book.sheets.map((tab) => tab.name)).toEqual(['地域総務課', '産業振興課', '建設課', '手引']);
  expect(book.sheets[1]!.cells!.get('12,4')!.style).toMatchObject({
    font: { name: '游ゴシック', size: 9 },
    border: { top: THIN },
  });
  expect(book.sheets[1]!.pageSetup).toMatchObject({ paperSize: 'a3', printTitlesRow: '$7:$7' });
});

test('cells with names are filled where they are, whatever stands beside them', async () => {
  const rows: CellValue[][] = [
    ['組織目標管理シート'],
    ['', '', ''],
    [''],
    ['', '', '', '', '', '', '', '', '', '', ''],
  ];
  const at = (cell: string) => `'様式'!${cell}`;
  const columns = [
    '番号',
    '組織目標',
    '位置づけ',
    '取組指標',
    '目標',
    '結果',
    '取組名称',
    '概要',
    '評価',
    '目標達成状況',
    '今後の方針',
  ];
  const names = [
    { name: '組織名_課', range: at('$B$2') },
    ...columns.map((name, index) => ({ name, range: at(`$${String.fromCharCode(65 + index)}$4`) })),
  ];
  const written = await writeXlsx(approved([sheets[5]!]), {
    paper: 'A3',
    template: await template(rows, names),
  });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  const book = await readBook(written.bytes);
  const [tab] = book.sheets;
  expect(tab!.rows[1]![1]).toBe('産業振興課');
  expect(tab!.rows[3]!.slice(3, 6)).toEqual(['地域ごとのイベント等の実施(回)', 3, '3(延べ17回)']);
  expect(tab!.rows[9]![3]).toBe('各種イベントへの参画・協賛(回)');
});

test('a template without a place for a text, or no form at all, is refused', async () => {
  const without = FORM.map((row, index) =>
    index === 6 ? row.map((cell) => (cell === '今後の方針' ? '備考' : cell)) : row,
  );
  const one = approved([sheets[0]!]);
  const first = await writeXlsx(one, { paper: 'A3', template: await template(without) });
  expect(first.kind === 'refused' && first.problems[0]!.message.ja).toContain('今後の方針');
  const second = await writeXlsx(one, { paper: 'A3', template: await template([['別の表']]) });
  expect(second.kind === 'refused' && second.problems[0]!.message.ja).toContain('見出し');
  const third = await writeXlsx(one, { paper: 'A3', template: new Uint8Array([1, 2, 3]) });
  expect(third.kind).toBe('refused');
});

test('a text higher than the highest row of Excel is spread over several rows, and all of it is seen', async () => {
  const [sheet] = sheets;
  const [first, ...others] = sheet!.goals;
  const indicator = { ...first!.indicators[0]!, status: '地域の団体と説明会を開催した。'.repeat(80) };
  const next = { ...indicator, name: '次の取組指標', status: '予定どおり。' };
  const text = '安心して暮らせるまちをつくります。'.repeat(60);
  const long = { ...sheet!, goals: [{ ...first!, text, indicators: [next, indicator] }, ...others] };
  const written = await writeXlsx(approved([long]), { paper: 'A3', template: await template() });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  const [tab] = (await readBook(written.bytes)).sheets;
  const shown = (column: number, ofGoal: number) => {
    const [merge] = tab!.merges!.filter(
      ({ startCol, startRow }) => startCol === column && startRow >= ofGoal,
    );
    const rows = Array.from({ length: merge!.endRow - merge!.startRow + 1 }, (_, n) => merge!.startRow + n);
    return rows.map((row) => tab!.rowDefs!.get(row)!.height!);
  };
  const sum = (heights: readonly number[]) => heights.reduce((all, one) => all + one, 0);
  // Column 2 is 組織目標, 9 is 目標達成状況; the table begins in row 7.
  expect(sum(shown(2, 7))).toBeGreaterThanOrEqual(heightOf(text, 18, 9));
  expect(sum(shown(9, 8))).toBeGreaterThanOrEqual(heightOf(indicator.status, 18, 9));
  expect(shown(9, 8).length).toBeGreaterThan(1);
  expect(Math.max(...shown(2, 7))).toBeLessThanOrEqual(LIMITS.rowHeightPoints);
  const read = await readXlsx(written.bytes, 'x.xlsx');
  expect(read.kind === 'read' && read.sheets.map((one) => one.sheet.goals)).toEqual([long.goals]);
  expect(tab!.rows.at(-1)![0]).toBe('この欄は企画課が使います。');
});

test('a text over the rows of several indicators is seen as a whole', async () => {
  const [sheet] = sheets;
  const goal = { ...sheet!.goals[0]!, text: '安心して暮らせるまちをつくります。'.repeat(12) };
  const [indicator] = goal.indicators;
  const indicators = ['一', '二', '三'].map((name) => ({ ...indicator!, name, status: '', overview: '' }));
  const written = await writeXlsx(approved([{ ...sheet!, goals: [{ ...goal, indicators }] }]), {
    paper: 'A3',
    template: await template(),
  });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  const { rowDefs } = (await readBook(written.bytes)).sheets[0]!;
  const heights = [7, 8, 9].map((row) => rowDefs!.get(row)!.height!);
  expect(heights.reduce((all, one) => all + one, 0)).toBeGreaterThanOrEqual(heightOf(goal.text, 18, 9));
});

test('no tab of two sections of one name takes the name of another tab of the form', async () => {
  const named = (department: string) => ({
    ...sheets[0]!,
    header: {
      ...sheets[0]!.header,
      department: { ...sheets[0]!.header.department, text: department },
      organization: { ...sheets[0]!.header.organization, text: '手引' },
    },
  });
  const written = await writeXlsx(approved([named('北区役所'), named('西区役所')]), {
    paper: 'A3',
    template: await template(),
  });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  const { sheets: tabs } = await readBook(written.bytes);
  expect(tabs.map(({ name }) => name)).toEqual(['手引 (2)', '手引 (3)', '手引']);
});

describe('formulas of the template', () => {
  const formed = async (formula: { tab: string; at: string; text: string }, rows: number) => {
    const blank = Array.from({ length: rows }, (_, n) => ['', String(n + 1), ...FORM[0]!.slice(1)]);
    const form = [...FORM.slice(0, 7), ...blank, FORM.at(-1)!];
    const bytes = await template(form, [{ name: '表題', range: "'様式'!$A$1" }]);
    const book = await openXlsx(bytes, { readStyles: true });
    const tab = book.sheets.find(({ name }) => name === formula.tab)!;
    tab.cells ??= new Map();
    tab.cells.set(formula.at, { value: 0, type: 'formula', formula: formula.text, formulaResult: 0 });
    return writeXlsx(approved([sheets[5]!]), { paper: 'A3', template: await saveXlsx(book) });
  };
  const many = sheets[5]!.goals.flatMap(({ indicators }) => indicators).length;

  test.each([
    ['様式', '4,5', 'COUNTIF(A8:A9,"○")', 2],
    ['様式', '4,5', 'SUM($G$8:$G$9)', 2],
    ['様式', '4,5', 'A10&"件"', 2],
    ['様式', '9,5', 'COUNTA(E8:E9)', 2],
    ['様式', '4,5', "'様式'!A3", 100],
    ['手引', '2,0', '様式!A8', 100],
    ['手引', '2,0', "SUM('様式'!A1:A3)", 100],
    ['手引', '2,0', 'INDIRECT("様式!A8")', 100],
    ['手引', '2,0', '表題&"より"', 100],
  ])('in %s at %s, %s over %d rows: refused', async (tab, at, text, rows) => {
    const written = await formed({ tab, at, text }, rows);
    if (written.kind !== 'refused') throw new Error('it was filled');
    expect(written.problems).toMatchObject([
      { where: { tab }, message: { ja: expect.stringContaining('合わなくなる数式') } },
    ]);
    const [row, column] = at.split(',').map(Number) as [number, number];
    expect(written.problems[0]?.message.ja).toContain(`ひな形の${cellName(row, column)}に`);
  });

  test.each([
    ['様式', '4,5', 'TODAY()', 2],
    ['様式', '4,5', 'B2&"（A99）"', 2],
    ['様式', '4,5', 'COUNTIF(A:A,"○")', 2],
    ['様式', '4,5', 'LOG10(B2)', 2],
    ['様式', '7,5', 'G8/F8', 2],
    ['様式', '4,5', 'COUNTIF(A8:A107,"○")', 100],
    ['手引', '2,0', 'COUNTA(A1:A50)', 2],
    ['手引', '2,0', '旧様式!A8', 2],
    ['様式', '4,5', 'COUNTIF(手引!A1:A50,"表題")', 2],
    ['様式', '4,5', "SUM('手引'!$A$1:$A$50,B2)", 2],
  ])('in %s at %s, %s over %d rows: filled', async (tab, at, text, rows) => {
    expect(rows === 2 || rows > many).toBe(true);
    expect((await formed({ tab, at, text }, rows)).kind).toBe('written');
  });
});
