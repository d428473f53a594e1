/**
 * Cells merged over several rows of a table. What may stand once for several is said of each: 評価, 目標達成状況 and 概要
 * of every indicator, 今後の方針, 位置づけ and 取組名称 of every goal. An indicator's name, target and result may not.
 */
import type { Column } from '../../core/sheet/layout.js';
import type { Irregularity } from '../../core/sheet/sheet.js';
import { filled, type Grid, type GridCell, type GridRow, whereOf } from '../cells/grid.js';
import { problem, type ReadProblem, shorten } from '../cells/problem.js';
import { COLUMNS, FIELDS } from '../form/columns.js';
import type { Columns } from './form-columns.js';
import { foldRating, RATING_AT } from './table/read-row.js';

type Places = ReadonlyMap<Column, readonly number[]>;

/** Of a further row of a goal these are blank: it has those of the row above (T05, T07). */
const OF_A_GOAL: readonly Column[] = ['planReference', 'initiativeCell', 'nextPolicy'];
const OF_AN_INDICATOR: readonly Column[] = ['overview', 'rating', 'status'];
const ITS_OWN: readonly Column[] = ['name', 'target', 'result'];

/** True when the row only goes on with the indicator above: its 指標, 目標 and 評価 lie under merged cells. */
export function goesOn(row: GridRow, places: Places): boolean {
  return (['name', 'target', 'rating'] as const).every((column) => {
    const at = places.get(column) ?? [];
    return at.length > 0 && at.every((place) => row.cells[place]?.fromAbove ?? false);
  });
}

/** The rows of a table with what is merged over them, and a problem for each cell that cannot be said of several rows. */
export function withMerged(
  body: readonly GridRow[],
  places: Places,
  unit: number | null,
  grid: Grid,
): { readonly rows: readonly GridRow[]; readonly problems: readonly ReadProblem[] } {
  const problems: ReadProblem[] = [];
  const told = new Set<GridCell>();
  const rows = body.map((row) => {
    const written = (column: Column) =>
      (places.get(column) ?? []).some((place) => /\S/u.test(row.cells[place]?.text ?? ''));
    const covered = row.cells.some((cell) => cell.above);
    if (!covered || goesOn(row, places) || (!written('name') && !written('target'))) return row;
    const cells = [...row.cells];
    const take = (place: number) => {
      const above = cells[place]?.above;
      if (above) cells[place] = { ...cells[place]!, text: above.text };
    };
    const beginsGoal = written('no') || written('goal');
    for (const column of [...OF_AN_INDICATOR, ...(beginsGoal ? OF_A_GOAL : [])])
      if (!written(column)) for (const place of places.get(column) ?? []) take(place);
    if (unit !== null) take(unit);
    for (const column of ITS_OWN) {
      const [first, ...beside] = places.get(column) ?? [];
      // the unit beside a number
      for (const place of beside) take(place);
      const above = first === undefined ? undefined : cells[first]?.above;
      if (!above) continue;
      take(first!);
      if (!told.has(above)) problems.push(ofWhich(above, column, grid));
      told.add(above);
    }
    return { ...row, cells };
  });
  return { rows, problems };
}

/** Which texts reach across into the column beside them, that is blank for it: 廃止 over 目標 and 結果. */
export function noteAcross(
  row: GridRow,
  { places, statusWithPolicy }: Columns,
  grid: Grid,
  notes: Irregularity[],
): void {
  for (const column of ['target', 'result', 'rating', 'status'] as const) {
    const at = places.get(column)?.[0] ?? -1;
    const cell = row.cells[at];
    if (!cell || cell.across < 2 || cell.text.trim() === '') continue;
    const beside = (['result', 'rating', 'status', 'nextPolicy'] as const).find((other) => {
      const from = places.get(other)?.[0] ?? -1;
      return from > at && from < at + cell.across && !(other === 'nextPolicy' && statusWithPolicy);
    });
    if (!beside) continue;
    const [word, other] = [COLUMNS[column].word, COLUMNS[beside].word];
    notes.push({
      id: 'F20',
      where: whereOf(grid, row.line, cell.address),
      message: {
        ja: `「${shorten(cell.text)}」のセルが「${other}」と結合されています。「${word}」として読み、「${other}」は空として読みました。`,
        en: `The cell “${shorten(cell.text)}” is merged with ${other}. It was read as ${word}, and ${other} as blank.`,
      },
    });
  }
}

/** 16, 88.9% or 18件, and neither 5～ nor 10月, which the next cell goes on with. */
const IS_NUMBER = /\p{Nd}(?:[%％]|(?![年月時])\p{L}+)?$/u;
/** 88.9%, and neither 人 nor （累計13避難所）. */
const BEGINS_NUMBER = /^[-+−－△▲]?\p{Nd}/u;

/** Numbers side by side under one 目標 or 結果: joined they would be another number, 4 and 12 become 412. */
export function severalNumbers(row: GridRow, { places }: Columns, grid: Grid): ReadProblem[] {
  return (['target', 'result'] as const).flatMap((column) => {
    const parts = (places.get(column) ?? []).flatMap((place) => {
      const cell = row.cells[place];
      const text = cell?.text.trim() ?? '';
      return cell && text !== '' ? [{ text, address: cell.address }] : [];
    });
    const at = parts.findIndex(
      ({ text }, index) => BEGINS_NUMBER.test(text) && IS_NUMBER.test(parts[index - 1]?.text ?? ''),
    );
    if (at < 0) return [];
    const { word } = COLUMNS[column];
    const [one, other] = [shorten(parts[at - 1]!.text), shorten(parts[at]!.text)];
    return [
      problem(
        whereOf(grid, row.line, `${parts[at]!.address} ${word}`.trim()),
        `「${word}」の見出しの下に「${one}」と「${other}」が並んでいて、どちらが${word}か決められません。${word}でない列は、見出しの結合を外し、別の見出し（達成率など）を付けてください。`,
        `「${one}」 and 「${other}」 stand side by side under ${word}; which of them it is cannot be told. Take the other column out of the merged heading and give it one of its own, such as 達成率.`,
      ),
    ];
  });
}

/**
 * Where the columns stand in a table whose headings do not stand over them (T01): counted from the one column of
 * ratings, those without any text passed over. No places when there is no such column.
 */
export function printedPlaces(headings: readonly GridRow[], body: readonly GridRow[]): Places {
  const wide = [...headings, ...body].filter((row) => filled(row).length > 2);
  const kept = [...new Set(wide.flatMap((row) => filled(row).map(({ column }) => column)))].sort(
    (a, b) => a - b,
  );
  const rated = new Set(
    body
      .flatMap((row) => filled(row).filter(({ cell }) => foldRating(cell.text) !== null))
      .map(({ column }) => column),
  );
  const [rating] = rated;
  if (rating === undefined || rated.size > 1) return new Map();
  const from = kept.indexOf(rating) - RATING_AT;
  return new Map(
    FIELDS.flatMap((field, at) =>
      kept[from + at] === undefined ? [] : [[field, [kept[from + at]!]] as const],
    ),
  );
}

function ofWhich(above: GridCell, column: Column, grid: Grid): ReadProblem {
  const { word } = COLUMNS[column];
  const line = Number(above.address.replace(/^[A-Z]+/, ''));
  return problem(
    whereOf(grid, line, `${above.address} ${word}`),
    `「${shorten(above.text)}」のセルが下の行と結合されていて、どの取組指標の${word}か決められません。結合を解除し、行ごとに書いてください。`,
    `The cell 「${shorten(above.text)}」 is merged with the row below it; of which indicator it is the ${word} cannot be told. Unmerge it and write one in each row.`,
  );
}
