/**
 * The columns of the .csv: one row an indicator, one datum a cell, nothing merged and nothing left out (総務省
 * 統計表における機械判読可能なデータの表記方法). After the data come columns that keep the printed form, so that the
 * file read again is the same sheet.
 */
import { formatEraDate, parseEraDate } from '../../core/calendar/japanese-dates.js';
import type { NumberPart, Reading } from '../../core/quantity/index.js';
import { readQuantity } from '../../core/quantity/read.js';
import { withoutFormer } from '../../core/report/year/target-change.js';
import type { Goal, Indicator, Sheet } from '../../core/sheet/sheet.js';
import { COLUMNS, HEADER, HEADER_FIELDS } from '../form/columns.js';
import { MIDYEAR_WORDS } from '../form/midyear.js';
import { joinList } from './lists.js';

/** One row of the file before it is text. */
export type CsvRecord = {
  readonly number: number;
  readonly sheet: Sheet;
  readonly goal: Goal;
  readonly indicator: Indicator;
  readonly target: Reading;
  readonly result: Reading;
  /** the plan reference and initiative cell that a blank continuation row inherits (T05, T07) */
  readonly inherited: { readonly planReference: string; readonly initiativeCell: string };
};

type CsvColumn = { readonly name: string; readonly text: (record: CsvRecord) => string };

const COMPARATORS = { gte: '以上', gt: '超', lte: '以下', lt: '未満' } as const;

const firstNumber = (reading: Reading): NumberPart | undefined =>
  reading.parts.find((part) => part.kind === 'number');

/** Several quantities in one cell (委員会2回 座談会8回): 委員会=2回|座談会=8回; blank when there is only one. */
function partsText(reading: Reading): string {
  if (reading.parts.length < 2) return '';
  return joinList(
    reading.parts.map((part) => {
      switch (part.kind) {
        case 'number': {
          const scope = part.scope === 'cumulative' ? '累計' : part.scope === 'person_times' ? '延べ' : '';
          return `${part.label ?? scope}=${part.value}${part.unit ?? ''}`;
        }
        case 'milestone':
          return `${part.label ?? ''}=${part.state}`;
        case 'coverage':
          return `=${part.text}`;
        default: {
          const never: never = part;
          return never;
        }
      }
    }),
  );
}

const isoOf = (text: string): string => parseEraDate(text)?.iso ?? '';

function eraOf(text: string): string {
  const iso = isoOf(text);
  return iso === '' ? '' : formatEraDate(iso, 'kanji');
}

const same = (own: string, inherited: string): string =>
  own === '' && inherited !== '' ? '上の行と同じ' : '';

export const CSV_COLUMNS: readonly CsvColumn[] = [
  { name: 'シート', text: (r) => String(r.number) },
  { name: '年度', text: (r) => r.sheet.header.fiscalYear.text },
  { name: '年度_西暦', text: (r) => String(r.sheet.fiscalYear) },
  { name: '組織名_部', text: (r) => r.sheet.header.department.text },
  { name: '組織名_課', text: (r) => r.sheet.header.organization.text },
  { name: '作成日', text: (r) => r.sheet.header.createdOn.text },
  { name: '作成日_西暦', text: (r) => isoOf(r.sheet.header.createdOn.text) },
  { name: '作成日_和暦', text: (r) => eraOf(r.sheet.header.createdOn.text) },
  { name: '評価日', text: (r) => r.sheet.header.evaluatedOn.text },
  { name: '評価日_西暦', text: (r) => isoOf(r.sheet.header.evaluatedOn.text) },
  { name: '評価日_和暦', text: (r) => eraOf(r.sheet.header.evaluatedOn.text) },
  { name: 'No', text: (r) => r.goal.no },
  { name: '組織目標', text: (r) => r.goal.text },
  { name: '位置づけ', text: (r) => r.indicator.planReference || r.inherited.planReference },
  { name: '取組指標', text: (r) => r.indicator.name },
  { name: '目標', text: (r) => r.indicator.target },
  { name: '目標_値', text: (r) => firstNumber(r.target)?.value ?? '' },
  { name: '目標_単位', text: (r) => firstNumber(r.target)?.unit ?? '' },
  { name: '目標_条件', text: (r) => comparatorText(r.target) },
  { name: '目標_内訳', text: (r) => partsText(r.target) },
  { name: '結果', text: (r) => r.indicator.result },
  { name: '結果_値', text: (r) => firstNumber(r.result)?.value ?? '' },
  { name: '結果_単位', text: (r) => firstNumber(r.result)?.unit ?? '' },
  { name: '結果_内訳', text: (r) => partsText(r.result) },
  { name: '取組名称', text: (r) => r.indicator.initiativeCell || r.inherited.initiativeCell },
  { name: '概要', text: (r) => r.indicator.overview },
  { name: '評価', text: (r) => r.indicator.rating },
  {
    name: '評価の意味',
    text: (r) => r.sheet.legend.find((l) => l.symbol === r.indicator.rating)?.meaning ?? '',
  },
  { name: '目標達成状況', text: (r) => r.indicator.status },
  { name: '今後の方針', text: (r) => r.goal.nextPolicy ?? '' },
  { name: '政策指標', text: (r) => r.sheet.header.policyIndicators.text },
  { name: '様式_位置づけ', text: (r) => same(r.indicator.planReference, r.inherited.planReference) },
  { name: '様式_取組名称', text: (r) => same(r.indicator.initiativeCell, r.inherited.initiativeCell) },
  { name: '様式_今後の方針', text: (r) => (r.goal.nextPolicy === null ? '欄なし' : '') },
  { name: '様式_題名', text: (r) => r.sheet.title },
  { name: '様式_欄名', text: (r) => joinList(HEADER_FIELDS.map((field) => r.sheet.header[field].label)) },
  { name: '様式_凡例', text: (r) => joinList(r.sheet.legend.map((line) => line.text)) },
  { name: '様式_見出し1', text: (r) => joinList(r.sheet.columnHeadings[0]) },
  { name: '様式_見出し2', text: (r) => joinList(r.sheet.columnHeadings[1]) },
  { name: '様式_注記', text: (r) => joinList(r.sheet.footnotes) },
  { name: '様式_その他', text: (r) => joinList(r.sheet.looseMarks) },
];

/**
 * The columns of mid-year's document: the same data under its own words, 下半期の対策 beside the outlook. Without those that
 * keep the printed form, since it is never read back as a sheet.
 */
export function midyearColumns(measures: (record: CsvRecord) => string): readonly CsvColumn[] {
  const { result, rating } = MIDYEAR_WORDS;
  const renamed = (name: string) => {
    if (name.startsWith(COLUMNS.result.word)) return name.replace(COLUMNS.result.word, result);
    return name.startsWith(COLUMNS.rating.word) && !name.startsWith(HEADER.evaluatedOn.name)
      ? name.replace(COLUMNS.rating.word, rating)
      : name;
  };
  return CSV_COLUMNS.filter(({ name }) => !name.startsWith('様式_')).flatMap((column) => [
    ...(column.name === COLUMNS.status.word ? [{ name: MIDYEAR_WORDS.measures, text: measures }] : []),
    { ...column, name: renamed(column.name) },
  ]);
}

function comparatorText(reading: Reading): string {
  const comparator = firstNumber(reading)?.comparator;
  return comparator ? COMPARATORS[comparator] : '';
}

/** The rows of the file, in order. */
export function* recordsOf(sheets: readonly Sheet[]): Generator<CsvRecord> {
  for (const [index, sheet] of sheets.entries()) {
    for (const goal of sheet.goals) {
      let planReference = '';
      let initiativeCell = '';
      for (const indicator of goal.indicators) {
        yield {
          number: index + 1,
          sheet,
          goal,
          indicator,
          target: readQuantity(withoutFormer(indicator.target), { indicator: indicator.name }),
          result: readQuantity(indicator.result, { indicator: indicator.name }),
          inherited: { planReference, initiativeCell },
        };
        planReference = indicator.planReference || planReference;
        initiativeCell = indicator.initiativeCell || initiativeCell;
      }
    }
  }
}
