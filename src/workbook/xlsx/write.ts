/** Writes sheets as the official workbook (.xlsx). */
import { textsOfRow } from '../../core/sheet/layout.js';
import { columnLetters } from '../cells/grid.js';
import { LIMITS } from '../cells/limits.js';
import { problem, type Refused, shorten } from '../cells/problem.js';
import { ERRATA_TITLE } from '../form/errata.js';
import { titleOf } from '../form/midyear.js';
import {
  approvalRefusal,
  DRAFT_MARK,
  type OfficialSheet,
  type Onward,
  type Paper,
  sectionOf,
  type Written,
} from '../form/official-sheet.js';
import { layErrata } from './errata.js';
import type { Layout } from './layout/laid-cell.js';
import { FONT_SIZE, type LayoutOptions, layOut } from './layout/layout.js';
import {
  type Merge,
  type NamedRange,
  type NewBook,
  type NewTab,
  type TabCell,
  writeBook,
} from './library.js';
import { pagesOf } from './pages.js';
import { headingProperties, headProperty } from './printed-headings.js';
import { contentOf, FONT, styleOf } from './style.js';
import { printable, quoteTab, tabNameOf, tabNames } from './tabs.js';
import { fillTemplate } from './template/fill.js';

export type XlsxOptions = {
  readonly paper: Paper;
  /** the organisation's own .xlsx, filled instead of the official form */
  readonly template?: Uint8Array;
  /** write sheets that are not approved, marked as such */
  readonly draft?: boolean;
  /** a document property */
  readonly head?: string;
  /** `symbol` as printed (default), or `○ 達成` in the cell */
  readonly rating?: LayoutOptions['rating'];
  readonly onProgress?: Onward;
};

const CENTIMETRE = 1 / 2.54;

/** UTF-16 units of a place at the foot of a page: Excel takes 255 with the codes around it. */
const PLACE_UNITS = 100;

/** `&` begins a code in a page header and footer (ECMA-376 18.3.1.39), so it is written twice. */
function headerText(text: string): string {
  let written = '';
  for (const character of printable(text).replace(/\s+/g, ' ')) {
    const sign = character === '&' ? '&&' : character;
    if (written.length + sign.length > PLACE_UNITS) break;
    written += sign;
  }
  return written;
}

function cellsOf(layout: Layout, size: number): { cells: Map<string, Partial<TabCell>>; merges: Merge[] } {
  const cells = new Map<string, Partial<TabCell>>();
  const merges: Merge[] = [];
  for (const laid of layout.cells) {
    const { numFmt, ...content } = contentOf(laid.text);
    const style = styleOf(laid.look, size);
    const endRow = laid.row + laid.rowSpan - 1;
    const endCol = laid.column + laid.columnSpan - 1;
    // every cell under a merge has the border, or Excel draws it on one side only
    for (let r = laid.row; r <= endRow; r += 1) {
      for (let c = laid.column; c <= endCol; c += 1) cells.set(`${r},${c}`, { style });
    }
    cells.set(`${laid.row},${laid.column}`, { ...content, style: numFmt ? { ...style, numFmt } : style });
    if (endRow > laid.row || endCol > laid.column) {
      merges.push({ startRow: laid.row, startCol: laid.column, endRow, endCol });
    }
  }
  return { cells, merges };
}

/** What stands at the foot of every page, and which paper it is made for. */
/** A digit behind the size of the font would be one of its digits. */
const apart = (text: string): string => (/^\d/.test(text) ? ` ${text}` : text);

type PageOptions = Pick<LayoutOptions, 'paper' | 'draft'> & { readonly place: string };

function tabOf(layout: Layout, name: string, options: PageOptions): { tab: NewTab; names: NamedRange[] } {
  const { cells, merges } = cellsOf(layout, FONT_SIZE[options.paper]);
  const lastRow = layout.rowHeights.length;
  const { starts, count } = pagesOf(layout, options.paper);
  const lastColumn = columnLetters(layout.columnWidths.length - 1);
  const [firstHeading, lastHeading] = layout.headingRows;
  const place = headerText(options.place);
  const tab: NewTab = {
    name,
    cells,
    merges,
    columns: layout.columnWidths.map((width) => ({ width })),
    rowDefs: new Map(layout.rowHeights.map((height, index) => [index, { height }])),
    view: { showGridLines: false, zoomScale: 85 },
    freezePane: { rows: lastHeading + 1 },
    pageSetup: {
      paperSize: options.paper === 'A3' ? 'a3' : 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      // A goal that no page can hold goes on to the next one without a break of ours.
      fitToHeight: count === 1 ? 1 : 0,
      horizontalCentered: true,
      margins: {
        left: CENTIMETRE,
        right: CENTIMETRE,
        top: 1.5 * CENTIMETRE,
        bottom: 1.5 * CENTIMETRE,
        header: 0.7 * CENTIMETRE,
        footer: 0.7 * CENTIMETRE,
      },
    },
    // the last row of each page but the last
    ...(starts.length === 0 ? {} : { rowBreaks: starts.map((row) => row - 1) }),
    headerFooter: {
      ...(options.draft ? { oddHeader: `&C&"${FONT},Bold"&16${DRAFT_MARK}` } : {}),
      oddFooter: `&L&"${FONT}"&9${apart(place)}&C&"${FONT}"&9&P / &N ページ`,
    },
  };
  // the library writes a tab's name into these without quotes, which Excel calls a damaged file
  const names: NamedRange[] = [
    { name: '_xlnm.Print_Area', range: `${quoteTab(name)}!$A$1:$${lastColumn}$${lastRow}`, scope: name },
    {
      name: '_xlnm.Print_Titles',
      range: `${quoteTab(name)}!$${firstHeading + 1}:$${lastHeading + 1}`,
      scope: name,
    },
  ];
  return { tab, names };
}

const placeOf = ({ header }: OfficialSheet): string =>
  `${header.department.text}　${header.organization.text}`;

/** Refuses texts that no cell of Excel holds: it would call the file damaged, and cut them. */
function lengthRefusal(sheets: readonly OfficialSheet[]): Refused | null {
  const problems = sheets.flatMap((sheet) => {
    const { title, header, legend, columnHeadings, goals, footnotes, looseMarks } = sheet;
    const texts = [
      ...[title, ...columnHeadings.flat(), ...footnotes, ...looseMarks],
      ...Object.values(header).flatMap(({ label, text }) => [label, text]),
      ...legend.map(({ text }) => text),
      ...goals.flatMap((goal) => goal.indicators.flatMap((one) => Object.values(textsOfRow(goal, one)))),
      ...(sheet.measures ?? []).flat(),
    ];
    return [...new Set(texts.filter((text) => text.length > LIMITS.cellCharacters))].map((text) =>
      problem(
        {},
        `「${sectionOf(sheet)}」の「${shorten(text)}」は、Excel のセルに入る${LIMITS.cellCharacters.toLocaleString('ja-JP')}文字を超えています。短くするか、.csv か .json で出力してください。`,
        `“${shorten(text)}” of “${sectionOf(sheet)}” is longer than the ${LIMITS.cellCharacters.toLocaleString('en-US')} characters that a cell of Excel holds. Make it shorter, or write a .csv or .json.`,
      ),
    );
  });
  return problems.length > 0 ? { kind: 'refused', problems } : null;
}

/** The 正誤表 of all sheets, as the last tab; null when nothing was corrected after publication. */
function errataTab(
  sheets: readonly OfficialSheet[],
  options: { readonly paper: Paper; readonly draft?: boolean },
  taken: ReadonlySet<string>,
): { tab: NewTab; names: NamedRange[] } | null {
  const draft = options.draft === true && sheets.some(({ approved }) => !approved);
  const layout = layErrata(sheets, options.paper, draft ? DRAFT_MARK : '');
  if (!layout) return null;
  const place = sheets.length === 1 ? placeOf(sheets[0]!) : (sheets[0]?.header.fiscalYear.text ?? '');
  return tabOf(layout, tabNameOf(ERRATA_TITLE, taken), { paper: options.paper, draft, place });
}

/**
 * The official workbook: one tab a sheet, in the form of the printed sheet, A3 or A4 landscape fitted to one page's
 * width, the column headings repeated on every page; goals that were corrected after publication are marked 訂正, and a
 * last tab is their 正誤表. With a template its form is filled instead. Sheets nobody
 * approved are refused unless `draft`, and then marked 下書き（未承認） in title and page header.
 */
export async function writeXlsx(sheets: readonly OfficialSheet[], options: XlsxOptions): Promise<Written> {
  const refused = approvalRefusal(sheets, options.draft ?? false) ?? lengthRefusal(sheets);
  if (refused) return refused;
  if (options.template) return fillTemplate(options.template, sheets, options);
  return { kind: 'written', bytes: await writeBook(officialBook(sheets, options)), replaced: [] };
}

/** The official workbook before it becomes bytes. */
export function officialBook(sheets: readonly OfficialSheet[], options: XlsxOptions): NewBook {
  const tabs: NewTab[] = [];
  const namedRanges: NamedRange[] = [];
  const names = tabNames(sheets);
  for (const [index, sheet] of sheets.entries()) {
    const draft = options.draft === true && !sheet.approved;
    const { paper, rating = 'symbol' } = options;
    const { tab, names: defined } = tabOf(layOut(sheet, { paper, draft, rating }), names[index] ?? '', {
      paper,
      draft,
      place: placeOf(sheet),
    });
    tabs.push(tab);
    namedRanges.push(...defined);
    options.onProgress?.(index + 1, sheets.length);
  }
  const errata = errataTab(sheets, options, new Set(names.map((name) => name.toLowerCase())));
  if (errata) {
    tabs.push(errata.tab);
    namedRanges.push(...errata.names);
  }
  return {
    sheets: tabs,
    namedRanges,
    defaultFont: { name: FONT, size: 11 },
    properties: {
      title: printable(sheets[0] ? titleOf(sheets[0]) : ''),
      custom: { ...headingProperties(sheets, names), ...headProperty(options.head) },
    },
  };
}
