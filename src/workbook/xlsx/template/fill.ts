/** Fills an organisation's own form (.xlsx) with sheets; everything else in it stays as it is. */
import { type Column, textsOfRow } from '../../../core/sheet/layout.js';
import { LIMITS } from '../../cells/limits.js';
import { refuse } from '../../cells/refusals.js';
import { COLUMNS, FIELDS } from '../../form/columns.js';
import { numberCell } from '../../form/errata.js';
import {
  DRAFT_MARK,
  type OfficialSheet,
  type Onward,
  type Paper,
  type Written,
} from '../../form/official-sheet.js';
import { gridOf } from '../grid.js';
import { guardXlsx } from '../guard.js';
import { rowHeights } from '../layout/heights.js';
import type { LaidCell } from '../layout/laid-cell.js';
import { openBook, saveBook, type Tab, type Workbook } from '../library.js';
import { headingProperties, headProperty } from '../printed-headings.js';
import { quoteTab, tabNames } from '../tabs.js';
import { errataTabs } from './errata.js';
import { findPlaces, type Places, TEMPLATE_NAMES } from './find.js';
import { brokenFormulas } from './formulas.js';
import { copyTab, insertRows, mergeCells, put, styleAt, unmergeRows } from './tab.js';

const FILE = 'ひな形';
const DEFAULT_WIDTH = 8.43;

type Line = {
  readonly texts: Readonly<Record<Column, string>>;
  readonly spans: Readonly<Partial<Record<Column, number>>>;
};

/** One line an indicator; a span says over how many lines a text reaches, 0 that it lies under the one above. */
function linesOf(sheet: OfficialSheet): Line[] {
  return sheet.goals.flatMap((goal) =>
    goal.indicators.map((indicator, index) => {
      const rest = goal.indicators.slice(index + 1);
      const inherits = (text: 'planReference' | 'initiativeCell'): number => {
        if (indicator[text] === '')
          return index > 0 && goal.indicators.slice(0, index).some((i) => i[text] !== '') ? 0 : 1;
        const blank = rest.findIndex((one) => one[text] !== '');
        return 1 + (blank < 0 ? rest.length : blank);
      };
      const whole = index === 0 ? goal.indicators.length : 0;
      return {
        texts: { ...textsOfRow(goal, indicator), no: numberCell(sheet, goal) },
        spans: {
          no: whole,
          goal: whole,
          nextPolicy: whole,
          planReference: inherits('planReference'),
          initiativeCell: inherits('initiativeCell'),
        },
      };
    }),
  );
}

type LaidTable = ReturnType<typeof rowHeights>;

/** The table as the tab's first row of data makes it: its widths, its merges across and its fonts. Rows are counted from there. */
function layTable(tab: Tab, sheet: OfficialSheet, { columns, firstRow }: Places): LaidTable {
  const shared = sheet.goals.every((goal) => goal.nextPolicy === null);
  const policy = columns.get('nextPolicy');
  const reachOf = (field: Column, column: number): number => {
    if (shared && field === 'status' && policy === column + 1) return 2;
    const merge = (tab.merges ?? []).find((one) => one.startRow === firstRow && one.startCol === column);
    return merge ? merge.endCol - column + 1 : 1;
  };
  const lines = linesOf(sheet);
  const cells = lines.flatMap(({ texts, spans }, row) =>
    FIELDS.flatMap((field): LaidCell[] => {
      const column = columns.get(field);
      const rowSpan = spans[field] ?? 1;
      if (column === undefined || rowSpan === 0 || (shared && field === 'nextPolicy')) return [];
      return [{ row, column, rowSpan, columnSpan: reachOf(field, column), text: texts[field], look: 'text' }];
    }),
  );
  const widest = cells.reduce((most, { column, columnSpan }) => Math.max(most, column + columnSpan), 0);
  const widths = Array.from({ length: widest }, (_, column) => tab.columns?.[column]?.width ?? DEFAULT_WIDTH);
  return rowHeights(
    cells,
    widths,
    ({ column }) => styleAt(tab, firstRow, column)?.font?.size ?? 11,
    lines.length,
  );
}

function fillTable(tab: Tab, { footnotes }: OfficialSheet, places: Places, laid: LaidTable): void {
  const { cells, rowHeights: heights } = laid;
  const { firstRow } = places;
  const missing = heights.length - places.rows;
  if (missing > 0) insertRows(tab, firstRow + places.rows, missing);
  const rows = Math.max(places.rows, heights.length);
  unmergeRows(tab, firstRow, rows);
  const columns = tab.rows.slice(0, firstRow + 1).reduce((widest, row) => Math.max(widest, row.length), 0);
  for (let r = firstRow; r < firstRow + rows; r += 1) {
    for (let c = 0; c < columns; c += 1) put(tab, r, c, '', styleAt(tab, firstRow, c));
  }
  for (const { row, column, rowSpan, columnSpan, text } of cells) {
    const at = firstRow + row;
    put(tab, at, column, text);
    mergeCells(tab, at, column, rowSpan, columnSpan);
    const style = styleAt(tab, at, column);
    tab.cells?.set(`${at},${column}`, {
      ...tab.cells.get(`${at},${column}`)!,
      style: { ...style, alignment: { ...style?.alignment, wrapText: true } },
    });
  }
  for (const [row, height] of heights.entries()) {
    const def = tab.rowDefs?.get(firstRow + row) ?? {};
    tab.rowDefs?.set(firstRow + row, {
      ...def,
      height: Math.min(LIMITS.rowHeightPoints, Math.max(def.height ?? 0, height)),
    });
  }
  for (const [index, note] of footnotes.entries()) {
    if (index === 0) insertRows(tab, firstRow + rows, footnotes.length);
    put(tab, firstRow + rows + index, 0, note);
  }
}

function fillHeader(tab: Tab, sheet: OfficialSheet, places: Places, draft: boolean): void {
  for (const [field, cell] of places.header) {
    const { text } = sheet.header[field];
    put(tab, cell.row, cell.column, text);
  }
  if (draft) {
    const title = places.title;
    if (title) put(tab, title.row, title.column, `${sheet.title}　${DRAFT_MARK}`);
    tab.headerFooter = { ...tab.headerFooter, oddHeader: `&C&16${DRAFT_MARK}` };
  }
}

/** Columns that hold text in some sheet and that the template has no place for. */
function homeless(sheets: readonly OfficialSheet[], places: Places): Column[] {
  return FIELDS.filter(
    (field) =>
      !places.columns.has(field) &&
      sheets.some((sheet) => linesOf(sheet).some((line) => line.texts[field] !== '')),
  );
}

/** Names that belong to a tab. */
const namedIn = (tab: Tab, { namedRanges = [] }: Workbook) =>
  namedRanges.filter(
    ({ range }) => range.startsWith(`${quoteTab(tab.name)}!`) || range.startsWith(`${tab.name}!`),
  );

/**
 * The template with one tab a sheet. Cells are found by their names (題名, 年度, 組織名_部, … 今後の方針; those of the
 * table in its first row), else by the same labels as the official form. Rows are added when the form has too few.
 */
export async function fillTemplate(
  template: Uint8Array,
  sheets: readonly OfficialSheet[],
  options: {
    readonly draft?: boolean;
    readonly head?: string;
    readonly paper?: Paper;
    readonly onProgress?: Onward;
  },
): Promise<Written> {
  const guarded = guardXlsx(template, FILE);
  if (guarded.kind === 'refused') return guarded;
  if (guarded.notes.some((note) => note.id === 'F01')) {
    return refuse(
      FILE,
      'マクロの入ったひな形は使えません。「Excel ブック（.xlsx）」で保存し直してください。',
      'A template with macros cannot be used. Save it as .xlsx.',
    );
  }
  const workbook = await openBook(template);
  for (const tab of workbook.sheets) {
    // the library made dates of its days already, and a date is counted from 1904 again
    const read = gridOf(tab, FILE, { characters: 0 }, true);
    if (read.kind === 'refused') return read;
    const places = findPlaces(workbook, tab, read.grid);
    if (!places) continue;
    const without = homeless(sheets, places);
    if (without.length > 0) {
      return refuse(
        FILE,
        `ひな形に次の列がありません: ${without.map((field) => COLUMNS[field].word).join('、')}。見出しを書くか、セルに名前（${TEMPLATE_NAMES.join('・')}）を付けてください。`,
        `The template has no column for: ${without.map((field) => COLUMNS[field].word).join(', ')}.`,
        tab.name,
      );
    }
    const others = workbook.sheets.filter((one) => one !== tab);
    const laid = sheets.map((sheet) => layTable(tab, sheet, places));
    const broken = brokenFormulas({
      tab,
      others,
      names: namedIn(tab, workbook).map(({ name }) => name),
      places,
      grows: laid.some(({ rowHeights: heights }) => heights.length > places.rows),
      moves: sheets.some((sheet) => sheet.footnotes.length > 0),
    });
    if (broken) {
      return refuse(
        FILE,
        `ひな形の${broken.cell}に、行が足されるかタブ「${tab.name}」の名前が変わると合わなくなる数式があります。その数式を消すか値に直し、表には取組指標の数より多めに行を用意してください（1行に入りきらない長い文は、何行かに分かれます）。`,
        `The formula in ${broken.cell} of the template, and those like it, would be wrong once rows are added or the tab ${tab.name} has another name. Remove them or put values in their place, and give the table more rows than there are indicators: a text too long for one takes several.`,
        broken.tab.name,
      );
    }
    const taken = new Set(others.map((one) => one.name.toLowerCase()));
    const names = tabNames(sheets, taken);
    const filledTabs = sheets.map((sheet, index) => {
      const copy = copyTab(tab, names[index] ?? '');
      if (index > 0) delete copy.images;
      fillHeader(copy, sheet, places, options.draft === true && !sheet.approved);
      fillTable(copy, sheet, places, laid[index]!);
      options.onProgress?.(index + 1, sheets.length);
      return copy;
    });
    const named = new Set([...taken, ...names.map((name) => name.toLowerCase())]);
    const added = [...filledTabs, ...errataTabs(sheets, options, named)];
    workbook.sheets = workbook.sheets.flatMap((one) => (one === tab ? added : [one]));
    const gone = new Set(namedIn(tab, workbook));
    workbook.namedRanges = (workbook.namedRanges ?? []).filter((name) => !gone.has(name));
    quotePrintNames(workbook);
    workbook.properties = {
      ...workbook.properties,
      custom: {
        ...workbook.properties?.custom,
        ...headingProperties(sheets, names),
        ...headProperty(options.head),
      },
    };
    const bytes = await saveBook(workbook);
    return { kind: 'written', bytes, replaced: [] };
  }
  return refuse(
    FILE,
    'ひな形に組織目標管理シートの見出し（No.・組織目標・取組指標・評価など）がありません。',
    'The template has no headings of a goal sheet (No., 組織目標, 取組指標, 評価 …).',
  );
}

/** The library writes print areas without quotes round the tab's name, which Excel calls damage. */
function quotePrintNames(workbook: Workbook): void {
  for (const tab of workbook.sheets) {
    const setup = tab.pageSetup;
    if (!setup) continue;
    const { printTitlesRow, printTitlesColumn } = setup;
    const place = quoteTab(tab.name);
    delete setup.printArea;
    delete setup.printTitlesRow;
    delete setup.printTitlesColumn;
    const titles = [printTitlesColumn, printTitlesRow]
      .filter((one) => one !== undefined)
      .map((one) => `${place}!${one}`);
    if (titles.length > 0) {
      workbook.namedRanges = [
        ...(workbook.namedRanges ?? []),
        { name: '_xlnm.Print_Titles', range: titles.join(','), scope: tab.name },
      ];
    }
  }
}
