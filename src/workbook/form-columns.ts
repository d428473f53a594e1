/**
 * The columns of a table by what stands over them. Only when the headings stand over their data; the printed form's
 * do not (T01), and then the rating column is the anchor.
 */
import { foldLabel } from '../core/fold.js';
import type { Column } from '../core/irregularities/layout.js';
import { filled, type GridRow } from './grid.js';
import { foldRating } from './table-row.js';
import { type Group, meaningOf } from './xlsx-form.js';

export type Columns = {
  /** where each column of the form stands, several places when its text is spread over them (5,900 | 人) */
  readonly places: ReadonlyMap<Column, readonly number[]>;
  /** headings of columns that the form does not have (担当, 備考), with their place */
  readonly others: readonly { readonly column: number; readonly text: string }[];
  /** 目標達成状況 and 今後の方針 share one cell (T03) */
  readonly statusWithPolicy: boolean;
};

type Heading = {
  readonly meaning: Column | Group | null;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly row: number;
};

function headingsOf(rows: readonly GridRow[]): Heading[] {
  return rows.flatMap((row, index) =>
    filled(row).map(({ column, cell }) => ({
      meaning: meaningOf(cell.text),
      text: cell.text,
      from: column,
      to: column + cell.across - 1,
      row: index,
    })),
  );
}

const isGroup = (meaning: Column | Group): meaning is Group =>
  meaning === 'indicatorGroup' || meaning === 'initiativeGroup';

function textAt(row: GridRow, column: number): string {
  return row.cells[column]?.text.trim() ?? '';
}

/** Rows that hold data of the table, not a note below it. */
export function dataRows(body: readonly GridRow[]): GridRow[] {
  return body.filter((row) => filled(row).length > 2);
}

function standsOverRatings(column: number, overview: number | undefined, data: readonly GridRow[]): boolean {
  const texts = data.map((row) => textAt(row, column)).filter((text) => text !== '');
  if (texts.some((text) => foldRating(text) === null)) return false;
  if (texts.length > 0) return true;
  const elsewhere = data.some((row) => row.cells.some((cell) => foldRating(cell.text) !== null));
  // without any rating the order of the headings has to tell: out of line, 概要 comes last
  return !elsewhere && (overview === undefined || overview < column);
}

/** Of several targets or results (R4結果, R5結果) the one of the sheet's own year counts; the others are not read. */
function ofTheYear(headings: readonly Heading[], year: RegExp | null): Heading[] {
  return headings.map((heading) => {
    if (heading.meaning !== 'target' && heading.meaning !== 'result') return heading;
    const same = headings.filter((other) => other.meaning === heading.meaning);
    const own = year === null ? [] : same.filter((other) => year.test(foldLabel(other.text)));
    return same.length > 1 && own.length === 1 && own[0] !== heading
      ? { ...heading, meaning: null }
      : heading;
  });
}

/**
 * The columns, or null when headings and data are out of line or something essential has no heading. `year` finds
 * the sheet's own year in a heading (R5, 令和5).
 */
export function columnsOf(
  headings: readonly GridRow[],
  body: readonly GridRow[],
  year: RegExp | null,
): Columns | null {
  const data = dataRows(body);
  const found = ofTheYear(headingsOf(headings), year);
  const places = new Map<Column, number[]>();
  for (const heading of found) {
    if (heading.meaning === null || isGroup(heading.meaning)) continue;
    if (places.has(heading.meaning)) return null;
    const span = Array.from({ length: heading.to - heading.from + 1 }, (_, n) => heading.from + n);
    const held = span.filter((column) => data.some((row) => textAt(row, column) !== ''));
    places.set(heading.meaning, held.length > 0 ? held : [heading.from]);
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
  if (data.length > 0 && !standsOverRatings(places.get('rating')![0]!, places.get('overview')?.[0], data))
    return null;
  const filledBelow = (column: Column) =>
    data.some((row) => (places.get(column) ?? []).some((c) => textAt(row, c) !== ''));
  if (data.length > 0 && !(['goal', 'name', 'target'] as const).every(filledBelow)) return null;
  const taken = [...places.values()].flat();
  if (new Set(taken).size !== taken.length) return null;
  return {
    places,
    others: [...othersOf(found, places), ...unheaded],
    statusWithPolicy: sharesStatus(places, data, found),
  };
}

/** A group without headings below it stands for its columns: 指標 for 取組指標, 主な取組 for name and overview. */
function takeGroups(found: readonly Heading[], places: Map<Column, number[]>): void {
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
  found: readonly Heading[],
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
  found: readonly Heading[],
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
  found: readonly Heading[],
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

/** The text of one column of a row; parts of it that stand side by side are joined. */
export function fieldText(
  row: GridRow,
  places: readonly number[],
  column: Column,
): { text: string; address: string } {
  const parts = places.map((place) => textAt(row, place)).filter((text) => text !== '');
  const tight = column === 'target' || column === 'result' || column === 'no';
  const first = places.find((place) => textAt(row, place) !== '') ?? places[0];
  return {
    text: parts.join(tight ? '' : '\n'),
    address: first === undefined ? '' : (row.cells[first]?.address ?? ''),
  };
}
