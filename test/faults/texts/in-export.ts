/**
 * Hostile texts in the files that go out, read by readers that are not ours: as they were typed in every cell, and
 * nothing that a spreadsheet would run or a page would do.
 */
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import type { Goal, Indicator, Sheet } from '../../../src/core/sheet/sheet.js';
import { unguardCell } from '../../../src/core/text/guard-cell.js';
import { writeCsv } from '../../../src/workbook/csv/write.js';
import type { Written } from '../../../src/workbook/form/official-sheet.js';
import { writeHtml } from '../../../src/workbook/html/write.js';
import { writeXlsx } from '../../../src/workbook/xlsx/write.js';
import { approved, kitaSheets } from '../../workbook/fixture-sheets.js';

const GOALS = 12;
const INDICATORS = 3;
/** A cell that a spreadsheet takes for a formula; plain numbers and a single sign are none. */
const RUNS = /^[\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;
const NUMBER = /^(?:[-+]?\d[\d,]*(?:\.\d+)?|.)$/u;
/** What a page may hold: no script, no form, no picture, no address but places on itself. */
const TAGS = new Set(
  'html head meta title style body main nav section h1 h2 p strong span ul li dl div dt dd time table caption thead tbody tr th td a br colgroup col'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'lang charset name content id class aria-labelledby aria-label role tabindex scope rowspan colspan href datetime'.split(
    ' ',
  ),
);

/** Widths of columns and the size of the print, and nothing that anybody typed. */
const STYLE = /^(?:width:\d+\.\d\d%|--pt:\d+\.\d\d)$/u;

/** Writes texts in every cell until `count` of them went out in each kind of file; gives what went wrong. */
export async function inExport(
  next: () => string,
  count: number,
  say: (line: string) => void,
): Promise<string[]> {
  const violations: string[] = [];
  const [sample] = kitaSheets();
  let used = 0;
  for (let round = 0; used < count && violations.length < 40; round += 1) {
    const { sheet, texts } = filled(sample!, next);
    used += texts.length;
    const sheets = approved([sheet]);
    const wrong = (file: string) => (what: string) => violations.push(`${file}: ${what}`);
    checkCsv(writeCsv(sheets, { encoding: 'utf8-bom' }), texts, wrong('csv'));
    checkHtml(writeHtml(sheets), texts, wrong('html'));
    await checkXlsx(await writeXlsx(sheets, { paper: 'A3' }), texts, wrong('xlsx'));
    if (round % 100 === 99) say(`${used} texts in files`);
  }
  say(`${used} texts in files of three kinds`);
  return violations;
}

type Wrong = (what: string) => void;

/** A sheet with another text in every cell that holds what somebody wrote. */
function filled(sample: Sheet, next: () => string): { sheet: Sheet; texts: string[] } {
  const texts: string[] = [];
  const text = () => {
    const one = next();
    texts.push(one);
    return one;
  };
  const goal = sample.goals[0]!;
  const indicator = (): Indicator => ({
    ...goal.indicators[0]!,
    planReference: text(),
    name: text(),
    target: text(),
    result: text(),
    overview: text(),
    status: text(),
  });
  const goals = Array.from(
    { length: GOALS },
    (_unused, no): Goal => ({
      ...goal,
      no: String(no + 1),
      text: text(),
      nextPolicy: goal.nextPolicy === null ? null : text(),
      indicators: Array.from({ length: INDICATORS }, indicator),
    }),
  );
  return { sheet: { ...sample, goals }, texts };
}

function bytesOf(written: Written, wrong: Wrong): Uint8Array {
  if (written.kind === 'written') return written.bytes;
  wrong(`refused: ${JSON.stringify(written.problems).slice(0, 300)}`);
  return new Uint8Array();
}

/** UTF-8 has no halves of characters. */
const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, '\ufffd');

/** Line ends are one thing whatever their signs. */
const folded = (text: string) => text.replace(/\r\n?/gu, '\n');

function checkCsv(written: Written, texts: readonly string[], wrong: Wrong): void {
  const rows: string[][] = parse(Buffer.from(bytesOf(written, wrong)), { bom: true });
  const cells = new Set(rows.flat().map((cell) => folded(unguardCell(cell))));
  const reported = written.kind === 'written' ? written.replaced.length : 0;
  for (const text of texts) {
    if (!cells.has(folded(wellFormed(text)))) wrong(`lost ${JSON.stringify(text.slice(0, 200))}`);
    if (text !== wellFormed(text) && reported === 0) wrong('a half character was replaced in silence');
  }
  for (const cell of rows.flat())
    if (RUNS.test(cell) && !NUMBER.test(cell)) wrong(`runs ${JSON.stringify(cell.slice(0, 200))}`);
}

function checkHtml(written: Written, texts: readonly string[], wrong: Wrong): void {
  const page = new TextDecoder().decode(bytesOf(written, wrong)).replace(/<style>[^<]*<\/style>/u, '');
  for (const [, tag, attributes] of page.matchAll(/<\/?([a-z0-9]+)([^<>]*)>/giu)) {
    if (!TAGS.has(tag!.toLowerCase())) wrong(`<${tag}>`);
    for (const [, name, value] of attributes!.matchAll(/([\w-]+)="([^"]*)"/gu))
      if (
        !(ATTRIBUTES.has(name!) || (name === 'style' && STYLE.test(value!))) ||
        (name === 'href' && !value!.startsWith('#'))
      )
        wrong(`${name}="${value}"`);
  }
  const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  const shown = page
    .replace(/<br>/gu, '\n')
    .replace(/<\/?[a-z][^<>]*>/giu, '\u0000')
    .replace(/&(amp|lt|gt|quot|#39);/gu, (_all, name: string) => NAMED[name]!);
  if (/[<>]/u.test(page.replace(/<!?\/?[a-z][^<>]*>/giu, ''))) wrong('a sign of markup that is none');
  const cells = new Set(shown.split('\u0000'));
  const reported = written.kind === 'written' ? written.replaced.length : 0;
  let unshown = 0;
  for (const text of texts) {
    // What no page can hold is shown as a sign, and each is told.
    const expected = folded(wellFormed(text))
      .replace(/[\ufffe\uffff]/gu, '\ufffd')
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/gu, (one) => String.fromCharCode(0x2400 + one.charCodeAt(0)))
      .replace(/\x7f/gu, '\u2421');
    if (!cells.has(expected)) wrong(`lost ${JSON.stringify(text.slice(0, 200))}`);
    unshown += text.match(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|\p{Cs}/gu)?.length ?? 0;
  }
  if (reported < unshown) wrong(`${unshown - reported} characters were replaced in silence`);
}

async function checkXlsx(written: Written, texts: readonly string[], wrong: Wrong): Promise<void> {
  const book = await readXlsx(bytesOf(written, wrong));
  const cells: string[] = [];
  for (const sheet of book.sheets)
    for (const row of sheet.rows)
      for (const cell of row) if (cell !== null && cell !== undefined) cells.push(folded(String(cell)));
  for (const sheet of book.sheets)
    for (const [at, cell] of sheet.cells ?? new Map())
      if ((cell as { formula?: unknown }).formula !== undefined) wrong(`a formula in ${at}`);
  const known = new Set(cells);
  // A text too long for one row goes on in the next ones.
  const joined = cells.join('');
  for (const text of texts.map(folded))
    if (!known.has(text) && !joined.replaceAll('\n', '').includes(text.replaceAll('\n', '')))
      wrong(`lost ${JSON.stringify(text.slice(0, 200))} (${text.length})`);
}
