/**
 * One measurement of the workbook in a process of its own, so that its memory is its own: what is done, told as the
 * first argument, on the file that is the second. Prints milliseconds and the peak of resident memory as JSON.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import exceljs from 'exceljs';
import { readXlsx as readBook, type WriteSheet, writeXlsx as writeBook } from 'hucre/xlsx';
import type { OfficialSheet } from '../../src/workbook/form/official-sheet.js';
import { readPrinted } from '../../src/workbook/reader/printed.js';
import { layOut } from '../../src/workbook/xlsx/layout/layout.js';
import { readXlsx } from '../../src/workbook/xlsx/read.js';
import { contentOf, styleOf } from '../../src/workbook/xlsx/style.js';
import { writeXlsx } from '../../src/workbook/xlsx/write.js';

/** The eight real sheets so often that there are `count`; in each copy the numbers are others. */
function sheetsOf(count: number): OfficialSheet[] {
  const read = readPrinted(
    readFileSync(new URL('../fixtures/kita-r5.txt', import.meta.url), 'utf8'),
    'kita-r5.txt',
  );
  if (read.kind === 'refused') throw new Error('the fixture was refused');
  return Array.from({ length: count }, (_, n) => {
    const { sheet } = read.sheets[n % read.sheets.length]!;
    const other = (text: string) =>
      text.replace(/[1-9]\d*(?=[人件回社者校名])/gu, (digits) => `${Number(digits) + n}`);
    return {
      ...sheet,
      approved: true,
      goals: sheet.goals.map((goal) => ({
        ...goal,
        indicators: goal.indicators.map((row) => ({
          ...row,
          target: other(row.target),
          result: other(row.result),
          status: other(row.status),
        })),
      })),
    };
  });
}

/** The same cells, styles and merges, for the library alone. */
function bareSheets(sheets: readonly OfficialSheet[]): WriteSheet[] {
  return sheets.map((sheet, index) => {
    const cells: NonNullable<WriteSheet['cells']> = new Map();
    const merges: NonNullable<WriteSheet['merges']> = [];
    for (const laid of layOut(sheet, { paper: 'A3', draft: false, rating: 'symbol' }).cells) {
      const endRow = laid.row + laid.rowSpan - 1;
      const endCol = laid.column + laid.columnSpan - 1;
      for (let r = laid.row; r <= endRow; r += 1)
        for (let c = laid.column; c <= endCol; c += 1)
          cells.set(`${r},${c}`, { style: styleOf(laid.look, 10) });
      const { value } = contentOf(laid.text);
      cells.set(`${laid.row},${laid.column}`, { value, style: styleOf(laid.look, 10) });
      if (endRow > laid.row || endCol > laid.column)
        merges.push({ startRow: laid.row, startCol: laid.column, endRow, endCol });
    }
    return { name: `t${index}`, cells, merges };
  });
}

/** The same written by exceljs, whose styles have the same names but for colours. */
async function exceljsWrites(sheets: readonly WriteSheet[], to: string): Promise<void> {
  const book = new exceljs.Workbook();
  for (const { name, cells = new Map(), merges = [] } of sheets) {
    const tab = book.addWorksheet(name);
    for (const [at, { value, style }] of cells) {
      const [row = 0, column = 0] = at.split(',').map(Number);
      const cell = tab.getCell(row + 1, column + 1);
      if (value !== undefined) cell.value = value as exceljs.CellValue;
      cell.style = exceljsStyle(style);
    }
    for (const { startRow, startCol, endRow, endCol } of merges)
      tab.mergeCells(startRow + 1, startCol + 1, endRow + 1, endCol + 1);
  }
  await book.xlsx.writeFile(to);
}

const exceljsStyles = new Map<unknown, Partial<exceljs.Style>>();
function exceljsStyle(style: unknown): Partial<exceljs.Style> {
  const known = exceljsStyles.get(style);
  if (known) return known;
  const made = JSON.parse(JSON.stringify(style).replaceAll(/\{"rgb":"(\w{6})"\}/gu, '{"argb":"FF$1"}'));
  exceljsStyles.set(style, made);
  return made;
}

const [, , task, file = '', count = '300'] = process.argv;

async function main(): Promise<() => Promise<unknown>> {
  switch (task) {
    case 'ours writes': {
      const sheets = sheetsOf(Number(count));
      return async () => {
        const written = await writeXlsx(sheets, { paper: 'A3' });
        if (written.kind === 'refused') throw new Error('refused');
        writeFileSync(file, written.bytes);
      };
    }
    case 'library writes': {
      const sheets = bareSheets(sheetsOf(Number(count)));
      return async () => writeFileSync(`${file}.bare`, await writeBook({ sheets }));
    }
    case 'ours reads':
      return async () => {
        const read = await readXlsx(readFileSync(file), 'x.xlsx');
        if (read.kind === 'refused' || read.sheets.length !== Number(count)) throw new Error('not read');
      };
    case 'library reads':
      return async () => readBook(readFileSync(file), { readStyles: true });
    case 'exceljs writes': {
      const sheets = bareSheets(sheetsOf(Number(count)));
      return async () => exceljsWrites(sheets, `${file}.exceljs`);
    }
    case 'exceljs reads':
      return async () => {
        const book = new exceljs.Workbook();
        await book.xlsx.readFile(file);
        if (book.worksheets.length !== Number(count)) throw new Error('not read');
      };
    default:
      throw new Error(`nothing is called ${task}`);
  }
}

const work = await main();
const start = performance.now();
await work();
const ms = performance.now() - start;
// in kilobytes
const { maxRSS } = process.resourceUsage();
process.stdout.write(`${JSON.stringify({ ms, megabytes: maxRSS / 1024 })}\n`);
