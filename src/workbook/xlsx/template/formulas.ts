/** Formulas of an organisation's own form, which stay in it as they are written. */
import { cellName } from '../../cells/grid.js';
import type { Tab } from '../library.js';
import { quoteTab } from '../tabs.js';
import type { Places } from './find.js';

const TEXTS = /"[^"]*"/g;
/** 様式! of 様式!A1, COUNTIF( and what stands alone: a name, or a cell. */
const WORDS = /[\p{L}\p{N}_.]+[!(]?/gu;
/** E8, $I$8 or either end of I8:I9. */
const CELL = /(?<![\p{L}\p{N}_.])\$?[A-Z]{1,3}\$?(\d{1,7})(?![\p{L}\p{N}_(!])/giu;
/** A1 or A1:A50 behind the name of another tab. */
const ELSEWHERE = /^\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?/iu;

const wordsOf = (formula: string): Set<string> =>
  new Set([...formula.toLowerCase().matchAll(WORDS)].map(([word]) => word));

/** The last row of its own tab, from 1, that a formula names; 0 for whole columns, and for none. */
function lastRowOf(formula: string): number {
  const own = formula.split('!').map((piece, index) => (index === 0 ? piece : piece.replace(ELSEWHERE, '')));
  return [...own.join(' ').matchAll(CELL)].reduce((last, [, row]) => Math.max(last, Number(row)), 0);
}

/**
 * Where the first formula stands that would be wrong in the filled form: it names the tab of the form, whose name becomes
 * the section's, a cell by a name that goes with that tab, or rows that move or grow in number. Formulas in the table's own
 * rows are written over. Undefined when there is none.
 */
export function brokenFormulas(form: {
  readonly tab: Tab;
  readonly others: readonly Tab[];
  /** what cells of the tab are called in Excel's name manager */
  readonly names: readonly string[];
  readonly places: Places;
  /** the table gets more rows */
  readonly grows: boolean;
  /** rows are put in below it */
  readonly moves: boolean;
}): { readonly tab: Tab; readonly cell: string } | undefined {
  const { tab, places, grows, moves } = form;
  const { firstRow, rows } = places;
  const fixed = grows ? firstRow : moves ? firstRow + rows : Number.POSITIVE_INFINITY;
  const name = tab.name.toLowerCase();
  const breaks = (formula: string, own: boolean) => {
    // INDIRECT names a tab within a text
    if (wordsOf(formula).has(`${name}!`) || formula.toLowerCase().includes(`${quoteTab(name)}!`)) return true;
    const bare = formula.replace(TEXTS, '""');
    const words = wordsOf(bare);
    return form.names.some((one) => words.has(one.toLowerCase())) || (own && lastRowOf(bare) > fixed);
  };
  const placeOf = (at: string) => at.split(',').map(Number) as [row: number, column: number];
  const inTable = (at: string) => {
    const [row] = placeOf(at);
    return firstRow <= row && row < firstRow + rows;
  };
  for (const one of [tab, ...form.others])
    for (const [at, { formula }] of one.cells ?? [])
      if (formula !== undefined && !(one === tab && inTable(at)) && breaks(formula, one === tab))
        return { tab: one, cell: cellName(...placeOf(at)) };
  return undefined;
}
