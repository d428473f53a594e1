/** The pages of a file that may hold a list and no goal sheet: the tabs of a workbook, or a .csv as one page. */
import type { Irregularity } from '../../core/sheet/sheet.js';
import { decodeText } from '../cells/cp932.js';
import type { Grid } from '../cells/grid.js';
import type { Refused } from '../cells/problem.js';
import { refuse } from '../cells/refusals.js';
import { csvGrid, csvRows } from '../csv/read.js';
import { readXlsxGrids } from '../xlsx/read.js';

type Pages = {
  readonly kind: 'grids';
  readonly grids: readonly Grid[];
  readonly notes: readonly Irregularity[];
};

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** The pages, or why there are none. `file` is for messages. */
export async function pagesOf(bytes: Uint8Array, file: string): Promise<Pages | Refused> {
  if (isZip(bytes)) return readXlsxGrids(bytes, file);
  const text = decodeText(bytes);
  if (text === null)
    return refuse(
      file,
      'Excel ブックでも、CSV（UTF-8 か CP932）でもありません。',
      'It is neither a workbook nor a .csv in UTF-8 or CP932.',
    );
  const rows = csvRows(text);
  if (!Array.isArray(rows))
    return refuse(
      file,
      'CSV として読めません。引用符（"）の閉じ忘れがないか確認してください。',
      'The file is no valid CSV. A quotation mark may not be closed.',
    );
  return { kind: 'grids', grids: [csvGrid(rows, file)], notes: [] };
}
