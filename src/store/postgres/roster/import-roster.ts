/** The roster entered into the record: what it names is made or brought up to date, who is not named any more ends. */
import type { Pool } from 'pg';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import {
  type Roster,
  type RosterDifference,
  type RosterInput,
  rosterSchema,
} from '../../../core/organization/roster.js';
import { stepText } from '../../../core/organization/route.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { refreshApprovalCards } from '../ledger/owed-notices.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { changeRoster, lockImports } from '../ledger/roster-lock.js';
import { passOnPostReviews } from '../reports/post-reviews.js';
import { enterPostChanges } from '../rounds/schedule.js';
import { linkChannelIn } from './addresses.js';
import { enterDepartments } from './departments.js';
import { enterAccounts } from './roster-accounts.js';
import { postsIn, sectionsIn } from './roster-changes.js';
import { enterOwners } from './roster-owners.js';
import { enterPosts, enterTerms } from './roster-terms.js';
import { RosterMoved, RosterRefused, type RosterWork } from './roster-work.js';
import {
  aliasKey,
  keptWith,
  loadSectionFinder,
  NEXT_ENTERED,
  refuseCircle,
  type SectionFinder,
} from './sections.js';
import { followSuccessors } from './successions.js';

export type RosterImportOptions = {
  readonly by: By;
  readonly now: Date;
  /** shows what would be changed and changes nothing */
  readonly dryRun?: boolean;
  /** the day (ISO date) from which the roster holds; default today, never earlier */
  readonly asOf?: string;
  /** what somebody was shown and agreed to: when it is not exactly this any more, nothing is entered */
  readonly agreed?: readonly RosterDifference[];
};

/**
 * Enters a roster, all of it or nothing, and gives what it changes. Sections, people and posts that it does not name
 * stay. For each section that it names with a post, it is the whole truth about who holds the posts and who deputises
 * from today (`asOf`) on: a holding it does not repeat ended yesterday, or, where the roster names only later holders,
 * on the day before the first of them begins. What is past is never changed. The sections concerned are looked at by
 * the next tick.
 *
 * @throws ZodError for what is no roster; RosterMoved; RosterRefused for what is named nowhere or taken
 */
export function importRoster(
  pool: Pool,
  input: RosterInput,
  options: RosterImportOptions,
): Promise<RosterDifference[]> {
  return inTransaction(
    pool,
    (db) => importRosterIn(db, input, options),
    options.dryRun ? 'rollback' : 'commit',
  );
}

/** As `importRoster`, in a transaction that is already there; a dry run's is to be rolled back by whoever began it. */
export async function importRosterIn(
  db: Db,
  input: RosterInput,
  { by, now, asOf = cityDate(now), agreed }: RosterImportOptions,
): Promise<RosterDifference[]> {
  const roster = rosterSchema.parse(input);
  if (asOf < cityDate(now))
    throw new RosterRefused(`${asOf} は過ぎた日です。過ぎた日の名簿は変えません。 / ${asOf} is past.`);
  await lockImports(db);
  const work: RosterWork = { db, differences: [], entries: [], now, by, asOf };
  await enterDepartments(work, roster);
  const finder = await loadSectionFinder(db);
  await enterSections(work, finder, roster);
  await enterPeople(work, roster);
  // Again, because posts may name a section by an alias of this roster.
  const withAliases = await loadSectionFinder(db);
  await enterPosts(work, withAliases, roster);
  await enterTerms(work, withAliases, roster, 'holding');
  await enterTerms(work, withAliases, roster, 'deputy');
  await followSuccessors(work);
  await enterOwners(work, withAliases, roster);
  if (work.differences.length > 0 || roster.people.some(({ accounts }) => accounts.length > 0))
    await changeRoster(db);
  // Now that nobody decides: whoever does holds on to the account they do it with.
  await enterAccounts(work, roster);
  await enterPostChanges(db, postsIn(work.differences), sectionsIn(work.differences), now);
  await refreshApprovalCards(db, postsIn(work.differences));
  await passOnPostReviews(db, postsIn(work.differences), now);
  if (work.differences.length > 0) await appendHistory(db, [entryOf(work), ...work.entries]);
  // Last, because it appends to the history itself.
  for (const section of roster.sections)
    if (section.channel !== null)
      await enterChannel(work, finder.idOf(section), section.name, section.channel);
  if (agreed && JSON.stringify(agreed) !== JSON.stringify(work.differences)) throw new RosterMoved();
  return work.differences;
}

function entryOf({ by, now, differences }: RosterWork): HistoryEntry {
  // Accounts have entries of their own, in which their ids may be blanked.
  const own = differences.filter(({ what }) => what !== 'account');
  return entryBy(by, now, {
    action: 'roster_imported',
    subject: 'roster',
    before: own.map(({ what, id, before }) => ({ what, id, before })),
    after: own.map(({ what, id, after }) => ({ what, id, after })),
  });
}

async function enterSections(
  { db, differences }: RosterWork,
  finder: SectionFinder,
  roster: Roster,
): Promise<void> {
  // What the roster's own sections list has is known to its people list.
  const listed = new Map(
    roster.sections.flatMap((one) => (one.mention ? [] : [[finder.keyOf(one), one.name]])),
  );
  const named = new Set(roster.sections.map((one) => finder.idOf(one)));
  for (const [index, section] of roster.sections.entries()) {
    const id = finder.idOf(section);
    const known = finder.known(id);
    if (known && section.mention) continue;
    const { name, department } = section;
    const was = known && {
      name: known.name,
      department: known.department,
      route: known.route.map(stepText),
      parentId: known.parentId,
      ...keptWith(finder, id),
    };
    const route = section.route?.map(stepText) ?? was?.route ?? USUAL_ROUTE;
    const parentId =
      parentIdOf(section, finder) ?? (section.parent === null ? null : (was?.parentId ?? null));
    const position = section.position ?? finder.positionOf(id);
    const after = { name, department, route, parentId, ...keptWith(finder, id, position) };
    await db.query(
      `insert into sections (id, key, name, department, route, position, entered) values ($1, $2, $3, $4, $5, $6, ${NEXT_ENTERED})
       on conflict (id) do update set name = $3, department = $4, route = $5, position = $6`,
      [id, finder.keyOf(section), name, department, route, position],
    );
    const near = known ? null : finder.near(section, section.mention ? listed : NONE, named);
    if (JSON.stringify(was) !== JSON.stringify(after))
      differences.push({
        what: 'section',
        listed: index,
        ...(near === null ? {} : { near }),
        id,
        name,
        before: was,
        after,
      });
    for (const alias of section.aliases) {
      const key = aliasKey(finder, department, alias);
      const { rowCount } = await db.query(
        `insert into section_aliases (key, section_id) values ($1, $2)
         on conflict (key) do update set section_id = $2 where section_aliases.section_id <> $2`,
        [key, id],
      );
      if (!rowCount) continue;
      const other = finder.known(finder.idOf({ department, name: alias }));
      const before = other && other.id !== id ? { section: other.name } : null;
      differences.push({
        what: 'alias',
        listed: index,
        id: key,
        name,
        before,
        after: { alias, sectionId: id },
      });
    }
  }
  // A parent may stand after its sections in the roster.
  for (const section of roster.sections) {
    if (section.parent === undefined) continue;
    const { rowCount } = await db.query(
      'update sections set parent_id = $2 where id = $1 and ($2::text is null or exists (select 1 from sections p where p.id = $2))',
      [finder.idOf(section), parentIdOf(section, finder)],
    );
    if (rowCount === 0)
      throw new RosterRefused(
        `${section.name} の上の組織「${section.parent?.name}」が名簿にありません。 / The section above ${section.name}, ${section.parent?.name}, is not in the roster.`,
      );
  }
  await refuseCircle(db);
}

const NONE: ReadonlyMap<string, string> = new Map();
const USUAL_ROUTE: readonly string[] = ['section_manager'];

function parentIdOf({ parent }: Roster['sections'][number], finder: SectionFinder): string | null {
  return parent ? finder.idOf(parent) : null;
}

async function enterPeople({ db, differences }: RosterWork, roster: Roster): Promise<void> {
  const { rows } = await db.query<{ id: string; name: string; email: string | null }>(
    `select id, name, email from people
     where id = any($1) or lower(email) in (select lower(said) from unnest($2::text[]) said)`,
    [roster.people.map(({ id }) => id), roster.people.flatMap(({ email }) => email ?? [])],
  );
  const known = new Map(rows.map(({ id, name, email }) => [id, { name, email }]));
  const ownerOf = new Map(
    rows.flatMap(({ id, email }) => (email === null ? [] : [[email.toLowerCase(), id]])),
  );
  const changed = new Map<string, { id: string; name: string; email: string | null; language: string }>();
  for (const { id, name, language, accounts: _, ...said } of roster.people) {
    const before = known.get(id) ?? null;
    const email = said.email === undefined ? (before?.email ?? null) : said.email;
    if (before?.name === name && before.email === email) continue;
    if (email !== null) {
      const owner = ownerOf.get(email.toLowerCase()) ?? id;
      if (owner !== id) throw emailTaken(email, owner, known.get(owner)?.name ?? owner);
    }
    if (before?.email) ownerOf.delete(before.email.toLowerCase());
    if (email !== null) ownerOf.set(email.toLowerCase(), id);
    known.set(id, { name, email });
    changed.set(id, { id, name, email, language: changed.get(id)?.language ?? language });
    differences.push({ what: 'person', id, name, before, after: { name, email } });
  }
  if (changed.size === 0) return;
  await db.query(
    `insert into people (id, name, email, language)
     select id, name, email, language from json_to_recordset($1) as x(id text, name text, email text, language text)
     on conflict (id) do update set name = excluded.name, email = excluded.email`,
    [JSON.stringify([...changed.values()])],
  );
}

/** One address is one person's: who writes from it must be known for certain. */
function emailTaken(email: string, id: string, name: string): RosterRefused {
  return new RosterRefused(
    `メールアドレス ${email} は、職員${id}（${name}）のものとして記録されています。 / ${email} is recorded as that of ${id}.`,
  );
}

async function enterChannel(
  { db, differences, by, now }: RosterWork,
  id: string,
  name: string,
  place: string,
): Promise<void> {
  const { rows } = await db.query<{ place: string }>('select place from channels where section_id = $1', [
    id,
  ]);
  if (rows[0]?.place === place) return;
  await linkChannelIn(db, id, place, by, now);
  differences.push({ what: 'channel', id, name, before: rows[0] ?? null, after: { place } });
}
