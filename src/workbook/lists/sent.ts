/** What a file is that somebody sent, told by what stands in it and not by its name: goal sheets, or a list. */
import type { CalendarRow } from '../../core/calendar/closures.js';
import type { ReorganisationRow } from '../../core/organization/succession/reorganise.js';
import type { StatedRow } from '../../core/rating/direction-list.js';
import type { Irregularity } from '../../core/sheet/sheet.js';
import type { FileKind } from '../../core/sheet/upload.js';
import type { Words } from '../../core/text/language.js';
import { problemWords } from '../cells/problem.js';
import type { FileResult } from '../reader/read-grids.js';
import { calendarIn } from '../roster/calendar-file.js';
import { rosterTablesIn } from '../roster/roster-reading.js';
import { type PlainTable, plainTable } from '../roster/roster-tables.js';
import { directionTableIn } from './direction-table.js';
import { pagesOf } from './grids.js';
import { type PlanListRow, planTableIn } from './plan-table.js';
import { reorganisationIn } from './reorganisation.js';

type ListRead =
  /** directions that were decided in their table */
  | { readonly kind: 'directions'; readonly rows: readonly StatedRow[] }
  | {
      readonly kind: 'roster';
      readonly tables: readonly PlainTable[];
      readonly notes: readonly Irregularity[];
    }
  | { readonly kind: 'calendar'; readonly rows: readonly CalendarRow[] }
  /** what became of which section */
  | { readonly kind: 'reorganisation'; readonly rows: readonly ReorganisationRow[] }
  | { readonly kind: 'plan'; readonly rows: readonly PlanListRow[] }
  /** several of them: whoever sent it is asked */
  | { readonly kind: 'unclear'; readonly kinds: readonly FileKind[] }
  /** why a list cannot be read, in whole sentences */
  | { readonly kind: 'wrong'; readonly problems: readonly Words[] };

export type SentRead = FileResult | ListRead;

/** Tabs that are no goal sheets were passed over. */
const PASSED_OVER = 'F03';

/**
 * What a file is besides goal sheets, or instead. `sheets`: what was read of them. `as`: what whoever sent it says it
 * is, where that was asked.
 */
export async function listOrSheets(
  bytes: Uint8Array,
  name: string,
  sheets: FileResult,
  as?: FileKind,
): Promise<SentRead> {
  const isWhole = sheets.kind === 'read' && sheets.notes.every(({ id }) => id !== PASSED_OVER);
  if (isWhole || as === 'sheets') return sheets;
  const pages = await pagesOf(bytes, name);
  if (pages.kind === 'refused') return sheets;
  const found = [
    directionsOn(pages.grids),
    rosterOn(pages, name),
    calendarOn(pages.grids),
    reorganisationOn(pages.grids),
    planOn(pages.grids),
  ].filter((one) => one !== null);
  const kinds: FileKind[] = [
    ...(sheets.kind === 'read' ? (['sheets'] as const) : []),
    ...found.map(({ kind }) => kind),
  ];
  const meant = as ?? (kinds.length > 1 ? null : kinds[0]);
  if (meant === null) return { kind: 'unclear', kinds };
  return found.find(({ kind }) => kind === meant)?.read ?? sheets;
}

type Found = { readonly kind: FileKind; readonly read: ListRead };
type Pages = Extract<Awaited<ReturnType<typeof pagesOf>>, { kind: 'grids' }>;

function directionsOn(grids: Pages['grids']): Found | null {
  const tables = grids.flatMap((grid) => directionTableIn(grid) ?? []);
  if (tables.length === 0) return null;
  const problems = tables.flatMap((table) => table.problems).map(problemWords);
  const rows = tables.flatMap((table) => table.rows);
  return {
    kind: 'directions',
    read: problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'directions', rows },
  };
}

function planOn(grids: Pages['grids']): Found | null {
  const tables = grids.flatMap((grid) => planTableIn(grid) ?? []);
  if (tables.length === 0) return null;
  const problems = tables.flatMap((table) => table.problems).map(problemWords);
  const rows = tables.flatMap((table) => table.rows);
  return { kind: 'plan', read: problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'plan', rows } };
}

function rosterOn(pages: Pages, name: string): Found | null {
  const found = rosterTablesIn(pages, name);
  if (!found) return null;
  const { tables, notes } = found;
  return { kind: 'roster', read: { kind: 'roster', tables: tables.map(plainTable), notes } };
}

function calendarOn(grids: Pages['grids']): Found | null {
  const found = grids.flatMap((grid) => calendarIn(grid) ?? []);
  if (found.length === 0) return null;
  const problems = found.flatMap((one) => one.problems);
  const rows = found.flatMap((one) => one.rows);
  return {
    kind: 'calendar',
    read: problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'calendar', rows },
  };
}

function reorganisationOn(grids: Pages['grids']): Found | null {
  const found = grids.flatMap((grid) => reorganisationIn(grid) ?? []);
  if (found.length === 0) return null;
  const problems = found.flatMap((one) => one.problems);
  const rows = found.flatMap((one) => one.rows);
  return {
    kind: 'reorganisation',
    read: problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'reorganisation', rows },
  };
}
