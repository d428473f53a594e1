/** Columns changed about and rows that end early: refused, or read where every text belongs; never shifted in silence. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { problemWords } from '../../../../src/workbook/cells/problem.js';
import { readCsv } from '../../../../src/workbook/csv/read.js';
import { FIELDS } from '../../../../src/workbook/form/columns.js';
import { meaningOf } from '../../../../src/workbook/form/headings.js';
import { readPrinted } from '../../../../src/workbook/reader/printed.js';

const text = readFileSync('test/fixtures/kita-r5.txt', 'utf8');
const lines = text.split('\n');
const SECOND_TITLE_AT = lines.findIndex((line, index) => index > 3 && line.includes('組織目標管理シート'));
const first = lines.slice(0, SECOND_TITLE_AT).map((line) => line.split('\t'));
const HEADINGS = [11, 12];
const DATA = [13, 14, 15];

const goalsOf = (cells: string[][]) => {
  const outcome = readPrinted(cells.map((row) => row.join('\t')).join('\n'), 'r5.txt');
  return outcome.kind === 'read' ? outcome.sheets[0]!.sheet.goals : outcome.problems;
};
const told = (changed: string[][]): string[] =>
  goalsOf(changed).map((one) => ('where' in one ? problemWords(one).ja : 'was read'));

/** As they stand before anything is reported. */
const unreported = first.map((row, at) =>
  DATA.includes(at) ? row.map((cell, column) => ([5, 8, 9, 10].includes(column) ? '' : cell)) : row,
);

/** Two columns changed about: their data, and their headings wherever these stand (T01). */
function exchanged(cells: string[][], a: number, b: number): string[][] {
  const heading = (field: number) =>
    HEADINGS.flatMap((at) => cells[at]!).find((cell) => meaningOf(cell) === FIELDS[field])!;
  const [headingA, headingB] = [heading(a), heading(b)];
  return cells.map((row, at) => {
    if (HEADINGS.includes(at))
      return row.map((cell) => (cell === headingA ? headingB : cell === headingB ? headingA : cell));
    return DATA.includes(at) ? row.with(a, row[b]!).with(b, row[a]!) : row;
  });
}

describe('columns in another order than the form', () => {
  const pairs = FIELDS.flatMap((_, a) => FIELDS.flatMap((_, b) => (a < b ? [[a, b] as const] : [])));

  test.each<[string, string[][]]>([
    ['reported', first],
    ['not yet reported', unreported],
  ])('any two changed about, headings with them, %s: refused', (_, cells) => {
    const read = pairs.filter(([a, b]) => told(exchanged(cells, a, b)).includes('was read'));
    expect(read.map(([a, b]) => [FIELDS[a], FIELDS[b]])).toEqual([]);
  });

  test('the message names the line, the heading and the order', () => {
    expect(told(exchanged(first, 4, 5))).toEqual([
      'r5.txt 13行目「R5目標」: 見出し「R5目標」が「R5結果」の右にあり、様式の順ではありません。左から、No.・組織目標・位置づけ・取組指標・目標・結果・取組名称・概要・評価・目標達成状況・今後の方針の順に一つずつ並べてください。',
    ]);
  });

  test('headings that stand over their data and one line of headings are read', () => {
    const expected = goalsOf(first);
    const [upper, lower] = HEADINGS.map((at) => first[at]!);
    const aligned = FIELDS.map(
      (field) => [...upper!, ...lower!].find((cell) => meaningOf(cell) === field) ?? '',
    );
    expect(goalsOf([...first.slice(0, 11), aligned, ...first.slice(13)])).toEqual(expected);
    const merged = upper!.toSpliced(6, 0, '').slice(0, 11);
    const inLine = lower!.with(10, '').with(7, lower![10]!);
    expect(goalsOf([...first.slice(0, 11), merged, inLine, ...first.slice(13)])).toEqual(expected);
  });

  test('a known column without its heading, or with another in its place, is refused', () => {
    for (const at of HEADINGS)
      for (const [index, cell] of first[at]!.entries()) {
        const meaning = meaningOf(cell);
        if (meaning === null || meaning.endsWith('Group')) continue;
        for (const other of ['', '担当', '備考'])
          expect([cell, told(first.with(at, first[at]!.with(index, other)))]).not.toEqual([
            cell,
            expect.arrayContaining(['was read']),
          ]);
      }
    expect(told(first.with(12, first[12]!.with(5, '担当')))).toEqual([
      'r5.txt 12行目: 表の見出しに「結果」がありません。組織目標管理シートの様式か確かめてください。',
    ]);
  });

  test('in a .csv whose headings stand over their data they are read by their headings', () => {
    const csv = (cells: string[][]) =>
      cells.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    const [upper, lower] = HEADINGS.map((at) => first[at]!);
    const heads = FIELDS.map(
      (field) => [...upper!, ...lower!].find((cell) => meaningOf(cell) === field) ?? '',
    );
    const above = first.slice(0, 11);
    const read = (order: number[], lose: (row: string[]) => string[] = (row) => row) => {
      const rows = [heads, ...DATA.map((at) => first[at]!)].map((row) => order.map((column) => row[column]!));
      const outcome = readCsv(
        new TextEncoder().encode(csv([...above, rows[0]!, ...rows.slice(1).map(lose)])),
        'r5.csv',
      );
      return outcome.kind === 'read' ? outcome.sheets[0]!.sheet.goals : outcome.problems;
    };
    const order = [...FIELDS.keys()];
    expect(read(order)).toEqual(goalsOf(first));
    expect(read([0, 1, 2, 3, 5, 4, 6, 7, 8, 10, 9])).toEqual(goalsOf(first));
    expect(read(order, (row) => row.toSpliced(9, 1))).toMatchObject([
      { where: { line: 13, cell: expect.stringContaining('今後の方針') } },
      { where: { line: 14 } },
      { where: { line: 15 } },
    ]);
  });
});

describe('a row that ends early', () => {
  const inRow = (cells: string[][], at: number, change: (row: string[]) => string[]) =>
    told(cells.with(at, change(cells[at]!)));

  test('a cell lost at any place of any row is refused, reported or not', () => {
    for (const cells of [first, unreported])
      for (const at of DATA)
        for (const column of FIELDS.keys())
          expect([at, column, inRow(cells, at, (row) => row.toSpliced(column, 1))]).not.toEqual([
            at,
            column,
            expect.arrayContaining(['was read']),
          ]);
  });

  test('the message names the line and what is missing', () => {
    expect(inRow(first, 14, (row) => row.toSpliced(9, 1))).toEqual([
      'r5.txt 15行目「今後の方針」: 行が途中で終わっていて、「今後の方針」のセルがありません。どのセルが抜けたか決められないため、空のセルも省かずにそろえてください。',
    ]);
  });

  test('blank cells that copying drops may be missing: after 概要 while nothing is reported', () => {
    const stripped = unreported.map((row) => row.join('\t').trimEnd().split('\t'));
    expect(goalsOf(stripped)).toEqual(goalsOf(unreported));
    expect(inRow(stripped, 14, (row) => row.toSpliced(5, 1))).toEqual([expect.stringContaining('15行目')]);
  });

  test('and 今後の方針 of a row that goes on with the goal above, there only', () => {
    const [read] = [readPrinted(text, 'r5.txt')];
    const change = (line: number, alter: (row: string[]) => string[]) =>
      readPrinted(
        lines.map((one, at) => (at === line - 1 ? alter(one.split('\t')).join('\t') : one)).join('\n'),
        'r5.txt',
      );
    expect(lines[95]!.startsWith('\t\t\t')).toBe(true);
    expect(change(96, (row) => row.slice(0, -1))).toEqual(read);
    expect(change(96, (row) => row.slice(0, -2)).kind).toBe('refused');
    expect(change(96, (row) => row.toSpliced(9, 1)).kind).toBe('refused');
    expect(change(95, (row) => row.slice(0, -1)).kind).toBe('refused');
    // the form whose status holds the policy as well ends with it (T03)
    expect(change(44, (row) => row.slice(0, -1)).kind).toBe('refused');
  });
});
