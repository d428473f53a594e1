/** Cells merged over several rows of the table: each text counts for all it stands beside, or is asked about. */
import { describe, expect, test } from '@jest/globals';
import { FIRST, formOf, GOAL, HEADINGS, like, type Row, readWhole, refusalOf } from '../office-form.js';

/** A further indicator of the goal above it. */
const SECOND = like({
  A: null,
  B: null,
  C: null,
  D: '出店（回）',
  E: 1,
  F: 2,
  G: null,
  H: '販売します。',
  I: '×',
  J: '出店なし',
  K: null,
});
const ANOTHER = like({ A: 2, B: '発展を図ります。', D: '来館者数（人）' });

function merged(rows: readonly Row[], ...ranges: string[]) {
  const { book, tab } = formOf(rows);
  for (const range of ranges) {
    const [from, to] = range.split(':');
    const at = (cell: string) => `${cell[0]}${FIRST - 1 + Number(cell.slice(1))}`;
    tab.mergeCells(`${at(from!)}:${at(to!)}`);
  }
  return book;
}

describe('over several indicators of a goal', () => {
  const rows = [GOAL, SECOND];
  const goal = ['A1:A2', 'B1:B2', 'C1:C2', 'G1:G2', 'K1:K2'];

  test('評価, 目標達成状況 and 概要 are those of each', async () => {
    const { goals, notes } = await readWhole(merged(rows, ...goal, 'H1:H2', 'I1:I2', 'J1:J2'));
    expect(goals).toHaveLength(1);
    expect(goals[0]!.nextPolicy).toBe('検討します。');
    for (const indicator of goals[0]!.indicators)
      expect(indicator).toMatchObject({
        rating: '○',
        status: '4回実施しました。',
        overview: '下草を刈ります。',
      });
    expect(goals[0]!.indicators.map(({ name, target, result }) => [name, target, result])).toEqual([
      ['参加人数（人）', '180', '209'],
      ['出店（回）', '1', '2'],
    ]);
    expect(notes).toEqual([]);
  });

  test('位置づけ and 取組名称 stay those of the goal, as the form prints them', async () => {
    const { goals } = await readWhole(merged(rows, ...goal));
    expect(goals[0]!.indicators[1]).toMatchObject({ planReference: '', initiativeCell: '', rating: '×' });
  });

  test.each([
    ['D', '取組指標', '参加人数（人）'],
    ['E', '目標', '180'],
    ['F', '結果', '209'],
  ])('column %s: whose it is, is asked', async (letter, word, text) => {
    expect(await refusalOf(merged(rows, ...goal, `${letter}1:${letter}2`))).toEqual([
      {
        cell: `${letter}${FIRST} ${word}`,
        line: FIRST,
        ja: expect.stringContaining(`「${text}」のセルが下の行と結合されていて`),
        en: expect.stringContaining('is merged with the row below it'),
      },
    ]);
  });

  test('a cell with nothing in it says nothing of any', async () => {
    const open = rows.map((row) => row.map((cell, at) => (at === 5 || at >= 8 ? null : cell)));
    const { goals } = await readWhole(merged(open, ...goal, 'F1:F2', 'I1:I2', 'J1:J2'));
    expect(goals[0]!.indicators.map(({ result, rating }) => [result, rating])).toEqual([
      ['', ''],
      ['', ''],
    ]);
  });

  test('a further indicator of which only name and target stand there is one', async () => {
    const bare = like({
      A: null,
      B: null,
      C: null,
      E: 3,
      F: null,
      G: null,
      H: null,
      I: null,
      J: null,
      K: null,
    });
    const { goals } = await readWhole(merged([GOAL, bare], ...goal));
    expect(goals[0]!.indicators[1]).toMatchObject({ name: '参加人数（人）', target: '3', result: '' });
  });

  test('a row that goes on with its indicator is none of its own', async () => {
    const on = like({
      ...Object.fromEntries([...'ABCDEFIK'].map((c) => [c, null])),
      G: '事業乙',
      H: '乙です。',
      J: null,
    });
    const { goals } = await readWhole(merged([GOAL, on], ...[...'ABCDEFIJK'].map((c) => `${c}1:${c}2`)));
    expect(goals[0]!.indicators).toMatchObject([
      {
        initiatives: ['海辺の森事業', '事業乙'],
        overview: '下草を刈ります。\n乙です。',
        status: '4回実施しました。',
      },
    ]);
  });
});

describe('over several goals', () => {
  test('今後の方針, 位置づけ, 取組名称 and 評価 are those of each', async () => {
    const rows = [GOAL, SECOND, ANOTHER, like({ A: 3, B: '三つめ', D: '件数' })];
    const all = ['A1:A2', 'B1:B2', 'K1:K4', 'C1:C4', 'G1:G4', 'J3:J4', 'I3:I4', 'H3:H4'];
    const { goals } = await readWhole(merged(rows, ...all));
    expect(goals.map(({ nextPolicy }) => nextPolicy)).toEqual(Array(3).fill('検討します。'));
    expect(goals.map(({ indicators: [first] }) => first)).toEqual(
      ['参加人数（人）', '来館者数（人）', '件数'].map((name) => ({
        planReference: '行財3-2-②',
        name,
        target: '180',
        result: '209',
        initiativeCell: '海辺の森事業',
        initiatives: ['海辺の森事業'],
        overview: '下草を刈ります。',
        rating: '○',
        status: '4回実施しました。',
      })),
    );
    expect(goals[0]!.indicators[1]).toMatchObject({ planReference: '', initiativeCell: '', rating: '×' });
  });

  test('lines of a form that nobody filled in stay none', async () => {
    const { goals } = await readWhole(merged([GOAL, [2], [3]], 'K1:K3', 'I1:I3'));
    expect(goals).toHaveLength(1);
  });

  test('a goal of several numbers is asked about', async () => {
    const [problem] = await refusalOf(merged([GOAL, ANOTHER], 'B1:B2'));
    expect(problem).toMatchObject({ cell: `B${FIRST + 1} 組織目標`, ja: expect.stringContaining('空です') });
  });
});

test('a unit merged over its column is that of every number beside it', async () => {
  const withUnit = (row: Row, unit: string | null) => [...row.slice(0, 4), unit, ...row.slice(4)];
  const { book, tab } = formOf(
    [withUnit(GOAL, '人'), withUnit(ANOTHER, null)],
    [withUnit(HEADINGS[0]!, '単位')],
  );
  tab.mergeCells(`E${FIRST}:E${FIRST + 1}`);
  const { goals } = await readWhole(book);
  expect(goals.map(({ indicators: [one] }) => [one!.target, one!.result])).toEqual([
    ['180人', '209人'],
    ['180人', '209人'],
  ]);
});

describe('on a form whose headings do not stand over their columns', () => {
  const shifted: Row[] = [
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
  const book = (...ranges: string[]) => {
    const { book, tab } = formOf([GOAL, SECOND], shifted);
    for (const letter of ranges) tab.mergeCells(`${letter}${FIRST + 1}:${letter}${FIRST + 2}`);
    return book;
  };

  test('評価 and 目標達成状況 are those of each indicator', async () => {
    const { goals } = await readWhole(book('A', 'B', 'I', 'J', 'K'));
    expect(goals[0]!.indicators.map(({ rating, status }) => [rating, status])).toEqual(
      Array(2).fill(['○', '4回実施しました。']),
    );
  });

  test('a result is asked about', async () => {
    expect(await refusalOf(book('A', 'B', 'F'))).toMatchObject([{ cell: `F${FIRST + 1} 結果` }]);
  });
});
