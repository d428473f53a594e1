/** 担当 beside the form, in every kind of file: whose a goal is, and no text of the sheet. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import { readFile, writeFile } from '../../../src/workbook/files.js';
import type { FileRead } from '../../../src/workbook/reader/read-grids.js';
import { approved, kitaSheets } from '../fixture-sheets.js';

const sheets = kitaSheets();
const [first] = sheets;
/** 担当 of the nth goal, as these files have it. */
const NAMES = ['担当者1', '', '担当者2', '担当者1'];
const nameOf = (at: number) => NAMES[at] ?? '';
const OWNERS = first!.goals.map((_, at) => nameOf(at));

async function read(bytes: Uint8Array, name: string): Promise<FileRead> {
  const outcome = await readFile(bytes, name);
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The lines of the print with one more cell behind the last: the heading, and a name in the first line of each goal. */
function printed(): string {
  const text = readFileSync('test/fixtures/kita-r5.txt', 'utf8');
  const lines = text.slice(0, text.indexOf('# 組織目標管理シート', 20)).split('\n');
  const at = lines.findIndex((line) => line.startsWith('No.\t'));
  const width = Math.max(...lines.slice(at).map((line) => line.split('\t').length));
  let goal = -1;
  return lines
    .map((line, index) => {
      const cells = line.split('\t');
      if (index < at || cells.length < 4) return line;
      if (index > at && /^\d+$/u.test(cells[0]!)) goal += 1;
      const owner = index === at ? '担当' : /^\d+$/u.test(cells[0]!) ? nameOf(goal) : '';
      return [...cells, ...Array(width - cells.length).fill(''), owner].join('\t');
    })
    .join('\n');
}

test('.txt: behind everything else', async () => {
  const { sheets: found } = await read(bytesOf(printed()), 'a.txt');
  expect(found[0]!.owners).toEqual(OWNERS);
  expect(found[0]!.sheet.goals).toEqual(first!.goals);
});

test('.csv of ours: a column of its own', async () => {
  const written = await writeFile(approved(sheets), { format: 'csv' });
  if (written.kind === 'refused') throw new Error('refused');
  const records = new TextDecoder().decode(written.bytes);
  const none = await read(bytesOf(records), 'a.csv');
  expect(none.sheets.map(({ owners }) => owners)).toEqual(sheets.map(() => undefined));
  // the name of the column before the first: every other line begins with the number of its sheet
  const [head, ...rest] = records.replace(/^\uFEFF/u, '').split(/\r\n(?=1,|2,|3,|4,|5,|6,|7,|8,|$)/u);
  const text = [`担当,${head}`, ...rest.map((line) => (line === '' ? '' : `担当者9,${line}`))].join('\r\n');
  const { sheets: found } = await read(bytesOf(text), 'b.csv');
  expect(found[0]!.owners).toEqual(first!.goals.map(() => '担当者9'));
  expect(found.map(({ sheet }) => sheet)).toEqual(sheets);
});

test('.xlsx: wherever it is headed, and no column that was left out', async () => {
  const rows: CellValue[][] = [
    ['組織目標管理シート'],
    ['年度', '令和5年度', '組織名(部)', '北区役所', '組織名(準部・課・機関名)', '産業振興課'],
    [
      'No.',
      '主担当者',
      '組織目標',
      '取組指標',
      '目標',
      '結果',
      '評価',
      '目標達成状況',
      '今後の方針',
      '係の予定',
    ],
    ['1', '担当者1', '広める', '件数', '3件', '', '', '', '', '4月'],
    ['', '', '', '人数', '5人', '', '', '', '', ''],
    ['2', '担当者1', '続ける', '回数', '2回', '', '', '', '', ''],
    ['', '担当者2', '', '箇所', '2箇所', '', '', '', '', ''],
  ];
  const { sheets: found, notes } = await read(await writeXlsx({ sheets: [{ name: 'a', rows }] }), 'a.xlsx');
  expect(found[0]!.owners).toEqual(['担当者1', '担当者1、担当者2']);
  expect(notes.map(({ id, where }) => [id, where.cell])).toEqual([['F11', 'J3']]);
});

test('担当課 is no 担当', async () => {
  const { sheets: found } = await read(bytesOf(printed().replace('\t担当\n', '\t担当課\n')), 'a.txt').catch(
    () => ({
      sheets: [{ owners: undefined }],
    }),
  );
  expect(found[0]!.owners).toBeUndefined();
});
