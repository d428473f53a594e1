/** Reads goal sheets from an Excel workbook (.xlsx, .xlsm). */
import type { Irregularity } from '../../core/sheet/sheet.js';
import type { Grid } from '../cells/grid.js';
import type { ReadProblem, Refused } from '../cells/problem.js';
import { refusals } from '../cells/refusals.js';
import { type FileResult, readGrids } from '../reader/read-grids.js';
import type { ReadOptions } from '../reader/row.js';
import { commentNote } from './comments.js';
import { type Budget, gridOf } from './grid.js';
import { guardXlsx } from './guard.js';
import { readBook, type Workbook } from './library.js';
import { printedHeadings } from './printed-headings.js';

type XlsxGrids = {
  readonly kind: 'grids';
  /** the tabs that are shown, as grids of shown texts */
  readonly grids: readonly Grid[];
  readonly notes: readonly Irregularity[];
  /** names and values that whoever wrote the file kept in it */
  readonly remembered: Readonly<Record<string, unknown>>;
};

/**
 * The tabs of a workbook, or why it cannot be read. `file` is the name messages shall use. Macros are not run, links
 * not followed; hidden tabs are passed over, hidden rows read, both with a note.
 */
export async function readXlsxGrids(bytes: Uint8Array, file: string): Promise<XlsxGrids | Refused> {
  const guarded = guardXlsx(bytes, file);
  if (guarded.kind === 'refused') return guarded;
  let workbook: Workbook;
  try {
    workbook = await readBook(guarded.bytes);
  } catch {
    // whatever the library stumbles over is in the file: its bytes were all that went in
    return refusals.broken(file);
  }
  const notes: Irregularity[] = [...guarded.notes];
  const grids: Grid[] = [];
  const budget: Budget = { characters: 0 };
  for (const tab of workbook.sheets) {
    if (tab.hidden || tab.veryHidden) {
      notes.push({
        id: 'F05',
        where: { file, tab: tab.name },
        message: {
          ja: '表示されていないタブのため、取り込みませんでした。取り込むには再表示して保存してください。',
          en: 'The tab is hidden and was passed over. Unhide it and save to have it read.',
        },
      });
      continue;
    }
    const read = gridOf(tab, file, budget, guarded.from1904);
    if (read.kind === 'refused') return read;
    grids.push(read.grid);
    notes.push(...read.notes, ...commentNote(tab, file));
  }
  return { kind: 'grids', grids, notes, remembered: workbook.properties?.custom ?? {} };
}

/** Reads every goal sheet of a workbook, or says why it cannot be read. */
export async function readXlsx(
  bytes: Uint8Array,
  file: string,
  options: ReadOptions & { readonly onProgress?: (done: number, total: number) => void } = {},
): Promise<FileResult> {
  const opened = await readXlsxGrids(bytes, file);
  if (opened.kind === 'refused') return opened;
  const { grids, notes, remembered } = opened;
  const result = readGrids(grids, notes, options);
  if (result.kind === 'refused') return { kind: 'refused', problems: [...unread(notes), ...result.problems] };
  return {
    ...result,
    sheets: result.sheets.map((read) => ({
      ...read,
      sheet: {
        ...read.sheet,
        columnHeadings: printedHeadings(read.sheet.columnHeadings, read.where.tab ?? '', remembered),
      },
    })),
  };
}

/** What may be why a cell seems empty: formulas never calculated, and errors. */
const unread = (notes: readonly Irregularity[]): ReadProblem[] =>
  notes.filter(({ id }) => id === 'F06' || id === 'F08').map(({ where, message }) => ({ where, message }));
