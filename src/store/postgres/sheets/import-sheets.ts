/** Sheets entered into the record: all of them or none, and nothing twice. */

import type { Pool } from 'pg';
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { OwedNotice } from '../../../core/notice/notice.js';
import type { Erratum } from '../../../core/report/errata.js';
import { compareSheets, type SheetDifference } from '../../../core/sheet/compare-sheets.js';
import {
  type Direction,
  type DirectionSayers,
  directionChanges,
  lowerOf,
  type SaidDirections,
  saidDirections,
} from '../../../core/sheet/direction.js';
import { type Numbering, numberSheet, sheetIdOf } from '../../../core/sheet/ids.js';
import { scaleOf } from '../../../core/sheet/scale.js';
import type { Indicator, Sheet } from '../../../core/sheet/sheet.js';
import { storedSheet } from '../../../core/sheet/stored-sheet.js';
import { nearWords } from '../../../core/sheet/upload.js';
import { canonicalJson } from '../../../core/text/canonical-json.js';
import type { Words } from '../../../core/text/language.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { lockImports } from '../ledger/roster-lock.js';
import { loadSectionFinder, NEXT_ENTERED, type SectionFinder } from '../roster/sections.js';
import { enterSheetOwners, type SheetOwners } from '../roster/sheet-owners.js';
import { enterSheets } from '../rounds/schedule.js';
import { withPrintedTargets } from '../year/target-changes.js';
import { directionsOf, directionsOfLastYear, sayersOf } from './import-directions.js';
import { renumbered, rootsOf, waitingCards } from './kept-reports.js';
import { erratumLine, keepErrata, printed, publishedChanged } from './published-changes.js';
import { importedOf } from './sheet-cache.js';
import { SheetRefused } from './sheet-refused.js';

type SheetOutcome =
  | 'new'
  | 'unchanged'
  | {
      readonly changed: readonly SheetDifference[];
      /** how many lines of the 正誤表 it makes, since the sheet has been published (公表) */
      readonly errata?: number;
    };

export type SheetImport = {
  readonly sheetId: string;
  readonly sectionId: string;
  /** as printed */
  readonly name: string;
  readonly fiscalYear: number;
  readonly outcome: SheetOutcome;
  /** of a section that is new: the known one whose name is nearly the same */
  readonly near?: string;
  readonly sheet: Sheet;
  readonly numbering: Numbering;
  /** which way its indicators count, as people have said it until now */
  readonly said: SaidDirections;
  /** what its column 担当 did, where it has one */
  readonly owners?: Omit<SheetOwners, 'entries'>;
};

export type SheetImportOptions = {
  readonly by: By;
  readonly now: Date;
  /** shows what would be changed and changes nothing */
  readonly dryRun?: boolean;
  /** refuses a new section whose name is nearly that of a known one: nobody was shown it before */
  readonly refuseNear?: boolean;
  /** why printed texts of a published sheet change, for its 正誤表; without it such an import is refused */
  readonly reason?: string;
  /** which way an indicator counts; where it is not given, or says null, an indicator keeps what it has */
  readonly direction?: (indicator: Indicator, sheet: Sheet) => Direction | null;
  /** 担当 of each goal as the file names it, by sheet */
  readonly owners?: ReadonlyMap<Sheet, readonly string[]>;
};

/** Two of the sheets are of one section and year: which of them holds is not for a program to guess. */
class SheetTwice extends SheetRefused {
  override readonly name = 'SheetTwice';
}

/** A section would be made whose name is nearly that of a known one. */
export class SheetNear extends SheetRefused {
  override readonly name = 'SheetNear';
}

/** The changed sheet has no place for reports that were made about the one before. */
class ReportsUnplaced extends SheetRefused {
  override readonly name = 'ReportsUnplaced';
}

/**
 * Enters sheets: a section that is not known yet is made, reports are kept, and the root cards of open rounds and the
 * cards of reports that wait follow the change.
 *
 * @throws SheetRefused: SheetNear, SheetTwice or ReportsUnplaced
 */
export function importSheets(
  pool: Pool,
  sheets: readonly Sheet[],
  options: SheetImportOptions,
): Promise<SheetImport[]> {
  return inTransaction(
    pool,
    (db) => importSheetsIn(db, sheets, options),
    options.dryRun ? 'rollback' : 'commit',
  );
}

/** As `importSheets`, in a transaction that is already there; a dry run's is to be rolled back by whoever began it. */
export async function importSheetsIn(
  db: Db,
  sheets: readonly Sheet[],
  options: SheetImportOptions,
): Promise<SheetImport[]> {
  await lockImports(db);
  const finder = await loadSectionFinder(db);
  const imports: SheetImport[] = [];
  const entries: HistoryEntry[] = [];
  const owed: OwedNotice[] = [];
  const unexplained: Words[] = [];
  const near: Words[] = [];
  for (const sheet of sheets) {
    const done = await withOwners(db, await importSheet(db, finder, sheet, options), sheet, options);
    if (imports.some(({ sheetId }) => sheetId === done.result.sheetId))
      throw new SheetTwice({
        ja: `${done.result.name}（${sheet.header.fiscalYear.text}）のシートが2枚あります。`,
        en: `There are two sheets of ${done.result.name}, fiscal year ${sheet.fiscalYear}.`,
      });
    imports.push(done.result);
    unexplained.push(...done.unexplained);
    if (done.result.near !== undefined) near.push(nearWords(sheet, done.result.near));
    entries.push(...done.entries);
    if (done.result.outcome !== 'unchanged') {
      owed.push(...(await rootsOf(db, done.result, options.now)));
      owed.push(...(await waitingCards(db, done.result.sectionId, done.result.fiscalYear, options.now)));
    }
  }
  if (unexplained.length > 0) throw publishedChanged(unexplained);
  if (options.refuseNear && near.length > 0)
    throw new SheetNear({
      ja: near.map(({ ja }) => ja).join('\n'),
      en: near.map(({ en }) => en).join('\n'),
    });
  if (options.dryRun) return imports;
  await owe(db, owed);
  await enterSheets(
    db,
    imports.filter(({ outcome }) => outcome !== 'unchanged'),
    options.now,
  );
  await appendHistory(db, entries);
  return imports;
}

type Done = {
  readonly result: SheetImport;
  readonly entries: readonly HistoryEntry[];
  readonly unexplained: readonly Words[];
};

/** The sheet is entered; what its column 担当 says comes last. */
async function withOwners(db: Db, done: Done, given: Sheet, options: SheetImportOptions): Promise<Done> {
  const owners = options.owners?.get(given);
  if (!owners) return done;
  const { entries, ...told } = await enterSheetOwners(db, done.result, owners, options);
  const { outcome } = done.result;
  const before = typeof outcome === 'object' ? outcome : { changed: [] };
  const changed = { ...before, changed: [...before.changed, ...told.set] };
  const result = {
    ...done.result,
    outcome: outcome === 'new' || told.set.length === 0 ? outcome : changed,
    owners: told,
  };
  return { ...done, result, entries: [...done.entries, ...entries] };
}

async function importSheet(
  db: Db,
  finder: SectionFinder,
  given: Sheet,
  options: SheetImportOptions,
): Promise<Done> {
  const { by, now } = options;
  const names = { department: given.header.department.text, name: given.header.organization.text };
  const sectionId = finder.idOf(names);
  const sheetId = sheetIdOf(sectionId, given.fiscalYear);
  const sheet = await withPrintedTargets(db, sheetId, given);
  const near = finder.known(sectionId) ? null : finder.near(names, NONE);
  const result = {
    sheetId,
    sectionId,
    name: names.name,
    fiscalYear: sheet.fiscalYear,
    ...(near === null ? {} : { near }),
  };
  const { rows } = await db.query<{
    content: unknown;
    numbering: unknown;
    version: number;
    scale: string;
    lower_is_better: string[];
    directions: SaidDirections | null;
    directions_by: DirectionSayers | null;
    errata: Erratum[];
  }>(
    'select content, numbering, version, scale, lower_is_better, directions, directions_by, errata from sheets where id = $1 for update',
    [sheetId],
  );
  const [row] = rows;
  const before = row ? { ...row, ...importedOf(sheetId, row.content, row.numbering) } : undefined;
  const sameText = before !== undefined && canonicalJson(before.content) === canonicalJson(sheet);
  const numbering = !before
    ? numberSheet(sheetId, sheet, null)
    : sameText
      ? before.numbering
      : await renumbered(db, { ...before, id: sheetId, section_id: sectionId }, sheet);
  if ('ja' in numbering) throw new ReportsUnplaced(numbering);
  const known = before
    ? { said: saidDirections(before.lower_is_better, before.directions), sayers: before.directions_by ?? {} }
    : await directionsOfLastYear(db, sectionId, sheet, numbering);
  const said = directionsOf(sheet, numbering, known.said, options.direction);
  const sayers = sayersOf(said, known);
  const entered = { ...result, sheet, numbering, said };
  const lower = lowerOf(said);
  const turned = directionChanges(sheet, numbering, known.said, said);
  if (sameText && turned.length === 0)
    return { result: { ...entered, outcome: 'unchanged' }, entries: [], unexplained: [] };
  const was = before ? await printed(db, sectionId, sheet.fiscalYear) : null;
  const version = (before?.version ?? 0) + 1;
  await db.query(
    `insert into sections (id, key, name, department, entered) values ($1, $2, $3, $4, ${NEXT_ENTERED})
     on conflict (id) do nothing`,
    [sectionId, finder.keyOf(names), names.name, names.department],
  );
  await db.query(
    `insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale, lower_is_better, directions,
       imported_at, directions_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (id) do update set version = $4, content = $5, numbering = $6, goal_count = $7, scale = $8,
       lower_is_better = $9, directions = $10, imported_at = $11, directions_by = $12`,
    [
      sheetId,
      sectionId,
      sheet.fiscalYear,
      version,
      JSON.stringify(storedSheet.write(sheet)),
      JSON.stringify(numbering),
      sheet.goals.length,
      scaleOf(sheet.legend).id,
      lower,
      JSON.stringify(said),
      now,
      sayers && JSON.stringify(sayers),
    ],
  );
  const changed = before ? [...compareSheets(before.content, sheet, { reports: true }), ...turned] : [];
  const errata = await keepErrata(db, was, result, options);
  const allErrata = [...(row?.errata ?? []), ...errata];
  return {
    result: {
      ...entered,
      outcome: before ? { changed, ...(errata.length > 0 ? { errata: errata.length } : {}) } : 'new',
    },
    unexplained: options.reason ? [] : errata.map((one) => erratumLine(one, sheet)),
    entries: [
      entryBy(by, now, {
        action: before ? 'sheet_changed' : 'sheet_imported',
        sectionId,
        subject: sheetId,
        version,
        before: before ? recorded(before.content, turned, before.lower_is_better) : null,
        after: {
          ...recorded(sheet, turned, lower),
          ...(errata.length > 0 && options.reason ? { correction: options.reason } : {}),
          kept: {
            numbering,
            lowerIsBetter: lower,
            directions: said,
            sayers,
            scale: scaleOf(sheet.legend).id,
          },
          errata: allErrata,
        },
      }),
    ],
  };
}

const NONE: ReadonlyMap<string, string> = new Map();

/** A sheet as the history keeps it; with its indicators of which fewer is better, where that was changed. */
function recorded(sheet: Sheet, turned: readonly SheetDifference[], lower: readonly string[]): object {
  return turned.length === 0 ? sheet : { ...sheet, lowerIsBetter: lower };
}
