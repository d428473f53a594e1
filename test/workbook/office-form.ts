/** Workbooks as offices make them, written by another library than the one Maru reads them with. */
import exceljs, { type Workbook, type Worksheet } from 'exceljs';
import { readFile } from '../../src/workbook/files.js';

export type Row = readonly (string | number | Date | null)[];

export const ABOVE: readonly Row[] = [
  ['組織目標管理シート'],
  ['年度', '令和5年度', null, '政策指標', '・指標甲', null, null, null, null, '作成日', 'R5.4.1'],
  [
    '組織名（部）',
    '北区役所',
    null,
    '組織名（準部・課・機関名）',
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
export const HEADINGS: readonly Row[] = [
  [
    'No.',
    '組織目標',
    '位置づけ',
    '取組指標',
    'R5目標',
    'R5結果',
    '取組名称',
    '概要',
    '評価',
    '目標達成状況',
    '今後の方針',
  ],
];
/** The first line of the table in `formOf`. */
export const FIRST = ABOVE.length + HEADINGS.length + 1;

/** An indicator's row with everything filled in. */
export const GOAL: Row = [
  1,
  '保全を進めます。',
  '行財3-2-②',
  '参加人数（人）',
  180,
  209,
  '海辺の森事業',
  '下草を刈ります。',
  '○',
  '4回実施しました。',
  '検討します。',
];

/** A row like `GOAL` with these cells instead, by the letter of their column. */
export const like = (cells: Readonly<Record<string, Row[number]>>): Row =>
  GOAL.map((cell, at) => {
    const own = cells['ABCDEFGHIJK'[at]!];
    return own === undefined ? cell : own;
  });

/** A workbook with one tab 「様式」 that holds the form with these rows. */
export function formOf(
  rows: readonly Row[],
  headings = HEADINGS,
  above = ABOVE,
): { book: Workbook; tab: Worksheet } {
  const book = new exceljs.Workbook();
  const tab = book.addWorksheet('様式');
  tab.addRows([...above, ...headings, ...rows].map((row) => [...row]));
  return { book, tab };
}

export const bytesOf = async (book: Workbook): Promise<Uint8Array> =>
  new Uint8Array(await book.xlsx.writeBuffer());

/** The workbook as another library reads it. */
export async function bookOf(bytes: Uint8Array): Promise<Workbook> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(bytes.slice().buffer);
  return book;
}

/** What Maru reads in a workbook. */
export const readBook = async (book: Workbook) =>
  readFile(await bytesOf(book), 'x.xlsx', { understood: true });

/** The sheets and notes of a workbook that can be read. */
export async function readWhole(book: Workbook) {
  const read = await readBook(book);
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems, null, 1));
  return { ...read, goals: read.sheets[0]!.sheet.goals };
}

/** Why a workbook is not read: each place and its sentence. */
export async function refusalOf(book: Workbook) {
  const read = await readBook(book);
  if (read.kind !== 'refused') throw new Error('it was read');
  return read.problems.map(({ where, message }) => ({ cell: where.cell, line: where.line, ...message }));
}
