/** Workbooks as Maru knows them. This file alone knows the Excel library, hucre, and would change with another one. */
import { formatValue } from 'hucre';
import { openXlsx, parseCellRef, type RoundtripWorkbook, readXlsx, saveXlsx, writeXlsx } from 'hucre/xlsx';

export type CellValue = string | number | boolean | Date | null;

type Side = { style: 'thin'; color?: { rgb?: string } };

export type CellStyle = {
  font?: { name?: string; size?: number; bold?: boolean; strikethrough?: boolean };
  fill?: { type: 'pattern'; pattern: 'solid'; fgColor?: { rgb?: string } };
  border?: { top?: Side; right?: Side; bottom?: Side; left?: Side };
  alignment?: { horizontal?: 'left' | 'center'; vertical?: 'top' | 'center'; wrapText?: boolean };
  /** the number format that its value is shown with */
  numFmt?: string;
};

export type TabCell = {
  value: CellValue;
  type: 'string' | 'number' | 'boolean' | 'date' | 'error' | 'formula' | 'richText' | 'empty';
  style?: CellStyle;
  formula?: string;
  richText?: { text: string; font?: { strikethrough?: boolean; vertAlign?: 'superscript' | 'subscript' } }[];
  comment?: { text: string };
};

/** Rows and columns from 0, the last included. */
export type Merge = { startRow: number; startCol: number; endRow: number; endCol: number };

type Page = {
  /** widths in units of column width */
  columns?: { width?: number; hidden?: boolean }[];
  /** heights in points */
  rowDefs?: Map<number, { height?: number; hidden?: boolean }>;
  merges?: Merge[];
  pageSetup?: {
    paperSize?: 'a3' | 'a4';
    orientation?: 'portrait' | 'landscape';
    fitToPage?: boolean;
    fitToWidth?: number;
    fitToHeight?: number;
    horizontalCentered?: boolean;
    /** inches */
    margins?: Record<'left' | 'right' | 'top' | 'bottom' | 'header' | 'footer', number>;
    printArea?: string;
    printTitlesRow?: string;
    printTitlesColumn?: string;
  };
  headerFooter?: { oddHeader?: string; oddFooter?: string };
};

/** A tab of a workbook that was read. Cells with a style or a formula stand in `cells` too, by `row,column`. */
export type Tab = Page & {
  name: string;
  rows: CellValue[][];
  cells?: Map<string, TabCell>;
  hidden?: boolean;
  veryHidden?: boolean;
  images?: unknown[];
};

/** A tab of a workbook to be written. */
export type NewTab = Page & {
  name: string;
  cells: Map<string, Partial<TabCell>>;
  view?: { showGridLines?: boolean; zoomScale?: number };
  freezePane?: { rows: number };
  /** the last rows of pages, from 0 */
  rowBreaks?: number[];
};

/** A name of Excel's name manager; `scope` is the tab it belongs to. */
export type NamedRange = { name: string; range: string; scope?: string };

export type Workbook = {
  sheets: Tab[];
  namedRanges?: NamedRange[];
  properties?: { title?: string; custom?: Record<string, string | number | boolean | Date> };
};

/** A workbook to be written. */
export type NewBook = Omit<Workbook, 'sheets'> & {
  sheets: NewTab[];
  defaultFont: { name: string; size: number };
};

/**
 * The workbook in these bytes. Throws what the library throws for bytes that are none. Its days are counted from 1904
 * whatever the workbook says, since that count has no day that never was: `daysOf` gives the cell's own number back.
 */
export const readBook = (bytes: Uint8Array): Promise<Workbook> =>
  readXlsx(bytes, { readStyles: true, dateSystem: '1904' }) as Promise<Workbook>;

/** The number that stands in a cell of which `readBook` made a date. */
export const daysOf = (date: Date): number => (date.getTime() - Date.UTC(1904, 0, 1)) / 86_400_000;

/** As `readBook`; what Maru does not know of it stays in it, for `saveBook`. */
export const openBook = (bytes: Uint8Array): Promise<Workbook> =>
  openXlsx(bytes, { readStyles: true }) as Promise<Workbook>;

/** The bytes of a workbook that `openBook` gave. */
export const saveBook = (book: Workbook): Promise<Uint8Array> => saveXlsx(book as RoundtripWorkbook);

/** The bytes of a new workbook. */
export const writeBook = (book: NewBook): Promise<Uint8Array> => writeXlsx(book);

/** A number through a number format, as Excel shows it. */
export const shownThrough = (format: string, value: number): string => formatValue(value, format);

/** Row and column, from 0, of a reference such as C14. */
export const placeOfCell = (reference: string): { row: number; col: number } => parseCellRef(reference);
