/**
 * A roster out of its files: people lists and sections lists together are one roster. All problems are told at once, and
 * with one of them nothing is handed on.
 */
import type { DepartmentAliases } from '../../core/organization/organization-names.js';
import type { RosterInput } from '../../core/organization/roster.js';
import type { RosterRead, Said } from '../../core/organization/roster-read.js';
import type { Words } from '../../core/text/language.js';
import { saidAt } from '../../core/wording/sent/places.js';
import { readPeople } from './roster-people.js';
import { nameKey, readSections } from './roster-sections.js';
import type { AnyRosterTable } from './roster-tables.js';

/**
 * Reads the tables of all files of a roster as one, as of a day (ISO date): what has no 開始日 begins on it. `channelOf` gives the place of a channel as typed, null for none;
 * `known`: other names of departments that are known already.
 */
export function rosterIn(
  tables: readonly AnyRosterTable[],
  asOf: string,
  channelOf: (typed: string) => string | null,
  known: DepartmentAliases = {},
): RosterRead {
  const problems: Words[] = [];
  const lists = tables.flatMap((table) => (table.kind === 'sections' ? [table] : []));
  const people = tables.flatMap((table) => (table.kind === 'people' ? [table] : []));
  const sections = readSections(lists, known, channelOf, problems);
  const aliases: DepartmentAliases = sections.departmentAliases;
  const held = readPeople(people, asOf, aliases, problems);
  const rows = sections.sections.length + held.holdings.length;
  if (problems.length === 0 && rows === 0)
    problems.push(
      saidAt(tables[0]?.heading.split(' ')[0] ?? '', '名簿に行がありません。', 'The roster has no rows.'),
    );
  if (problems.length > 0) return { ok: false, problems };
  // A section stands as its own list writes it; the people list may spell its 部 in another way.
  const listed = new Map(
    sections.sections.map(({ section, where }) => [nameKey(section, aliases), { section, where }]),
  );
  const mention = ({ section, where }: Said) =>
    listed.set(nameKey(section, aliases), { section: { ...section, mention: true }, where });
  for (const said of sections.offices) if (!listed.has(nameKey(said.section, aliases))) mention(said);
  const named = new Set([...listed.values()].flatMap(({ section }) => keysOf(section, aliases)));
  for (const said of held.sections) if (!named.has(nameKey(said.section, aliases))) mention(said);
  return {
    ok: true,
    rows,
    parents: sections.parents.filter(({ section }) => !listed.has(nameKey(section, aliases))),
    roster: {
      departmentAliases: { ...aliases },
      sections: [...listed.values()].map(({ section }) => section),
      people: [...held.people],
      holdings: held.holdings.map(({ term }) => term),
      deputies: held.deputies.map(({ term }) => term),
      owners: [...held.owners],
    },
    questions: held.questions,
    places: {
      sections: [...listed.values()].map(({ where }) => where),
      holdings: held.holdings.map(({ place }) => place),
      deputies: held.deputies.map(({ place }) => place),
    },
  };
}

/** As `rosterIn`, for the command line: its problems in Japanese. */
export function readRoster(
  ...lists: Parameters<typeof rosterIn>
): Exclude<RosterRead, { ok: false }> | { readonly ok: false; readonly problems: readonly string[] } {
  const read = rosterIn(...lists);
  return read.ok ? read : { ok: false, problems: read.problems.map(({ ja }) => ja) };
}

type ListedSection = NonNullable<RosterInput['sections']>[number];

function keysOf(section: ListedSection, aliases: DepartmentAliases): string[] {
  const { department, name } = section;
  return [name, ...(section.aliases ?? [])].map((one) => nameKey({ department, name: one }, aliases));
}
