/** A page of the list in which the directions of a file that was sent are decided. */
import type { DirectionRow } from './direction.js';

/** Rows of a page: with their buttons no more than the smallest message holds. */
export const DIRECTION_ROWS = 4;

export type DirectionPage = {
  readonly upload: string;
  /** as its sender named it */
  readonly file: string;
  readonly seen: string;
  /** from 0 */
  readonly page: number;
  readonly pages: number;
  /** `at`: the place in the whole list */
  readonly rows: readonly (DirectionRow & { readonly at: number })[];
  /** how many there are to decide, how many of them wait still, and how many of those have a proposal */
  readonly count: number;
  readonly waiting: number;
  readonly proposed: number;
  /** how many have just been decided */
  readonly decided?: number;
};

/** The page of a list; one that is not there is the last. `rows`: those to decide. */
export function directionPage(
  of: { readonly upload: string; readonly file: string; readonly seen: string },
  rows: DirectionPage['rows'],
  page: number,
): DirectionPage {
  const pages = Math.max(1, Math.ceil(rows.length / DIRECTION_ROWS));
  const at = Math.min(page, pages - 1);
  const waiting = rows.filter(({ chosen }) => chosen === undefined);
  return {
    ...of,
    page: at,
    pages,
    rows: rows.slice(at * DIRECTION_ROWS, (at + 1) * DIRECTION_ROWS),
    count: rows.length,
    waiting: waiting.length,
    proposed: waiting.filter(({ likely }) => likely !== null).length,
  };
}
