/**
 * What tells mid-year's document from the sheet: its title and the words over three of its columns. The sheet has no such
 * columns (T15), so no reader takes the document: what it says would be taken for year-end's.
 */
import type { Column } from '../../core/sheet/layout.js';
import type { Goal, Indicator } from '../../core/sheet/sheet.js';
import { foldLabel } from '../../core/text/fold.js';
import type { Refused } from '../cells/problem.js';
import { refuse } from '../cells/refusals.js';
import { COLUMNS, FIELDS } from './columns.js';
import type { OfficialSheet } from './official-sheet.js';

/** Stands behind the title. */
const MARK = '（中間報告）';

/** The columns of both documents. */
export type PrintedColumn = Column | 'measures';

export const MIDYEAR_WORDS = {
  result: '中間結果',
  rating: '見込み',
  measures: '下半期の対策',
} as const satisfies Partial<Record<PrintedColumn, string>>;

export const isMidyearSheet = ({ measures }: Pick<OfficialSheet, 'measures'>): boolean =>
  measures !== undefined;

/** The columns of a sheet in their order: 下半期の対策 behind the outlook it is asked for. */
export function fieldsOf(sheet: Pick<OfficialSheet, 'measures'>): readonly PrintedColumn[] {
  if (!isMidyearSheet(sheet)) return FIELDS;
  return FIELDS.flatMap((field) => (field === 'rating' ? [field, 'measures' as const] : [field]));
}

/** Shares of the width of the page: those that make the eight sheets of 北区 lowest, so that each is one page of A3. */
export const COLUMN_SHARES: Readonly<Record<PrintedColumn, number>> = {
  no: 4.5,
  goal: 22.5,
  planReference: 11.5,
  name: 15,
  target: 10.5,
  result: 10.5,
  initiativeCell: 16.5,
  overview: 32.5,
  rating: 6,
  status: 31,
  measures: 21.5,
  nextPolicy: 21.5,
};

/** What a column is called in messages. */
export const wordOf = (column: PrintedColumn): string =>
  column === 'measures' ? MIDYEAR_WORDS.measures : COLUMNS[column].word;

/** The title as it is printed. */
export const titleOf = (sheet: OfficialSheet): string =>
  isMidyearSheet(sheet) ? `${sheet.title}${MARK}` : sheet.title;

/** 下半期の対策 of an indicator; '' where none was asked. */
export function measuresOf({ goals, measures }: OfficialSheet, goal: Goal, indicator: Indicator): string {
  return measures?.[goals.indexOf(goal)]?.[goal.indicators.indexOf(indicator)] ?? '';
}

const FOLDED_MARK = foldLabel(MARK);

/** Whether a title, or the names of the columns of a .csv, are those of mid-year's document. */
export const isMidyearTitle = (title: string): boolean => foldLabel(title).endsWith(FOLDED_MARK);
export const hasMidyearColumns = (names: readonly string[]): boolean =>
  [MIDYEAR_WORDS.result, MIDYEAR_WORDS.measures].every((name) => names.includes(name));

/** Why mid-year's document is not read. */
export function midyearRefusal(file: string, tab?: string): Refused {
  return refuse(
    file,
    '中間報告のシートです。取り込むと中間の結果が期末の結果になってしまうため、取り込みません。目標のシートか、期末のシートを選んでください。',
    'This is the document of mid-year. It is not taken in, or its results would become those of year-end. Choose the sheet of targets or of year-end.',
    tab,
  );
}
