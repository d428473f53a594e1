/** `maru year copy`: next year's sheets made from last year's, with what goes along. Never over a sheet that is there. */
import type { Pool } from 'pg';
import { fiscalYearStart } from '../../../core/calendar/japanese-dates.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { Section } from '../../../core/organization/people.js';
import {
  endedSections,
  formersOf,
  goingAlong,
  type Succession,
  wentAlong,
} from '../../../core/organization/succession/succession.js';
import type { Owner } from '../../../core/report/owner.js';
import { sheetInForce } from '../../../core/report/year/target-change.js';
import type { Direction } from '../../../core/sheet/direction.js';
import { lastNumber, type Numbering, taskIdOf } from '../../../core/sheet/ids.js';
import {
  type CopiedTargets,
  copiedTo,
  type DatedText,
  textsNamingYear,
} from '../../../core/sheet/next-year.js';
import type { Goal, Indicator, Sheet } from '../../../core/sheet/sheet.js';
import { foldWidth } from '../../../core/text/fold.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import type { By } from '../ledger/recorded-by.js';
import { keepRoster, lockImports } from '../ledger/roster-lock.js';
import { ownersEntry } from '../reports/owner-history.js';
import { loadSuccessions } from '../roster/successions.js';
import { importSheetsIn } from '../sheets/import-sheets.js';
import { type LoadedSheet, loadSheets } from '../sheets/load-sheets.js';
import { SheetRefused } from '../sheets/sheet-refused.js';
import { readSections } from '../sheets/status.js';

type CopyOptions = {
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
  /** `exists`: the section has a sheet of that year, which is left as it is · `gone`: others go on with its work, and with its goals */
  readonly outcome: 'copied' | 'exists' | 'gone';
  /** names of those that go on with it; none unless it is gone */
  readonly into: readonly string[];
  readonly sheet: Sheet;
  /** how many indicators keep the direction that was said of them, and how many goals their 担当 */
  readonly directions: number;
  readonly owners: number;
  /** texts that name the year they come from */
  readonly dated: readonly DatedText[];
};

/** Copies the sheets of a year into another, by section in their order; those of sections that are no more into who goes on with them. */
export function copyYear(pool: Pool, options: CopyOptions): Promise<CopiedSheet[]> {
  return inTransaction(pool, (db) => copyYearIn(db, options), options.dryRun ? 'rollback' : 'commit');
}

/** The same in a transaction that is there; a dry run's is to be rolled back by whoever began it. */
export async function copyYearIn(db: Db, options: CopyOptions): Promise<CopiedSheet[]> {
  const { from, to, targets, sectionIds, by, now, dryRun = false } = options;
  // Nobody imports a sheet of that year while it is looked whether there is one.
  await lockImports(db);
  await keepRoster(db);
  const successions = await loadSuccessions(db);
  const sections = await readSections(db);
  const formers = (id: string) => formersOf(successions, id).map((one) => one.sectionId);
  const wanted = sectionIds && [...new Set(sectionIds.flatMap((id) => [id, ...formers(id)]))];
  // A target that was changed during the year goes on as it is in force.
  const sources = (await loadSheets(db, wanted, { fiscalYear: from })).map((one) => ({
    ...one,
    sheet: sheetInForce(one, one.targetChanges ?? []),
  }));
  const { rows } = await db.query<{ section_id: string }>(
    'select section_id from sheets where fiscal_year = $1',
    [to],
  );
  const there = new Set(rows.map(({ section_id }) => section_id));
  const ended = new Map(endedSections(successions).map(({ sectionId, into }) => [sectionId, into]));
  const copies = sections
    .filter(({ id }) => sectionIds === null || sectionIds.includes(id))
    .flatMap((section) => {
      const made = sheetFrom(section, { sources, successions, order: sections.map(({ id }) => id), from });
      if (!made) return [];
      const into = ended.get(section.id);
      const outcome = there.has(section.id) ? 'exists' : into ? 'gone' : 'copied';
      const names = (into ?? []).flatMap((id) => sections.find((one) => one.id === id)?.name ?? []);
      return [{ ...made, sheet: copiedTo(made.sheet, to, targets), section, outcome, into: names } as const];
    });
  const fresh = copies.filter(({ outcome }) => outcome === 'copied');
  const directions = new Map(fresh.flatMap(directionsIn));
  const imported = await importSheetsIn(
    db,
    fresh.map(({ sheet }) => sheet),
    { by, now, dryRun, direction: (indicator) => directions.get(indicator) ?? null },
  );
  const entries: HistoryEntry[] = [];
  const done: CopiedSheet[] = [];
  for (const { section, origins, sheet, outcome, into } of copies) {
    const one = imported.find((found) => found.sheet === sheet);
    if (one && one.sectionId !== section.id)
      throw new SheetRefused({
        ja: `「${section.name}」の${sheet.header.fiscalYear.text}のシートは、写すと別の課（${one.name}）のものになります。名簿の別名を確かめてください。`,
        en: `The copied sheet of “${section.name}” would be that of another section (${one.name}). Look at the other names in the roster.`,
      });
    const owners = one ? ownersGoingAlong(origins, one.numbering, startOf(to, now)) : [];
    for (const { owner, goalId } of owners)
      entries.push(await keepOwner(db, owner, goalId, section.id, by, now));
    done.push({
      section,
      outcome,
      into,
      sheet,
      directions: one ? Object.keys(one.said).length : 0,
      owners: owners.length,
      dated: outcome === 'copied' ? textsNamingYear({ ...sheet, fiscalYear: from }) : [],
    });
  }
  if (!dryRun) await appendHistory(db, entries);
  return done;
}

/** Where a goal of a copy comes from: the sheet, and its place in it. */
type Origin = { readonly source: LoadedSheet; readonly at: number };

/**
 * The sheet of a section as it is to be copied: its own, and behind it the goals of the sections whose work it goes on with, in
 * the order of the sections, numbered on. What went to another section is not in it. null: there is nothing to copy.
 */
function sheetFrom(
  section: Section,
  known: {
    readonly sources: readonly LoadedSheet[];
    readonly successions: readonly Succession[];
    /** ids of sections in their order */
    readonly order: readonly string[];
    readonly from: number;
  },
): { readonly sheet: Sheet; readonly origins: readonly Origin[] } | null {
  const { sources, successions, order, from } = known;
  const sheetOf = (id: string) => sources.find((one) => one.section.id === id);
  const own = sheetOf(section.id);
  const formers = formersOf(goingAlong(successions, from), section.id)
    .sort((a, b) => order.indexOf(a.sectionId) - order.indexOf(b.sectionId))
    .flatMap(({ sectionId, goals }) => {
      const source = sheetOf(sectionId);
      return source ? [{ source, goals }] : [];
    });
  const left = leftBy(section.id, successions, fiscalYearStart(from));
  const parts = [
    ...(own ? [originsIn(own, (no) => !left.has(foldWidth(no)))] : []),
    ...formers.map(({ source, goals }) => originsIn(source, (no) => wentAlong(no, goals))),
  ];
  const first = own ?? formers[0]?.source;
  if (!first) return null;
  const origins = parts.flat();
  const { header } = first.sheet;
  const named =
    formers.length === 0
      ? header
      : {
          ...header,
          department: { ...header.department, text: section.department },
          organization: { ...header.organization, text: section.name },
        };
  const kept = parts[0]?.length ?? 0;
  let last = lastNumber(origins.slice(0, kept).map((one) => goalOf(one).no));
  const goals = origins.map((one, at): Goal => {
    const goal = goalOf(one);
    // The form of the first sheet holds for all: with 今後の方針, or without it (T03).
    const nextPolicy = first.sheet.goals[0]?.nextPolicy === null ? null : (goal.nextPolicy ?? '');
    if (at < kept) return { ...goal, nextPolicy };
    last += 1;
    return { ...goal, nextPolicy, no: String(last) };
  });
  return { sheet: { ...first.sheet, header: named, goals }, origins };
}

const goalOf = ({ source, at }: Origin): Goal => source.sheet.goals[at]!;

const originsIn = (source: LoadedSheet, goes: (no: string) => boolean): Origin[] =>
  source.sheet.goals.flatMap(({ no }, at) => (goes(no) ? [{ source, at }] : []));

/** Nos. of the goals that left a section which goes on, since a day: those of a sheet of before are others. */
function leftBy(sectionId: string, successions: readonly Succession[], since: string): ReadonlySet<string> {
  const away = successions.filter((one) => one.from === sectionId && one.to !== sectionId && one.on > since);
  return new Set(away.flatMap(({ goals }) => goals ?? []));
}

/** The day from which the year's work counts: its first, or today when that is past. */
const startOf = (year: number, now: Date): string => [fiscalYearStart(year), cityDate(now)].sort().at(-1)!;

function directionsIn({
  origins,
  sheet,
}: {
  readonly origins: readonly Origin[];
  readonly sheet: Sheet;
}): (readonly [Indicator, Direction])[] {
  return origins.flatMap(({ source, at }, goal) =>
    sheet.goals[goal]!.indicators.flatMap((indicator, place) => {
      const said = source.directions[source.numbering[at]!.indicatorIds[place]!];
      return said === undefined ? [] : [[indicator, said] as const];
    }),
  );
}

/** 担当 that was set for the year, of who still reports for the section then. What was begun ends with its round. */
function ownersGoingAlong(origins: readonly Origin[], into: Numbering, day: string) {
  return origins.flatMap(({ source: { owners, numbering }, at }, place) => {
    const { goalId } = numbering[at]!;
    const owner = owners.find(
      ({ subject, how, ended }) => subject === goalId && how === 'set' && ended === null,
    );
    const stays = owner?.terms.some(({ from, until }) => from <= day && (until === null || until >= day));
    return owner && stays ? [{ owner, goalId: into[place]!.goalId }] : [];
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
