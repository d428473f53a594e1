/** A sheet with its rows, readings and texts laid out once, for all that look for irregularities in it. */
import { type NumberPart, type Reading, readQuantity } from '../../quantity/index.js';
import type { Column, Layout, PrintedSheet, RowLayout } from '../layout.js';
import type { Goal, Indicator, Sheet, Where } from '../sheet.js';

/** One row of a sheet with its goal and where it stood. */
export type RowOfSheet = {
  readonly goal: Goal;
  readonly indicator: Indicator;
  /** the first row of its goal */
  readonly first: boolean;
  readonly layout: RowLayout;
  /** the place of one of its cells */
  readonly at: (column: Column) => Where;
  readonly target: Reading;
  readonly result: Reading;
  /** every text that people wrote; 今後の方針 on the first row of its goal only */
  readonly texts: readonly { readonly column: Column; readonly text: string }[];
};

export type LaidOutSheet = {
  readonly sheet: Sheet;
  readonly layout: Layout;
  readonly rows: readonly RowOfSheet[];
  /** every text, headings and footnotes included */
  readonly texts: readonly string[];
  /** the same, one a line: for looking whether something stands anywhere at all */
  readonly whole: string;
};

/** Names an irregularity: its id, its place, and what is said of it in Japanese and English. */
export type Say = (id: string, where: Where, ja: string, en: string) => void;

export function layOutSheet({ sheet, layout }: PrintedSheet): LaidOutSheet {
  const texts = [
    ...Object.values(sheet.header).flatMap(({ label, text }) => [label, text]),
    ...sheet.legend.map(({ text }) => text),
    ...sheet.columnHeadings.flat(),
    ...sheet.goals.flatMap((goal) => [
      goal.text,
      goal.nextPolicy ?? '',
      ...goal.indicators.flatMap((row) => TEXTS.map((column) => row[column])),
    ]),
    ...sheet.footnotes,
    ...sheet.looseMarks,
  ].filter((text) => text !== '');
  const rows = layout.rows.map((row) => rowOf(sheet, row));
  return { sheet, layout, rows, texts, whole: texts.join('\n') };
}

const TEXTS = [
  'planReference',
  'name',
  'target',
  'result',
  'initiativeCell',
  'overview',
  'status',
] as const satisfies readonly (keyof Indicator)[];

function rowOf(sheet: Sheet, layout: RowLayout): RowOfSheet {
  const goal = sheet.goals[layout.goal];
  const indicator = goal?.indicators[layout.indicator];
  if (!goal || !indicator)
    throw new Error(`layout names row ${layout.goal}/${layout.indicator}, which the sheet does not have`);
  const first = layout.indicator === 0;
  const { name } = indicator;
  return {
    goal,
    indicator,
    first,
    layout,
    at: (column) => ({ ...layout.where, cell: layout.cells[column] }),
    target: readQuantity(indicator.target, { indicator: name }),
    result: readQuantity(indicator.result, { indicator: name }),
    texts: [
      { column: 'goal' as const, text: first ? goal.text : '' },
      ...TEXTS.map((column) => ({ column, text: indicator[column] })),
      { column: 'nextPolicy' as const, text: first ? (goal.nextPolicy ?? '') : '' },
    ].filter(({ text }) => text !== ''),
  };
}

export function numbersOf(reading: Reading): NumberPart[] {
  return reading.parts.filter((part) => part.kind === 'number');
}

/** The one number of this year that a reading states; null when there is none or more than one. */
export function soleNumber(reading: Reading): NumberPart | null {
  const annual = numbersOf(reading).filter((part) => part.scope === 'annual');
  return annual.length === 1 ? annual[0]! : null;
}
