/**
 * A calendar as a .csv: 日付,種別,課,名称 with 種別 休み, 開庁 or 祝日 and 課 blank for the whole city; or the Cabinet
 * Office's own table (syukujitsu.csv: 国民の祝日・休日月日,国民の祝日・休日名称), whose rows are national holidays.
 */
import { parse } from 'csv-parse/sync';
import type { CalendarKind, CalendarRow } from '../../core/calendar/closures.js';
import { isIsoDate, parseEraDate } from '../../core/calendar/japanese-dates.js';
import type { Words } from '../../core/text/language.js';
import { nfkc } from '../../core/text/normal-form.js';
import { decodeText } from '../cells/cp932.js';
import type { Grid } from '../cells/grid.js';

/** As `CalendarRead`, its problems in both languages. */
type PageRead = { readonly rows: readonly CalendarRow[]; readonly problems: readonly Words[] };

type CalendarRead = {
  /** the rows that could be read */
  readonly rows: readonly CalendarRow[];
  /** sentences naming file and row, all of them; empty when the file is as it should be */
  readonly problems: readonly string[];
};

const KINDS: Readonly<Record<string, CalendarKind>> = {
  休み: 'closed',
  休日: 'closed',
  閉庁: 'closed',
  休館: 'closed',
  closed: 'closed',
  開庁: 'open',
  開館: 'open',
  出勤: 'open',
  open: 'open',
  祝日: 'holiday',
  holiday: 'holiday',
};

const COLUMNS = { day: '日付', kind: '種別', section: '課', name: '名称' } as const;
const OFFICIAL = { day: '国民の祝日・休日月日', name: '国民の祝日・休日名称' } as const;

/** The Cabinet Office's table goes back to 1955; what is past is in the library's own. */
const OFFICIAL_FROM = '2028-01-01';

/** Reads a calendar file; never throws for what stands in it. */
export function readCalendarFile(bytes: Uint8Array, file: string): CalendarRead {
  const text = decodeText(bytes);
  if (text === null) return refused(`${file}: 文字の CSV ファイルではありません。`);
  let lines: string[][];
  try {
    lines = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false, trim: true });
  } catch (error) {
    return refused(`${file}: CSV として読み取れません（${error instanceof Error ? error.message : ''}）。`);
  }
  const read = readLines(
    lines.map((cells, index) => ({ line: index + 1, cells })),
    file,
  );
  return read
    ? { rows: read.rows, problems: read.problems.map(({ ja }) => ja) }
    : refused(`${file} 1行め: 見出しに「日付」と「種別」が必要です（日付,種別,課,名称）。`);
}

/** A title and a remark may stand above the headings of a page. */
const HEADING_WITHIN_ROWS = 10;

/** The calendar on a page; null where its headings are not. */
export function calendarIn(grid: Grid): PageRead | null {
  const lines = grid.rows.map(({ line, cells }) => ({ line, cells: cells.map(({ text }) => text.trim()) }));
  const at = lines.slice(0, HEADING_WITHIN_ROWS).findIndex(({ cells }) => isHeading(cells));
  return at < 0 ? null : readLines(lines.slice(at), grid.file);
}

const isHeading = (cells: readonly string[]): boolean =>
  cells.includes(OFFICIAL.day) || (cells.includes(COLUMNS.day) && cells.includes(COLUMNS.kind));

type Line = { readonly line: number; readonly cells: readonly string[] };

/** Reads lines of which the first is the heading; null when it is none. */
function readLines([heading, ...body]: readonly Line[], file: string): PageRead | null {
  if (!heading || !isHeading(heading.cells)) return null;
  const header = heading.cells;
  const official = header.includes(OFFICIAL.day);
  const at = (column: string) => header.indexOf(column);
  const rows: CalendarRow[] = [];
  const words: Words[] = [];
  for (const { line, cells } of body) {
    const before = words.length;
    const wrong = (column: string, ja: string, en: string) =>
      void words.push({
        ja: `${file} ${line}行め: ${ja}`,
        en: `${file}, row ${line} 「${column}」: ${en}`,
      });
    const cell = (column: string) => cells[at(column)] ?? '';
    if (cells.every((one) => one === '')) continue;
    const typed = cell(official ? OFFICIAL.day : COLUMNS.day);
    const day = dayOf(typed);
    if (day === null)
      wrong(
        COLUMNS.day,
        `「${typed}」は日付として読み取れません（例: 2028-01-10、R10.1.10）。`,
        `“${typed}” is no date (such as 2028-01-10 or R10.1.10).`,
      );
    const said = nfkc(cell(COLUMNS.kind)).toLowerCase();
    const kind = official ? 'holiday' : Object.hasOwn(KINDS, said) ? KINDS[said] : undefined;
    if (kind === undefined)
      wrong(
        COLUMNS.kind,
        `種別「${cell(COLUMNS.kind)}」は、休み・開庁・祝日のどれでもありません。`,
        `“${cell(COLUMNS.kind)}” is none of 休み (closed), 開庁 (open) and 祝日 (holiday).`,
      );
    const section = official ? '' : cell(COLUMNS.section);
    if (kind === 'holiday' && section !== '')
      wrong(
        COLUMNS.section,
        '祝日は全体のものです。課を空にするか、種別を休みにしてください。',
        'a holiday is everybody’s: leave 課 blank, or write 休み.',
      );
    if (day === null || kind === undefined || words.length > before) continue;
    if (official && day < OFFICIAL_FROM) continue;
    rows.push({
      line,
      day,
      kind,
      section: section === '' ? null : section,
      name: cell(official ? OFFICIAL.name : COLUMNS.name),
    });
  }
  return { rows, problems: words };
}

function refused(problem: string): CalendarRead {
  return { rows: [], problems: [problem] };
}

/** 2028/1/10, 2028-01-10, R10.1.10, 令和10年1月10日 as ISO date; null when it is no date. */
function dayOf(text: string): string | null {
  const plain = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/u.exec(nfkc(text));
  const iso = plain ? `${plain[1]}-${plain[2]!.padStart(2, '0')}-${plain[3]!.padStart(2, '0')}` : null;
  if (iso !== null) return isIsoDate(iso) ? iso : null;
  return parseEraDate(text)?.iso ?? null;
}
