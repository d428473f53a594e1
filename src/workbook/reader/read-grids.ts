/** Pages of cells to goal sheets: the one way that .xlsx and .csv share. */
import type { Irregularity } from '../../core/sheet/sheet.js';
import type { Grid } from '../cells/grid.js';
import type { Refused } from '../cells/problem.js';
import { refuse } from '../cells/refusals.js';
import { ERRATA_TITLE } from '../form/errata.js';
import { readFound } from './build-sheet.js';
import { blocksOf } from './form-block.js';
import { sheetIn } from './form-rows.js';
import type { FoundSheet } from './found-sheet.js';
import type { ReadOptions, SheetRead } from './row.js';
import { type Understood, understoodOf } from './understood.js';

/** A sheet with what was irregular in it and where it began. */
type FileSheet = Pick<SheetRead, 'sheet' | 'irregularities' | 'where' | 'owners'>;

export type FileRead = {
  readonly kind: 'read';
  readonly sheets: readonly FileSheet[];
  /** what concerns the file and not one sheet: tabs passed over, hidden rows, macros (F01 …) */
  readonly notes: readonly Irregularity[];
  /** cell by cell what was read, where it was asked for */
  readonly understood: readonly Understood[];
};

export type FileResult = FileRead | Refused;

/** Tabs that hold an example for those who fill in the form. */
const EXAMPLE_TAB = /記入例|記載例|作成例|サンプル|ひな[形型]/u;

function passedOver(grid: Grid, ja: string, en: string): Irregularity {
  const where = { file: grid.file, ...(grid.tab === null ? {} : { tab: grid.tab }) };
  return { id: 'F03', where, message: { ja, en } };
}

/** Found sheets read, with what concerns their file. */
export function fileOf(
  found: readonly (FoundSheet | Refused)[],
  notes: readonly Irregularity[],
  options: ReadOptions,
): FileResult {
  const read = readFound(found, options);
  if (read.kind === 'refused') return read;
  return { ...read, notes, understood: options.understood ? read.sheets.flatMap(understoodOf) : [] };
}

/**
 * Reads all goal sheets on these pages. Pages without a table of goals are passed over and named in the notes; with
 * one problem in any sheet nothing is handed on.
 */
export function readGrids(
  grids: readonly Grid[],
  notes: readonly Irregularity[],
  options: ReadOptions & { readonly onProgress?: (done: number, total: number) => void } = {},
): FileResult {
  const found: (FoundSheet | Refused)[] = [];
  const said: Irregularity[] = [...notes];
  grids.forEach((grid, index) => {
    const blocks = grid.tab !== null && EXAMPLE_TAB.test(grid.tab) ? [] : blocksOf(grid);
    const here = blocks.map((block) => sheetIn(block, grid)).filter((one) => one !== null);
    found.push(...here.map((one) => one.sheet));
    said.push(...here.flatMap((one) => one.notes));
    if (here.length === 0 && grid.rows.length > 0) {
      said.push(
        grid.tab?.startsWith(ERRATA_TITLE)
          ? passedOver(
              grid,
              '正誤表のため、取り込みませんでした。',
              'It is a list of errata and was passed over.',
            )
          : blocks.length > 0
            ? passedOver(
                grid,
                '目標が一つも書かれていないため、取り込みませんでした。',
                'No goal is filled in; it was passed over.',
              )
            : passedOver(
                grid,
                '組織目標管理シートの表がないため、取り込みませんでした。',
                'It holds no goal sheet and was passed over.',
              ),
      );
    }
    options.onProgress?.(index + 1, grids.length);
  });
  if (found.length === 0) {
    return refuse(
      grids[0]?.file ?? '',
      '組織目標管理シートが見つかりません。「No.」「組織目標」「取組指標」「評価」の見出しがある表が必要です。',
      'No goal sheet was found. A table headed No., 組織目標, 取組指標 and 評価 was expected.',
    );
  }
  return fileOf(found, said, options);
}
