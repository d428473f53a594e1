/**
 * One measurement of the workbook in a process of its own, so that its memory is its own: what is done, told as the
 * first argument, on the file that is the second. Prints milliseconds, those of the processor, and the peak of resident
 * memory as JSON.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type exceljs from 'exceljs';
import { readXlsx as readBook, writeXlsx as writeBook } from 'hucre/xlsx';
import type { OfficialSheet } from '../../src/workbook/form/official-sheet.js';
import { readPrinted } from '../../src/workbook/reader/printed.js';
import type { CellStyle, NewBook } from '../../src/workbook/xlsx/library.js';
import { readXlsx } from '../../src/workbook/xlsx/read.js';
import { officialBook, writeXlsx } from '../../src/workbook/xlsx/write.js';

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

/** The official workbook, which the rivals are given as values: the work of laying it out is ours alone. */
const bookOf = (sheets: readonly OfficialSheet[]): NewBook => officialBook(sheets, { paper: 'A3' });

/** Loaded only where it is measured, so that it is in nobody else's memory. */
const newExceljs = async (): Promise<exceljs.Workbook> => new (await import('exceljs')).default.Workbook();

const EXCELJS_PAPER = { a3: 8, a4: 9 } as const;

/** The same written by exceljs, whose styles and page have the same names but for colours, formats and papers. */
async function exceljsWrites(
  book: exceljs.Workbook,
  { sheets, properties }: NewBook,
  to: string,
): Promise<void> {
  if (properties?.title) book.title = properties.title;
  for (const sheet of sheets) {
    const tab = book.addWorksheet(sheet.name, {
      views: [{ state: 'frozen', ySplit: sheet.freezePane?.rows ?? 0, showGridLines: false, zoomScale: 85 }],
    });
    for (const [at, { value, style }] of sheet.cells) {
      const [row = 0, column = 0] = at.split(',').map(Number);
      const cell = tab.getCell(row + 1, column + 1);
      if (value !== undefined && value !== null) cell.value = value;
      if (style) cell.style = exceljsStyle(style);
    }
    for (const { startRow, startCol, endRow, endCol } of sheet.merges ?? [])
      tab.mergeCells(startRow + 1, startCol + 1, endRow + 1, endCol + 1);
    sheet.columns?.forEach(({ width }, index) => {
      if (width !== undefined) tab.getColumn(index + 1).width = width;
    });
    for (const [index, { height }] of sheet.rowDefs ?? [])
      if (height !== undefined) tab.getRow(index + 1).height = height;
    for (const index of sheet.rowBreaks ?? []) tab.getRow(index + 1).addPageBreak();
    const { paperSize = 'a3', ...page } = sheet.pageSetup ?? {};
    const headings = sheet.freezePane?.rows ?? 1;
    Object.assign(tab.pageSetup, page, {
      paperSize: EXCELJS_PAPER[paperSize],
      printArea: `A1:${tab.getCell(sheet.rowDefs?.size ?? 1, sheet.columns?.length ?? 1).address}`,
      printTitlesRow: `${headings - 1}:${headings}`,
    });
    Object.assign(tab.headerFooter, sheet.headerFooter);
  }
  await book.xlsx.writeFile(to);
}

const exceljsStyles = new Map<CellStyle, Partial<exceljs.Style>>();
function exceljsStyle(style: CellStyle): Partial<exceljs.Style> {
  const known = exceljsStyles.get(style);
  if (known) return known;
  const made = JSON.parse(JSON.stringify(style).replaceAll(/\{"rgb":"(\w{6})"\}/gu, '{"argb":"FF$1"}'));
  const named = {
    ...made,
    alignment: {
      ...made.alignment,
      vertical: { center: 'middle', top: 'top' }[style.alignment?.vertical ?? 'top'],
    },
  };
  exceljsStyles.set(style, named);
  return named;
}

/** What a reader of sheets needs of it: every cell's text. */
async function exceljsReads(book: exceljs.Workbook): Promise<number> {
  await book.xlsx.readFile(file);
  let characters = 0;
  for (const tab of book.worksheets)
    tab.eachRow((row) => row.eachCell((cell) => (characters += String(cell.value ?? '').length)));
  return characters;
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
      const book = bookOf(sheetsOf(Number(count)));
      return async () => writeFileSync(`${file}.bare`, await writeBook(book));
    }
    case 'ours reads':
      return async () => {
        const read = await readXlsx(readFileSync(file), 'x.xlsx');
        if (read.kind === 'refused' || read.sheets.length !== Number(count)) throw new Error('not read');
      };
    case 'library reads':
      return async () => readBook(readFileSync(file), { readStyles: true });
    case 'exceljs writes': {
      const book = bookOf(sheetsOf(Number(count)));
      const empty = await newExceljs();
      return async () => exceljsWrites(empty, book, `${file}.exceljs`);
    }
    case 'exceljs reads': {
      const empty = await newExceljs();
      return async () => {
        const characters = await exceljsReads(empty);
        if (empty.worksheets.length !== Number(count) || characters === 0) throw new Error('not read');
      };
    }
    default:
      throw new Error(`nothing is called ${task}`);
  }
}

const work = await main();
const before = process.cpuUsage();
const start = performance.now();
await work();
const ms = performance.now() - start;
// in microseconds, of all threads
const { user, system } = process.cpuUsage(before);
// in kilobytes
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({ ms, processor: (user + system) / 1000, megabytes: maxRSS / 1024 })}\n`,
);
