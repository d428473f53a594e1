/** Sections that merge, are divided or are renamed: entered into the record, all of it or nothing. */
import type { Pool } from 'pg';
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { RosterDifference } from '../../../core/organization/roster.js';
import { stepText } from '../../../core/organization/route.js';
import {
  type NextSection,
  notYet,
  planReorganisation,
  type ReorganisationPlan,
  type ReorganisationRow,
  type ReorganisationStep,
} from '../../../core/organization/succession/reorganise.js';
import { endedSections, type Succession } from '../../../core/organization/succession/succession.js';
import { sectionIdOf } from '../../../core/sheet/ids.js';
import { foldWidth } from '../../../core/text/fold.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { refreshApprovalCards } from '../ledger/owed-notices.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { changeRoster, lockImports } from '../ledger/roster-lock.js';
import { passOnPostReviews } from '../reports/post-reviews.js';
import { enterPostChanges } from '../rounds/schedule.js';
import { readSections } from '../sheets/status.js';
import { linkChannelIn } from './addresses.js';
import { postsIn, sectionsIn } from './roster-changes.js';
import { RosterMoved, RosterRefused, type RosterWork } from './roster-work.js';
import { keptWith, loadSectionFinder, NEXT_ENTERED, type SectionFinder } from './sections.js';
import { followSuccessors, loadSuccessions } from './successions.js';

type Reorganised = {
  readonly plan: ReorganisationPlan;
  /** what it changes, or would change */
  readonly differences: readonly RosterDifference[];
  /** which channel a new section takes, and whose it was */
  readonly channels: readonly { readonly name: string; readonly from: string }[];
  /** new sections in which nobody holds a post yet */
  readonly empty: readonly string[];
};

type ReorganiseOptions = {
  readonly by: By;
  readonly now: Date;
  readonly dryRun?: boolean;
  /** what somebody was shown and agreed to: when it is not exactly this any more, nothing is entered */
  readonly agreed?: readonly RosterDifference[];
};

/**
 * Enters what a file says became of sections; `file`: as its sender named it. Where something is wrong nothing is done.
 *
 * @throws RosterRefused before the 施行日; RosterMoved
 */
export function reorganise(
  pool: Pool,
  file: string,
  rows: readonly ReorganisationRow[],
  options: ReorganiseOptions,
): Promise<Reorganised> {
  return inTransaction(
    pool,
    async (db) => {
      const done = await reorganiseIn(db, file, rows, options);
      if (done.plan.ok && done.plan.notBefore !== null && !options.dryRun) {
        const { ja, en } = notYet(done.plan.notBefore);
        throw new RosterRefused(`${ja} / ${en}`);
      }
      return done;
    },
    options.dryRun ? 'rollback' : 'commit',
  );
}

/** As `reorganise`, in a transaction that is there; what is only to be shown is rolled back by whoever began it. */
export async function reorganiseIn(
  db: Db,
  file: string,
  rows: readonly ReorganisationRow[],
  { by, now, agreed }: ReorganiseOptions,
): Promise<Reorganised> {
  await lockImports(db);
  const today = cityDate(now);
  const successions = await loadSuccessions(db);
  const plan = planReorganisation(file, rows, {
    sections: await readSections(db),
    successions,
    keyOf: (await loadSectionFinder(db)).keyOf,
    goalsOf: await goalNos(db),
    today,
  });
  if (!plan.ok) return { plan, differences: [], channels: [], empty: [] };
  const work: RosterWork = { db, differences: [], entries: [], now, by, asOf: today };
  const ended = new Set(endedSections(successions).map(({ sectionId }) => sectionId));
  const into = new Set<string>();
  for (const step of plan.steps)
    if (step.kind === 'rename') await rename(work, step);
    else into.add(await succeed(work, step, ended));
  await followSuccessors(work);
  const { differences } = work;
  const empty = await withoutPeople(db, [...into]);
  const channels = await channelsToTake(
    db,
    [...into],
    plan.steps.map(({ section }) => section.id),
  );
  for (const { id, name, place } of channels)
    differences.push({ what: 'channel', id, name, before: null, after: { place } });
  if (agreed && JSON.stringify(agreed) !== JSON.stringify(differences)) throw new RosterMoved();
  if (differences.length === 0) return { plan, differences, channels, empty };
  await changeRoster(db);
  await enterPostChanges(db, postsIn(differences), sectionsIn(differences), now);
  await refreshApprovalCards(db, postsIn(differences));
  await passOnPostReviews(db, postsIn(differences), now);
  await appendHistory(db, [entryOf(work)]);
  // Last, because it appends to the history itself.
  for (const { id, place } of channels) await linkChannelIn(db, id, place, by, now);
  return { plan, differences, channels, empty };
}

function entryOf({ by, now, differences }: RosterWork): HistoryEntry {
  return entryBy(by, now, {
    action: 'reorganised',
    subject: 'sections',
    before: differences.map(({ what, id, before }) => ({ what, id, before })),
    after: differences.map(({ what, id, after }) => ({ what, id, after })),
  });
}

/** The section stays the one it is, with its goals, history, channel and people; it is found by its former name as well. */
async function rename(
  { db, differences }: RosterWork,
  { section, department, name }: Extract<ReorganisationStep, { kind: 'rename' }>,
): Promise<void> {
  const { id } = section;
  if (section.name === name && section.department === department) return;
  const finder = await loadSectionFinder(db);
  const { rows } = await db.query<{ key: string }>('select key from sections where id = $1', [id]);
  const key = finder.keyOf({ department, name });
  const was = keptFields(finder, id);
  await db.query('update sections set name = $2, department = $3, key = $4 where id = $1', [
    id,
    name,
    department,
    key,
  ]);
  const after = { ...was, name, department, ...(sectionIdOf(key) === id ? {} : { key }) };
  differences.push({ what: 'section', id, name, before: was, after });
  const former = rows[0]!.key;
  if (former === key) return;
  await db.query(
    'insert into section_aliases (key, section_id) values ($1, $2) on conflict (key) do update set section_id = $2',
    [former, id],
  );
  const alias = { alias: section.name, sectionId: id };
  differences.push({ what: 'alias', id: former, name, before: null, after: alias });
}

/** A section as a difference has it. */
function keptFields(finder: SectionFinder, id: string) {
  const { name, department, route, parentId } = finder.known(id)!;
  return { name, department, route: route.map(stepText), parentId, ...keptWith(finder, id) };
}

/** One section goes on with the work of another; gives the id of the one that does. `ended`: sections that were no more before. */
async function succeed(
  { db, differences }: RosterWork,
  { section, into, how, on, goals }: Extract<ReorganisationStep, { kind: 'succeed' }>,
  ended: ReadonlySet<string>,
): Promise<string> {
  const finder = await loadSectionFinder(db);
  const from = keptFields(finder, section.id);
  const id = into.id ?? (await madeLike({ db, differences }, finder, section.id, into));
  const { rows } = await db.query<Pick<Succession, 'on' | 'kind' | 'goals'>>(
    `select effective_on::text as "on", kind, goals from successions where from_id = $1 and to_id = $2`,
    [section.id, id],
  );
  const [before = null] = rows;
  // One that goes on may go on beside once more, or merge with what came of it: then it does since that day.
  if (before && (before.on >= on || ended.has(section.id))) return id;
  await db.query(
    `insert into successions (from_id, to_id, effective_on, kind, goals) values ($1, $2, $3, $4, $5)
     on conflict (from_id, to_id) do update set effective_on = $3, kind = $4, goals = $5`,
    [section.id, id, on, how, goals && JSON.stringify(goals)],
  );
  differences.push({
    what: 'succession',
    id: `${section.id} ${id}`,
    name: section.name,
    before,
    after: { on, kind: how, goals },
  });
  if (how === 'split') return id;
  // Who decides in the section that goes on decides about what is still open, by its route and below its head.
  const to = keptFields(await loadSectionFinder(db), id);
  const after = { ...from, route: to.route, parentId: to.parentId };
  if (JSON.stringify(after) === JSON.stringify(from)) return id;
  await db.query('update sections set route = $2, parent_id = $3 where id = $1', [
    section.id,
    to.route,
    to.parentId,
  ]);
  differences.push({ what: 'section', id: section.id, name: section.name, before: from, after });
  return id;
}

/** A section that is new: with the route, the head and the place in the order of the one it goes on with. */
async function madeLike(
  { db, differences }: Pick<RosterWork, 'db' | 'differences'>,
  finder: SectionFinder,
  likeId: string,
  { department, name }: NextSection,
): Promise<string> {
  const key = finder.keyOf({ department, name });
  const id = sectionIdOf(key);
  const like = keptFields(finder, likeId);
  const position = finder.positionOf(likeId);
  const { rowCount } = await db.query(
    `insert into sections (id, key, name, department, route, parent_id, position, entered)
     values ($1, $2, $3, $4, $5, $6, $7, ${NEXT_ENTERED}) on conflict (id) do nothing`,
    [id, key, name, department, like.route, like.parentId, position],
  );
  if (rowCount) {
    const { key: _ofTheOther, ...fields } = { key: '', ...like };
    differences.push({ what: 'section', id, name, before: null, after: { ...fields, name, department } });
  }
  return id;
}

/** The Nos. of the goals of each section's latest sheet on a day. */
async function goalNos(db: Db): Promise<(sectionId: string, on: string) => readonly string[]> {
  const { rows } = await db.query<{ id: string; section: string; year: number; nos: string[] }>(
    `select id, section_id as section, fiscal_year as year,
       array(select g->>'no' from json_array_elements(content->'goals') g) as nos from sheets order by fiscal_year desc`,
  );
  return (sectionId, on) =>
    rows.find(({ section, year }) => section === sectionId && year <= fiscalYearOf(on))?.nos.map(foldWidth) ??
    [];
}

async function withoutPeople(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select s.name from sections s where s.id = any($1) and not exists (select 1 from posts o join holdings h on h.post_id = o.id
       where o.section_id = s.id and o.role <> 'coordinator') order by s.key`,
    [ids],
  );
  return rows.map(({ name }) => name);
}

type Taken = { readonly id: string; readonly name: string; readonly place: string; readonly from: string };

/** A section without a channel takes that of the first in the file whose work it goes on with. */
async function channelsToTake(db: Db, into: readonly string[], inFile: readonly string[]): Promise<Taken[]> {
  const { rows } = await db.query<Taken>(
    `select distinct on (t.id) t.id, t.name, c.place, f.name as "from"
     from successions u join sections t on t.id = u.to_id join sections f on f.id = u.from_id
     join channels c on c.section_id = f.id
     where u.to_id = any($1) and u.from_id <> u.to_id and not exists (select 1 from channels o where o.section_id = t.id)
     order by t.id, array_position($2::text[], u.from_id) nulls last, f.key`,
    [into, inFile],
  );
  return rows;
}
