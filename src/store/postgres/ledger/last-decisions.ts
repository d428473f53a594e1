/** The last entry of the history that changed what a sheet prints: the head and the day that its files carry. */
import { ROUND_KINDS, type RoundKind } from '../../../core/calendar/round.js';
import { printedActions } from '../../../core/decision/history.js';
import type { Db } from '../connection/pool.js';

export type LastDecision = { readonly seq: number; readonly hash: string; readonly at: string };

/**
 * By the id of each sheet of these sections that has one: about the sheet itself, or a report of it in one of these rounds.
 *
 * @param finished  whether the sheets are: of one that is not, what waits for approval is printed as well
 */
export async function lastDecisions(
  db: Db,
  sectionIds: readonly string[],
  finished: boolean,
  kinds: readonly RoundKind[] = ROUND_KINDS,
): Promise<ReadonlyMap<string, LastDecision>> {
  const { rows } = await db.query<{ id: string; seq: number; hash: string; at: Date }>(
    `select distinct on (id) id, seq, hash, at from (
       select section_id || '.' || split_part(split_part(subject, ':', 1), '.', 2) as id, seq, hash, at
       from history where section_id = any($1) and action = any($2)
         and split_part(subject, ':', 2) = any($3)) decided
     order by id, seq desc`,
    [sectionIds, printedActions(finished), ['', ...kinds]],
  );
  return new Map(rows.map(({ id, seq, hash, at }) => [id, { seq, hash, at: at.toISOString() }]));
}
