/**
 * The directions of a whole file in one list: made of its sheets, decided row by row or as proposed, written as a table
 * and read back. The command line and the chat do the same with it.
 */
import {
  DIRECTION_WORDS,
  type Direction,
  type DirectionRow,
  type DirectionSource,
  type SaidDirections,
} from '../sheet/direction.js';
import type { Numbering } from '../sheet/ids.js';
import type { Indicator, Sheet } from '../sheet/sheet.js';
import { foldLabel } from '../text/fold.js';
import { guardCell } from '../text/guard-cell.js';
import { directionFact } from './direction.js';

/** The direction that is stated of an indicator; null: as it was. */
export type DirectionRule = (indicator: Indicator, sheet: Sheet) => Direction | null;

/** A direction stated of an indicator by its name and that of its organisation, both folded; '' is any organisation. */
export type StatedDirection = {
  readonly organization: string;
  readonly name: string;
  readonly direction: Direction;
};

/** As it stands in a table; `row` counts from 1. */
export type StatedRow = StatedDirection & { readonly row: number };

/**
 * The indicators of a sheet whose targets do not say themselves which way they count (以上, 以下 …): of the same name
 * one row, for what is said by name is said of all of them.
 */
export function directionRows(
  sheet: Sheet,
  said: (goal: number, indicator: number) => Direction | null,
): DirectionRow[] {
  const organization = sheet.header.organization.text;
  return sheet.goals.flatMap(({ no, indicators }, goal) =>
    indicators.flatMap(({ name, target }, at): DirectionRow[] => {
      const fact = directionFact(name, target, said(goal, at));
      return fact.from === 'comparator' ? [] : [{ organization, no, name, target, ...fact }];
    }),
  );
}

/** As `directionRows`, of a sheet with its ids in the record. */
export const rowsInRecord = (sheet: Sheet, numbering: Numbering, said: SaidDirections): DirectionRow[] =>
  directionRows(sheet, (goal, at) => said[numbering[goal]!.indicatorIds[at]!] ?? null);

/** The rows that nobody could decide before, one of each name of an organisation; with their place in the list. */
export function rowsToDecide(rows: readonly DirectionRow[]): (DirectionRow & { readonly at: number })[] {
  const known = new Set<string>();
  return rows.flatMap((row, at) => {
    if (row.direction !== null) return [];
    const key = keyOf(foldLabel(row.organization), foldLabel(row.name));
    if (known.has(key)) return [];
    known.add(key);
    return [{ ...row, at }];
  });
}

/** The list with what is stated decided. */
export function decided(rows: readonly DirectionRow[], stated: readonly StatedDirection[]): DirectionRow[] {
  const said = statedBy(stated);
  return rows.map((row) => {
    const chosen = said(row.organization, row.name);
    return chosen === null ? row : { ...row, chosen };
  });
}

/** What is stated of one row, or of every row that waits and has a proposal. */
export function stateOf(row: DirectionRow, direction: Direction): StatedDirection {
  return { organization: foldLabel(row.organization), name: foldLabel(row.name), direction };
}
export function asProposed(rows: readonly DirectionRow[]): StatedDirection[] {
  return rowsToDecide(rows).flatMap((row) =>
    row.chosen === undefined && row.likely !== null ? [stateOf(row, row.likely)] : [],
  );
}

/** What was decided in a list. */
export const chosenIn = (rows: readonly DirectionRow[]): StatedDirection[] =>
  rows.flatMap((row) => (row.chosen === undefined ? [] : [stateOf(row, row.chosen)]));

/** The rule that is stated; null when nothing is. */
export function directionRule(stated: readonly StatedDirection[]): DirectionRule | null {
  if (stated.length === 0) return null;
  const said = statedBy(stated);
  return ({ name }, sheet) => said(sheet.header.organization.text, name);
}

/** What is stated of an indicator as printed: of its name anywhere, else of its name in its organisation. */
function statedBy(
  stated: readonly StatedDirection[],
): (organization: string, name: string) => Direction | null {
  const said = new Map(stated.map((one) => [keyOf(one.organization, one.name), one.direction]));
  return (organization, name) =>
    said.get(foldLabel(name)) ?? said.get(keyOf(foldLabel(organization), foldLabel(name))) ?? null;
}

/** A row of a table that cannot be taken: its indicator is in none of the sheets, or another row says otherwise. */
export type Misfit = { readonly row: number; readonly why: 'unknown' | 'contradicted' };

/** What of a table does not fit these indicators; empty when all of it holds. */
export function misfits(
  table: readonly StatedRow[],
  indicators: readonly Pick<DirectionRow, 'organization' | 'name'>[],
): Misfit[] {
  const said = new Map<string, Direction>();
  const known = new Set(
    indicators.flatMap(({ organization, name }) => [
      foldLabel(name),
      keyOf(foldLabel(organization), foldLabel(name)),
    ]),
  );
  return table.flatMap(({ row, organization, name, direction }): Misfit[] => {
    const key = keyOf(organization, name);
    if (!known.has(key)) return [{ row, why: 'unknown' }];
    const before = said.get(key) ?? direction;
    said.set(key, before);
    return before === direction ? [] : [{ row, why: 'contradicted' }];
  });
}

const keyOf = (organization: string, name: string): string =>
  organization === '' ? name : `${organization}\n${name}`;

/** The columns of the table; it is read by 組織名, 取組指標 and 向き. */
const TABLE_COLUMNS = ['組織名', 'No.', '取組指標', '目標', '向き', '根拠'] as const;

const SOURCES: Readonly<Record<DirectionSource, string>> = {
  person: '確認済み',
  comparator: '目標の「以上」「以下」など',
  words: '指標の名前',
  nowhere: '案（確かめてください）',
};
const NO_PROPOSAL = '案なし（決めてください）';

/** The table as a .csv text with byte order mark, one row an indicator. */
export function directionTable(rows: readonly DirectionRow[]): string {
  const quoted = (text: string) => `"${text.replace(/"/g, '""')}"`;
  const lines = rows.map(({ organization, no, name, target, direction, from, likely, chosen }) => {
    const way = chosen ?? direction ?? likely;
    const source = chosen !== undefined ? SOURCES.person : way === null ? NO_PROPOSAL : SOURCES[from];
    return [organization, no, name, target, way === null ? '' : DIRECTION_WORDS[way].ja, source];
  });
  const text = [TABLE_COLUMNS, ...lines]
    .map((cells) => `${cells.map((cell) => quoted(guardCell(cell))).join(',')}\r\n`)
    .join('');
  return `\uFEFF${text}`;
}
