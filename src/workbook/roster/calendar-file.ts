/**
 * A calendar as a .csv: 日付,種別,課,名称 with 種別 休み, 開庁 or 祝日 and 課 blank for the whole city; or the Cabinet
 * Office's own table (syukujitsu.csv: 国民の祝日・休日月日,国民の祝日・休日名称), whose rows are national holidays.
 */
import { parse } from 'csv-parse/sync';
import type { CalendarKind } from '../../core/calendar/closures.js';
import { isIsoDate, parseEraDate } from '../../core/calendar/japanese-dates.js';
import { decodeText } from '../cells/cp932.js';

export type CalendarRow = {
  /** counts from 1 */
  readonly line: number;
  /** ISO date */
  readonly day: string;
  readonly kind: CalendarKind;
  /** the section's name as typed; null: the whole city */
  readonly section: string | null;
  readonly name: string;
};

export type CalendarRead = {
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
  const [header = [], ...body] = lines;
  const official = header.includes(OFFICIAL.day);
  const at = (column: string) => header.indexOf(column);
  if (!official && (at(COLUMNS.day) < 0 || at(COLUMNS.kind) < 0))
    return refused(`${file} 1行め: 見出しに「日付」と「種別」が必要です（日付,種別,課,名称）。`);
  const rows: CalendarRow[] = [];
  const problems: string[] = [];
  for (const [index, cells] of body.entries()) {
    const line = index + 2;
    const before = problems.length;
    const wrong = (sentence: string) => void problems.push(`${file} ${line}行め: ${sentence}`);
    const cell = (column: string) => cells[at(column)] ?? '';
    if (cells.every((one) => one === '')) continue;
    const typed = cell(official ? OFFICIAL.day : COLUMNS.day);
    const day = dayOf(typed);
    if (day === null) wrong(`「${typed}」は日付として読み取れません（例: 2028-01-10、R10.1.10）。`);
    const said = cell(COLUMNS.kind).normalize('NFKC').toLowerCase();
    const kind = official ? 'holiday' : Object.hasOwn(KINDS, said) ? KINDS[said] : undefined;
    if (kind === undefined) wrong(`種別「${cell(COLUMNS.kind)}」は、休み・開庁・祝日のどれでもありません。`);
    const section = official ? '' : cell(COLUMNS.section);
    if (kind === 'holiday' && section !== '')
      wrong('祝日は全体のものです。課を空にするか、種別を休みにしてください。');
    if (day === null || kind === undefined || problems.length > before) continue;
    if (official && day < OFFICIAL_FROM) continue;
    rows.push({
      line,
      day,
      kind,
      section: section === '' ? null : section,
      name: cell(official ? OFFICIAL.name : COLUMNS.name),
    });
  }
  return { rows, problems };
}

function refused(problem: string): CalendarRead {
  return { rows: [], problems: [problem] };
}

/** 2028/1/10, 2028-01-10, R10.1.10, 令和10年1月10日 as ISO date; null when it is no date. */
function dayOf(text: string): string | null {
  const plain = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/u.exec(text.normalize('NFKC'));
  const iso = plain ? `${plain[1]}-${plain[2]!.padStart(2, '0')}-${plain[3]!.padStart(2, '0')}` : null;
  if (iso !== null) return isIsoDate(iso) ? iso : null;
  return parseEraDate(text)?.iso ?? null;
}
