/**
 * A roster out of its files: people lists and sections lists together are one roster. All problems are told at once, and
 * with one of them nothing is handed on.
 */
import type { DepartmentAliases } from '../core/organization.js';
import type { RosterInput } from '../core/roster.js';
import { readPeople } from './roster-people.js';
import { nameKey, readSections, type SaidParent } from './roster-sections.js';
import type { AnyRosterTable } from './roster-tables.js';

/** A post without 開始日 is held from `from`; a deputy without 終了日 may act until `until` (ISO dates). */
export type RosterPeriod = { readonly from: string; readonly until: string };

export type RosterRead =
  | {
      readonly ok: true;
      readonly roster: RosterInput;
      /** rows read, of both lists */
      readonly rows: number;
      /** sections said to stand above others that none of the files lists: the record may know them */
      readonly parents: readonly SaidParent[];
    }
  /** sentences naming file, row and cell */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the tables of all files of a roster as one. `channelOf` gives the place of a channel as typed, null for none;
 * `known`: other names of departments that are known already.
 */
export function readRoster(
  tables: readonly AnyRosterTable[],
  period: RosterPeriod,
  channelOf: (typed: string) => string | null,
  known: DepartmentAliases = {},
): RosterRead {
  const problems: string[] = [];
  const lists = tables.flatMap((table) => (table.kind === 'sections' ? [table] : []));
  const people = tables.flatMap((table) => (table.kind === 'people' ? [table] : []));
  const sections = readSections(lists, known, channelOf, problems);
  const aliases: DepartmentAliases = sections.departmentAliases;
  const held = readPeople(people, period, aliases, problems);
  const rows = sections.sections.length + held.holdings.length;
  if (problems.length === 0 && rows === 0)
    problems.push(`${tables[0]?.heading.split(' ')[0] ?? ''}: 名簿に行がありません。`);
  if (problems.length > 0) return { ok: false, problems };
  // A section stands as its own list writes it; the people list may spell its 部 in another way.
  const listed = new Map(sections.sections.map((one) => [nameKey(one, aliases), one]));
  for (const office of sections.offices)
    if (!listed.has(nameKey(office, aliases)))
      listed.set(nameKey(office, aliases), { ...office, mention: true });
  const named = new Set([...listed.values()].flatMap((one) => keysOf(one, aliases)));
  for (const section of held.sections)
    if (!named.has(nameKey(section, aliases)))
      listed.set(nameKey(section, aliases), { ...section, mention: true });
  return {
    ok: true,
    rows,
    parents: sections.parents.filter(({ section }) => !listed.has(nameKey(section, aliases))),
    roster: {
      departmentAliases: { ...aliases },
      sections: [...listed.values()],
      people: held.people,
      holdings: held.holdings,
      deputies: held.deputies,
    },
  };
}

type ListedSection = NonNullable<RosterInput['sections']>[number];

function keysOf(section: ListedSection, aliases: DepartmentAliases): string[] {
  const { department, name } = section;
  return [name, ...(section.aliases ?? [])].map((one) => nameKey({ department, name: one }, aliases));
}
