/**
 * Where everything of a sheet stands on the official form: cells, merges, widths and heights, as values. No file
 * format is known here.
 */

import type { Indicator, Sheet } from '../../../core/sheet/sheet.js';
import { numberCell } from '../../form/errata.js';
import { type Form, formOf } from '../../form/headings.js';
import {
  COLUMN_SHARES,
  fieldsOf,
  isMidyearSheet,
  measuresOf,
  type PrintedColumn,
  titleOf,
} from '../../form/midyear.js';
import { DRAFT_MARK, type OfficialSheet, type Paper } from '../../form/official-sheet.js';
import { rowHeights } from './heights.js';
import type { LaidCell, Layout, Look } from './laid-cell.js';
import { textUnits } from './measure.js';

export type LayoutOptions = {
  readonly paper: Paper;
  readonly draft: boolean;
  /** how a rating is shown: the symbol alone, its word being in the legend as on the print, or `○ 達成` */
  readonly rating: 'symbol' | 'symbol-and-word';
};

/** Units of column width on one page in landscape at 100 %, margins of 1 cm taken off. */
export const PAGE_UNITS: Readonly<Record<Paper, number>> = { A3: 180, A4: 122 };

/** Points of the font of the table. */
export const FONT_SIZE: Readonly<Record<Paper, number>> = { A3: 10, A4: 8 };

/** Units of column width that the lines of a mark need: 12月31日 and the space around it. */
const MARK_UNITS = 10;

/** The columns as wide as their share; those of short texts never narrower than what they hold. */
function widthsFor(sheet: OfficialSheet, paper: Paper): number[] {
  const fields = fieldsOf(sheet);
  const total = fields.reduce((sum, field) => sum + COLUMN_SHARES[field], 0);
  const rating = Math.max(0, ...sheet.goals.flatMap((g) => g.indicators.map((i) => textUnits(i.rating))));
  const marks = sheet.errata?.length ? MARK_UNITS : 0;
  return fields.map((field) => {
    const width = (COLUMN_SHARES[field] / total) * PAGE_UNITS[paper];
    const needed = field === 'rating' ? Math.min(rating, 8) + 2 : field === 'no' ? marks : 0;
    return Math.round(Math.max(width, needed) * 100) / 100;
  });
}

/** The block over the table: title, year and names to the left, 政策指標 in the middle, dates to the right. */
function layHeader(sheet: OfficialSheet, options: LayoutOptions, cells: LaidCell[]): number {
  const put = (row: number, column: number, columnSpan: number, text: string, look: Look, rowSpan = 1) =>
    cells.push({ row, column, rowSpan, columnSpan, text, look });
  const { header } = sheet;
  const columns = fieldsOf(sheet).length;
  const title = titleOf(sheet);
  put(0, 0, columns, options.draft ? `${title}　${DRAFT_MARK}` : title, 'title');
  const left = [header.fiscalYear, header.department, header.organization];
  left.forEach((pair, index) => {
    put(1 + index, 0, 2, pair.label, 'label');
    put(1 + index, 2, 2, pair.text, 'value');
  });
  put(1, 4, 2, header.policyIndicators.label, 'label', 3);
  put(1, 6, 3, header.policyIndicators.text, 'value', 3);
  [header.createdOn, header.evaluatedOn].forEach((pair, index) => {
    put(1 + index, columns - 2, 1, pair.label, 'label');
    put(1 + index, columns - 1, 1, pair.text, 'value');
  });
  let row = 4;
  for (const line of sheet.legend) put(row++, 0, 4, line.text, 'line');
  for (const mark of sheet.looseMarks) put(row++, 0, columns, mark, 'line');
  return row;
}

function layHeadings(sheet: OfficialSheet, form: Form, row: number, cells: LaidCell[]): void {
  const at = (field: PrintedColumn) => fieldsOf(sheet).indexOf(field);
  const put = (
    field: PrintedColumn | 'indicatorGroup' | 'initiativeGroup',
    r: number,
    c: number,
    rs: number,
    cs: number,
  ) =>
    cells.push({ row: r, column: c, rowSpan: rs, columnSpan: cs, text: form.labels[field], look: 'heading' });
  for (const field of ['no', 'goal', 'rating', 'status', 'nextPolicy'] as const)
    put(field, row, at(field), 2, 1);
  if (isMidyearSheet(sheet)) put('measures', row, at('measures'), 2, 1);
  if (form.planReferenceApart) {
    put('planReference', row, at('planReference'), 2, 1);
    put('indicatorGroup', row, at('name'), 1, 3);
  } else {
    put('indicatorGroup', row, at('planReference'), 1, 4);
    put('planReference', row + 1, at('planReference'), 1, 1);
  }
  for (const field of ['name', 'target', 'result'] as const) put(field, row + 1, at(field), 1, 1);
  put('initiativeGroup', row, at('initiativeCell'), 1, 2);
  put('initiativeCell', row + 1, at('initiativeCell'), 1, form.overviewHeaded ? 1 : 2);
  if (form.overviewHeaded) put('overview', row + 1, at('overview'), 1, 1);
}

/** How many rows, from this indicator on, share one cell because those after it are blank (T05, T07). */
function spanOf(indicators: readonly Indicator[], from: number, text: (i: Indicator) => string): number {
  let span = 1;
  while (from + span < indicators.length && text(indicators[from + span]!) === '') span += 1;
  return span;
}

function ratingText(sheet: Sheet, symbol: string, options: LayoutOptions): string {
  if (symbol === '' || options.rating === 'symbol') return symbol;
  const meaning = sheet.legend.find((line) => line.symbol === symbol)?.meaning;
  return meaning ? `${symbol} ${meaning}` : symbol;
}

function layGoals(
  sheet: OfficialSheet,
  form: Form,
  options: LayoutOptions,
  first: number,
  cells: LaidCell[],
): number {
  let row = first;
  const at = (field: PrintedColumn) => fieldsOf(sheet).indexOf(field);
  const put = (
    field: PrintedColumn,
    r: number,
    rowSpan: number,
    text: string,
    look: Look = 'text',
    columnSpan = 1,
  ) => cells.push({ row: r, column: at(field), rowSpan, columnSpan, text, look });
  for (const goal of sheet.goals) {
    const { indicators } = goal;
    const rows = Math.max(1, indicators.length);
    put('no', row, rows, numberCell(sheet, goal), 'centre');
    put('goal', row, rows, goal.text);
    if (!form.statusWithPolicy) put('nextPolicy', row, rows, goal.nextPolicy ?? '');
    let planUntil = 0;
    let initiativeUntil = 0;
    indicators.forEach((indicator, index) => {
      const here = row + index;
      if (index >= planUntil) {
        planUntil =
          index + (indicator.planReference === '' ? 1 : spanOf(indicators, index, (i) => i.planReference));
        put('planReference', here, planUntil - index, indicator.planReference, 'centre');
      }
      if (index >= initiativeUntil) {
        const span = indicator.initiativeCell === '' ? 1 : spanOf(indicators, index, (i) => i.initiativeCell);
        initiativeUntil = index + span;
        put('initiativeCell', here, span, indicator.initiativeCell);
      }
      put('name', here, 1, indicator.name);
      put('target', here, 1, indicator.target, 'centre');
      put('result', here, 1, indicator.result, 'centre');
      put('overview', here, 1, indicator.overview);
      put(
        'rating',
        here,
        1,
        ratingText(sheet, indicator.rating, options),
        options.rating === 'symbol' ? 'rating' : 'centre',
      );
      if (isMidyearSheet(sheet)) put('measures', here, 1, measuresOf(sheet, goal, indicator));
      put('status', here, 1, indicator.status, 'text', form.statusWithPolicy ? 2 : 1);
    });
    row += rows;
  }
  return row;
}

/** Where the texts of a sheet stand, before anybody has measured them. */
type Placed = Pick<Layout, 'cells' | 'columnWidths'> & {
  readonly rows: number;
  /** the first of the two rows of column headings, from 0 */
  readonly headings: number;
};

/**
 * The official form of one sheet. Merged as printed: No., 組織目標 and 今後の方針 over all rows of their goal,
 * a plan reference or an initiative over the blank ones below it.
 */
export function placeCells(sheet: OfficialSheet, options: LayoutOptions): Placed {
  const cells: LaidCell[] = [];
  const form = formOf(sheet);
  const headings = layHeader(sheet, options, cells);
  layHeadings(sheet, form, headings, cells);
  const columnWidths = widthsFor(sheet, options.paper);
  let row = layGoals(sheet, form, options, headings + 2, cells);
  for (const note of sheet.footnotes) {
    cells.push({
      row: row++,
      column: 0,
      rowSpan: 1,
      columnSpan: columnWidths.length,
      text: note,
      look: 'line',
    });
  }
  return { cells, columnWidths, rows: row, headings };
}

/** The same with heights that show every text: a row that Excel cannot hold becomes several. */
export function layOut(sheet: OfficialSheet, options: LayoutOptions): Layout {
  const { cells, columnWidths, rows } = placeCells(sheet, options);
  const fitted = rowHeights(cells, columnWidths, () => FONT_SIZE[options.paper], rows);
  const headed = fitted.cells.filter((cell) => cell.look === 'heading');
  const firstHeading = Math.min(...headed.map((cell) => cell.row));
  const lastHeading = Math.max(...headed.map((cell) => cell.row + cell.rowSpan - 1));
  return { ...fitted, columnWidths, headingRows: [firstHeading, lastHeading] };
}
