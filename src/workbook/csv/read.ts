/** Reads goal sheets from .csv: as `writeCsv` writes them, or as Excel saves the official form. */
import { parse } from 'csv-parse/sync';
import { textOfFile } from '../../core/text/text.js';
import { decodeText } from '../cells/cp932.js';
import { BLANK_CELL, cellName, type Grid } from '../cells/grid.js';
import { LIMITS } from '../cells/limits.js';
import { problem } from '../cells/problem.js';
import { refusals, refuse } from '../cells/refusals.js';
import { hasMidyearColumns, midyearRefusal } from '../form/midyear.js';
import { type FileResult, readGrids } from '../reader/read-grids.js';
import type { ReadOptions } from '../reader/row.js';
import { CSV_COLUMNS } from './columns.js';
import { readRecords } from './records.js';

/** Excel and Windows write `sep=;` above the data to say what divides the cells. */
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

function delimiterOf(text: string): string {
  const head = text.slice(0, 10_000).replace(/"(?:[^"]|"")*"/g, '');
  const count = (character: string): number => head.split(character).length - 1;
  return [',', '\t', ';'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** A .csv that is none, with the row in which a quotation mark is opened and not closed. */
type NoCsv = { readonly line?: number };

/** The rows of a .csv, at most one more than LIMITS.csvRecords of them. */
export function csvRows(text: string): string[][] | NoCsv {
  const bare = text.replace(/^\uFEFF/, '');
  const stated = SEPARATOR_LINE.exec(bare);
  const body = stated ? bare.slice(stated[0].length) : bare;
  try {
    return parse(body, {
      delimiter: stated?.[1] ?? delimiterOf(body),
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: LIMITS.cellCharacters * LIMITS.columnsPerTab,
      to: LIMITS.csvRecords + 1,
    });
  } catch (fault) {
    const { code, records } = fault as { code?: string; records?: number };
    return code === 'CSV_QUOTE_NOT_CLOSED' && records !== undefined ? { line: records + 1 } : {};
  }
}

/**
 * Whether a file ends within its last row: no line end follows it, and it has fewer cells than the row above. A line of
 * words below the table is none.
 */
function endsWithinRow(text: string, rows: readonly (readonly string[])[]): boolean {
  const [before, last] = rows.slice(-2);
  if (!last || /[\r\n]$/.test(text) || last.length >= before!.length) return false;
  return last.length > 1 || /^\s*\d/.test(last[0] ?? '');
}

/** A page of cells with the rows of a .csv. */
export function csvGrid(rows: readonly (readonly string[])[], file: string): Grid {
  const cellsOf = (cells: readonly string[], r: number) =>
    cells.map((cell, c) => ({
      ...BLANK_CELL,
      text: textOfFile(cell),
      address: cellName(r, c),
    }));
  return { file, tab: null, rows: rows.map((cells, r) => ({ line: r + 1, cells: cellsOf(cells, r) })) };
}

/** Reads every goal sheet of a .csv in UTF-8 or CP932, or says why it cannot be read. `file` is for messages. */
export function readCsv(
  bytes: Uint8Array,
  file: string,
  options: ReadOptions & { readonly onProgress?: (done: number, total: number) => void } = {},
): FileResult {
  if (bytes.length === 0) return refusals.empty(file);
  if (bytes.length > LIMITS.fileBytes) return refusals.tooLarge(file, LIMITS.fileBytes);
  const text = decodeText(bytes);
  if (text === null) {
    return refuse(
      file,
      '文字コードが UTF-8 でも CP932（シフトJIS）でもありません。保存し直してください。',
      'The file is neither UTF-8 nor CP932 (Shift_JIS). Save it again.',
    );
  }
  const rows = csvRows(text);
  if (!Array.isArray(rows)) {
    return {
      kind: 'refused',
      problems: [
        problem(
          { file, ...rows },
          'CSV として読み取れません。引用符（"）が閉じていない所がないか確かめてください。ファイルが途中で切れているのかもしれません。',
          'The file is no valid CSV. A quotation mark may not be closed, or the file may break off.',
        ),
      ],
    };
  }
  if (rows.length > LIMITS.csvRecords) return refusals.tooMuch(file, '行', LIMITS.csvRecords);
  if (endsWithinRow(text, rows)) return refusals.cutOff(file, rows.length);
  const names = rows[0] ?? [];
  if (hasMidyearColumns(names)) return midyearRefusal(file);
  if (['シート', '様式_題名', '様式_見出し1'].every((name) => names.includes(name))) {
    return readRecords(rows, file, options);
  }
  if (CSV_COLUMNS.filter((column) => names.includes(column.name)).length > 10 && rows.length > 1) {
    return refuse(
      file,
      '「シート」「様式_」で始まる列がありません。Maru が出力した CSV は、列を消さずに取り込んでください。',
      'Columns シート and 様式_… are missing. A .csv that Maru wrote must keep its columns to be read again.',
    );
  }
  if (rows.some((row) => row.length > LIMITS.columnsPerTab))
    return refusals.tooMuch(file, '列', LIMITS.columnsPerTab);
  return readGrids([csvGrid(rows, file)], [], options);
}
