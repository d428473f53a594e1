/**
 * The columns of a table by what stands over them. Only when the headings stand over their data; the printed form's
 * do not (T01), and then the rating column is the anchor.
 */
import { knownUnitAt } from '../../core/quantity/units.js';
import type { Column } from '../../core/sheet/layout.js';
import { foldLabel, foldWidth } from '../../core/text/fold.js';
import { filled, type GridRow } from '../cells/grid.js';
import { headingsOf, type TableHeading } from './heading-groups.js';
import { foldRating } from './table/read-row.js';

export type Columns = {
  /** where each column of the form stands, several places when its text is spread over them (5,900 | 人) */
  readonly places: ReadonlyMap<Column, readonly number[]>;
  /** a column for the unit of target and result */
  readonly unit: number | null;
  /** headings of columns that the form does not have (担当, 備考), with their place */
  readonly others: readonly { readonly column: number; readonly text: string }[];
  /** 目標達成状況 and 今後の方針 share one cell (T03) */
  readonly statusWithPolicy: boolean;
};

function textAt(row: GridRow, column: number): string {
  return row.cells[column]?.text.trim() ?? '';
}

/** Rows that hold data of the table, not a note below it. */
export function dataRows(body: readonly GridRow[]): GridRow[] {
  return body.filter((row) => filled(row).length > 2);
}

/** Whether a row repeats one of the headings, as on a new page. */
export function repeats(row: GridRow, headings: readonly GridRow[]): boolean {
  const cells = filled(row);
  return headings.some((heading) => {
    const words = filled(heading);
    return (
      words.length === cells.length &&
      words.every(({ cell }, index) => foldLabel(cell.text) === foldLabel(cells[index]!.cell.text))
    );
  });
}

function standsOverRatings(
  column: number,
  overview: number | undefined,
  data: readonly GridRow[],
  found: readonly TableHeading[],
): boolean {
  const texts = data.map((row) => textAt(row, column)).filter((text) => text !== '');
  if (texts.some((text) => foldRating(text) === null)) return false;
  if (texts.length > 0) return true;
  const isMidyears = (at: number) => found.some(({ midyear, from, to }) => midyear && from <= at && at <= to);
  const elsewhere = data.some((row) =>
    row.cells.some((cell, at) => foldRating(cell.text) !== null && !isMidyears(at)),
  );
  // without any rating the order of the headings has to tell: out of line, 概要 comes last
  return !elsewhere && (overview === undefined || overview < column);
}

/**
 * The columns, or null when headings and data are out of line or something essential has no heading. `year` is the
 * sheet's own fiscal year, where it is known.
 */
export function columnsOf(
  headings: readonly GridRow[],
  body: readonly GridRow[],
  year: number | null,
): Columns | null {
  const data = dataRows(body).filter((row) => !repeats(row, headings));
  const found = headingsOf(headings, year);
  const unit = found.find((heading) => foldLabel(heading.text).endsWith('単位'))?.from ?? null;
  const places = new Map<Column, number[]>();
  for (const heading of found) {
    if (
      heading.meaning === null ||
      heading.meaning === 'indicatorGroup' ||
      heading.meaning === 'initiativeGroup'
    )
      continue;
    if (places.has(heading.meaning)) return null;
    const span = Array.from({ length: heading.to - heading.from + 1 }, (_, n) => heading.from + n);
    const held = span.filter((column) => data.some((row) => textAt(row, column) !== ''));
    const value = heading.meaning === 'target' || heading.meaning === 'result';
    places.set(heading.meaning, held.length === 0 ? [heading.from] : value ? span : held);
  }
  takeGroups(found, places);
  const initiative = places.get('initiativeCell');
  if (initiative && initiative.length > 1 && !places.has('overview')) {
    places.set('initiativeCell', initiative.slice(0, 1));
    places.set('overview', initiative.slice(1));
  }
  const unheaded = takeUnheaded(found, places, data);
  const essential: readonly Column[] = ['goal', 'name', 'target', 'rating'];
  if (essential.some((column) => !places.has(column))) return null;
  const rated = places.get('rating')![0]!;
  if (data.length > 0 && !standsOverRatings(rated, places.get('overview')?.[0], data, found)) return null;
  const filledBelow = (column: Column) =>
    data.some((row) => (places.get(column) ?? []).some((c) => textAt(row, c) !== ''));
  if (data.length > 0 && !(['goal', 'name', 'target'] as const).every(filledBelow)) return null;
  const taken = [...places.values()].flat();
  if (new Set(taken).size !== taken.length) return null;
  return {
    places,
    unit,
    others: [...othersOf(found, places), ...unheaded].filter(({ column }) => column !== unit),
    statusWithPolicy: sharesStatus(places, data, found),
  };
}

/** A group without headings below it stands for its columns: 指標 for 取組指標, 主な取組 for name and overview. */
function takeGroups(found: readonly TableHeading[], places: Map<Column, number[]>): void {
  const taken = new Set([...places.values()].flat());
  for (const heading of found) {
    const free = Array.from({ length: heading.to - heading.from + 1 }, (_, n) => heading.from + n).filter(
      (c) => !taken.has(c),
    );
    if (free.length === 0) continue;
    if (heading.meaning === 'indicatorGroup' && !places.has('name')) places.set('name', free.slice(0, 1));
    if (heading.meaning === 'initiativeGroup' && !places.has('initiativeCell'))
      places.set('initiativeCell', free);
  }
}

/**
 * Columns with data and nothing over them, as a merged heading leaves them in a .csv: beside 取組名称 it is 概要, beside
 * a target or result its unit. Gives the others, which are not read.
 */
function takeUnheaded(
  found: readonly TableHeading[],
  places: Map<Column, number[]>,
  data: readonly GridRow[],
): { column: number; text: string }[] {
  const headed = new Set(found.map((heading) => heading.from));
  const taken = new Set([...places.values()].flat());
  const width = data.reduce((widest, row) => Math.max(widest, row.cells.length), 0);
  const left: { column: number; text: string }[] = [];
  for (let column = 0; column < width; column += 1) {
    if (headed.has(column) || taken.has(column) || data.every((row) => textAt(row, column) === '')) continue;
    const beside = [...places].find(([, at]) => at.at(-1) === column - 1)?.[0];
    if (beside === 'initiativeCell' && !places.has('overview')) places.set('overview', [column]);
    else if (beside === 'target' || beside === 'result') places.get(beside)!.push(column);
    else left.push({ column, text: '見出しなし' });
  }
  return left;
}

function othersOf(
  found: readonly TableHeading[],
  places: ReadonlyMap<Column, readonly number[]>,
): Columns['others'] {
  const taken = new Set([...places.values()].flat());
  return found
    .filter((heading) => heading.meaning === null && !taken.has(heading.from))
    .map((heading) => ({ column: heading.from, text: heading.text }));
}

/** T03: every status reaches across into 今後の方針, or that column is blank and the form heads no 概要. */
function sharesStatus(
  places: ReadonlyMap<Column, readonly number[]>,
  data: readonly GridRow[],
  found: readonly TableHeading[],
): boolean {
  const status = places.get('status')?.[0];
  const policy = places.get('nextPolicy')?.[0];
  if (status === undefined) return false;
  const headed = new Set(found.map((heading) => heading.meaning));
  if (policy === undefined) return true;
  if (data.some((row) => textAt(row, policy) !== '')) return false;
  const across = data.filter((row) => (row.cells[status]?.across ?? 1) > policy - status);
  return data.length > 0 && (across.length === data.length || !headed.has('overview'));
}

/** A number and nothing else: the unit beside it belongs to it. */
const BARE_NUMBER = /^[-+△▲]?\d[\d,.]*$/u;

/**
 * The text of one column of a row. Parts of it that stand side by side are joined, and a number gets the unit of its
 * row; a unit printed beforehand for a number still to come is none.
 */
export function fieldText(row: GridRow, columns: Columns, column: Column): { text: string; address: string } {
  const places = columns.places.get(column) ?? [];
  const value = column === 'target' || column === 'result';
  const first = places.find((place) => textAt(row, place) !== '') ?? places[0];
  const address = first === undefined ? '' : (row.cells[first]?.address ?? '');
  const parts = places.map((place) => textAt(row, place)).filter((part) => part !== '');
  const text = parts.join(value || column === 'no' ? '' : '\n');
  if (!value) return { text, address };
  const folded = foldWidth(text);
  if (places.length > 1 && knownUnitAt(folded, 0)?.end === folded.length) return { text: '', address };
  const unit = columns.unit === null ? '' : textAt(row, columns.unit);
  return { text: BARE_NUMBER.test(folded) ? `${text}${unit}` : text, address };
}
