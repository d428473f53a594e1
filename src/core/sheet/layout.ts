/** How a sheet stood in its file: what the reader saw and the sheet itself no longer tells. Input of the catalogue. */
import type { Goal, Indicator, Sheet, Where } from './sheet.js';

/** The cells of one row, by meaning. */
export type Column =
  | 'no'
  | 'goal'
  | 'planReference'
  | 'name'
  | 'target'
  | 'result'
  | 'initiativeCell'
  | 'overview'
  | 'rating'
  | 'status'
  | 'nextPolicy';

/** The texts of a row of the table; those of its goal stand in each of the goal's rows. */
export function textsOfRow(goal: Goal, indicator: Indicator): Record<Column, string> {
  const { name, target, result, planReference, initiativeCell, overview, rating, status } = indicator;
  const own = { name, target, result, planReference, initiativeCell, overview, rating, status };
  return { no: goal.no, goal: goal.text, ...own, nextPolicy: goal.nextPolicy ?? '' };
}

export type RowLayout = {
  /** index into sheet.goals */
  readonly goal: number;
  /** index into that goal's indicators */
  readonly indicator: number;
  readonly where: Where;
  /** what each cell is called in a message: its printed heading, with its address when the file has addresses */
  readonly cells: Readonly<Record<Column, string>>;
  /** the rating cell before it was folded */
  readonly ratingAsPrinted: string;
};

export type Layout = {
  /** the title line */
  readonly where: Where;
  /** the title stands after '#' */
  readonly titleMarked: boolean;
  /** blank lines before the title; null for the first sheet of a file, and where lines are not counted */
  readonly blankLinesBefore: number | null;
  /** cells in each row of the header, fillers counted */
  readonly headerWidths: readonly number[];
  /** true when a blank filler cell stands between the pairs of the header */
  readonly headerFillers: boolean;
  readonly header: Readonly<Record<keyof Sheet['header'], Where>>;
  /** 組織名(準部・課・機関名) stands in the same row as 年度 */
  readonly organizationBesideYear: boolean;
  /** legend lines with the white space they ended in */
  readonly legend: readonly { readonly where: Where; readonly trailingBlanks: boolean }[];
  readonly headings: Where;
  /** column of the heading 評価, and of the ratings below, from 0; null when there is none */
  readonly ratingHeading: number | null;
  readonly ratingColumn: number;
  /** T03: 目標達成状況 and 今後の方針 in one cell */
  readonly mergedStatus: boolean;
  readonly rows: readonly RowLayout[];
  readonly footnotes: readonly Where[];
  readonly looseMarks: readonly Where[];
};

/** A sheet together with how it stood in its file. */
export type PrintedSheet = { readonly sheet: Sheet; readonly layout: Layout };
