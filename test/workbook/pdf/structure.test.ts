/** The PDF of a sheet: what poppler reads of its text and structure is the sheet, cell by cell. */
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { FIELDS } from '../../../src/workbook/form/columns.js';
import type { OfficialSheet } from '../../../src/workbook/form/official-sheet.js';
import { writePdf } from '../../../src/workbook/pdf/write.js';
import {
  type Element,
  elementsOf,
  gridOf,
  type ReadPdf,
  readPdf,
  structureOf,
} from '../../support/read-pdf.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

// Reading a structure takes poppler seconds on a quiet machine.
jest.setTimeout(180_000);

const sheets = approved(kitaSheets());

async function bytesOf(given: readonly OfficialSheet[], options: object = {}): Promise<Uint8Array> {
  const written = await writePdf(given, { paper: 'A3', rating: 'symbol', ...options });
  if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
  return written.bytes;
}

/** Where a line ends is for the paper. */
const bare = (text: string) => text.replace(/\s+/gu, '');

/** The table row by row as it is read: what is blank below another is one cell with it, and is read with the first. */
function rowsOf({ goals }: OfficialSheet): { readonly text: string; readonly again: boolean }[][] {
  return goals.flatMap((goal) => {
    let plan = '';
    let initiative = '';
    return goal.indicators.map((one, at) => {
      plan = one.planReference || plan;
      initiative = one.initiativeCell || initiative;
      const of = { ...one, no: goal.no, goal: goal.text, planReference: plan, initiativeCell: initiative };
      const texts = { ...of, nextPolicy: goal.nextPolicy ?? one.status };
      const again = {
        no: at > 0,
        goal: at > 0,
        planReference: at > 0 && one.planReference === '',
        initiativeCell: at > 0 && one.initiativeCell === '',
        nextPolicy: at > 0 || goal.nextPolicy === null,
      };
      return FIELDS.map((field) => ({
        text: bare(texts[field]),
        again: { ...again }[field as 'no'] ?? false,
      }));
    });
  });
}

const above = ({ title, header, legend, looseMarks }: OfficialSheet) => {
  const { fiscalYear, department, organization, policyIndicators, createdOn, evaluatedOn } = header;
  const fields = [fiscalYear, department, organization, policyIndicators, createdOn, evaluatedOn];
  const labelled = fields.flatMap(({ label, text }) => [label, text]);
  return bare([title, ...labelled, ...legend.map(({ text }) => text), ...looseMarks].join(''));
};

describe('the eight sheets', () => {
  let pdf: ReadPdf;
  beforeAll(async () => {
    pdf = await readPdf(await bytesOf(sheets));
  });

  test('are tagged, with a title and their fonts inside', () => {
    expect(pdf.about.get('Tagged')).toBe('yes');
    expect(pdf.about.get('Title')).toBe('組織目標管理シート 令和5年度');
    expect(pdf.about.get('Page size')).toContain('(A3)');
    const fonts = pdf.fonts.trim().split('\n').slice(2);
    expect(fonts).toHaveLength(2);
    for (const font of fonts)
      expect(font).toMatch(/BIZUDPGothic-\w+ +CID TrueType +Identity-H +yes yes yes/u);
  });

  test.each(sheets.map((sheet, at) => [at + 1, sheet.header.organization.text, sheet] as const))(
    'sheet %i, %s: its page has every text of the sheet whole, and nothing else',
    (number, _name, sheet) => {
      const page = bare(pdf.pages[number - 1]!);
      const cells = rowsOf(sheet).flatMap((row) => row.filter(({ again }) => !again).map(({ text }) => text));
      const { header, columnHeadings, footnotes } = sheet;
      const foot = `${header.department.text}${header.organization.text}${number}/8`;
      for (const text of [above(sheet), ...cells, ...footnotes, foot]) expect(page).toContain(bare(text));
      const all = [above(sheet), ...columnHeadings.flat(), ...cells, ...footnotes, foot];
      const letters = (text: string) => [...bare(text)].sort().join('');
      expect(letters(page)).toBe(letters(all.join('')));
    },
  );

  test('no blank comes between Japanese and other letters that nobody wrote', () => {
    expect(pdf.pages[0]).toContain('R5目標 R5結果');
  });
});

const several = sheets.findIndex(({ goals }) => goals.some(({ indicators }) => indicators.length > 1));
const oneText = sheets.findIndex(({ goals }) => goals.every(({ nextPolicy }) => nextPolicy === null));

describe.each([
  ['with goals of several indicators', several],
  ['with one column for 目標達成状況 and 今後の方針', oneText],
])('the structure of a sheet %s', (_name, at) => {
  const sheet = sheets[at]!;
  let tree: Element;
  let grid: Element[][];
  beforeAll(async () => {
    tree = await structureOf(await bytesOf([sheet]));
    grid = gridOf(elementsOf(tree, 'Table')[0]!);
  });

  test('has every cell over all the rows and columns that it is for', () => {
    expect(grid.slice(2).map((row) => row.map(({ text }) => bare(text)))).toEqual(
      rowsOf(sheet).map((row) => row.map(({ text }) => text)),
    );
    expect(bare(tree.text).startsWith(above(sheet))).toBe(true);
  });

  test('heads every column, and each cell names its headings', () => {
    const headings = grid.slice(0, 2);
    for (const cell of headings.flat()) {
      expect(cell.role).toBe('TH');
      expect(cell.attributes.get('Scope')).toBe('/Column');
    }
    for (const row of grid.slice(2))
      row.forEach((cell, column) => {
        expect(cell.role).toBe('TD');
        const ids = [...(cell.attributes.get('Headers') ?? '').matchAll(/\(([^)]+)\)/gu)].map(
          ([, id]) => id!,
        );
        expect(ids).toEqual(expect.arrayContaining([headings[0]![column]!.id, headings[1]![column]!.id]));
      });
    const printed = sheet.columnHeadings.flat().filter((text) => text !== '');
    expect(new Set(headings.flat().map(({ text }) => bare(text)))).toEqual(new Set(printed.map(bare)));
  });

  test('has a heading for the sheet and one for each goal', () => {
    expect(elementsOf(tree, 'H1').map(({ text }) => bare(text))).toEqual([bare(sheet.title)]);
    expect(elementsOf(tree, 'H2').map(({ text }) => bare(text))).toEqual(
      sheet.goals.map(({ text }) => bare(text)),
    );
  });
});

test('a draft says so in its title and at the head of each page; approved is asked for otherwise', async () => {
  const open = { ...sheets[0]!, approved: false };
  expect(await writePdf([open], { paper: 'A3', rating: 'symbol' })).toMatchObject({ kind: 'refused' });
  const draft = await readPdf(await bytesOf([open], { draft: true }));
  expect(draft.about.get('Title')).toContain('下書き（未承認）');
  expect(draft.pages[0]!.split('下書き（未承認）')).toHaveLength(3);
});

test('one file holds what a department has; all sheets of a city are to be chosen from', async () => {
  const city = Array.from({ length: 41 }, () => sheets[0]!);
  const made = await writePdf(city, { paper: 'A3', rating: 'symbol' });
  expect(made.kind === 'refused' && made.problems.map(({ message }) => message.ja)).toEqual([
    expect.stringContaining('一つの PDF に入るのは 40 シートまでです（41 シートあります）。'),
  ]);
});

test('a corrected goal is marked 訂正 with its day, and the 正誤表 follows on a page of its own', async () => {
  const [first] = sheets;
  const { no, indicators } = first!.goals[1]!;
  const erratum = {
    goalNo: no,
    indicator: indicators[0]!.name,
    row: 0,
    field: 'result',
    before: '15',
    after: '16',
    reason: '集計の誤り',
    correctedOn: '2024-05-01',
  } as const;
  const { pages } = await readPdf(await bytesOf([{ ...first!, errata: [erratum] }]));
  expect(pages).toHaveLength(2);
  expect(bare(pages[0]!)).toContain('2訂正令和6年5月1日');
  expect(bare(pages[1]!)).toContain(
    `正誤表No.取組指標箇所誤正理由訂正した日2${bare(indicators[0]!.name)}結果1516集計の誤り令和6年5月1日`,
  );
});

test('the document of mid-year has its own title and columns', async () => {
  const [first] = sheets;
  const measures = first!.goals.map(({ indicators }) => indicators.map(({ name }) => `${name}を急ぐ`));
  const { about, pages } = await readPdf(await bytesOf([{ ...first!, measures }]));
  expect(about.get('Title')).toContain('（中間報告）');
  const page = bare(pages[0]!);
  for (const word of ['中間結果', '見込み', '下半期の対策', ...measures.flat().map(bare)])
    expect(page).toContain(word);
});
