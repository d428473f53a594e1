/** A sheet laid out on the official form, as values: what layout.ts makes, and what the writers draw. */
export type Look = 'title' | 'label' | 'value' | 'line' | 'heading' | 'text' | 'centre' | 'rating';

export type LaidCell = {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
  readonly look: Look;
};

export type Layout = {
  readonly cells: readonly LaidCell[];
  /** one a column, in units of column width */
  readonly columnWidths: readonly number[];
  /** one a row, in points */
  readonly rowHeights: readonly number[];
  /** the two rows of column headings, repeated on every page; from 0 */
  readonly headingRows: readonly [number, number];
};
