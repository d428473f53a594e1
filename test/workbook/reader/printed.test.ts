import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { problemWords, type ReadProblem } from '../../../src/workbook/cells/problem.js';
import { toInterchange } from '../../../src/workbook/interchange.js';
import { printedRows, readPrinted } from '../../../src/workbook/reader/printed.js';

const text = readFileSync('test/fixtures/kita-r5.txt', 'utf8');
const firstSheet = text.slice(0, text.indexOf('# 組織目標管理シート', 20));

function sheetsOf(changed: string): Sheet[] {
  const outcome = readPrinted(changed);
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.problems, null, 1));
  return outcome.sheets.map(({ sheet }) => sheet);
}

function problemsOf(changed: string): readonly ReadProblem[] {
  const outcome = readPrinted(changed, 'r5.txt');
  if (outcome.kind === 'read') throw new Error('was read');
  expect(outcome).not.toHaveProperty('sheets');
  return outcome.problems;
}

function withoutDerived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDerived);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'derived')
      .map(([key, inner]) => [key, withoutDerived(inner)]),
  );
}

/** The cells of one line of the text changed; lines count from 1. */
function changeLine(source: string, line: number, change: (cells: string[]) => string[]): string {
  return source
    .split('\n')
    .map((one, index) => (index === line - 1 ? change(one.split('\t')).join('\t') : one))
    .join('\n');
}

const real = sheetsOf(text);

describe('the real sheets', () => {
  test('equal kita-r5.json outside derived, cell by cell', () => {
    const expected: unknown = JSON.parse(readFileSync('test/fixtures/kita-r5.json', 'utf8'));
    expect(toInterchange(real)).toEqual(withoutDerived(expected));
  });

  test('stand at the lines of their titles, rows at theirs', () => {
    const outcome = readPrinted(text, 'r5.txt');
    if (outcome.kind === 'refused') throw new Error('refused');
    expect(outcome.sheets.map(({ where }) => where.line)).toEqual([3, 18, 33, 50, 66, 83, 102, 121]);
    expect(outcome.sheets[6]!.layout.rows.map(({ where }) => where)).toEqual(
      [113, 114, 115, 116].map((line) => ({ file: 'r5.txt', line })),
    );
  });
});

describe('is read the same', () => {
  test.each<[string, string]>([
    ['with Windows line ends', text.replaceAll('\n', '\r\n')],
    ['with old Mac line ends', text.replaceAll('\n', '\r')],
    ['with a byte order mark', `\uFEFF${text}`],
    ['with every title marked', text.replaceAll(/^# /gmu, '＃')],
    ['with tabs at every line end', text.replaceAll(/(\S)[ \t]*$/gmu, '$1\t\t')],
    ['without the tabs at line ends', text.replaceAll(/\t+$/gmu, '')],
    [
      'without the tabs before continuation rows',
      text.replaceAll(/^\t\t(?=\t?[^\t]+\t[^\t]*\t[^\t]*\t[^\t]*\t[^\t]*\t[○△])/gmu, ''),
    ],
    ['with a blank column before', text.replaceAll(/^(?=.*\t)/gmu, '\t')],
    ['with blank lines everywhere', text.replaceAll('\n', '\n\n')],
    ['with full-width labels', text.replaceAll('組織名(部)', '組織名（部）').replaceAll('○:達成', '○:達成')],
    ['with look-alikes of the symbols', text.replaceAll(/\t○\t/gu, '\t◯\t').replaceAll(/\t△\t/gu, '\t▲\t')],
    [
      'with each rating and its word',
      text.replaceAll(/\t○\t/gu, '\t○ 達成\t').replaceAll(/\t△\t/gu, '\t△ 一部未達成\t'),
    ],
  ])('%s', (_, changed) => {
    const folded = (sheets: Sheet[]) =>
      JSON.parse(JSON.stringify(sheets).replaceAll('組織名（部）', '組織名(部)')) as unknown;
    expect(folded(sheetsOf(changed))).toEqual(folded(real));
  });

  test('with full-width digits, kept as printed', () => {
    const [one] = sheetsOf(
      firstSheet
        .replace('令和5年度\t', '令和５年度\t')
        .replace('\n1\t', '\n１\t')
        .replace('\t18\t', '\t１８\t'),
    );
    expect(one!.fiscalYear).toBe(2023);
    expect(one!.header.fiscalYear.text).toBe('令和５年度');
    expect(one!.goals[0]!.no).toBe('１');
    expect(one!.goals[2]!.indicators[0]!.target).toBe('１８');
  });

  test('with line breaks in quoted cells, as Excel copies them', () => {
    const cell = '・地域活動補助金 ・コミ協運営助成金 ・コミ協等への支援(助言等)';
    const broken = '・地域活動補助金\n・コミ協運営助成金\n・コミ協「等」への支援(助言等)"新"';
    const quoted = `"${broken.replaceAll('"', '""').replaceAll('\n', '\r\n')}"`;
    const outcome = readPrinted(firstSheet.replace(cell, quoted));
    if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.problems));
    const [{ sheet, layout }] = [outcome.sheets[0]!];
    const row = sheet.goals[2]!.indicators[0]!;
    expect(row.initiativeCell).toBe(broken);
    expect(row.initiatives).toEqual([
      '地域活動補助金',
      'コミ協運営助成金',
      'コミ協「等」への支援(助言等)"新"',
    ]);
    expect(layout.rows.at(-1)!.where.line).toBe(16);
    expect(sheet.goals).toHaveLength(3);
  });

  test('quotes that Excel did not write stay', () => {
    const [one] = sheetsOf(
      firstSheet.replace('まちづくりパートナーシップ事業', '"まちづくり"事業').replace('\t18\t', '\t"18"\t'),
    );
    expect(one!.goals[0]!.indicators[0]!.initiativeCell).toBe('"まちづくり"事業');
    expect(one!.goals[2]!.indicators[0]!.target).toBe('"18"');
  });

  test('a goal repeated on its further rows, as unmerged cells give it', () => {
    const goal = real[5]!.goals[1]!;
    const filled = changeLine(text, 96, (cells) => [
      '2',
      goal.text,
      ...cells.slice(2, -1),
      goal.nextPolicy ?? '',
    ]);
    expect(sheetsOf(filled)).toEqual(real);
  });
});

describe('at the start of the year', () => {
  const blank = text.replaceAll(/\t([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)\t[○△]\t[^\n]*/gu, '\t\t$2\t$3\t\t\t');

  test('sheets without results and ratings are read', () => {
    const withoutReports = real.map((sheet) => ({
      ...sheet,
      goals: sheet.goals.map((goal) => ({
        ...goal,
        nextPolicy: goal.nextPolicy === null ? null : '',
        indicators: goal.indicators.map((row) => ({ ...row, result: '', rating: '', status: '' })),
      })),
    }));
    expect(sheetsOf(blank)).toEqual(withoutReports);
    expect(sheetsOf(blank.replaceAll(/\t+$/gmu, ''))).toEqual(withoutReports);
  });
});

describe('what cannot be read', () => {
  const rated = (line: number, change: (cells: string[]) => string[]) =>
    problemsOf(changeLine(firstSheet, line, change));

  test.each<[string, readonly ReadProblem[], { line?: number; cell?: string }, RegExp]>([
    ['an empty file', problemsOf(' \n\n'), { line: 1 }, /何も書かれていません/],
    ['a file without a title', problemsOf('年度\t令和5年度\n'), { line: 1 }, /題名「組織目標管理シート」/],
    ['a title alone', problemsOf('\n組織目標管理シート\n'), { line: 2 }, /「No.」と「組織目標」/],
    [
      'an unknown rating',
      rated(14, (c) => c.with(8, '◇')),
      { line: 14, cell: '評価' },
      /「◇」を評価として読み取れません。◎・○・△・×/,
    ],
    [
      'two ratings',
      rated(14, (c) => ['', ...c.with(9, '○')].with(8, '')),
      { line: 14, cell: '評価' },
      /二つ以上/,
    ],
    ['a cell too few', rated(14, (c) => c.toSpliced(2, 1)), { line: 14 }, /セルが足りません。評価の左に8個/],
    [
      'a cell too many',
      rated(14, (c) => c.toSpliced(2, 0, '余分')),
      { line: 14, cell: '左から1番目' },
      /余分です。評価の左に置けるセルは8個/,
    ],
    [
      'a cell too many at the end',
      rated(14, (c) => [...c, '余分']),
      { line: 14, cell: '左から12番目' },
      /評価の右に置けるセルは2個/,
    ],
    ['no target', rated(14, (c) => c.with(4, ' ')), { line: 14, cell: 'R5目標' }, /セルが空です/],
    ['no indicator', rated(14, (c) => c.with(3, '')), { line: 14, cell: '取組指標' }, /セルが空です/],
    ['no No.', rated(14, (c) => c.with(0, '')), { line: 14, cell: 'No.' }, /No. が空です/],
    [
      'a No. that is none',
      rated(15, (c) => c.with(0, '二')),
      { line: 15, cell: 'No.' },
      /「二」は No. ではありません/,
    ],
    ['a No. twice', rated(15, (c) => c.with(0, '1')), { line: 15, cell: 'No.' }, /No.1 が二つあります/],
    ['no goal', rated(15, (c) => c.with(1, '')), { line: 15, cell: '組織目標' }, /組織目標が空です/],
    ['a line broken in two', rated(14, (c) => c.with(9, '決定\nしました。')), { line: 15 }, /./],
    [
      'no fiscal year',
      problemsOf(firstSheet.replace('令和5年度', '今年度')),
      { line: 5, cell: '年度' },
      /「令和5年度」のように/,
    ],
    [
      'no section',
      problemsOf(firstSheet.replace('\t地域総務課\t', '\t\t')),
      { line: 5, cell: '組織名 (準部・課・機関名)' },
      /空です/,
    ],
    [
      'no department',
      problemsOf(firstSheet.replace('組織名(部)\t北区役所', '\t')),
      { line: 3 },
      /「組織名\(部\)」の欄が見つかりません/,
    ],
    [
      'a text without a label',
      problemsOf(firstSheet.replace('作成日', '作成')),
      { line: 5 },
      /何の欄か分かりません/,
    ],
    [
      'a line of unknown cells',
      problemsOf(firstSheet.replace('\nNo.', '\nあ\tい\nNo.')),
      { line: 12 },
      /「あ い」を読み取れません/,
    ],
    [
      'headings of another form',
      problemsOf(firstSheet.replace('取組指標\tR5目標', '指標\tR5目標')),
      { line: 12 },
      /見出しに「取組指標」がありません/,
    ],
    [
      'a table without rows',
      problemsOf(firstSheet.split('\n').slice(0, 13).join('\n')),
      { line: 12 },
      /目標が一つもありません/,
    ],
  ])('%s: names line, cell and what was expected', (_, problems, where, expected) => {
    const match = problems.find((p) => expected.test(p.message.ja) && p.where.line === where.line);
    expect(problems.map(problemWords)).toEqual(expect.arrayContaining([expect.anything()]));
    expect(match?.where).toMatchObject({ file: 'r5.txt', ...where });
    const words = problemWords(match!);
    expect(words.ja).toMatch(new RegExp(`^r5\\.txt ${where.line}行目`, 'u'));
    expect(words.en).toMatch(new RegExp(`^r5\\.txt, line ${where.line}`, 'u'));
  });

  test('one bad row refuses the whole file, and every bad row is named', () => {
    const spoilt = changeLine(
      changeLine(text, 14, (c) => c.with(8, '良')),
      62,
      (c) => c.with(4, ''),
    );
    expect(problemsOf(spoilt).map(({ where }) => [where.line, where.cell])).toEqual([
      [14, '評価'],
      [62, 'R5目標'],
    ]);
  });

  test('no text makes it throw', () => {
    const piece = fc.constantFrom(
      ...firstSheet.split(/(?<=[\t\n])/u),
      '"',
      '\t',
      '\n',
      '\r',
      '○',
      '#',
      '組織目標管理シート\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        const outcome = readPrinted(pieces.join(''));
        expect(outcome.kind === 'read' ? outcome.sheets.length : outcome.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test('a removed cell never gives a sheet with shifted texts', () => {
    for (let line = 14; line <= 16; line += 1) {
      for (let index = 0; index < 8; index += 1) {
        const outcome = readPrinted(changeLine(firstSheet, line, (cells) => cells.toSpliced(index, 1)));
        expect([line, index, outcome.kind]).toEqual([line, index, 'refused']);
      }
    }
  });
});

test('rows know the line they begin on', () => {
  const rows = printedRows('a\tb\r\n"c\nd"\te\n\nf', 'x.txt');
  expect(rows.map(({ cells, where }) => [where.line, cells])).toEqual([
    [1, ['a', 'b']],
    [2, ['c\nd', 'e']],
    [4, ['']],
    [5, ['f']],
  ]);
});
