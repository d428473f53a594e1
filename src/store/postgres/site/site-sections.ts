/** The sheets that a site is made of, out of the record, section by section: a whole city never stands in memory at once. */
import { roundId } from '../../../core/calendar/round.js';
import { isPublic as isPublicEvidence } from '../../../core/decision/evidence/public-evidence.js';
import { CHAIN_START } from '../../../core/decision/history.js';
import { usualDepartment } from '../../../core/organization/organization-names.js';
import type { Section } from '../../../core/organization/people.js';
import { finishedSheet, isFinished } from '../../../core/report/finished-sheet.js';
import { approvedReport } from '../../../core/report/report.js';
import type { Task } from '../../../core/report/task.js';
import { approvedChanges, targetInForce } from '../../../core/report/year/target-change.js';
import { withoutResults } from '../../../core/sheet/sheet.js';
import type { PublicEvidence } from '../../../core/site/evidence.js';
import type { SourceSection, SourceSheet } from '../../../core/site/site.js';
import { canonicalJson } from '../../../core/text/canonical-json.js';
import type { Db } from '../connection/pool.js';
import { lastDecisions } from '../ledger/last-decisions.js';
import { readDepartmentAliases } from '../roster/sections.js';
import { inForce } from '../sheets/finished.js';
import { type LoadedSheet, loadSheets, tasksOfRound } from '../sheets/load-sheets.js';
import { readPublications } from '../sheets/publish.js';
import { readStandings, type Standing } from '../sheets/standings.js';
import { readPlanPublications } from './publish-plan.js';

/** Sections read at once, all their years. */
const SECTIONS_AT_ONCE = 5;

export type SiteYears = {
  /** the year that is published: what the pages that list things are about. Other years go out as far as they are published */
  readonly fiscalYear: number;
  /** years published before the record knew of publications: their sheets go out as imported (see unpublished.ts) */
  readonly also: readonly number[];
};

/** What stands in a site that is no longer, or not yet, approved: nothing goes out then. */
export class SiteUnapproved extends Error {
  override readonly name = 'SiteUnapproved';
  constructor(readonly sheets: readonly { readonly section: string; readonly fiscalYear: number }[]) {
    super('published sheets are not approved as they stand');
  }
}

/** How many sections have a sheet that goes out. */
export async function countSections(db: Db, years: SiteYears): Promise<number> {
  return (await publicSections(db, years)).length;
}

/** Of a sheet `sh`, with the years named by `also` as $1: it goes out. */
const GOES_OUT = `(sh.fiscal_year = any($1)
  or exists (select 1 from publications p where p.section_id = sh.section_id and p.fiscal_year = sh.fiscal_year)
  or exists (select 1 from history h where h.action = 'plan_published' and h.subject = sh.id))`;

const publicSections = async (db: Db, { also }: SiteYears): Promise<string[]> => {
  const { rows } = await db.query<{ id: string }>(
    `select s.id from sections s where exists (select 1 from sheets sh where sh.section_id = s.id and ${GOES_OUT})
     order by s.key`,
    [also],
  );
  return rows.map(({ id }) => id);
};

/** The years of which a sheet goes out, the earliest first. */
export async function publicYears(db: Db, { also }: Pick<SiteYears, 'also'>): Promise<number[]> {
  const { rows } = await db.query<{ year: number }>(
    `select distinct sh.fiscal_year as year from sheets sh where ${GOES_OUT} order by year`,
    [also],
  );
  return rows.map(({ year }) => year);
}

/**
 * The sections by department and name. In a transaction that sees one picture. A `SiteUnapproved` before the first one
 * when a published sheet is not approved as it stands.
 */
export async function* siteSections(db: Db, years: SiteYears): AsyncGenerator<SourceSection> {
  const ids = await publicSections(db, years);
  const { rows } = await db.query<{ fiscal_year: number }>(
    // Of earlier years what is not published is read as well: ids are those of the first year.
    'select distinct fiscal_year from sheets where fiscal_year <= $1 or fiscal_year = any($2) order by fiscal_year',
    [years.fiscalYear, await publicYears(db, years)],
  );
  const plans = await readPlanPublications(db);
  const aliases = await readDepartmentAliases(db);
  for (let from = 0; from < ids.length; from += SECTIONS_AT_ONCE) {
    const some = ids.slice(from, from + SECTIONS_AT_ONCE);
    // A page shows what autumn's reports said, too.
    const heads = await lastDecisions(db, some, true, ['midyear', 'yearend']);
    // A plan shows nothing of what was reported since.
    const planHeads = plans.size === 0 ? new Map() : await lastDecisions(db, some, true, ['targets']);
    const found = new Map<string, { section: SourceSection['section']; sheets: SourceSheet[] }>();
    for (const { fiscal_year: fiscalYear } of rows)
      for (const loaded of await loadSheets(db, some, { fiscalYear })) {
        // 北区 and 北区役所 are one department (H07).
        const department = usualDepartment(loaded.section.department, aliases);
        const section = { ...loaded.section, department };
        const own = found.get(section.id) ?? { section, sheets: [] };
        const plannedAt = (plans.get(loaded.id) ?? []).map(({ at }) => at);
        const isPublic = years.also.includes(fiscalYear) || (loaded.publications ?? []).length > 0;
        own.sheets.push(
          !isPublic && plannedAt.length > 0
            ? planOf(loaded, planHeads.get(loaded.id), plannedAt)
            : { ...sourceOf(loaded, heads.get(loaded.id), isPublic), plannedAt },
        );
        found.set(section.id, own);
      }
    for (const id of some) {
      const own = found.get(id);
      if (own) yield own;
    }
  }
}

function sourceOf(
  loaded: LoadedSheet,
  head: SourceSheet['head'] | undefined,
  isPublic: boolean,
): SourceSheet {
  const { sheet, errata, numbering, scale, fiscalYear, section, publications = [] } = loaded;
  const tasks = tasksOfRound([loaded], roundId(fiscalYear, 'yearend')).map(approvedOnly);
  if (publications.length > 0 && !isFinished(sheet, tasks))
    throw new SiteUnapproved([{ section: `${section.department} ${section.name}`, fiscalYear }]);
  const midyear = tasksOfRound([loaded], roundId(fiscalYear, 'midyear')).flatMap(({ report }) =>
    (approvedReport(report)?.content.answers ?? []).map(
      ({ indicatorId, result }) => [indicatorId, result] as const,
    ),
  );
  const changed = tasks.flatMap(({ indicators }) =>
    indicators.flatMap(({ id, target, changed: was }) => (was ? [[id, target] as const] : [])),
  );
  return {
    fiscalYear,
    sheet: finishedSheet(sheet, tasks, errata),
    numbering,
    scale,
    midyear: new Map(midyear),
    changedTargets: new Map(changed),
    publishedAt: publications.map(({ at }) => at),
    isPublic,
    ...publicEvidence(loaded),
    head: head ?? NO_HEAD,
  };
}

/** What of its 根拠資料 goes out; of a plan what its targets rest on. */
function publicEvidence(loaded: LoadedSheet, isPlan = false): Pick<SourceSheet, 'evidence'> {
  if (!loaded.evidence?.some(({ publicFrom }) => publicFrom !== undefined)) return {};
  const rounds = loaded.rounds.filter(({ kind }) => !isPlan || kind === 'targets');
  const evidence = rounds.flatMap(({ id, kind, fiscalYear }) =>
    tasksOfRound([loaded], id).flatMap(({ goalNo, report, evidence: own = [] }) =>
      own
        .filter((item) => isPublicEvidence(item, report))
        .map(
          ({ id: evidenceId, name, file, link }): PublicEvidence => ({
            ...{ id: evidenceId, name, file, link, fiscalYear, goalNo },
            round: kind,
          }),
        ),
    ),
  );
  return evidence.length > 0 ? { evidence } : {};
}

const NO_HEAD: SourceSheet['head'] = { seq: 0, hash: CHAIN_START, at: null };

/** The plan of a year, with the targets in force: what was reported since is not out. */
function planOf(
  loaded: LoadedSheet,
  head: SourceSheet['head'] | undefined,
  plannedAt: readonly string[],
): SourceSheet {
  const { scale, fiscalYear, targetChanges = [] } = loaded;
  // What was added in 目標設定 since stands in the sheet, and nobody has approved it yet.
  const isOut = (_goal: unknown, place: number) => loaded.numbering[place]!.added === undefined;
  const sheet = { ...loaded.sheet, goals: loaded.sheet.goals.filter(isOut) };
  const numbering = loaded.numbering.filter(isOut);
  const changed = sheet.goals.flatMap(({ indicators }, goal) =>
    indicators.flatMap(({ target }, at) => {
      const id = numbering[goal]!.indicatorIds[at]!;
      const now = targetInForce(target, approvedChanges(targetChanges, id));
      return now.changed ? [[id, now.target] as const] : [];
    }),
  );
  return {
    ...{ fiscalYear, numbering, scale, publishedAt: plannedAt, isPlan: true, isPublic: true },
    sheet: { ...withoutResults(inForce({ ...loaded, sheet, numbering })), approved: true },
    midyear: new Map(),
    changedTargets: new Map(changed),
    ...publicEvidence(loaded, true),
    head: head ?? NO_HEAD,
  };
}

/** What waits for an approval is nobody's to read yet. */
const approvedOnly = (task: Task): Task => (approvedReport(task.report) ? task : { ...task, report: null });

/** What the history keeps of a site. */
export type KeptSite = {
  /** hashes by path */
  readonly files: Readonly<Record<string, string>>;
  /** of one with PDFs: hashes of the pages that lead to them, as they would be without */
  readonly withoutPapers?: Readonly<Record<string, string>>;
  readonly also: readonly number[];
  readonly look: unknown;
};

/** The site of a year (null: of any) that was published last; null when there was none. */
export async function lastSite(db: Db, fiscalYear: number | null): Promise<KeptSite | null> {
  const { rows } = await db.query<{ after: KeptSite }>(
    `select after from history where action = 'site_published' and ($1::text is null or subject = $1)
     order by seq desc limit 1`,
    [fiscalYear === null ? null : `${fiscalYear}-site`],
  );
  return rows[0]?.after ?? null;
}

type PublishedBefore = {
  readonly never: readonly Section[];
  /** say something else than at their last publication */
  readonly changed: readonly Section[];
  readonly same: readonly Section[];
  /** whether each of all these is finished */
  readonly finished: boolean;
};

/** The sheets of these sections (null: of all) in a year, told apart by whether they are published as they stand. */
export async function publishedBefore(
  db: Db,
  fiscalYear: number,
  sectionIds: readonly string[] | null,
): Promise<PublishedBefore> {
  const standings = [...(await readStandings(db, fiscalYear, 'yearend', sectionIds)).values()];
  const last = new Map((await readPublications(db, fiscalYear)).map((one) => [one.sectionId, one]));
  const isSame = ({ section, said, version }: Standing) => {
    const was = last.get(section.id);
    return was?.sheetVersion === version && canonicalJson(was.said) === canonicalJson(said);
  };
  const sections = (fitting: (one: Standing) => boolean) =>
    standings.filter(fitting).map(({ section }) => section);
  return {
    never: sections(({ section }) => !last.has(section.id)),
    changed: sections((one) => last.has(one.section.id) && !isSame(one)),
    same: sections(isSame),
    finished: standings.every(({ finished }) => finished),
  };
}
