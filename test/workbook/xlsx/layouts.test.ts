import { describe, expect, test } from '@jest/globals';
import { type CellValue, type MergeRange, type WriteSheet, writeXlsx as writeBook } from 'hucre/xlsx';
import { readXlsx } from '../../../src/workbook/xlsx/read.js';

const HEADINGS: CellValue[][] = [
  [
    'No.',
    '組織目標',
    '指標',
    null,
    null,
    null,
    '主な取組（事業）',
    null,
    '評価',
    '目標達成状況',
    '今後の方針',
  ],
  [
    null,
    null,
    '総合計画（実施計画）上の\n位置づけ',
    '取組指標',
    'Ｒ５目標',
    'Ｒ５結果',
    '取組名称（事業名）',
    '概要',
    null,
    null,
    null,
  ],
];
const HEADINGS_IN_ONE: CellValue[] = [
  'No.',
  '組織目標',
  '位置づけ',
  '取組指標',
  'R5目標',
  'R5結果',
  '取組名称',
  '概要',
];
const TOP: CellValue[][] = [
  ['組織目標管理シート'],
  [
    '年　度',
    '令和５年度',
    null,
    '（参考）関連する総合計画における政策指標',
    '・指標Ａ\n・指標Ｂ',
    null,
    null,
    null,
    null,
    '作成日',
    'Ｒ５．４．１',
  ],
  [
    '組織名（部）',
    '北区役所',
    null,
    '組織名\n（準部・課・機関名）',
    '産業振興課',
    null,
    null,
    null,
    null,
    '評価日',
    'R6.3.31',
  ],
  ['○：達成'],
  ['△：一部未達成'],
  ['×：未達成'],
];
const ROW: CellValue[] = [
  '1',
  '保全を進めます。',
  '行財3-2-②',
  '参加人数（人）',
  '１８０',
  '209',
  '海辺の森事業',
  '下草を刈ります。',
  '〇',
  '4回実施',
  '検討します。',
];

const merge = (ref: string): MergeRange => {
  const [a, b] = ref.split(':').map((one) => {
    const found = /^([A-Z]+)(\d+)$/.exec(one)!;
    return { col: found[1]!.charCodeAt(0) - 65, row: Number(found[2]) - 1 };
  });
  return { startRow: a!.row, startCol: a!.col, endRow: b!.row, endCol: b!.col };
};

async function read(...tabs: WriteSheet[]) {
  return readXlsx(await writeBook({ sheets: tabs }), 'x.xlsx', { understood: true });
}

async function sheetOf(rows: CellValue[][], more: Partial<WriteSheet> = {}) {
  const result = await read({ name: '課', rows, ...more });
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems, null, 1));
  return { sheet: result.sheets[0]!.sheet, result, ids: result.notes.map((one) => one.id) };
}

const GOAL = {
  no: '1',
  text: '保全を進めます。',
  nextPolicy: '検討します。',
  indicators: [
    {
      planReference: '行財3-2-②',
      name: '参加人数（人）',
      target: '１８０',
      result: '209',
      initiativeCell: '海辺の森事業',
      initiatives: ['海辺の森事業'],
      overview: '下草を刈ります。',
      rating: '○',
      status: '4回実施',
    },
  ],
};

test('full-width everything, labels with line breaks and blanks, look-alike symbols', async () => {
  const { sheet } = await sheetOf([...TOP, ...HEADINGS, ROW]);
  expect(sheet.fiscalYear).toBe(2023);
  expect(sheet.header.createdOn.text).toBe('Ｒ５．４．１');
  expect(sheet.legend.map((line) => line.symbol)).toEqual(['○', '△', '×']);
  expect(sheet.policyIndicators).toEqual(['指標Ａ', '指標Ｂ']);
  expect(sheet.goals).toEqual([GOAL]);
});

test('what is irregular is said of the labels and headings that the file has', async () => {
  const remarks = async (label: string) => {
    const rows = [TOP[0]!, TOP[1]!.map((cell) => (cell === TOP[1]![3] ? label : cell)), ...TOP.slice(2)];
    const { result } = await sheetOf([...rows, ...HEADINGS, ROW]);
    return result.sheets[0]!.irregularities.filter(({ id }) => id === 'H05').map(({ message }) => message.ja);
  };
  expect(await remarks('（参考）関連する総合計画における政策指標')).toEqual([]);
  expect(await remarks('政策指標')).toEqual([
    '欄名「政策指標」を「(参考) 関連する総合計画における政策指標」として読みました。',
  ]);
});

test('ten columns with 概要 blank throughout', async () => {
  const without = (row: CellValue[], ...columns: number[]) => row.filter((_, at) => !columns.includes(at));
  const heads = without(HEADINGS[0]!, 10).map((cell, at) => (at === 2 ? '位置づけ' : cell));
  const rows = [[...heads.slice(0, 3), '取組指標', '目標', '結果', '取組名称', null, ...heads.slice(8)]];
  const { sheet, result } = await sheetOf([...TOP, ...rows, without(ROW, 10).with(7, null)]);
  expect(sheet.goals).toEqual([
    { ...GOAL, nextPolicy: null, indicators: [{ ...GOAL.indicators[0]!, overview: '' }] },
  ]);
  expect(result.sheets[0]!.irregularities.map(({ id }) => id)).toContain('T03');
});

test('columns in another order, with columns of the office between them', async () => {
  const order = [10, 8, 9, 0, 1, 3, 4, 5, 2, 6, 7];
  const swap = (row: CellValue[], staff: CellValue) =>
    [...order.slice(0, 5), null, ...order.slice(5)].map((at) => (at === null ? staff : (row[at] ?? null)));
  const heads = [
    swap(
      [
        'No.',
        '組織目標',
        '位置付け',
        '取組指標',
        '令和5年度目標',
        '令和5年度実績',
        '取組名称',
        '概要',
        '評価',
        '目標達成状況',
        '今後の方針',
      ],
      '担当',
    ),
  ];
  const { sheet, ids } = await sheetOf([...TOP, ...heads, [...swap(ROW, '係'), '備考の文']]);
  expect(sheet.goals).toEqual([GOAL]);
  expect(ids).toEqual(['F11']);
});

test('headings out of line with the data, as on the print: the rating is the anchor', async () => {
  const shifted: CellValue[][] = [
    ['No.', '組織目標', '指標', '', '', '主な取組(事業)', '', '評価', '目標達成状況', '今後の方針', ''],
    [
      '',
      '',
      '総合計画(実施計画)上の位置づけ',
      '取組指標',
      'R5目標',
      'R5結果',
      '取組名称(事業名)',
      '',
      '',
      '',
      '概要',
    ],
  ];
  const { sheet } = await sheetOf([...TOP, ...shifted, ROW]);
  expect(sheet.goals).toEqual([GOAL]);
});

test('merged cells: goals over several rows, one indicator over two initiatives, title and header merged', async () => {
  const rows = [
    ...TOP,
    ...HEADINGS,
    ROW,
    [null, null, null, '出店（回）', '1', '1', null, '販売します。', '×', '出店なし', null],
    ['2', '目標二', '政策1-1-①', '回数', '3', '2', '事業甲', '甲です。', '△', '二回', '続けます。'],
    [null, null, null, null, null, null, '事業乙', '乙です。', null, null, null],
  ];
  const merges = [
    'A1:K1',
    'C7:F7',
    'G7:H7',
    'A7:A8',
    'B7:B8',
    'A9:A10',
    'B9:B10',
    'C9:C10',
    'G9:G10',
    'K9:K10',
    'A11:A12',
    'B11:B12',
    'C11:C12',
    'D11:D12',
    'E11:E12',
    'F11:F12',
    'I11:I12',
    'J11:J12',
    'K11:K12',
  ].map(merge);
  const { sheet } = await sheetOf(rows, { merges });
  expect(sheet.goals.map((goal) => [goal.no, goal.nextPolicy, goal.indicators.length])).toEqual([
    ['1', '検討します。', 2],
    ['2', '続けます。', 1],
  ]);
  expect(sheet.goals[0]!.indicators[1]).toMatchObject({
    planReference: '',
    initiativeCell: '',
    rating: '×',
    overview: '販売します。',
  });
  expect(sheet.goals[1]!.indicators[0]).toMatchObject({
    initiatives: ['事業甲', '事業乙'],
    overview: '甲です。\n乙です。',
  });
});

test('Excel dates in every Japanese format, numbers with units in their format, percents, formulas', async () => {
  const day = new Date(Date.UTC(2023, 3, 1));
  const rows = [...TOP.map((row) => [...row]), ...HEADINGS, [...ROW], [...ROW]];
  const cells: NonNullable<WriteSheet['cells']> = new Map([
    ['1,10', { value: day, style: { numFmt: '[$-411]ggge"年"m"月"d"日";@' } }],
    ['2,10', { value: new Date(Date.UTC(2024, 2, 31)), style: { numFmt: '[$-411]ge\\.m\\.d;@' } }],
    ['8,0', { value: 1 }],
    ['8,4', { value: 5900, style: { numFmt: '#,##0"人"' } }],
    ['8,5', { value: 0.909, style: { numFmt: '0.0%' } }],
    ['9,0', { value: 2 }],
    ['9,1', { value: '次の目標' }],
    [
      '9,4',
      { value: 1234567.5, formula: 'SUM(A1:A2)', formulaResult: 1234567.5, style: { numFmt: '#,##0.0_ ' } },
    ],
    ['9,5', { value: new Date(Date.UTC(2024, 2, 17)), style: { numFmt: 'm"月"d"日"' } }],
  ]);
  const { sheet, ids } = await sheetOf(rows, { cells });
  expect(sheet.header.createdOn.text).toBe('令和5年4月1日');
  expect(sheet.header.evaluatedOn.text).toBe('R6.3.31');
  expect(
    sheet.goals.map((goal) => [goal.no, goal.indicators[0]!.target, goal.indicators[0]!.result]),
  ).toEqual([
    ['1', '5,900人', '90.9%'],
    ['2', '1,234,567.5', '3月17日'],
  ]);
  expect(ids).toContain('F07');
});

test('hidden rows are read and said, hidden and other tabs passed over and said', async () => {
  const good = { name: '課', rows: [...TOP, ...HEADINGS, ROW], rowDefs: new Map([[8, { hidden: true }]]) };
  const result = await read(
    { name: '集計', rows: [['合計', 3]] },
    good,
    { ...good, name: '旧', hidden: true },
    { ...good, name: '記入例', rowDefs: new Map() },
    { name: '様式', rows: [...TOP, ...HEADINGS, ['1'], ['2']] },
  );
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  expect(result.sheets.map((one) => [one.where.tab, one.sheet.goals])).toEqual([['課', [GOAL]]]);
  expect(result.notes.map((one) => [one.id, one.where.tab])).toEqual([
    ['F04', '課'],
    ['F05', '旧'],
    ['F03', '集計'],
    ['F03', '記入例'],
    ['F03', '様式'],
  ]);
});

test('two sheets in two tabs, two below one another in one tab', async () => {
  const one = [...TOP, ...HEADINGS, ROW];
  const result = await read({ name: 'a', rows: [...one, [], ...one] }, { name: 'b', rows: one });
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  expect(result.sheets.map((read) => [read.where.tab, read.where.line])).toEqual([
    ['a', 1],
    ['a', 11],
    ['b', 1],
  ]);
});

test('the year in the title, label and text in one cell, text below its label, stamps and form numbers', async () => {
  const rows: CellValue[][] = [
    ['様式第1号', null, null, null, null, null, null, null, null, '課長', '係長'],
    [null, null, '令和5年度　組織目標管理シート（北区）'],
    ['部局名：北区役所', null, null, '課名：産業振興課'],
    ['作成年月日', null, '評価日'],
    ['R5.4.1', null, 'R6.3.31'],
    ...HEADINGS,
    ROW,
    ['※　注記です。'],
  ];
  const { sheet, ids } = await sheetOf(rows);
  expect(sheet.fiscalYear).toBe(2023);
  expect(sheet.header).toMatchObject({
    department: { label: '部局名', text: '北区役所' },
    organization: { label: '課名', text: '産業振興課' },
    createdOn: { label: '作成年月日', text: 'R5.4.1' },
    evaluatedOn: { label: '評価日', text: 'R6.3.31' },
  });
  expect(sheet.goals).toEqual([GOAL]);
  expect(sheet.footnotes).toEqual(['※　注記です。']);
  expect(ids).toEqual(['F12', 'F12', 'F12']);
});

test('last year beside this year, mid-year columns, units in a cell of their own, no column for No.', async () => {
  const rows: CellValue[][] = [
    ...TOP.map((row) => [null, ...row]),
    [
      '組織目標',
      '位置づけ',
      '取組指標',
      'R4実績',
      'R5目標',
      null,
      '中間実績',
      '中間評価',
      'R5実績',
      null,
      '取組名称',
      '概要',
      '評価',
      '目標達成状況',
      '今後の方針',
    ],
    [
      '目標一',
      '政策1-1-①',
      '回数',
      '2',
      '3',
      '回',
      '1',
      '△',
      '3',
      '回',
      '事業',
      '概要の文',
      '○',
      '三回',
      '続けます。',
    ],
    [null, null, '人数', '20', '30', '人', '10', null, '29', '人', null, '概要二', '△', '二九人', null],
    [
      '目標二',
      null,
      '件数',
      '1',
      '1',
      '件',
      '0',
      null,
      '1',
      '件',
      '事業二',
      '概要三',
      '○',
      '一件',
      '終わります。',
    ],
  ];
  const { sheet, ids } = await sheetOf(rows, {
    merges: ['E7:F7', 'I7:J7', 'A8:A9', 'K8:K9', 'O8:O9'].map(merge),
  });
  expect(
    sheet.goals.map((goal) => [
      goal.no,
      goal.text,
      goal.indicators.map((i) => [i.target, i.result, i.rating]),
    ]),
  ).toEqual([
    [
      '1',
      '目標一',
      [
        ['3回', '3回', '○'],
        ['30人', '29人', '△'],
      ],
    ],
    ['2', '目標二', [['1件', '1件', '○']]],
  ]);
  expect(ids).toEqual(['F11', 'F11', 'F11']);
});

describe('headings that span others, and columns of another time', () => {
  const under = (upper: CellValue[], lower: CellValue[], row: CellValue[], merges: string[]) =>
    sheetOf([...TOP, upper, lower, row], { merges: merges.map(merge) });
  const [no, goal, plan, name, target, result, initiative, overview, rating, status, policy] = ROW;

  test('last year and this year, each over its target and result', async () => {
    const { sheet, ids } = await under(
      [
        'No.',
        '組織目標',
        '位置づけ',
        '取組指標',
        '令和4年度',
        null,
        '令和5年度',
        null,
        '取組名称',
        '概要',
        '評価',
        '目標達成状況',
        '今後の方針',
      ],
      [null, null, null, null, '目標', '実績', '目標', '実績'],
      [
        no!,
        goal!,
        plan!,
        name!,
        '9',
        '8',
        target!,
        result!,
        initiative!,
        overview!,
        rating!,
        status!,
        policy!,
      ],
      ['E7:F7', 'G7:H7'],
    );
    expect(sheet.goals).toEqual([GOAL]);
    expect(ids).toEqual(['F11', 'F11']);
  });

  test('mid-year and year-end, each over its result, rating and status', async () => {
    const { sheet } = await under(
      [
        'No.',
        '組織目標',
        '位置づけ',
        '取組指標',
        '目標',
        '中間',
        null,
        null,
        '期末',
        null,
        null,
        '取組名称',
        '概要',
        '今後の方針',
      ],
      [null, null, null, null, null, '結果', '評価', '達成状況', '結果', '評価', '目標達成状況'],
      [
        no!,
        goal!,
        plan!,
        name!,
        target!,
        '1',
        '△',
        '途中',
        result!,
        rating!,
        status!,
        initiative!,
        overview!,
        policy!,
      ],
      ['F7:H7', 'I7:K7'],
    );
    expect(sheet.goals).toEqual([GOAL]);
  });

  test('評価 over rating, status and policy; 上半期 beside the year', async () => {
    const { sheet } = await under(
      [
        'No.',
        '組織目標',
        '位置づけ',
        '取組指標',
        '目標',
        '上半期実績',
        '結果',
        '取組名称',
        '概要',
        '評価',
        null,
        null,
      ],
      [null, null, null, null, null, null, null, null, null, '評価', '目標達成状況', '今後の方針'],
      [no!, goal!, plan!, name!, target!, '1', result!, initiative!, overview!, rating!, status!, policy!],
      ['J7:L7'],
    );
    expect(sheet.goals).toEqual([GOAL]);
  });

  test('後期基本計画 is a plan of years, and no half of this one', async () => {
    const { sheet, ids } = await under(
      [
        'No.',
        '組織目標',
        '位置づけ',
        '指標',
        'R5目標',
        'R5結果',
        '主な取組',
        null,
        '評価',
        '目標達成状況',
        '今後の方針',
      ],
      [null, null, '後期基本計画', '取組指標', null, null, '取組名称', '概要', null, null, null],
      [no!, goal!, plan!, name!, target!, result!, initiative!, overview!, rating!, status!, policy!],
      ['G7:H7'],
    );
    expect(sheet.goals).toEqual([GOAL]);
    expect(ids).toEqual([]);
  });

  describe('what stands under mid-year is never the year-end’s', () => {
    const upper = ['No.', '組織目標', '位置づけ', '指標', 'R5目標', 'R5結果', '主な取組', null];
    const lower = [null, null, null, '取組指標', null, null, '取組名称', '概要'];
    const row = [no!, goal!, plan!, name!, target!, result!, initiative!, overview!];

    test('中間評価 filled, 評価 blank', async () => {
      const heads = [...HEADINGS_IN_ONE, '中間評価', '評価', '目標達成状況', '今後の方針'];
      const { sheet, ids } = await sheetOf([...TOP, heads, [...row, '△', null, '途中', null]]);
      expect(sheet.goals[0]).toMatchObject({
        nextPolicy: '',
        indicators: [{ result, rating: '', status: '途中' }],
      });
      expect(ids).toEqual(['F11']);
    });

    test.each([
      ['beside the other headings', lower],
      ['alone', lower.map(() => null)],
    ])('評価 over 中間 and 期末, 期末 blank, %s', async (_, below) => {
      const heads = below === lower ? upper : HEADINGS_IN_ONE;
      const { sheet, result: read } = await under(
        [...heads, '評価', null, '目標達成状況', '今後の方針'],
        [...below, '中間', '期末', null, null],
        [...row, '△', null, '途中', null],
        ['I7:J7', ...(below === lower ? ['G7:H7'] : [])],
      );
      expect(sheet.goals[0]).toMatchObject({
        nextPolicy: '',
        indicators: [{ result, rating: '', status: '途中' }],
      });
      expect(read.notes.map(({ id, message }) => [id, message.ja])).toEqual([
        ['F11', expect.stringContaining('「評価中間」')],
      ]);
    });

    test.each([
      ['中間', '期末', null, ''],
      ['中間', '期末', '209', '209'],
      ['上半期', '下半期', '209', ''],
    ])('結果 over %s and %s, which is %j, is %j', async (first, second, value, shown) => {
      const spread = (cells: CellValue[], at: number, ...two: CellValue[]) => [
        ...cells.slice(0, at),
        ...two,
        ...cells.slice(at + 1),
      ];
      const { sheet, ids } = await under(
        [...spread(upper, 5, 'R5結果', null), '評価', '目標達成状況', '今後の方針'],
        [...spread(lower, 5, first, second), null, null, null],
        [...spread(row, 5, '4', value), rating!, status!, policy!],
        ['F7:G7', 'H7:I7'],
      );
      expect(sheet.goals).toEqual([{ ...GOAL, indicators: [{ ...GOAL.indicators[0]!, result: shown }] }]);
      expect(ids).toEqual(first === '中間' ? ['F11'] : ['F11', 'F11']);
    });

    test('a form without a column of the whole year is refused', async () => {
      const refused = await read({
        name: '課',
        rows: [
          ...TOP,
          [...HEADINGS_IN_ONE, '評価', null, '目標達成状況', '今後の方針'],
          [...lower, '上半期', '下半期', null, null],
          [...row, '△', '○', status!, policy!],
        ],
        merges: [merge('I7:J7')],
      });
      if (refused.kind !== 'refused') throw new Error('it was read');
      expect(refused.problems[0]).toMatchObject({ where: { tab: '課', line: 8, cell: 'I8' } });
      expect(refused.problems[0]!.message.ja).toContain('「上半期」の列');
    });
  });

  test('a column of units completes numbers, and a unit without a number is no result', async () => {
    const head = [
      'No.',
      '組織目標',
      '位置づけ',
      '取組指標',
      '単位',
      '目標',
      '結果',
      '取組名称',
      '概要',
      '評価',
      '目標達成状況',
      '今後の方針',
    ];
    const row = (value: CellValue) => [
      no!,
      goal!,
      plan!,
      name!,
      '人',
      target!,
      value,
      initiative!,
      overview!,
      null,
      null,
      null,
    ];
    const { sheet } = await sheetOf([...TOP, head, row('209')]);
    expect(sheet.goals[0]!.indicators[0]).toMatchObject({ target: '１８０人', result: '209人' });
    const none = await sheetOf([...TOP, head, row(null)]);
    expect(none.sheet.goals[0]!.indicators[0]).toMatchObject({ target: '１８０人', result: '' });
    const spread = await sheetOf(
      [
        ...TOP,
        [
          'No.',
          '組織目標',
          '位置づけ',
          '取組指標',
          '目標',
          null,
          '結果',
          null,
          '取組名称',
          '概要',
          '評価',
          '目標達成状況',
          '今後の方針',
        ],
        [no!, goal!, plan!, name!, target!, '人', null, '人', initiative!, overview!, null, null, null],
      ],
      { merges: ['E7:F7', 'G7:H7'].map(merge) },
    );
    expect(spread.sheet.goals[0]!.indicators[0]).toMatchObject({ target: '１８０人', result: '' });
  });

  describe('several cells under one 結果', () => {
    const spread = (first: CellValue, second: CellValue) =>
      read({
        name: '課',
        rows: [
          ...TOP,
          [...HEADINGS_IN_ONE.slice(0, 6), null, '取組名称', '概要', '評価', '目標達成状況', '今後の方針'],
          [
            no!,
            goal!,
            plan!,
            name!,
            target!,
            first,
            second,
            initiative!,
            overview!,
            rating!,
            status!,
            policy!,
          ],
        ],
        merges: [merge('F7:G7')],
      });

    test.each([
      ['4', '12'],
      ['16', '88.9%'],
      ['18件', '15件'],
      ['180', '△5'],
    ])('%s and %s are refused, both named', async (first, second) => {
      const refused = await spread(first, second);
      if (refused.kind !== 'refused') throw new Error('it was read');
      expect(refused.problems.map(({ where }) => [where.line, where.cell])).toEqual([[8, 'G8 結果']]);
      expect(refused.problems[0]!.message.ja).toContain(`「${first}」と「${second}」`);
    });

    test.each([
      ['5,900', '人'],
      ['2避難所', '（累計13避難所）'],
      ['3', '（延べ17回）'],
      ['10月', '15日'],
      ['5～', '10人'],
      ['約', '180人'],
      ['12', null],
    ])('%s and %j are one text', async (first, second) => {
      const whole = await spread(first, second);
      if (whole.kind === 'refused') throw new Error(JSON.stringify(whole.problems));
      expect(whole.sheets[0]!.sheet.goals[0]!.indicators[0]!.result).toBe(`${first}${second ?? ''}`);
    });
  });

  test('last year’s result beside this year’s target is no result', async () => {
    const { sheet, ids } = await sheetOf([
      ...TOP,
      [
        'No.',
        '組織目標',
        '位置づけ',
        '取組指標',
        'R4実績',
        'R5目標',
        '取組名称',
        '概要',
        '評価',
        '目標達成状況',
        '今後の方針',
      ],
      [no!, goal!, plan!, name!, '8', target!, initiative!, overview!, null, null, null],
    ]);
    expect(sheet.goals[0]!.indicators[0]).toMatchObject({ target: '１８０', result: '' });
    expect(ids).toEqual(['F11']);
  });

  test('目標達成状況・今後の方針 in one column beside 概要', async () => {
    const { sheet } = await sheetOf([
      ...TOP,
      [
        'No.',
        '組織目標',
        '位置づけ',
        '取組指標',
        '目標',
        '結果',
        '取組名称',
        '概要',
        '評価',
        '目標達成状況・今後の方針',
      ],
      ROW.slice(0, 10),
    ]);
    expect(sheet.goals).toEqual([{ ...GOAL, nextPolicy: null }]);
  });
});

test.each([
  [['○：達成　△：一部未達成　×：未達成']],
  [['【評価】○達成、△一部未達成、×未達成']],
  [['○', '達成', null, '△', '一部未達成', null, '×', '未達成']],
])('a legend in one row: %j', async (legend) => {
  const { sheet } = await sheetOf([...TOP.slice(0, 3), legend, ...HEADINGS, ROW]);
  expect(sheet.legend.map(({ symbol, meaning }) => symbol + meaning)).toEqual([
    '○達成',
    '△一部未達成',
    '×未達成',
  ]);
  expect(sheet.looseMarks).toEqual([]);
});

test('a legend below the table is kept there, as notes', async () => {
  const { sheet } = await sheetOf([...TOP.slice(0, 3), ...HEADINGS, ROW, ['○：達成'], ['△：一部未達成']]);
  expect(sheet.goals).toEqual([GOAL]);
  expect(sheet.footnotes).toEqual(['○：達成', '△：一部未達成']);
});

test('labels with their text behind a blank or in brackets; 課・室名, 評価日(期末)', async () => {
  const { sheet } = await sheetOf([
    ['組織目標管理シート'],
    ['年度　令和５年度（2023年度）', null, '【部】北区役所', null, '課・室名', '産業振興課'],
    ['作成日(目標設定)', 'R5.4.1', '評価日(期末)', 'R6.3.31'],
    ...HEADINGS,
    ROW,
  ]);
  expect(sheet.fiscalYear).toBe(2023);
  expect(Object.values(sheet.header).map(({ text }) => text)).toEqual(
    expect.arrayContaining(['北区役所', '産業振興課', 'R5.4.1', 'R6.3.31']),
  );
});

test.each(['(1)', '目標1', 'Ⅰ', '①'])('No. %s', async (no) => {
  const { sheet } = await sheetOf([...TOP, ...HEADINGS, [no, ...ROW.slice(1)]]);
  expect(sheet.goals).toEqual([{ ...GOAL, no }]);
});

test.each(['○（達成）', '○\n（達成）'])('rating %j', async (rating) => {
  const { sheet } = await sheetOf([...TOP, ...HEADINGS, ROW.map((cell, at) => (at === 8 ? rating : cell))]);
  expect(sheet.goals).toEqual([GOAL]);
});

test('targets only, before any result', async () => {
  const blank = (row: CellValue[]) => row.map((cell, at) => (at === 5 || at >= 8 ? null : cell));
  const { sheet } = await sheetOf([...TOP, ...HEADINGS, blank(ROW), ['2'], ['3']]);
  expect(sheet.goals).toHaveLength(1);
  expect(sheet.goals[0]).toMatchObject({
    nextPolicy: '',
    indicators: [{ target: '１８０', result: '', rating: '', status: '' }],
  });
});

describe('what is essential and not understood stops everything', () => {
  test.each([
    ['a rating that is none', ROW.map((cell, at) => (at === 8 ? 'まあまあ' : cell)), 'I9'],
    ['a row without target', ROW.map((cell, at) => (at === 4 ? null : cell)), 'E9'],
  ])('%s, named by tab and cell', async (_, row, cell) => {
    const result = await read({
      name: '課',
      rows: [...TOP, ...HEADINGS, row, [...ROW.slice(0, 0), '2', '目標二', ...ROW.slice(2)]],
    });
    expect(result.kind).toBe('refused');
    if (result.kind === 'refused') {
      expect(result.problems[0]!.where).toMatchObject({ file: 'x.xlsx', tab: '課', line: 9 });
      expect(result.problems[0]!.where.cell).toContain(cell);
    }
  });

  test('a formula that was never calculated is named as the reason', async () => {
    const cells: NonNullable<WriteSheet['cells']> = new Map([
      ['8,4', { value: null, formula: 'SUM(A1:A2)' }],
    ]);
    const result = await read({
      name: '課',
      rows: [...TOP, ...HEADINGS, ROW.map((c, at) => (at === 4 ? null : c))],
      cells,
    });
    if (result.kind !== 'refused') throw new Error('it was read');
    expect(result.problems[0]!.message.ja).toContain('計算結果が保存されていない');
    expect(result.problems[0]!.where).toMatchObject({ tab: '課', cell: 'E9' });
  });

  test('no goal sheet at all', async () => {
    expect((await read({ name: 'x', rows: [['a', 'b']] })).kind).toBe('refused');
  });
});

test('every cell that was understood is listed with its address', async () => {
  const { result } = await sheetOf([...TOP, ...HEADINGS, ROW]);
  const list = result.understood.map((one) => [one.where.cell ?? one.where.line, one.field, one.text]);
  expect(list).toContainEqual(['E9 R5目標', 'No.1 目標', '１８０']);
  expect(list).toContainEqual(['I9 評価', 'No.1 評価', '〇']);
  expect(result.understood.find((one) => one.field === '作成日')!.where.cell).toContain('K2');
});
