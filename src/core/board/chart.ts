/** What is drawn of a board: how many sections, or goals of a section, are how far. */
import { type BoardSection, departmentsOf, type Total, totalOf } from './board.js';

/**
 * How far a section is, by what is waited for: everything approved; something to be put right; nothing submitted; something
 * left to submit; all of it waiting for approval. The same words for the goals of one section.
 */
export const CHART_PARTS = ['open', 'drafting', 'submitted', 'returned', 'approved'] as const;
export type ChartPart = (typeof CHART_PARTS)[number];

export type ChartRow = {
  readonly name: string;
  readonly parts: { readonly [part in ChartPart]: number };
  readonly ratings: Total['ratings'];
};

/** What the rows count: sections of departments, or goals of sections. */
export type Chart = { readonly of: 'sections' | 'goals'; readonly rows: readonly ChartRow[] };

/** Rows drawn at most: more are too long for a phone. The last stands for all that follow. */
export const CHART_ROWS = 30;

function partOf({ counts, goals }: BoardSection): ChartPart {
  if (counts.approved === goals) return 'approved';
  if (counts.returned + counts.correcting > 0) return 'returned';
  if (counts.open === goals) return 'open';
  return counts.open > 0 ? 'drafting' : 'submitted';
}

const NONE = { open: 0, drafting: 0, submitted: 0, returned: 0, approved: 0 };

function ofDepartment(name: string, sections: readonly BoardSection[]): ChartRow {
  const parts = { ...NONE };
  for (const section of sections) parts[partOf(section)] += 1;
  return { name, parts, ratings: totalOf(sections).ratings };
}

function ofSection({ name, counts, ratings }: BoardSection): ChartRow {
  const { open, submitted, approved } = counts;
  return {
    name,
    parts: { ...NONE, open, submitted, returned: counts.returned + counts.correcting, approved },
    ratings,
  };
}

/** Adds rows up, named by the number of them. */
function together(rows: readonly ChartRow[]): ChartRow {
  const sum = <Of extends object>(of: readonly Of[]): Of =>
    Object.fromEntries(
      Object.keys(of[0]!).map((key) => [
        key,
        of.reduce((total, one) => total + (one as Record<string, number>)[key]!, 0),
      ]),
    ) as Of;
  return {
    name: '',
    parts: sum(rows.map(({ parts }) => parts)),
    ratings: sum(rows.map(({ ratings }) => ratings)),
  };
}

/** The chart of these sections; of one department by section. Those beyond `CHART_ROWS` are one row without a name. */
export function chartOf(sections: readonly BoardSection[], bySection: boolean): Chart {
  const rows = bySection
    ? sections.map(ofSection)
    : departmentsOf(sections).map(({ name, sections: own }) => ofDepartment(name, own));
  const shown = rows.length > CHART_ROWS ? rows.slice(0, CHART_ROWS - 1) : rows;
  const rest = rows.slice(shown.length);
  return {
    of: bySection ? 'goals' : 'sections',
    rows: rest.length === 0 ? shown : [...shown, together(rest)],
  };
}
