/** The history as a table for a window of 80 to 120 half-width columns, as .csv for a spreadsheet, or as JSON. */
import { stringify } from 'csv-stringify/sync';
import type { ChainedEntry } from '../../core/decision/history.js';
import { guardCell } from '../../core/text/guard-cell.js';
import { textUnits } from '../../workbook/xlsx/layout/measure.js';

export type HistoryRow = {
  readonly entry: ChainedEntry;
  /** R5.10.2 10:01 */
  readonly when: string;
  readonly section: string;
  /** R5 中間 No.3 */
  readonly subject: string;
  readonly action: string;
  /** the comment of a return; '' for none */
  readonly note: string;
};

const FORMATS = ['table', 'csv', 'json'] as const;
type HistoryFormat = (typeof FORMATS)[number];

export function isHistoryFormat(text: string): text is HistoryFormat {
  return FORMATS.some((format) => format === text);
}

/** Text before, text for each page (`first`: nothing was written before it), and text behind a history. */
type HistoryWriter = {
  readonly head: string;
  page(rows: readonly HistoryRow[], first: boolean): string;
  tail(count: number): string;
};

/** A writer that keeps nothing from page to page. */
export function historyWriter(format: HistoryFormat): HistoryWriter {
  switch (format) {
    case 'table':
      return {
        head: '',
        page: (rows, first) =>
          [...(first ? [tableLine(TABLE.map(({ name }) => name))] : []), ...rows.map((row) => rowLine(row))]
            .map((line) => `${line}\n`)
            .join(''),
        tail: (count) => (count === 0 ? '記録はありません。\n' : `${count}件\n`),
      };
    case 'csv':
      return {
        head: `\uFEFF${csvLines([CSV.map(({ name }) => name)])}`,
        page: (rows) => csvLines(rows.map((row) => CSV.map(({ text }) => guardCell(text(row))))),
        tail: () => '',
      };
    case 'json':
      return {
        head: '{"history":[',
        page: (rows, first) =>
          rows.map(({ entry }, i) => `${first && i === 0 ? '' : ','}${JSON.stringify(entry)}`).join(''),
        tail: () => ']}\n',
      };
    default:
      return format satisfies never;
  }
}

const csvLines = (rows: readonly (readonly string[])[]): string =>
  stringify(rows as string[][], { record_delimiter: '\r\n' });

type Column = { readonly name: string; readonly text: (row: HistoryRow) => string };

const version = ({ entry }: HistoryRow): string => (entry.version > 0 ? String(entry.version) : '');
/** 代理入力: for whom a report was submitted; '' for nobody. */
const enteredFor = ({ action, actingFor }: ChainedEntry): string =>
  action === 'submitted' ? (actingFor ?? '') : '';
const who = ({ entry }: HistoryRow): string => {
  const { name, post, actingFor } = entry;
  const holder = post === '' || post === name ? name : `${post} ${name}`;
  const behalf = enteredFor(entry);
  if (behalf !== '') return `${behalf}（代理: ${holder}）`;
  return `${holder}${actingFor === null ? '' : `（代決: ${actingFor}）`}`;
};

/** Widths in half-width columns; the last column takes what is left. */
const TABLE: readonly (Column & { readonly width: number })[] = [
  { name: '番号', width: 6, text: ({ entry }) => String(entry.seq) },
  { name: '日時', width: 15, text: ({ when }) => when },
  { name: '課', width: 14, text: ({ section }) => section },
  { name: '対象', width: 14, text: ({ subject }) => subject },
  { name: '版', width: 2, text: version },
  { name: 'したこと', width: 16, text: ({ action }) => action },
  { name: 'した人', width: 0, text: who },
];

const CSV: readonly Column[] = [
  { name: '番号', text: ({ entry }) => String(entry.seq) },
  { name: '日時', text: ({ when }) => when },
  { name: '日時_UTC', text: ({ entry }) => entry.at },
  { name: '課', text: ({ section }) => section },
  { name: '対象', text: ({ subject }) => subject },
  { name: '版', text: version },
  { name: 'したこと', text: ({ action }) => action },
  { name: '氏名', text: ({ entry }) => entry.name },
  { name: '役職', text: ({ entry }) => entry.post },
  { name: '代決された人', text: ({ entry }) => (enteredFor(entry) === '' ? (entry.actingFor ?? '') : '') },
  { name: 'コメント', text: ({ note }) => note },
  { name: '職員番号', text: ({ entry }) => entry.personId ?? '' },
  { name: '入口', text: ({ entry }) => entry.source },
  { name: '対象_ID', text: ({ entry }) => entry.subject },
  { name: 'アカウント', text: ({ entry }) => entry.account ?? '' },
  { name: '代理で入力された人', text: ({ entry }) => enteredFor(entry) },
  { name: 'ハッシュ', text: ({ entry }) => entry.hash },
];

function rowLine(row: HistoryRow): string {
  return tableLine(TABLE.map(({ text }) => text(row)));
}

function tableLine(texts: readonly string[]): string {
  return texts
    .map((text, i) => {
      const { width } = TABLE[i]!;
      const shown = forTerminal(text);
      return width === 0 ? shown : padded(cutTo(shown, width), width);
    })
    .join(' ')
    .trimEnd();
}

/** Names were typed by people: nothing in them moves the cursor, colours or turns the line. */
function forTerminal(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ');
}

/** A sign whose width is the same in every terminal; … is not. */
const CUT = '..';

function cutTo(text: string, width: number): string {
  if (textUnits(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (textUnits(kept + character) > width - CUT.length) break;
    kept += character;
  }
  return kept + CUT;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textUnits(text)));
}
