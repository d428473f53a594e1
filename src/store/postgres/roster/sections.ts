/** Finding a section by the names on a sheet or in a roster, whatever their spelling. */
import { nearKey } from '../../../core/organization/near-name.js';
import {
  canonicalOrganization,
  type DepartmentAliases,
  sectionKey,
} from '../../../core/organization/organization-names.js';
import type { Section } from '../../../core/organization/people.js';
import { readStep } from '../../../core/organization/route.js';
import { sectionIdOf } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import { RosterRefused } from './roster-work.js';

/** SQL for the number of a section that comes in now: they stand in the order in which they came. */
export const NEXT_ENTERED = '(select coalesce(max(entered), 0) + 1 from sections)';

/**
 * SQL: the order of the organisation (建制順); a department stands where its first section does. `department_key`: the part of
 * the section's key before the slash.
 */
export const SECTION_ORDER = `min(position) over (partition by department_key) nulls last,
  min(entered) over (partition by department_key) nulls last, department_key, position nulls last, entered nulls last, key`;

/** ids of all sections in that order. */
export async function sectionsInOrder(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from (select *, split_part(key, '/', 1) as department_key from sections) s order by ${SECTION_ORDER}`,
  );
  return rows.map(({ id }) => id);
}

/** 並び順, and the key where it did not give the id (改称): in a difference only where there is one, since most have none. */
export function keptWith(finder: SectionFinder, id: string, position = finder.positionOf(id)) {
  const key = finder.ownKeyOf(id);
  return { ...(position === null ? {} : { position }), ...(key === null ? {} : { key }) };
}

export type SectionNames = { readonly department: string; readonly name: string };

export type SectionFinder = {
  /** the id of the section of these names, known or not */
  idOf(names: SectionNames): string;
  known(id: string): Section | null;
  /** 並び順; null: none was said */
  positionOf(id: string): number | null;
  /** of a section that was renamed: its key, which is not the one that gave its id; else null */
  ownKeyOf(id: string): string | null;
  /**
   * of names that are not known: the name of a section that they nearly are, among those known and these others by their
   * keys; with its 部 where that is the other one. With `named` (ids of what a roster names) also a known section of the same
   * name in another 部 that is not among these: a roster names what there is, so it may be the same one
   */
  near(names: SectionNames, others: ReadonlyMap<string, string>, named?: ReadonlySet<string>): string | null;
  keyOf(names: SectionNames): string;
};

/**
 * Loads what is known of names. A section found under an earlier spelling keeps its id, also when an alias that makes
 * two spellings one is learnt after its sheet was read.
 */
export async function loadSectionFinder(db: Db): Promise<SectionFinder> {
  const [departmentAliases, sections, aliases] = [
    await readDepartmentAliases(db),
    await db.query<{
      id: string;
      key: string;
      name: string;
      department: string;
      parent_id: string | null;
      route: string[];
      position: number | null;
    }>('select id, key, name, department, parent_id, route, position from sections order by id'),
    await db.query<{ key: string; section_id: string }>('select key, section_id from section_aliases'),
  ];
  const keyOf = ({ department, name }: SectionNames) => sectionKey(department, name, departmentAliases);
  const byKey = new Map<string, string>();
  for (const row of sections.rows) byKey.set(keyOf(row), row.id);
  for (const row of sections.rows) byKey.set(row.key, row.id);
  for (const row of aliases.rows) byKey.set(row.key, row.section_id);
  const byId = new Map(
    sections.rows.map(({ id, name, department, parent_id, route }) => [
      id,
      { id, name, department, parentId: parent_id, route: route.map(readStep) },
    ]),
  );
  const positions = new Map(sections.rows.map(({ id, position }) => [id, position]));
  const keys = new Map(
    sections.rows.flatMap(({ id, key }) => (sectionIdOf(key) === id ? [] : [[id, key] as const])),
  );
  const below = (key: string) => key.slice(key.indexOf('/'));
  const elsewhere = (own: string, named: ReadonlySet<string> | undefined): string | null =>
    (named && [...byKey].find(([key, id]) => below(key) === below(own) && !named.has(id))?.[0]) ?? null;
  return {
    idOf: (names) => byKey.get(keyOf(names)) ?? sectionIdOf(keyOf(names)),
    known: (id) => byId.get(id) ?? null,
    positionOf: (id) => positions.get(id) ?? null,
    ownKeyOf: (id) => keys.get(id) ?? null,
    near(names, others, named) {
      const own = keyOf(names);
      if (others.has(own)) return null;
      const key = nearKey(own, byKey.keys()) ?? nearKey(own, others.keys()) ?? elsewhere(own, named);
      if (key === null) return null;
      const found = byId.get(byKey.get(key) ?? '');
      const [department = ''] = key.split('/');
      const name = found?.name ?? others.get(key) ?? '';
      return department === own.split('/')[0] ? name : `${found?.department ?? department} ${name}`;
    },
    keyOf,
  };
}

/** The key of another spelling of a section's name within its department. */
export function aliasKey(finder: SectionFinder, department: string, alias: string): string {
  return finder.keyOf({ department, name: canonicalOrganization(alias) });
}

/** The sections of these names, each null when the record does not know it. */
export async function sectionsNamed(
  db: Db,
  names: readonly SectionNames[],
): Promise<readonly (Section | null)[]> {
  const finder = await loadSectionFinder(db);
  return names.map((name) => finder.known(finder.idOf(name)));
}

/** What the record knows departments by beside their own names. */
export async function readDepartmentAliases(db: Db): Promise<DepartmentAliases> {
  const { rows } = await db.query<{ alias: string; department: string }>(
    'select alias, department from department_aliases',
  );
  return Object.fromEntries(rows.map((row) => [row.alias, row.department]));
}

/** With what the record knows already, a section may come to stand above itself. */
export async function refuseCircle(db: Db): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    `with recursive above as (
       select id as from_id, parent_id as at from sections where parent_id is not null
       union select a.from_id, s.parent_id from above a join sections s on s.id = a.at where s.parent_id is not null)
     select s.name from above a join sections s on s.id = a.from_id where a.at = a.from_id order by s.key limit 1`,
  );
  if (rows[0])
    throw new RosterRefused(
      `${rows[0].name} の上の組織をたどると、その課に戻ります。 / ${rows[0].name} would stand above itself.`,
    );
}
