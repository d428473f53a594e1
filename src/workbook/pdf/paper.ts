/** What a PDF says, as values: every text of the official form with its place, in the order in which it is read. */
import { fiscalYearEnd } from '../../core/calendar/japanese-dates.js';
import type { Labelled } from '../../core/sheet/sheet.js';
import { shorten } from '../cells/problem.js';
import { ERRATA_TITLE, errataColumns, errataRows } from '../form/errata.js';
import { fieldsOf, titleOf, wordOf } from '../form/midyear.js';
import { DRAFT_MARK, type OfficialSheet, type Paper, sectionOf } from '../form/official-sheet.js';
import { ERRATA_CENTRED, ERRATA_SHARES } from '../xlsx/errata.js';
import type { LaidCell } from '../xlsx/layout/laid-cell.js';
import { type LayoutOptions, placeCells } from '../xlsx/layout/layout.js';

export type PdfOptions = Pick<LayoutOptions, 'paper' | 'rating'> & {
  /** write sheets that are not approved, marked as such */
  readonly draft?: boolean;
  /** the head of the history where a sheet does not bring its own */
  readonly head?: string;
};

/** A text and how it stands. `row` of the table from 1, 0 outside of it; `column`: what it is called in messages. */
export type PaperText = {
  readonly text: string;
  readonly row: number;
  readonly column: string;
  /** points of width that it has */
  readonly width: number;
};

export type PaperCell = PaperText & {
  readonly look: 'heading' | 'text' | 'centre' | 'rating' | 'goal';
  readonly rows: number;
  readonly columns: number;
};

export type PaperTable = {
  /** points */
  readonly widths: readonly number[];
  readonly headings: readonly PaperCell[];
  /** what stays together where a page can hold it */
  readonly blocks: readonly {
    readonly bookmark: string;
    readonly no: string;
    readonly cells: readonly PaperCell[];
  }[];
};

export type PaperSheet = {
  readonly section: string;
  readonly title: PaperText;
  /** of the list of contents that a reader of PDFs shows */
  readonly bookmark: string;
  /** at the foot of each page */
  readonly place: string;
  /** at the head of each page; '' for none */
  readonly mark: string;
  /** labels and values above the table: left, middle, right */
  readonly header: readonly (readonly (readonly [label: PaperText, value: PaperText])[])[];
  readonly above: readonly PaperText[];
  readonly table: PaperTable;
  readonly below: readonly PaperText[];
  readonly errata: { readonly title: string; readonly table: PaperTable } | null;
};

/** A PDF: what the process that makes it is given. */
export type PaperDocument = {
  readonly title: string;
  readonly keywords: readonly string[];
  /** ISO instant */
  readonly at: string;
  readonly paper: 'a3' | 'a4';
  /** points of height between the margins */
  readonly height: number;
  /** points of the font, the largest first: a sheet that a smaller one brings on one page gets it */
  readonly sizes: readonly number[];
  readonly sheets: readonly PaperSheet[];
};

const POINTS_PER_CM = 72 / 2.54;
/** Points between the margins of 1 cm to the sides and 1.5 cm above and below, in landscape. */
const BETWEEN: Readonly<Record<Paper, { readonly width: number; readonly height: number }>> = {
  A3: { width: 1190.55 - 2 * POINTS_PER_CM, height: 841.89 - 3 * POINTS_PER_CM },
  A4: { width: 841.89 - 2 * POINTS_PER_CM, height: 595.28 - 3 * POINTS_PER_CM },
};
const SIZES: Readonly<Record<Paper, readonly number[]>> = { A3: [10, 9.5, 9, 8.5, 8, 7.5], A4: [8, 7.5, 7] };

const oneLine = (text: string) => text.replace(/\s+/gu, ' ');

/** The document of these sheets: the same ones give the same, whenever and wherever it is made. */
export function paperOf(sheets: readonly OfficialSheet[], options: PdfOptions): PaperDocument {
  const { paper } = options;
  const first = sheets[0]!;
  const drafts = options.draft === true && sheets.some(({ approved }) => !approved);
  const { fiscalYear, department } = first.header;
  const same = new Set(sheets.map(({ header }) => header.department.text)).size === 1;
  const about = sheets.length === 1 ? [sectionOf(first)] : same ? [department.text] : [];
  const last = sheets
    .flatMap(({ decided }) => decided ?? [])
    .reduce<OfficialSheet['decided']>(
      (latest, one) => (latest && latest.seq > one.seq ? latest : one),
      undefined,
    );
  const head = last?.head ?? options.head;
  const title = [titleOf(first), fiscalYear.text, ...about, drafts ? DRAFT_MARK : '']
    .filter((part) => part !== '')
    .join(' ');
  return {
    title: oneLine(title),
    keywords: head === undefined ? [] : [head],
    at: last?.at ?? `${fiscalYearEnd(first.fiscalYear)}T00:00:00Z`,
    paper: paper === 'A3' ? 'a3' : 'a4',
    height: BETWEEN[paper].height,
    sizes: SIZES[paper],
    sheets: sheets.map((sheet) => sheetOf(sheet, options)),
  };
}

function sheetOf(sheet: OfficialSheet, options: PdfOptions): PaperSheet {
  const { paper, rating } = options;
  const draft = options.draft === true && !sheet.approved;
  const { cells, columnWidths, headings, rows } = placeCells(sheet, { paper, rating, draft });
  const widths = inPoints(columnWidths, BETWEEN[paper].width);
  const fields = fieldsOf(sheet);
  const body = headings + 2;
  const spanned = (from: number, count: number) =>
    widths.slice(from, from + count).reduce((sum, one) => sum + one, 0);
  const outside = (text: string, column: string, width: number): PaperText => ({
    text,
    row: 0,
    column,
    width,
  });
  const cell = ({ row, column, rowSpan, columnSpan, text, look }: LaidCell): PaperCell => ({
    text,
    row: row < body ? 0 : row - body + 1,
    column: wordOf(fields[column]!),
    width: spanned(column, columnSpan),
    look: lookOf(look, row >= body && fields[column] === 'goal'),
    rows: rowSpan,
    columns: columnSpan,
  });
  const lines = (from: number, to: number) =>
    cells
      .filter(({ look, row }) => look === 'line' && row >= from && row < to)
      .map(({ text, column, columnSpan }) => outside(text, sheet.title, spanned(column, columnSpan)));
  const ordered = [...cells].sort((a, b) => a.row - b.row || a.column - b.column);
  const start = (no: number) => body + sheet.goals.slice(0, no).reduce((sum, goal) => sum + rowsOf(goal), 0);
  const rowsOf = ({ indicators }: OfficialSheet['goals'][number]) => Math.max(1, indicators.length);
  const blocks = sheet.goals.map((goal, at) => ({
    bookmark: shorten(goal.text),
    no: `No.${oneLine(goal.no)}`,
    cells: ordered
      .filter(({ row, look }) => look !== 'line' && row >= start(at) && row < start(at) + rowsOf(goal))
      .map(cell),
  }));
  const { header } = sheet;
  const count = widths.length;
  const pair = ({ label, text }: Labelled, at: number, labelled: number, wide: number) =>
    [
      outside(label, label, spanned(at, labelled)),
      outside(text, label, spanned(at + labelled, wide)),
    ] as const;
  const titled = cells.find(({ look }) => look === 'title')!;
  return {
    section: sectionOf(sheet),
    title: outside(titled.text, sheet.title, spanned(0, count)),
    bookmark: oneLine(`${titled.text} ${sectionOf(sheet)}`),
    place: oneLine(`${header.department.text} ${header.organization.text}`.trim()),
    mark: draft ? DRAFT_MARK : '',
    header: [
      [header.fiscalYear, header.department, header.organization].map((one) => pair(one, 0, 2, 2)),
      [pair(header.policyIndicators, 4, 2, 3)],
      [header.createdOn, header.evaluatedOn].map((one) => pair(one, count - 2, 1, 1)),
    ],
    above: lines(0, headings),
    table: { widths, headings: ordered.filter(({ look }) => look === 'heading').map(cell), blocks },
    below: lines(body, rows),
    errata: errataOf(sheet, paper),
  };
}

/** The 正誤表 on a page of its own; null when nothing was corrected after publication. */
function errataOf(sheet: OfficialSheet, paper: Paper): PaperSheet['errata'] {
  const rows = errataRows([sheet]);
  if (rows.length === 0) return null;
  const columns = errataColumns([sheet]);
  const widths = inPoints(
    columns.map(({ key }) => ERRATA_SHARES[key]),
    BETWEEN[paper].width,
  );
  const cell = (text: string, at: number, look: PaperCell['look']): PaperCell => {
    return { text, row: 0, column: ERRATA_TITLE, width: widths[at]!, look, rows: 1, columns: 1 };
  };
  return {
    title: ERRATA_TITLE,
    table: {
      widths,
      headings: columns.map(({ name }, at) => cell(name, at, 'heading')),
      blocks: rows.map((row) => ({
        bookmark: '',
        no: '',
        cells: columns.map(({ key }, at) => cell(row[key], at, ERRATA_CENTRED.has(key) ? 'centre' : 'text')),
      })),
    },
  };
}

const inPoints = (shares: readonly number[], width: number): number[] => {
  const total = shares.reduce((sum, one) => sum + one, 0);
  return shares.map((one) => Math.round((one / total) * width * 100) / 100);
};

function lookOf(look: LaidCell['look'], isGoal: boolean): PaperCell['look'] {
  if (isGoal) return 'goal';
  return look === 'heading' || look === 'centre' || look === 'rating' ? look : 'text';
}
