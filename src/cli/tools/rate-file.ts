/** A CSV file of targets and results for `maru rate FILE.csv`: UTF-8 with or without BOM, or CP932 as Excel writes it. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parseFiscalYear } from '../../core/calendar/japanese-dates.js';
import type { ReportKind } from '../../core/calendar/round.js';
import { directionFact } from '../../core/rating/direction.js';
import { type Direction, readDirection } from '../../core/sheet/direction.js';
import { foldSymbol, type RatingCode, type Scale } from '../../core/sheet/scale.js';
import { nfkc } from '../../core/text/normal-form.js';
import { decodeText } from '../../workbook/cells/cp932.js';
import { columnLetters } from '../../workbook/cells/grid.js';

export type RateRow = {
  /** row of the table as a spreadsheet counts: the heading is row 1 */
  readonly row: number;
  readonly target: string;
  readonly result: string;
  readonly indicator?: string;
  readonly status?: string;
  readonly direction?: Direction;
  readonly round?: ReportKind;
  /** of a column 年度, or where the heading of the targets says it: R5目標 */
  readonly fiscalYear?: number;
  /** the rating in the file; null when its cell is empty, undefined without such a column */
  readonly printed?: RatingCode | null;
};

type RateFile =
  | { readonly ok: true; readonly rows: readonly RateRow[] }
  | { readonly ok: false; readonly message: string };

const COLUMNS = {
  target: /^(?:[a-z]?\d*|令和[\d元]+年度)(?:目標値?|target)$/,
  result: /^(?:[a-z]?\d*|令和[\d元]+年度)(?:結果|実績値?|result)$/,
  indicator: /^(?:取組指標|指標|indicator)$/,
  status: /^(?:目標達成状況|status)$/,
  rating: /^(?:評価|rating)$/,
  direction: /^(?:向き|方向|良い方向|望ましい方向|direction|lower[-_]?is[-_]?better)$/,
  round: /^(?:時期|中間・期末|round)$/,
  year: /^(?:年度|fiscal[-_]?year)$/,
} as const;
type Column = keyof typeof COLUMNS;
const JAPANESE: Readonly<Record<Column, string>> = {
  target: '目標',
  result: '結果',
  indicator: '取組指標',
  status: '目標達成状況',
  rating: '評価',
  direction: '向き',
  round: '時期',
  year: '年度',
};

/** what a column lower_is_better says of all other rows; 以下 in the target is a limit all the same */
const NOT_LOWER = /^(?:false|no|0|いいえ)$/;

const ROUNDS: readonly (readonly [RegExp, ReportKind])[] = [
  [/^(?:midyear|mid-year|中間)$/, 'midyear'],
  [/^(?:yearend|year-end|期末|年度末)$/, 'yearend'],
];

/** Why a file or a cell cannot be used: a sentence without file name and full stop. */
type Refusal = { readonly refused: string };
const refused = (why: string): Refusal => ({ refused: why });

function decode(bytes: Buffer): string | Refusal {
  if (bytes.subarray(0, 2).equals(Buffer.from('PK'))) {
    return refused('CSV ではなく Excel のファイルです。CSV で保存してから指定してください');
  }
  return decodeText(bytes) ?? refused('文字コードが UTF-8 でも CP932 でもありません');
}

function open(file: string): string | Refusal {
  try {
    return decode(readFileSync(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return refused('ファイルがありません');
    return refused(code === 'EISDIR' ? 'フォルダーです' : `開けません（${code}）`);
  }
}

function table(text: string): string[][] | Refusal {
  const heading = /^[^\n]*/.exec(text)![0];
  try {
    return parse(text, {
      bom: true,
      delimiter: heading.includes('\t') ? '\t' : ',',
      relax_column_count: true,
    });
  } catch (error) {
    const line = (error as { lines?: number }).lines;
    return refused(
      `${line === undefined ? '' : `${line}行目: `}CSV として読めません。引用符（"）の閉じ忘れがないか確認してください`,
    );
  }
}

function findColumns(heading: readonly string[]): Map<Column, number> | Refusal {
  const found = new Map<Column, number>();
  const names = heading.map((cell) => nfkc(cell).replace(/\s+/g, '').toLowerCase());
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const at = names.flatMap((name, index) => (COLUMNS[column].test(name) ? [index] : []));
    if (at.length > 1) {
      return refused(
        `1行目の${at.map((index) => `${columnLetters(index)}1`).join('と')}が、どちらも「${JAPANESE[column]}」の列です`,
      );
    }
    if (at[0] !== undefined) found.set(column, at[0]);
  }
  for (const column of ['target', 'result'] as const) {
    if (!found.has(column)) return refused(`1行目に「${JAPANESE[column]}」（${column}）の列がありません`);
  }
  return found;
}

function ratingOf(cell: string, scale: Scale): RatingCode | null | undefined {
  const bare = cell.trim();
  if (bare === '') return null;
  const symbol = foldSymbol(bare) ?? foldSymbol([...bare][0]!);
  const step = scale.steps.find(
    (one) =>
      one.code === bare ||
      one.word.ja === bare ||
      one.word.en.toLowerCase() === bare.toLowerCase() ||
      (one.symbol === symbol && (foldSymbol(bare) !== null || bare.endsWith(one.word.ja))),
  );
  return step?.code;
}

function directionOf(cell: string, target: string, indicator = ''): Direction | null | undefined {
  const bare = nfkc(cell).trim().toLowerCase();
  if (bare === '') return undefined;
  if (NOT_LOWER.test(bare))
    return directionFact(indicator, target, null).from === 'nowhere' ? 'higher' : undefined;
  return readDirection(bare);
}

function roundOf(cell: string): ReportKind | null | undefined {
  const bare = nfkc(cell).trim().toLowerCase();
  if (bare === '') return undefined;
  return ROUNDS.find(([words]) => words.test(bare))?.[1] ?? null;
}

function rowOf(
  record: readonly string[],
  row: number,
  columns: Map<Column, number>,
  scale: Scale,
): RateRow | Refusal {
  const cell = (column: Column): string | undefined => {
    const at = columns.get(column);
    return at === undefined ? undefined : (record[at] ?? '');
  };
  const wrong = (column: Column, expected: string): Refusal =>
    refused(`${row}行目 ${columnLetters(columns.get(column)!)}${row}「${cell(column)}」: ${expected}`);
  const [indicator, status] = [cell('indicator'), cell('status')];
  const [rating, direction] = [cell('rating'), cell('direction')];
  const printed = rating === undefined ? undefined : ratingOf(rating, scale);
  if (rating !== undefined && printed === undefined) {
    const steps = scale.steps.map((step) => `${step.symbol} ${step.word.ja}`).join('、');
    return wrong('rating', `評価は ${steps} のいずれかです`);
  }
  const towards = direction === undefined ? undefined : directionOf(direction, cell('target')!, indicator);
  if (towards === null) {
    return wrong(
      'direction',
      '向きは 多いほど良い（higher）、少ないほど良い（lower）、保つ（neither）のいずれかです',
    );
  }
  const said = cell('round');
  const round = said === undefined ? undefined : roundOf(said);
  if (round === null) return wrong('round', '時期は 中間（midyear）か 期末（yearend）です');
  const year = cell('year')?.trim() ?? '';
  const fiscalYear = parseFiscalYear(year);
  if (year !== '' && fiscalYear === null) return wrong('year', '年度は 令和5年度、R5、2023 のように書きます');
  return {
    row,
    ...(fiscalYear === null ? {} : { fiscalYear }),
    target: cell('target')!,
    result: cell('result')!,
    ...(indicator === undefined ? {} : { indicator }),
    ...(status === undefined ? {} : { status }),
    ...(towards ? { direction: towards } : {}),
    ...(round ? { round } : {}),
    ...(printed === undefined ? {} : { printed }),
  };
}

function rowsOf(text: string, scale: Scale): RateRow[] | Refusal {
  const records = table(text);
  if ('refused' in records) return records;
  const heading = records[0];
  if (!heading) return refused('ファイルが空です');
  const columns = findColumns(heading);
  if ('refused' in columns) return columns;
  const year = parseFiscalYear(
    nfkc(heading[columns.get('target')!] ?? '')
      .replace(/年度?|目標値?/g, '')
      .concat('年度'),
  );
  const rows: RateRow[] = [];
  for (const [index, record] of records.entries()) {
    if (index === 0 || record.every((cell) => cell.trim() === '')) continue;
    const row = rowOf(record, index + 1, columns, scale);
    if ('refused' in row) return row;
    rows.push(year === null ? row : { fiscalYear: year, ...row });
  }
  return rows;
}

/** Reads the file. A refusal is one sentence that names file, row and cell; nothing is read by halves. */
export function readRateFile(file: string, scale: Scale): RateFile {
  const text = open(file);
  const rows = typeof text === 'string' ? rowsOf(text, scale) : text;
  return 'refused' in rows ? { ok: false, message: `${file}: ${rows.refused}。` } : { ok: true, rows };
}
