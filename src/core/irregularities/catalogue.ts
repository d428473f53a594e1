/** The ids of the catalogue of irregularities; docs/irregularities.md says what each is and what Maru does with it. */
import type { Goal, Indicator, Irregularity, Sheet, Where } from '../sheet.js';
import type { FileFacts } from './file-facts.js';
import type { Column, PrintedSheet, RowLayout } from './layout.js';

export const IRREGULARITY_IDS = [
  ...numbered('H', 17),
  ...numbered('T', 15),
  ...numbered('P', 4),
  ...numbered('V', 22),
  ...numbered('C', 7),
] as const;

function numbered(group: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${group}${String(index + 1).padStart(2, '0')}`);
}

/** What a finder takes: one sheet, and what the sheets of its file show together. */
export type Finder = (one: PrintedSheet, file: FileFacts) => Irregularity[];

export function note(id: string, where: Where, ja: string, en: string): Irregularity {
  return { id, where, message: { ja, en } };
}

/** One row of a sheet with its goal and where it stood. */
export type RowOfSheet = {
  readonly goal: Goal;
  readonly indicator: Indicator;
  /** the first row of its goal */
  readonly first: boolean;
  readonly layout: RowLayout;
  /** the place of one of its cells */
  readonly at: (column: Column) => Where;
};

const listed = new WeakMap<PrintedSheet, readonly RowOfSheet[]>();

export function rowsOf(one: PrintedSheet): readonly RowOfSheet[] {
  const before = listed.get(one);
  if (before) return before;
  const rows = list(one);
  listed.set(one, rows);
  return rows;
}

function list({ sheet, layout }: PrintedSheet): RowOfSheet[] {
  return layout.rows.map((row) => {
    const goal = sheet.goals[row.goal];
    const indicator = goal?.indicators[row.indicator];
    if (!goal || !indicator)
      throw new Error(`layout names row ${row.goal}/${row.indicator}, which the sheet does not have`);
    return {
      goal,
      indicator,
      first: row.indicator === 0,
      layout: row,
      at: (column) => ({ ...row.where, cell: row.cells[column] }),
    };
  });
}

type TextOfRow = { readonly column: Column; readonly text: string };

/** Rows whose texts were listed: several finders go through them. */
const ofRow = new WeakMap<RowOfSheet, readonly TextOfRow[]>();

/** Every text of a row that people wrote, with its column; 今後の方針 on the first row of its goal only. */
export function textsOfRow(row: RowOfSheet): readonly TextOfRow[] {
  const before = ofRow.get(row);
  if (before) return before;
  const texts = textsIn(row);
  ofRow.set(row, texts);
  return texts;
}

function textsIn({ goal, indicator, first }: RowOfSheet): TextOfRow[] {
  const texts: TextOfRow[] = [
    { column: 'goal', text: first ? goal.text : '' },
    { column: 'planReference', text: indicator.planReference },
    { column: 'name', text: indicator.name },
    { column: 'target', text: indicator.target },
    { column: 'result', text: indicator.result },
    { column: 'initiativeCell', text: indicator.initiativeCell },
    { column: 'overview', text: indicator.overview },
    { column: 'status', text: indicator.status },
    { column: 'nextPolicy', text: first ? (goal.nextPolicy ?? '') : '' },
  ];
  return texts.filter(({ text }) => text !== '');
}

/** Sheets whose texts were gathered: several finders look through all of them. */
const gathered = new WeakMap<Sheet, readonly string[]>();

/** Every text of a sheet, headings and footnotes included. */
export function textsOfSheet(sheet: Sheet): readonly string[] {
  const before = gathered.get(sheet);
  if (before) return before;
  const texts = gather(sheet);
  gathered.set(sheet, texts);
  return texts;
}

/** Sheets whose texts were joined. */
const joined = new WeakMap<Sheet, string>();

/** Every text of a sheet, one a line: for looking whether something stands anywhere at all. */
export function wholeOf(sheet: Sheet): string {
  const before = joined.get(sheet);
  if (before !== undefined) return before;
  const whole = textsOfSheet(sheet).join('\n');
  joined.set(sheet, whole);
  return whole;
}

function gather(sheet: Sheet): string[] {
  return [
    ...Object.values(sheet.header).flatMap(({ label, text }) => [label, text]),
    ...sheet.legend.map(({ text }) => text),
    ...sheet.columnHeadings.flat(),
    ...sheet.goals.flatMap((goal) => [
      goal.text,
      goal.nextPolicy ?? '',
      ...goal.indicators.flatMap((row) => [
        row.planReference,
        row.name,
        row.target,
        row.result,
        row.initiativeCell,
        row.overview,
        row.status,
      ]),
    ]),
    ...sheet.footnotes,
    ...sheet.looseMarks,
  ].filter((text) => text !== '');
}
