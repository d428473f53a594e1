/**
 * The tables of a roster in a file, each known by its headings. A .csv holds one of them, a workbook any number of tabs.
 */
import type { Irregularity } from '../../core/sheet/sheet.js';
import { foldLabel } from '../../core/text/fold.js';
import { decodeText } from '../cells/cp932.js';
import type { Grid } from '../cells/grid.js';
import { csvGrid, csvRows } from '../csv/read.js';
import { readXlsxGrids } from '../xlsx/read.js';
import {
  type AnyRosterTable,
  PEOPLE_COLUMNS,
  type PeopleColumn,
  type RosterRow,
  type RosterTable,
  type RosterTables,
  SECTION_COLUMNS,
} from './roster-tables.js';

/** A title and a remark may stand above the headings. */
const HEADING_WITHIN_ROWS = 10;

/** The tables of a roster in a file; null when it holds none: a goal sheet has neither list's headings. */
export async function rosterTables(bytes: Uint8Array, file: string): Promise<RosterTables | null> {
  const grids = isZip(bytes) ? await readXlsxGrids(bytes, file) : csvGrids(bytes, file);
  return grids === null || grids.kind === 'refused' ? null : rosterTablesIn(grids, file);
}

/** The same on pages that are open already. */
export function rosterTablesIn({ grids, notes }: Omit<Grids, 'kind'>, file: string): RosterTables | null {
  const found = grids.map((grid) => ({ grid, table: tableOf(grid) }));
  const tables = found.flatMap(({ table }) => (table ? [table] : []));
  if (tables.length === 0) return null;
  const passedOver = found.flatMap(({ grid, table }): Irregularity[] =>
    table || grid.rows.every(({ cells }) => cells.every(({ text }) => text.trim() === ''))
      ? []
      : [
          {
            id: 'F03',
            where: { file, ...(grid.tab === null ? {} : { tab: grid.tab }) },
            message: {
              ja: '名簿の見出し（役職と氏名、または課と承認経路など）がないため、読みませんでした。',
              en: 'It has no headings of a roster and was passed over.',
            },
          },
        ],
  );
  return { tables, notes: [...notes, ...passedOver] };
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

type Grids = {
  readonly kind: 'grids';
  readonly grids: readonly Grid[];
  readonly notes: readonly Irregularity[];
};

function csvGrids(bytes: Uint8Array, file: string): Grids | null {
  const text = decodeText(bytes);
  // A heading row is looked for before the whole file is taken apart: most files that come here are goal sheets.
  if (text === null || !HEADINGS.test(foldLabel(text.slice(0, 4_000)))) return null;
  const rows = csvRows(text);
  return Array.isArray(rows) ? { kind: 'grids', grids: [csvGrid(rows, file)], notes: [] } : null;
}

const HEADINGS = /役職|職名|職員|氏名|メール|mail|上の組織|上位の?組織|別名|チャンネル|経路|並び順|建制順/iu;

/** A goal sheet's headings, which may stand beside names of people. */
const GOAL_WORDS = /目標|指標|取組/u;
const GOALS_OF_PEOPLE: readonly string[] = PEOPLE_COLUMNS.goals;
/** Two of these make a people list, one or other of its headings missing: which one is told. */
const OF_PEOPLE_ALONE: readonly string[] = [
  ...PEOPLE_COLUMNS.title,
  ...PEOPLE_COLUMNS.email,
  ...PEOPLE_COLUMNS.deputyOf,
  '氏名',
  '職員名',
  '職員番号',
  '職員id',
];
const OF_SECTIONS = ['parent', 'aliases', 'departmentAliases', 'channel', 'route', 'position'] as const;
const OF_SECTIONS_ALONE: readonly string[] = OF_SECTIONS.flatMap((column) => SECTION_COLUMNS[column]);

function tableOf(grid: Grid): AnyRosterTable | null {
  for (const [index, row] of grid.rows.slice(0, HEADING_WITHIN_ROWS).entries()) {
    const cells = row.cells.map(({ text }) => foldLabel(text).toLowerCase());
    const people = deputysOwn(placesOf(PEOPLE_COLUMNS, cells), cells);
    const isGoals = cells.some((cell) => GOAL_WORDS.test(cell) && !GOALS_OF_PEOPLE.includes(cell));
    const isOfPosts = people.department >= 0 && people.section >= 0 && !isGoals;
    const isPeople = isOfPosts
      ? people.title >= 0 || people.name >= 0
      : people.title >= 0 && people.name >= 0;
    const own = (count: number, ...words: readonly string[]) =>
      !isGoals && cells.filter((cell) => words.includes(cell)).length >= count;
    if (isPeople || own(2, ...OF_PEOPLE_ALONE)) return bodyOf('people', grid, index, people, PEOPLE_COLUMNS);
    const sections = placesOf(SECTION_COLUMNS, cells);
    const isSections = OF_SECTIONS.some((column) => sections[column] >= 0) && sections.section >= 0;
    if (isSections || own(2, ...OF_SECTIONS_ALONE))
      return bodyOf('sections', grid, index, sections, SECTION_COLUMNS);
  }
  return null;
}

/** The place of each column from 0; -1 where it is missing. */
function placesOf<Column extends string>(
  columns: Readonly<Record<Column, readonly string[]>>,
  cells: readonly string[],
): Record<Column, number> {
  return Object.fromEntries(
    Object.entries<readonly string[]>(columns).map(([column, names]) => [
      column,
      cells.findIndex((cell) => names.includes(cell)),
    ]),
  ) as Record<Column, number>;
}

/** A second 開始日 or 終了日, at the right of 代決, is the deputy's; the names without 日 are the deputy's where there is one. */
function deputysOwn(
  at: Record<PeopleColumn, number>,
  cells: readonly string[],
): Record<PeopleColumn, number> {
  const own = (column: 'from' | 'until', deputys: 'deputyFrom' | 'deputyUntil') => {
    const again = cells.findIndex(
      (cell, place) => place > at.deputyOf && place !== at[column] && names(column).includes(cell),
    );
    if (at.deputyOf < 0) return { [column]: Math.max(at[column], at[deputys]), [deputys]: -1 };
    return at[deputys] < 0 && at[column] >= 0 ? { [deputys]: again } : {};
  };
  return { ...at, ...own('from', 'deputyFrom'), ...own('until', 'deputyUntil') };
}
const names = (column: PeopleColumn): readonly string[] => PEOPLE_COLUMNS[column];

function bodyOf<Kind extends 'people' | 'sections', Column extends string>(
  kind: Kind,
  grid: Grid,
  headingAt: number,
  at: Readonly<Record<Column, number>>,
  columns: Readonly<Record<Column, readonly string[]>>,
): RosterTable<Kind, Column> {
  const name = grid.tab === null ? grid.file : `${grid.file} ${grid.tab}`;
  const above: string[] = [];
  const rows: RosterRow<Column>[] = [];
  for (const { line, cells } of grid.rows.slice(headingAt + 1)) {
    // A 部 that spans the rows of its 課 is said for each of them.
    const texts = cells.map(({ text, covered, fromAbove }, place) =>
      covered && fromAbove ? (above[place] ?? '') : text.trim(),
    );
    texts.forEach((text, place) => {
      above[place] = text;
    });
    if (cells.every(({ text }) => text.trim() === '')) continue;
    rows.push({
      cell: (column) => texts[at[column]] ?? '',
      where: (column) => {
        const address = grid.tab === null ? '' : (cells[at[column]]?.address ?? '');
        return `${name} ${line}行目「${columns[column][0]}」${address === '' ? '' : `（${address}）`}`;
      },
    });
  }
  const heading = `${name} ${grid.rows[headingAt]?.line ?? 1}行目`;
  return { kind, has: (column) => at[column] >= 0, heading, rows };
}
