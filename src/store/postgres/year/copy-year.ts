/** `maru year copy`: next year's sheets made from last year's, with what goes along. Never over a sheet that is there. */
import type { Pool } from 'pg';
import { fiscalYearStart } from '../../../core/calendar/japanese-dates.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { Section } from '../../../core/organization/people.js';
import type { Owner } from '../../../core/report/owner.js';
import type { Direction } from '../../../core/sheet/direction.js';
import { type Numbering, taskIdOf } from '../../../core/sheet/ids.js';
import {
  type CopiedTargets,
  copiedTo,
  type DatedText,
  textsNamingYear,
} from '../../../core/sheet/next-year.js';
import type { Indicator, Sheet } from '../../../core/sheet/sheet.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import type { By } from '../ledger/recorded-by.js';
import { keepRoster, lockImports } from '../ledger/roster-lock.js';
import { ownersEntry } from '../reports/owner-history.js';
import { importSheetsIn } from '../sheets/import-sheets.js';
import { type LoadedSheet, loadSheets } from '../sheets/load-sheets.js';
import { SheetRefused } from '../sheets/sheet-refused.js';

export type CopyOptions = {
  readonly from: number;
  readonly to: number;
  readonly targets: CopiedTargets;
  /** null: all that have a sheet of `from` */
  readonly sectionIds: readonly string[] | null;
  readonly by: By;
  readonly now: Date;
  /** shows what would be copied and copies nothing */
  readonly dryRun?: boolean;
};

export type CopiedSheet = {
  readonly section: Section;
  /** `exists`: the section has a sheet of that year, which is left as it is */
  readonly outcome: 'copied' | 'exists';
  readonly sheet: Sheet;
  /** how many indicators keep the direction that was said of them, and how many goals their 担当 */
  readonly directions: number;
  readonly owners: number;
  /** texts that name the year they come from */
  readonly dated: readonly DatedText[];
};

/** Copies the sheets of a year into another, by section. */
export function copyYear(pool: Pool, options: CopyOptions): Promise<CopiedSheet[]> {
  return inTransaction(pool, (db) => copyYearIn(db, options), options.dryRun ? 'rollback' : 'commit');
}

/** The same in a transaction that is there; a dry run's is to be rolled back by whoever began it. */
export async function copyYearIn(db: Db, options: CopyOptions): Promise<CopiedSheet[]> {
  const { from, to, targets, sectionIds, by, now, dryRun = false } = options;
  // Nobody imports a sheet of that year while it is looked whether there is one.
  await lockImports(db);
  await keepRoster(db);
  const sources = await loadSheets(db, sectionIds, { fiscalYear: from });
  const { rows } = await db.query<{ section_id: string }>(
    'select section_id from sheets where fiscal_year = $1',
    [to],
  );
  const there = new Set(rows.map(({ section_id }) => section_id));
  const copies = sources.map((source) => ({
    source,
    sheet: copiedTo(source.sheet, to, targets),
    exists: there.has(source.section.id),
  }));
  const fresh = copies.filter(({ exists }) => !exists);
  const directions = new Map(fresh.flatMap(({ source, sheet }) => directionsIn(source, sheet)));
  const imported = await importSheetsIn(
    db,
    fresh.map(({ sheet }) => sheet),
    { by, now, dryRun, direction: (indicator) => directions.get(indicator) ?? null },
  );
  const entries: HistoryEntry[] = [];
  const done: CopiedSheet[] = [];
  for (const { source, sheet, exists } of copies) {
    const { section } = source;
    const one = imported.find((found) => found.sheet === sheet);
    if (one && one.sectionId !== section.id)
      throw new SheetRefused({
        ja: `「${section.name}」の${sheet.header.fiscalYear.text}のシートは、写すと別の課（${one.name}）のものになります。名簿の別名を確かめてください。`,
        en: `The copied sheet of “${section.name}” would be that of another section (${one.name}). Look at the other names in the roster.`,
      });
    const owners = one ? ownersGoingAlong(source, one.numbering, startOf(to, now)) : [];
    for (const { owner, goalId } of owners)
      entries.push(await keepOwner(db, owner, goalId, section.id, by, now));
    done.push({
      section,
      outcome: exists ? 'exists' : 'copied',
      sheet,
      directions: one ? Object.keys(one.said).length : 0,
      owners: owners.length,
      dated: exists ? [] : textsNamingYear({ ...sheet, fiscalYear: from }),
    });
  }
  if (!dryRun) await appendHistory(db, entries);
  return done;
}

/** The day from which the year's work counts: its first, or today when that is past. */
const startOf = (year: number, now: Date): string => [fiscalYearStart(year), cityDate(now)].sort().at(-1)!;

function directionsIn(source: LoadedSheet, sheet: Sheet): (readonly [Indicator, Direction])[] {
  return sheet.goals.flatMap((goal, at) =>
    goal.indicators.flatMap((indicator, place) => {
      const said = source.directions[source.numbering[at]!.indicatorIds[place]!];
      return said === undefined ? [] : [[indicator, said] as const];
    }),
  );
}

/** 担当 that was set for the year, of who still reports for the section then. What was begun ends with its round. */
function ownersGoingAlong({ owners, numbering }: LoadedSheet, into: Numbering, day: string) {
  return numbering.flatMap(({ goalId }, at) => {
    const owner = owners.find(
      ({ subject, how, ended }) => subject === goalId && how === 'set' && ended === null,
    );
    const stays = owner?.terms.some(({ from, until }) => from <= day && (until === null || until >= day));
    return owner && stays ? [{ owner, goalId: into[at]!.goalId }] : [];
  });
}

async function keepOwner(
  db: Db,
  { personId, name }: Owner,
  goalId: string,
  sectionId: string,
  by: By,
  now: Date,
): Promise<HistoryEntry> {
  const since = now.toISOString();
  await db.query(
    `insert into goal_owners (subject, section_id, person_id, how, since, answered_at, ended, taken_from)
     values ($1, $2, $3, 'set', $4, $4, null, null)`,
    [goalId, sectionId, personId, since],
  );
  const after = { subject: goalId, personId, name, how: 'set', since, ended: null } as const;
  return ownersEntry(by, taskIdOf(goalId, 'midyear'), [{ before: null, after }], now);
}
