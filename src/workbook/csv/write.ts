/** Writes sheets as .csv: one row an indicator (see columns.ts). */
import { stringify } from 'csv-stringify/sync';
import { guardCell } from '../../core/text/guard-cell.js';
import { encodeCp932, fitCp932 } from '../cells/cp932.js';
import { isMidyearSheet, measuresOf } from '../form/midyear.js';
import {
  approvalRefusal,
  DRAFT_COLUMN,
  DRAFT_MARK,
  HEAD_NAME,
  type OfficialSheet,
  type Onward,
  type Replaced,
  sectionOf,
  type Written,
} from '../form/official-sheet.js';
import { CSV_COLUMNS, type CsvRecord, midyearColumns, recordsOf } from './columns.js';
import { CSV_ERRATA } from './errata.js';

export type CsvEncoding = 'utf8-bom' | 'cp932';

type CsvOptions = {
  /** UTF-8 with byte order mark opens right in Excel; CP932 for systems that know nothing else */
  readonly encoding: CsvEncoding;
  readonly draft?: boolean;
  /** stands in the first row of a last column of its own */
  readonly head?: string;
  readonly onProgress?: Onward;
};

/**
 * A .csv with a row of column names. A character that CP932 lacks is written 〓 (or as the same sign under another
 * number), half a character, which UTF-8 lacks, as �; each is reported with its sheet, row of the file (from 1) and column. Sheets nobody approved are refused
 * unless `draft`, and then marked in a first column. Where one was corrected after publication, columns at the end say what.
 */
export function writeCsv(sheets: readonly OfficialSheet[], options: CsvOptions): Written {
  const refused = approvalRefusal(sheets, options.draft ?? false);
  if (refused) return refused;
  const marked = options.draft === true && sheets.some((sheet) => !sheet.approved);
  const columns = sheets.some(isMidyearSheet)
    ? midyearColumns(({ number, goal, indicator }: CsvRecord) =>
        measuresOf(sheets[number - 1]!, goal, indicator),
      )
    : CSV_COLUMNS;
  const errata = sheets.some((sheet) => sheet.errata?.length) ? CSV_ERRATA : [];
  const names = [
    ...(marked ? [DRAFT_COLUMN] : []),
    ...[...columns, ...errata].map((column) => column.name),
    ...(options.head === undefined ? [] : [HEAD_NAME]),
  ];
  const rows: string[][] = [names];
  const replaced: Replaced[] = [];
  let last = 0;
  for (const record of recordsOf(sheets)) {
    const sheet = sheets[record.number - 1]!;
    const cells = [
      ...(marked ? [sheet.approved ? '承認済' : DRAFT_MARK] : []),
      ...columns.map((column) => guardCell(column.text(record))),
      ...errata.map((column) => guardCell(column.text(record, sheet))),
      ...(options.head === undefined ? [] : [rows.length === 1 ? options.head : '']),
    ];
    const fitText = options.encoding === 'cp932' ? fitCp932 : fitUtf8;
    rows.push(fitRow(cells, fitText, names, rows.length + 1, sectionOf(record.sheet), replaced));
    if (record.number !== last) options.onProgress?.(record.number, sheets.length);
    last = record.number;
  }
  const text = stringify(rows, { record_delimiter: '\r\n' });
  return {
    kind: 'written',
    bytes: options.encoding === 'cp932' ? encodeCp932(text) : new TextEncoder().encode(`\uFEFF${text}`),
    replaced,
  };
}

type Fitted = ReturnType<typeof fitCp932>;

/** Halves of surrogate pairs, which a text may hold and no UTF-8 can. */
function fitUtf8(text: string): Fitted {
  const replaced: string[] = [];
  const whole = text.replace(/\p{Cs}/gu, (half) => {
    replaced.push(half);
    return '\ufffd';
  });
  return { text: whole, replaced };
}

function fitRow(
  cells: readonly string[],
  fitText: (text: string) => Fitted,
  names: readonly string[],
  row: number,
  sheet: string,
  replaced: Replaced[],
): string[] {
  return cells.map((cell, index) => {
    const fitted = fitText(cell);
    for (const character of fitted.replaced)
      replaced.push({ character, sheet, row, column: names[index] ?? '' });
    return fitted.text;
  });
}
