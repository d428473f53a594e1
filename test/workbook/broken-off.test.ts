/** A file that ends within a row is refused, with where; one that ends where it may is read. */
import { describe, expect, test } from '@jest/globals';
import { writeCsv } from '../../src/workbook/csv/write.js';
import { readFile } from '../../src/workbook/files.js';
import { approved, kitaSheets } from './fixture-sheets.js';
import { ABOVE, bytesOf, FIRST, formOf, GOAL, HEADINGS, like } from './office-form.js';
import { unzipSync, zipParts } from './zip-parts.js';

const encoder = new TextEncoder();
const TAB = 'xl/worksheets/sheet1.xml';

async function outcome(bytes: Uint8Array, name: string) {
  const read = await readFile(bytes, name);
  return read.kind === 'refused' ? read.problems : read.sheets.map(({ sheet }) => sheet.goals.length);
}

describe('.xlsx', () => {
  /** The form with one part bent, packed rightly. */
  async function bent(part: string, bend: (xml: string) => string) {
    const parts = unzipSync(await bytesOf(formOf([GOAL, like({ A: 2, B: '次の目標' })]).book));
    const xml = new TextDecoder().decode(parts.get(part));
    expect(bend(xml)).not.toBe(xml);
    parts.set(part, encoder.encode(bend(xml)));
    return outcome(zipParts(parts), 'x.xlsx');
  }
  const last = `<row r="${FIRST + 1}"`;
  const cutOff = (line?: number, part = TAB) => [
    {
      where: { file: 'x.xlsx', tab: part, ...(line ? { line } : {}) },
      message: {
        ja: expect.stringContaining('途中で終わっています'),
        en: expect.stringContaining('breaks off'),
      },
    },
  ];

  test.each<[string, (xml: string) => string]>([
    ['in a cell', (xml) => xml.slice(0, xml.indexOf('<v>', xml.indexOf(last)) + 3)],
    ['between two cells', (xml) => xml.slice(0, xml.indexOf('</c>', xml.indexOf(last)) + 4)],
    [
      'in a cell, and is closed behind it',
      (xml) => `${xml.slice(0, xml.indexOf('</c>', xml.indexOf(last)) + 4)}</sheetData></worksheet>`,
    ],
  ])('within a row, %s', async (_, bend) => {
    expect(await bent(TAB, bend)).toEqual(cutOff(FIRST + 1));
  });

  test.each<[string, string, (xml: string) => string]>([
    ['behind a row', TAB, (xml) => xml.slice(0, xml.indexOf(last))],
    ['behind the table', TAB, (xml) => xml.slice(0, xml.indexOf('</sheetData>') + 12)],
    ['within the texts', 'xl/sharedStrings.xml', (xml) => xml.slice(0, xml.indexOf('次の目標'))],
    ['within the styles', 'xl/styles.xml', (xml) => xml.slice(0, -20)],
    ['within the list of tabs', 'xl/workbook.xml', (xml) => xml.slice(0, -12)],
  ])('%s', async (_, part, bend) => {
    expect(await bent(part, bend)).toEqual(cutOff(undefined, part));
  });

  test('a row that breaks off in a goal is named with its cells', async () => {
    for (const row of [
      [2, '次の目標'],
      [2, '次の目標', '政策1-1-①'],
      [2, '次の目標', null, '回数'],
    ]) {
      const problems = await outcome(await bytesOf(formOf([GOAL, row]).book), 'x.xlsx');
      expect(problems).not.toEqual([1]);
      expect(problems[0]).toMatchObject({ where: { tab: '様式', line: FIRST + 1 } });
    }
  });
});

describe('.csv', () => {
  const quoted = (cell: unknown) => `"${String(cell ?? '').replaceAll('"', '""')}"`;
  const lines = (quote: (cell: unknown) => string) =>
    [...ABOVE, ...HEADINGS, GOAL, like({ A: 2, B: '次の\n目標' })].map((row) =>
      Array.from({ length: 11 }, (_, at) => quote(row[at])).join(','),
    );
  const read = (text: string) => outcome(encoder.encode(text), 'x.csv');
  const plain = lines((cell) => String(cell ?? '').replaceAll('\n', ''));
  const whole = plain.join('\r\n');

  test('whole, with and without a line end behind the last row', async () => {
    expect(await read(whole)).toEqual([2]);
    expect(await read(`${whole}\r\n`)).toEqual([2]);
    expect(await read(`${whole}\r\n※ 注記です`)).toEqual([2]);
  });

  test('cut at any sign before its last cell', async () => {
    const start = whole.lastIndexOf('\n') + 2;
    const end = whole.lastIndexOf(',');
    for (let at = start; at <= end; at += 3) {
      const problems = await read(whole.slice(0, at));
      expect(problems).toEqual([
        {
          where: { file: 'x.csv', line: FIRST + 1 },
          message: {
            ja: expect.stringContaining('この行の途中で終わっています'),
            en: expect.stringContaining('breaks off within this line'),
          },
        },
      ]);
    }
  });

  test('cut within quotation marks', async () => {
    const text = lines(quoted).join('\r\n');
    expect(await read(text)).toEqual([2]);
    expect(await read(text.slice(0, text.indexOf('次の') + 4))).toMatchObject([
      { where: { line: FIRST + 1 }, message: { ja: expect.stringContaining('引用符') } },
    ]);
  });

  test('as Maru writes it', async () => {
    const written = writeCsv(approved(kitaSheets()), { encoding: 'utf8-bom' });
    if (written.kind === 'refused') throw new Error();
    const text = new TextDecoder().decode(written.bytes);
    const cut = text.slice(0, text.lastIndexOf(',', text.length - 400));
    const [problem] = await outcome(encoder.encode(cut), 'x.csv');
    expect(problem).toMatchObject({ message: { ja: expect.stringMatching(/途中で/u) } });
  });
});
