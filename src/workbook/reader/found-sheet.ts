/**
 * A goal sheet as it was found in a file, whatever file that was: what each text is for and where it stands. Whoever
 * finds one — in printed text, on a page of cells, among the records of a .csv — gives this; build-sheet.ts makes the
 * sheet of it.
 */
import type { Irregularity, LegendLine, Sheet, Where } from '../../core/sheet/sheet.js';
import type { ReadProblem } from '../cells/problem.js';
import type { Field } from '../form/columns.js';
import { isBlank, type Row } from './row.js';

export type FoundText = { readonly text: string; readonly where: Where };

export type FoundHeader = {
  /** `label` as printed */
  readonly fields: ReadonlyMap<Field, FoundText & { readonly label: string }>;
  readonly legend: readonly (FoundText & { readonly lines: readonly LegendLine[] })[];
  readonly looseMarks: readonly FoundText[];
  /** cells of each row with fields, fillers counted */
  readonly widths: readonly number[];
  /** a blank cell stands between the fields of a row */
  readonly fillers: boolean;
  readonly organizationBesideYear: boolean;
  /** what was left out */
  readonly notes: readonly Irregularity[];
  readonly problems: readonly ReadProblem[];
};

export type FoundTable = {
  readonly headings: Sheet['columnHeadings'];
  readonly where: Where;
  /** where 評価 is headed among the cells of a row, from 0; null when its heading stands over the ratings or nowhere */
  readonly ratingHeading: number | null;
  /** T03: no column of its own for 今後の方針 */
  readonly mergedStatus: boolean;
  /** R5目標 and R5結果 as printed, for messages */
  readonly targetName: string;
  readonly resultName: string;
  /** below the headings, notes below the table included: cells in the order of the form, counted from the rating (T01) */
  readonly rows: readonly Row[];
  readonly blankLinesAfter: number;
  readonly problems: readonly ReadProblem[];
};

export type FoundSheet = {
  readonly kind: 'found';
  /** as printed */
  readonly title: FoundText;
  readonly header: FoundHeader;
  readonly table: FoundTable;
};

/** How many rows at the end are blank. */
export const blankAtEnd = (rows: readonly Row[]): number =>
  rows.length - 1 - rows.findLastIndex((row) => !isBlank(row));
