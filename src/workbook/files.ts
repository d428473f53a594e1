/** The entry of the workbook: a file's bytes in, sheets out, and the other way round. */
import type { FileKind } from '../core/sheet/upload.js';
import { decodeText } from './cells/cp932.js';
import { LIMITS } from './cells/limits.js';
import { refusals, refuse } from './cells/refusals.js';
import { readCsv } from './csv/read.js';
import { type CsvEncoding, writeCsv } from './csv/write.js';
import type { Format } from './form/formats.js';
import {
  approvalRefusal,
  type OfficialSheet,
  type Onward,
  type Paper,
  type Written,
} from './form/official-sheet.js';
import { writeHtml } from './html/write.js';
import { fromInterchange, toInterchange } from './interchange.js';
import { listOrSheets, type SentRead } from './lists/sent.js';
import { writePdf } from './pdf/write.js';
import { readPrinted } from './reader/printed.js';
import type { FileResult } from './reader/read-grids.js';
import type { ReadOptions } from './reader/row.js';
import { understoodOf } from './reader/understood.js';
import { rosterTables } from './roster/roster-reading.js';
import { readXlsx } from './xlsx/read.js';
import { writeXlsx } from './xlsx/write.js';

export type WriteFileOptions = {
  readonly format: Format;
  /** write sheets that nobody approved, marked 下書き（未承認） */
  readonly draft?: boolean;
  /** of an .xlsx or a .pdf; A3 when not given */
  readonly paper?: Paper;
  /** of a .csv; UTF-8 with byte order mark when not given */
  readonly encoding?: CsvEncoding;
  /** of an .xlsx: the organisation's own form */
  readonly template?: Uint8Array;
  /** of an .xlsx or a .pdf: the symbol alone as printed, or `○ 達成` */
  readonly rating?: 'symbol' | 'symbol-and-word';
  /** the head of the history that the sheets were taken at, as one line; kept in the file, except in .json */
  readonly head?: string;
  /** the .pdf that is there: given back where nothing in it would be another */
  readonly before?: Uint8Array;
  readonly onProgress?: Onward;
};

export type ReadFileOptions = ReadOptions & { readonly onProgress?: Onward };

/** `as`: what the sender says it is. */
export type ReadSentOptions = ReadFileOptions & { readonly as?: FileKind };

const ZIP = [0x50, 0x4b];
const OLE = [0xd0, 0xcf];
const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/**
 * Reads every goal sheet of a file: .xlsx, .xlsm, .csv, .json (goal-sheets/1), or printed text (.txt, .tsv). What the
 * bytes are decides before what the name says. `name` is used in messages. Gives the sheets, or why there are none.
 */
export async function readFile(
  bytes: Uint8Array,
  name: string,
  options: ReadFileOptions = {},
): Promise<FileResult> {
  const read = await readSheets(bytes, name, options);
  const isRoster =
    read.kind === 'refused' && bytes.length <= LIMITS.fileBytes && (await rosterTables(bytes, name));
  return isRoster ? refusals.roster(name) : read;
}

/** Reads a file that somebody sent: its goal sheets, or the list that it is; `as`: what the sender says it is. */
export async function readSent(
  bytes: Uint8Array,
  name: string,
  { as, ...options }: ReadSentOptions = {},
): Promise<SentRead> {
  const read = await readSheets(bytes, name, options);
  return bytes.length > LIMITS.fileBytes ? read : listOrSheets(bytes, name, read, as);
}

async function readSheets(bytes: Uint8Array, name: string, options: ReadFileOptions): Promise<FileResult> {
  if (bytes.length === 0) return refusals.empty(name);
  if (bytes.length > LIMITS.fileBytes) return refusals.tooLarge(name, LIMITS.fileBytes);
  if (startsWith(bytes, ZIP) || startsWith(bytes, OLE)) return readXlsx(bytes, name, options);
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  switch (extension) {
    case 'xlsx':
    case 'xlsm':
      return readXlsx(bytes, name, options);
    case 'csv':
      return readCsv(bytes, name, options);
    case 'json':
      return readJson(bytes, name);
    case 'txt':
    case 'tsv':
      return readText(bytes, name, options);
    default:
      return refuse(
        name,
        '読み込めるのは .xlsx、.csv、.json と、印刷した文字の .txt です。',
        'Only .xlsx, .csv, .json and printed text in .txt can be read.',
      );
  }
}

function readText(bytes: Uint8Array, name: string, options: ReadFileOptions): FileResult {
  const text = decodeText(bytes);
  if (text === null) return refuse(name, '文字のファイルとして読めません。', 'This is no text file.');
  const read = readPrinted(text, name, options);
  if (read.kind === 'refused') return read;
  return { ...read, notes: [], understood: options.understood ? read.sheets.flatMap(understoodOf) : [] };
}

function readJson(bytes: Uint8Array, name: string): FileResult {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse(name, 'JSON として読み取れません。', 'This is no valid JSON.');
  }
  const read = fromInterchange(json, name);
  if (read.kind === 'refused') return read;
  return {
    kind: 'read',
    sheets: read.sheets.map((sheet) => ({ sheet, irregularities: [], where: { file: name } })),
    notes: [],
    understood: [],
  };
}

/** Writes sheets as a file. Sheets nobody approved are refused unless `draft`. */
export async function writeFile(
  sheets: readonly OfficialSheet[],
  options: WriteFileOptions,
): Promise<Written> {
  const { format, draft, onProgress } = options;
  const shared = {
    ...(draft === undefined ? {} : { draft }),
    ...(options.head === undefined ? {} : { head: options.head }),
    ...(onProgress ? { onProgress } : {}),
  };
  switch (format) {
    case 'xlsx':
      return writeXlsx(sheets, {
        ...shared,
        paper: options.paper ?? 'A3',
        ...(options.template ? { template: options.template } : {}),
        ...(options.rating ? { rating: options.rating } : {}),
      });
    case 'csv':
      return writeCsv(sheets, { ...shared, encoding: options.encoding ?? 'utf8-bom' });
    case 'html':
      return writeHtml(sheets, shared);
    case 'pdf':
      return writePdf(sheets, {
        ...shared,
        paper: options.paper ?? 'A3',
        rating: options.rating ?? 'symbol',
        ...(options.before ? { before: options.before } : {}),
      });
    case 'json': {
      const refused = approvalRefusal(sheets, draft ?? false);
      if (refused) return refused;
      const json = `${JSON.stringify(toInterchange(sheets), null, 2)}\n`;
      return { kind: 'written', bytes: new TextEncoder().encode(json), replaced: [] };
    }
    default: {
      const never: never = format;
      throw new Error(`no such format: ${String(never)}`);
    }
  }
}
