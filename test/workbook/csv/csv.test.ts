import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { printedTarget } from '../../../src/core/report/year/target-change.js';
import { guardCell, unguardCell } from '../../../src/core/text/guard-cell.js';
import { joinList, splitList } from '../../../src/workbook/csv/lists.js';
import { readCsv } from '../../../src/workbook/csv/read.js';
import { writeCsv } from '../../../src/workbook/csv/write.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

const sheets = kitaSheets();

function written(encoding: 'utf8-bom' | 'cp932', from = sheets) {
  const result = writeCsv(approved(from), { encoding });
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  return result;
}

function readBack(bytes: Uint8Array) {
  const result = readCsv(bytes, 'x.csv');
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  return result.sheets.map((one) => one.sheet);
}

describe('the eight real sheets as .csv', () => {
  test.each(['utf8-bom', 'cp932'] as const)('%s reads back equal', (encoding) => {
    const { bytes, replaced } = written(encoding);
    expect(replaced).toEqual([]);
    expect(readBack(bytes)).toEqual(sheets);
  });

  test('has one row an indicator, values and units apart, dates in both calendars, nothing left blank by merging', () => {
    const text = new TextDecoder().decode(written('utf8-bom').bytes);
    expect(text.startsWith('年度') || text.includes('シート')).toBe(true);
    const rows = text.trimEnd().split('\r\n');
    expect(rows).toHaveLength(33);
    const names = rows[0]!.replace('\uFEFF', '').split(',');
    const cell = (row: string, name: string) => row.split(',')[names.indexOf(name)];
    const stalls = rows.find((row) => row.includes('イベント等での出店'))!;
    expect(cell(stalls, '位置づけ')).toBe('行財3-2-②');
    expect(cell(stalls, '取組名称')).toBe('海辺の森共創の場形成事業');
    expect(cell(stalls, '作成日_西暦')).toBe('2023-04-01');
    expect(cell(stalls, '作成日_和暦')).toBe('令和5年4月1日');
    const planting = rows.find((row) => row.includes('アキグミ植栽活動に参加'))!;
    expect([cell(planting, '目標_値'), cell(planting, '目標_単位'), cell(planting, '目標_条件')]).toEqual([
      '200',
      '人',
      '以上',
    ]);
    expect([cell(planting, '結果_値'), cell(planting, '結果_単位')]).toEqual(['190', '人']);
    expect(cell(planting, '評価の意味')).toBe('一部未達成');
  });
});

test.each([
  ['60人', '80人', ['60', '人', '', '']],
  ['年度内供用開始', '80人', ['', '', '', '']],
  ['全数', '85%以上', ['', '', '', '']],
  ['75%以上', '85%以上', ['75', '%', '以上', '']],
  ['委員会2回 座談会8回', '委員会3回 座談会9回', ['2', '回', '', '委員会=2回|座談会=8回']],
])('of a target that was changed to %s, what it was (%s) is none of its values', (after, before, values) => {
  const at = '2024-10-01T01:00:00Z';
  const target = printedTarget(after, { before, after, reason: '災害のため', at });
  const [first] = sheets;
  const goal = first!.goals[0]!;
  const changed = { ...first!, goals: [{ ...goal, indicators: [{ ...goal.indicators[0]!, target }] }] };
  const { bytes } = written('utf8-bom', [changed]);
  const rows: string[][] = parse(Buffer.from(bytes), { bom: true });
  const cell = (name: string) => rows[1]![rows[0]!.indexOf(name)];
  expect(cell('目標')).toBe(target);
  expect(['目標_値', '目標_単位', '目標_条件', '目標_内訳'].map(cell)).toEqual(values);
});

describe('a .csv of ours that somebody edited', () => {
  /** Two indicators in one goal; in the form 位置づけ and 取組名称 stand once. */
  const [base] = sheets;
  const indicator = {
    ...base!.goals[0]!.indicators[0]!,
    planReference: '政策1-1-①',
    initiativeCell: '補修事業',
    initiatives: ['補修事業'],
  };
  const second = { ...indicator, name: '二つ目', planReference: '', initiativeCell: '', initiatives: [] };
  const sheet = {
    ...base!,
    goals: [{ no: '1', text: '道を直します。', nextPolicy: '続けます。', indicators: [indicator, second] }],
  };
  const [names, ...rows] = new TextDecoder()
    .decode(written('utf8-bom', [sheet]).bytes)
    .trimEnd()
    .split('\r\n') as [string, ...string[]];
  const readRows = (...lines: string[]) =>
    readCsv(Buffer.from(`\uFEFF${[names, ...lines].join('\r\n')}`), 'x.csv');
  const edited = (before: string, after: string) => {
    expect(rows[1]).toContain(before);
    return readRows(rows[0]!, rows[1]!.replace(before, after));
  };
  const indicatorsOf = (read: ReturnType<typeof readRows>) => {
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
    return read.sheets.flatMap((one) => one.sheet.goals).flatMap((goal) => goal.indicators);
  };
  const refusal = (read: ReturnType<typeof readRows>) =>
    read.kind === 'refused' &&
    read.problems.map(({ where, message }) => [where.line, where.cell, message.ja]);

  test('as it was written it is the same sheet', () => {
    expect(indicatorsOf(readRows(...rows))).toEqual([indicator, second]);
  });

  test.each([
    ['位置づけ', '政策1-1-①', '政策9-9-⑨', { planReference: '政策9-9-⑨' }],
    ['取組名称', '補修事業', '点検事業', { initiativeCell: '点検事業', initiatives: ['点検事業'] }],
  ])('%s of a further row is taken', (_, before, after, own) => {
    expect(indicatorsOf(edited(before, after))).toEqual([indicator, { ...second, ...own }]);
  });

  test.each([
    ['今後の方針', '続けます。', '増やします。', '今後の方針が二つあります'],
    ['組織目標', '道を直します。', '道を広げます。', 'No.1 が二つあります'],
    [
      '評価日',
      sheet.header.evaluatedOn.text,
      'R7.3.31',
      '「R7.3.31」が、「シート」の番号が同じ上の行と違います',
    ],
  ])('%s of a further row that differs is named', (_, before, after, sentence) => {
    expect(refusal(edited(before, after))).toEqual([
      [3, expect.any(String), expect.stringContaining(sentence)],
    ]);
  });

  test('a row put in between, without what the sheet and the goal share', () => {
    const cells = names.replace('\uFEFF', '').split(',');
    const own: Record<string, string> = { シート: '1', No: '1', 取組指標: '新しい指標', 目標: '3' };
    const added = cells.map((name) => own[name] ?? '').join(',');
    const read = readRows(rows[0]!, added, rows[1]!.replace('二つ目', '三つ目'));
    expect(indicatorsOf(read).map(({ name }) => name)).toEqual([indicator.name, '新しい指標', '三つ目']);
  });

  test('two files put together, of which each has a sheet 1, are refused', () => {
    const other = rows.map((row) => row.replaceAll(sheet.header.organization.text, '別の課'));
    expect(refusal(readRows(...rows, ...other))).toContainEqual([
      4,
      '組織名_課',
      expect.stringContaining('「別の課」'),
    ]);
  });
});

test('characters that CP932 lacks are replaced and each is reported with its place', () => {
  const [first] = sheets;
  const goal = first!.goals[0]!;
  const odd = { ...first!, goals: [{ ...goal, text: '𠮷田地区〜松浜♡' }, ...first!.goals.slice(1)] };
  const { bytes, replaced } = written('cp932', [odd]);
  expect(iconv.decode(Buffer.from(bytes), 'cp932')).toContain('〓田地区～松浜〓');
  expect(replaced.map((one) => [one.character, one.row, one.column, one.sheet])).toEqual([
    ['𠮷', 2, '組織目標', '地域総務課'],
    ['〜', 2, '組織目標', '地域総務課'],
    ['♡', 2, '組織目標', '地域総務課'],
  ]);
});

test('half a character, which UTF-8 lacks, is replaced and reported', () => {
  const [first] = sheets;
  const goal = first!.goals[0]!;
  const odd = {
    ...first!,
    goals: [{ ...goal, indicators: [{ ...goal.indicators[0]!, status: 'a\ud800b 𠮷' }] }],
  };
  const { bytes, replaced } = written('utf8-bom', [odd]);
  expect(new TextDecoder().decode(bytes)).toContain('a\ufffdb 𠮷');
  expect(replaced).toMatchObject([{ character: '\ud800', row: 2, column: '目標達成状況' }]);
});

test('cells that a spreadsheet would run begin with an apostrophe, and read back as they were', () => {
  const [first] = sheets;
  const goal = first!.goals[0]!;
  const indicator = goal.indicators[0]!;
  const evil = ["=cmd|'/C calc'!A0", '+1+1', '-2+3', '@SUM(A1)', "'=x", '＝1', '\u200b=1', '-5'];
  for (const text of evil) {
    const sheet = { ...first!, goals: [{ ...goal, indicators: [{ ...indicator, status: text }] }] };
    const { bytes } = written('utf8-bom', [sheet]);
    const raw = new TextDecoder().decode(bytes);
    if (text !== '-5') expect(raw).toContain(`'${text}`);
    expect(readBack(bytes)[0]!.goals[0]!.indicators[0]!.status).toBe(text);
  }
});

test('lists and guarded cells can be undone', () => {
  fc.assert(fc.property(fc.array(fc.string()), (items) => expect(splitList(joinList(items))).toEqual(items)));
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+@-].*$/));
  fc.assert(fc.property(texts, (text) => expect(unguardCell(guardCell(text))).toBe(text)));
});

test('the minus sign, which CP932 has as a sign that Excel takes for one, does not begin a formula either', () => {
  expect([`−2+3+cmd|' /C calc'!A0`, '−', '−12.5', '-12.5', '－1件'].map(guardCell)).toEqual([
    `'−2+3+cmd|' /C calc'!A0`,
    '−',
    '−12.5',
    '-12.5',
    `'－1件`,
  ]);
});

test('the official form as Excel saves it to .csv is read, in UTF-8 with and without mark and in CP932', () => {
  const rows = [
    ['組織目標管理シート', '', '', '', '', '', '', '', '', '', ''],
    [
      '年度',
      '',
      '令和5年度',
      '',
      '(参考) 関連する総合計画における政策指標',
      '',
      '・指標A ・指標B',
      '',
      '',
      '作成日',
      'R5.4.1',
    ],
    ['組織名(部)', '', '北区', '', '', '', '', '', '', '評価日', 'R6.3.31'],
    ['組織名(準部・課・機関名)', '', '産業振興課', '', '', '', '', '', '', '', ''],
    ['○:達成', '', '', '', '', '', '', '', '', '', ''],
    ['No.', '組織目標', '指標', '', '', '', '主な取組(事業)', '', '評価', '目標達成状況', '今後の方針'],
    [
      '',
      '',
      '総合計画(実施計画)上の位置づけ',
      '取組指標',
      'R5目標',
      'R5結果',
      '取組名称(事業名)',
      '概要',
      '',
      '',
      '',
    ],
    [
      '1',
      '"保全を\n進めます。"',
      '行財3-2-②',
      '参加人数(人)',
      '180',
      '209',
      '海辺の森事業',
      '下草を刈ります。',
      '○',
      '4回実施',
      '検討します。',
    ],
    ['', '', '', '出店(回)', '1', '1', '', '販売します。', '○', '出店しました。', ''],
  ];
  const text = rows.map((row) => row.join(',')).join('\r\n');
  const encodings = [Buffer.from(`\uFEFF${text}`), Buffer.from(text), iconv.encode(text, 'cp932')];
  for (const bytes of encodings) {
    const [sheet] = readBack(bytes);
    expect(sheet!.header.organization).toEqual({ label: '組織名(準部・課・機関名)', text: '産業振興課' });
    expect(sheet!.policyIndicators).toEqual(['指標A', '指標B']);
    expect(sheet!.goals).toHaveLength(1);
    expect(sheet!.goals[0]!.text).toBe('保全を\n進めます。');
    expect(sheet!.goals[0]!.indicators.map((one) => [one.name, one.planReference, one.result])).toEqual([
      ['参加人数(人)', '行財3-2-②', '209'],
      ['出店(回)', '', '1'],
    ]);
  }
});

test('the ten-column form from Excel: merged headings leave columns without one, and nothing is lost', () => {
  const text = [
    '組織目標管理シート',
    '年度,,令和5年度,,,,,,,作成日,R5.4.1',
    '組織名(部),,北区,,,,,,,評価日,R6.3.31',
    '組織名(準部・課・機関名),,区民生活課',
    'No.,組織目標,指標,,,,主な取組(事業),,評価,目標達成状況,今後の方針',
    ',,位置づけ,取組指標,R5目標,R5結果,取組名称(事業名),,,,',
    '1,目標の文,政策1-1-①,回数(回),3,4,事業名,概要の文,○,達成し、続けます。,',
  ].join('\r\n');
  const [sheet] = readBack(Buffer.from(text));
  expect(sheet!.goals[0]).toMatchObject({
    nextPolicy: null,
    indicators: [{ overview: '概要の文', status: '達成し、続けます。', initiativeCell: '事業名' }],
  });
});

test('a column with data and no heading is named, never lost in silence', () => {
  const text = [
    '組織目標管理シート',
    '年度,令和5年度',
    '組織名(部),北区',
    '組織名(準部・課・機関名),区民生活課',
    'No.,組織目標,位置づけ,取組指標,R5目標,R5結果,取組名称,概要,評価,目標達成状況,今後の方針',
    '1,目標の文,政策1-1-①,回数(回),3,4,事業名,概要の文,○,達成しました。,続けます。,欄外の文',
  ].join('\r\n');
  const read = readCsv(Buffer.from(text), 'x.csv');
  expect(read.kind === 'read' && read.notes.map((note) => [note.id, note.message.ja])).toEqual([
    ['F11', expect.stringContaining('見出しなし')],
  ]);
});

test('a number without a heading beside a result is named, never joined to it', () => {
  const text = [
    '組織目標管理シート',
    '年度,令和5年度',
    '組織名(部),北区',
    '組織名(準部・課・機関名),区民生活課',
    'No.,組織目標,位置づけ,取組指標,R5目標,R5結果,,取組名称,概要,評価,目標達成状況,今後の方針',
    '1,目標の文,政策1-1-①,回数(回),18,16,18,事業名,概要の文,○,達成しました。,続けます。',
  ].join('\r\n');
  const read = readCsv(Buffer.from(text), 'x.csv');
  expect(read.kind === 'refused' && read.problems).toMatchObject([
    { where: { line: 6 }, message: { ja: expect.stringContaining('「16」と「18」') } },
  ]);
});

test('a title that says more than 組織目標管理シート reads back, beside one that does not', () => {
  const titled = [{ ...sheets[0]!, title: '令和5年度　組織目標管理シート（北区）' }, sheets[1]!];
  expect(readBack(written('utf8-bom', titled).bytes)).toEqual(titled);
});

test('a draft is refused unless asked for, and then marked in its own column', () => {
  const open = sheets.slice(0, 1).map((sheet) => ({ ...sheet, approved: false }));
  expect(writeCsv(open, { encoding: 'utf8-bom' }).kind).toBe('refused');
  const draft = writeCsv(open, { encoding: 'utf8-bom', draft: true });
  if (draft.kind === 'refused') throw new Error();
  expect(new TextDecoder().decode(draft.bytes)).toContain('下書き（未承認）');
  const read = readCsv(draft.bytes, 'x.csv');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read));
  expect(read.sheets[0]!.sheet).toEqual(sheets[0]);
  expect(read.notes.map((one) => one.id)).toEqual(['F15']);
});

test.each([
  ['bytes of no encoding', Buffer.from([0x82, 0x20, 0xff, 0x81])],
  ['binary', Buffer.from([1, 0, 2, 0])],
  ['an open quotation mark', Buffer.from('"a,b\nc')],
  ['nothing', Buffer.alloc(0)],
  ['another table', Buffer.from('名前,数\nA,1\n')],
])('%s is refused with a sentence', (_, bytes) => {
  const read = readCsv(bytes, 'x.csv');
  expect(read.kind).toBe('refused');
  if (read.kind === 'refused') expect(read.problems[0]!.message.ja).toMatch(/。$/u);
});
