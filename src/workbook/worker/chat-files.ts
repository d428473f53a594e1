/** The workbook as the chat uses it: files that were sent are read, and files made, in a process of their own. */
import type { Pool } from 'pg';
import { channelPlace } from '../../chat/channel-place.js';
import type { FileFormat } from '../../core/report/file-request.js';
import type { FinishedSheet } from '../../core/report/finished-sheet.js';
import type { Irregularity } from '../../core/sheet/sheet.js';
import type { CheckWorkbook } from '../../flow/evidence/check.js';
import type { ReadSheets } from '../../flow/file-ports.js';
import type { WriteSheets } from '../../flow/notices/make-file.js';
import { openEvidenceFiles } from '../../store/postgres/evidence/files.js';
import { placeWords, problemWords } from '../cells/problem.js';
import { rosterIn } from '../roster/roster-file.js';
import { tableFrom } from '../roster/roster-tables.js';
import { checkInWorker, exportInWorker, importInWorker, siteInWorker } from './worker.js';

/** Seconds a file sent into a chat may take to be read, somebody waiting for it. */
const READING_SECONDS = 60;

/** The port ReadSheets. */
export const readSheets: ReadSheets = async (bytes, name, as) => {
  const read = await importInWorker(bytes, name, as ? { as } : {}, { seconds: READING_SECONDS });
  switch (read.kind) {
    case 'refused':
      return { kind: 'refused', problems: read.problems.map(problemWords) };
    case 'wrong':
      return { kind: 'refused', problems: read.problems };
    case 'read':
      return {
        kind: 'read',
        sheets: read.sheets.map(({ sheet, irregularities, owners }) => ({
          sheet,
          irregularities: irregularities.map(placed),
          ...(owners ? { owners } : {}),
        })),
        notes: read.notes.map(placed),
      };
    case 'roster': {
      const tables = read.tables.map(tableFrom);
      return {
        kind: 'roster',
        notes: read.notes.map((one) => placed(one).message),
        read: (asOf, aliases) => rosterIn(tables, asOf, channelPlace, aliases),
      };
    }
    case 'directions':
    case 'calendar':
    case 'reorganisation':
    case 'plan':
    case 'unclear':
      return read;
    default:
      return read satisfies never;
  }
};

/** The port CheckWorkbook: in a process of its own, to which the bytes go as they come. */
export const checkEvidence: CheckWorkbook = (bytes, name) =>
  checkInWorker(bytes, name, { seconds: READING_SECONDS });

/** The port WriteSheets: sheets that nobody approved are marked 下書き（未承認）. */
const writeSheets: WriteSheets = async (
  sheets: readonly FinishedSheet[],
  format: FileFormat,
  head: string,
) => {
  const draft = sheets.some(({ approved }) => !approved);
  const written = await exportInWorker(sheets, { format, draft, head });
  return written.kind === 'refused'
    ? { kind: 'refused', problems: written.problems.map(problemWords) }
    : { kind: 'written', bytes: written.bytes, replaced: written.replaced.length };
};

/** The ports by which files are made: sheets and the published pages in processes of their own. */
export const fileWriters = (pool: Pool) => ({
  write: writeSheets,
  site: siteInWorker(pool),
  evidence: openEvidenceFiles(pool),
});

/** The file's own name is left out: it stands above the list. */
function placed(one: Irregularity): Irregularity {
  const { file: _file, ...where } = one.where;
  const place = placeWords(where);
  if (place.ja === '') return one;
  return { ...one, message: { ja: `${place.ja}: ${one.message.ja}`, en: `${place.en}: ${one.message.en}` } };
}
