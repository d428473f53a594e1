/** Columns of a .csv with errata: behind all others, lists of the same length beside the indicator they are about. */
import { formatEraDate } from '../../core/calendar/japanese-dates.js';
import { type ErrataRow, errataRows, markedOn } from '../form/errata.js';
import type { OfficialSheet } from '../form/official-sheet.js';
import type { CsvRecord } from './columns.js';
import { joinList } from './lists.js';

/** The column that tells the day of a goal's mark. */
export const ERRATUM_COLUMN = '訂正日';

type ErrataColumn = {
  readonly name: string;
  readonly text: (record: CsvRecord, sheet: OfficialSheet) => string;
};

/** Of the indicator of a row, and of its goal; in the first row also of what stands above the goals or was taken out. */
function rowsOf({ goal, indicator }: CsvRecord, sheet: OfficialSheet): ErrataRow[] {
  const row = goal.indicators.indexOf(indicator);
  const first = row === 0 && goal === sheet.goals[0];
  const errata = (sheet.errata ?? []).filter(({ goalNo, row: at }) =>
    goalNo === goal.no ? at === null || at === row : first && !sheet.goals.some(({ no }) => no === goalNo),
  );
  return errataRows([{ ...sheet, errata }]);
}

const list =
  (key: keyof ErrataRow) =>
  (record: CsvRecord, sheet: OfficialSheet): string =>
    joinList(rowsOf(record, sheet).map((row) => row[key]));

export const CSV_ERRATA: readonly ErrataColumn[] = [
  {
    name: ERRATUM_COLUMN,
    text: ({ goal }, sheet) => {
      const on = markedOn(sheet, goal);
      return on === null ? '' : formatEraDate(on, 'kanji');
    },
  },
  { name: '訂正日_西暦', text: ({ goal }, sheet) => markedOn(sheet, goal) ?? '' },
  { name: '正誤_箇所', text: list('field') },
  { name: '正誤_誤', text: list('before') },
  { name: '正誤_正', text: list('after') },
  { name: '正誤_理由', text: list('reason') },
  { name: '正誤_訂正日_西暦', text: list('isoDay') },
];
