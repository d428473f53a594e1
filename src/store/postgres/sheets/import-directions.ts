/** Which way the indicators of an imported sheet count: said with it, kept from before, or from the year before. */
import {
  type Direction,
  type DirectionSayers,
  keptFromLastYear,
  type SaidDirections,
  saidDirections,
} from '../../../core/sheet/direction.js';
import { type Numbering, sheetIdOf } from '../../../core/sheet/ids.js';
import type { Indicator, Sheet } from '../../../core/sheet/sheet.js';
import type { Db } from '../connection/pool.js';
import { importedOf } from './load-sheets.js';

/** Which way the indicators of a sheet count: as the import says, else as people have said before. */
export function directionsOf(
  sheet: Sheet,
  numbering: Numbering,
  known: SaidDirections,
  rule: ((indicator: Indicator, sheet: Sheet) => Direction | null) | undefined,
): SaidDirections {
  const ofIndicators = sheet.goals.flatMap((goal, at) =>
    goal.indicators.map((indicator, place) => {
      const id = numbering[at]!.indicatorIds[place]!;
      return [id, rule?.(indicator, sheet) ?? known[id]] as const;
    }),
  );
  return Object.fromEntries(
    ofIndicators.flatMap(([id, direction]) => (direction === undefined ? [] : [[id, direction] as const])),
  );
}

/** What people have said, and who. */
export type Known = { readonly said: SaidDirections; readonly sayers: DirectionSayers };

/** Who has said what still stands; null: nobody but imports. */
export function sayersOf(said: SaidDirections, known: Known): DirectionSayers | null {
  const standing = Object.entries(known.sayers).filter(
    ([id]) => said[id] !== undefined && said[id] === known.said[id],
  );
  return standing.length === 0 ? null : Object.fromEntries(standing);
}

/** What people have said of the indicators of the year before, for a sheet that is new. */
export async function directionsOfLastYear(
  db: Db,
  sectionId: string,
  sheet: Sheet,
  numbering: Numbering,
): Promise<Known> {
  const id = sheetIdOf(sectionId, sheet.fiscalYear - 1);
  const { rows } = await db.query<{
    content: unknown;
    numbering: unknown;
    lower_is_better: string[];
    directions: SaidDirections | null;
    directions_by: DirectionSayers | null;
  }>('select content, numbering, lower_is_better, directions, directions_by from sheets where id = $1', [id]);
  const [row] = rows;
  if (!row) return { said: {}, sayers: {} };
  const last = importedOf(id, row.content, row.numbering);
  const kept = <Of>(said: Readonly<Record<string, Of>>) =>
    keptFromLastYear(sheet, numbering, { sheet: last.content, numbering: last.numbering, said });
  return {
    said: kept(saidDirections(row.lower_is_better, row.directions)),
    sayers: kept(row.directions_by ?? {}),
  };
}
