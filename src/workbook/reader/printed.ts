/** Goal sheets from printed text: tab-separated lines, as one gets by copying from a PDF or from Excel. */
import { textOfFile } from '../../core/text/text.js';
import type { ReadOptions, ReadOutcome, Row } from './row.js';
import { readTable } from './table/table.js';

/**
 * Reads every sheet in a text. Takes any line ends, a byte order mark, and cells with line breaks in double quotes as
 * Excel copies them. `file` is the name messages shall use. Gives all sheets with what was irregular in each, or all
 * problems and no sheet.
 */
export function readPrinted(text: string, file?: string, options: ReadOptions = {}): ReadOutcome {
  return readTable(printedRows(text, file), options);
}

/** The lines of a text as rows of cells; each row is named by the line it begins on. */
export function printedRows(text: string, file?: string): Row[] {
  const rows: Row[] = [];
  const body = text.replace(/^\uFEFF/u, '');
  let line = 1;
  let at = 0;
  while (at < body.length) {
    const where = file === undefined ? { line } : { file, line };
    const cells: string[] = [];
    let end = '\t';
    while (end === '\t') {
      const cell = cellAt(body, at);
      cells.push(cell.text);
      line += breaksIn(body.slice(at, cell.next));
      at = cell.next;
      end = body[at] ?? '';
      if (end === '\t') at += 1;
    }
    if (body.startsWith('\r\n', at)) at += 2;
    else if (at < body.length) at += 1;
    line += 1;
    rows.push({ cells, where });
  }
  return rows;
}

/** A quoted cell: Excel quotes exactly those that hold a line break, a tab or a quote, and doubles the quotes inside. */
const QUOTED = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)/uy;
const PLAIN = /[^\t\r\n]*/uy;

function cellAt(body: string, at: number): { text: string; next: number } {
  QUOTED.lastIndex = at;
  const quoted = body[at] === '"' ? QUOTED.exec(body) : null;
  if (quoted && /[\t\r\n]|""/u.test(quoted[1] ?? '')) {
    return { text: textOfFile((quoted[1] ?? '').replaceAll('""', '"')), next: QUOTED.lastIndex };
  }
  PLAIN.lastIndex = at;
  const plain = PLAIN.exec(body)?.[0] ?? '';
  return { text: textOfFile(plain), next: at + plain.length };
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\r|\n/gu)?.length ?? 0;
}
