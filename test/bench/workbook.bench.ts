/**
 * 300 sheets as one workbook, beside the bare library writing and reading the same cells. Run by hand, compiled:
 * `node --expose-gc dist/test/bench/workbook.bench.js`.
 */
import { readFileSync } from 'node:fs';
import { readXlsx as readBook, type WriteSheet, writeXlsx as writeBook } from 'hucre/xlsx';
import type { OfficialSheet } from '../../src/workbook/official.js';
import { readPrinted } from '../../src/workbook/printed.js';
import { layOut } from '../../src/workbook/xlsx-layout.js';
import { readXlsx } from '../../src/workbook/xlsx-read.js';
import { contentOf, styleOf } from '../../src/workbook/xlsx-style.js';
import { writeXlsx } from '../../src/workbook/xlsx-write.js';

const read = readPrinted(readFileSync('test/fixtures/kita-r5.txt', 'utf8'));
if (read.kind === 'refused') throw new Error('the fixture was refused');
const sheets: OfficialSheet[] = Array.from({ length: 300 }, (_, n) => ({
  ...read.sheets[n % read.sheets.length]!.sheet,
  approved: true,
}));

async function measure<T>(name: string, work: () => Promise<T>): Promise<T> {
  globalThis.gc?.();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  const start = performance.now();
  const result = await work();
  const milliseconds = performance.now() - start;
  clearInterval(watch);
  peak = Math.max(peak, process.memoryUsage().rss);
  console.log(`${name}: ${milliseconds.toFixed(0)} ms, resident ${(peak / 1024 / 1024).toFixed(0)} MB`);
  return result;
}

const bare: WriteSheet[] = sheets.map((sheet, index) => {
  const layout = layOut(sheet, { paper: 'A3', draft: false, rating: 'symbol' });
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const merges: NonNullable<WriteSheet['merges']> = [];
  for (const laid of layout.cells) {
    const endRow = laid.row + laid.rowSpan - 1;
    const endCol = laid.column + laid.columnSpan - 1;
    for (let r = laid.row; r <= endRow; r += 1) {
      for (let c = laid.column; c <= endCol; c += 1)
        cells.set(`${r},${c}`, { style: styleOf(laid.look, 10) });
    }
    cells.set(`${laid.row},${laid.column}`, {
      value: contentOf(laid.text).value,
      style: styleOf(laid.look, 10),
    });
    if (endRow > laid.row || endCol > laid.column)
      merges.push({ startRow: laid.row, startCol: laid.column, endRow, endCol });
  }
  return { name: `t${index}`, cells, merges };
});

for (let round = 1; round <= 3; round += 1) {
  await measure(`round ${round}, bare library`, () => writeBook({ sheets: bare }));
  const written = await measure(`round ${round}, official workbook`, () =>
    writeXlsx(sheets, { paper: 'A3' }),
  );
  if (written.kind === 'refused') throw new Error('refused');
  await measure(`round ${round}, bare library reads`, () => readBook(written.bytes, { readStyles: true }));
  await measure(`round ${round}, read again (${(written.bytes.length / 1024).toFixed(0)} kB)`, () =>
    readXlsx(written.bytes, 'x.xlsx'),
  );
}
