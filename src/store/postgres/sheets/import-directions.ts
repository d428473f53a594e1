/** Which way the indicators of an imported sheet count: said with it, kept from before, or from the year before. */

import { formersOf } from '../../../core/organization/succession/succession.js';
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
import { loadSuccessions } from '../roster/successions.js';
import { importedOf } from './sheet-cache.js';

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
type Known = { readonly said: SaidDirections; readonly sayers: DirectionSayers };

/** Who has said what still stands; null: nobody but imports. */
export function sayersOf(said: SaidDirections, known: Known): DirectionSayers | null {
  const standing = Object.entries(known.sayers).filter(
    ([id]) => said[id] !== undefined && said[id] === known.said[id],
  );
  return standing.length === 0 ? null : Object.fromEntries(standing);
}

/** What people have said of the indicators of the year before, also of the sections whose work it goes on with, for a sheet that is new. */
export async function directionsOfLastYear(
  db: Db,
  sectionId: string,
  sheet: Sheet,
  numbering: Numbering,
): Promise<Known> {
  const formers = formersOf(await loadSuccessions(db), sectionId).map((one) => one.sectionId);
  const ids = [sectionId, ...formers].map((one) => sheetIdOf(one, sheet.fiscalYear - 1));
  const { rows } = await db.query<{
    id: string;
    content: unknown;
    numbering: unknown;
    lower_is_better: string[];
    directions: SaidDirections | null;
    directions_by: DirectionSayers | null;
  }>(
    'select id, content, numbering, lower_is_better, directions, directions_by from sheets where id = any($1) order by array_position($1, id)',
    [ids],
  );
  const known = rows.map((row): Known => {
    const last = importedOf(row.id, row.content, row.numbering);
    const kept = <Of>(said: Readonly<Record<string, Of>>) =>
      keptFromLastYear(sheet, numbering, { sheet: last.content, numbering: last.numbering, said });
    return {
      said: kept(saidDirections(row.lower_is_better, row.directions)),
      sayers: kept(row.directions_by ?? {}),
    };
  });
  // What the section itself said holds before what one of those before it did.
  return known.reduceRight<Known>(
    (all, { said, sayers }) => ({ said: { ...all.said, ...said }, sayers: { ...all.sayers, ...sayers } }),
    { said: {}, sayers: {} },
  );
}
