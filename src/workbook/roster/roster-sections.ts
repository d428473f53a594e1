/**
 * The sections list of a roster: 部, 課, and whichever of 上の組織, 別名, 部の別名, チャンネル, 承認経路, 並び順 it has. A column that
 * is not there leaves what the record has; a blank 承認経路 is the usual one, a blank チャンネル leaves the channel.
 */
import {
  canonicalDepartment,
  canonicalOrganization,
  type DepartmentAliases,
  sectionKey,
} from '../../core/organization/organization-names.js';
import { readRoute } from '../../core/organization/read-route.js';
import type { RosterInput, SectionName } from '../../core/organization/roster.js';
import type { Said } from '../../core/organization/roster-read.js';
import { foldWidth } from '../../core/text/fold.js';
import type { Words } from '../../core/text/language.js';
import { saidAt } from '../../core/wording/sent/places.js';
import { type RosterRow, type RosterTable, SECTION_COLUMNS, type SectionColumn } from './roster-tables.js';

type Listed = NonNullable<RosterInput['sections']>[number];
type Row = { readonly row: RosterRow<SectionColumn>; readonly section: Listed; readonly key: string };

type SectionsRead = {
  readonly departmentAliases: DepartmentAliases;
  readonly sections: readonly { readonly section: Listed; readonly where: string }[];
  /** the departments' own offices, where a section stands under its 部 without the list naming the 部 itself */
  readonly offices: readonly Said[];
  /** those above that stand in no row */
  readonly parents: readonly Said[];
};

/** What stands in 別名 is divided by these. */
const BETWEEN_NAMES = /[、，,／/|\n]/u;
/** Longest name the record keeps, in UTF-16 units. */
export const LONGEST_NAME = 200;

/** Reads the sections lists; problems are added to `problems`. */
export function readSections(
  tables: readonly RosterTable<'sections', SectionColumn>[],
  known: DepartmentAliases,
  channelOf: (typed: string) => string | null,
  problems: Words[],
): SectionsRead {
  for (const table of tables)
    if (!isUsable(table)) {
      const missing = (['department', 'section'] as const).filter((column) => !table.has(column));
      const headings = missing.map((column) => SECTION_COLUMNS[column][0]).join('」「');
      problems.push(
        saidAt(
          table.heading,
          `見出しに「${headings}」が必要です。`,
          `the headings 「${headings}」 are needed.`,
        ),
      );
    }
  const usable = tables.filter(isUsable);
  const aliases = { ...known, ...departmentAliasesOf(usable, problems) };
  const rows = usable.flatMap((table) =>
    table.rows.flatMap((row): Row[] => {
      const section = sectionOf(table, row, aliases, channelOf, problems);
      return section ? [{ row, section, key: nameKey(section, aliases) }] : [];
    }),
  );
  const keys = keysOf(rows, aliases, problems);
  const offices = new Map<string, Said>();
  const parents: Said[] = [];
  const aboveOf = new Map<string, string>();
  const sections = rows.map(({ row, section, key }) => {
    const said = row.cell('parent');
    const where = row.where('section');
    if (said === '') return { section, where };
    const { parent, found } = parentOf(said, section, keys, rows, aliases);
    const parentKey = nameKey(parent, aliases);
    aboveOf.set(key, parentKey);
    if (!found) {
      const above = { section: parent, where: row.where('parent') };
      if (isOffice(parent, aliases)) offices.set(parentKey, above);
      else parents.push(above);
    }
    return { section: { ...section, parent }, where };
  });
  for (const { row, key } of rows)
    if (keys.get(key)?.row === row && isCircle(key, aboveOf))
      problems.push(
        saidAt(row.where('parent'), '上の組織をたどると、この課に戻ります。', 'it would stand above itself.'),
      );
  return { departmentAliases: aliases, sections, offices: [...offices.values()], parents };
}

const isUsable = (table: RosterTable<'sections', SectionColumn>) =>
  table.has('department') && table.has('section');

/** What a section is known by, whatever the spelling of its 部. */
export function nameKey({ department, name }: SectionName, aliases: DepartmentAliases): string {
  return sectionKey(department, name, aliases);
}

/** The names as one spelling has them where a row means the 部 itself. */
export function officeNames(section: SectionName, aliases: DepartmentAliases): SectionName {
  const own = canonicalDepartment(section.department, aliases);
  return isOffice(section, aliases) ? { department: own, name: own } : section;
}

function departmentAliasesOf(
  tables: readonly RosterTable<'sections', SectionColumn>[],
  problems: Words[],
): DepartmentAliases {
  const found: Record<string, string> = {};
  for (const { rows } of tables)
    for (const row of rows) {
      const department = row.cell('department');
      for (const alias of namesIn(row.cell('departmentAliases'))) {
        if (canonicalOrganization(alias) === canonicalOrganization(department)) continue;
        const before = found[alias];
        if (before !== undefined && before !== department)
          problems.push(
            saidAt(
              row.where('departmentAliases'),
              `「${alias}」は「${before}」の別名でもあります。1つの部の別名にしてください。`,
              `“${alias}” is an alias of “${before}” too; make it that of one department.`,
            ),
          );
        found[alias] = department;
      }
    }
  return found;
}

function sectionOf(
  table: RosterTable<'sections', SectionColumn>,
  row: RosterRow<SectionColumn>,
  aliases: DepartmentAliases,
  channelOf: (typed: string) => string | null,
  problems: Words[],
): Listed | null {
  const wrong = (column: SectionColumn, ja: string, en: string) => {
    problems.push(saidAt(row.where(column), ja, en));
    return null;
  };
  const [department, section] = [row.cell('department'), row.cell('section')];
  if (department === '') return wrong('department', '空です。', 'it is empty.');
  if (section === '')
    return wrong(
      'section',
      '空です。部そのものの行では、部と同じ名前を書きます。',
      'it is empty; the row of a department itself repeats its name.',
    );
  if (Math.max(department.length, section.length) > LONGEST_NAME)
    return wrong(
      'section',
      `名前が長すぎます（${LONGEST_NAME}文字まで）。`,
      `the name is too long (limit ${LONGEST_NAME}).`,
    );
  const route = table.has('route') ? readRoute(row.cell('route') || '課長') : null;
  if (route && !route.ok) wrong('route', route.problem.ja, route.problem.en);
  const placed = foldWidth(row.cell('position'));
  if (placed !== '' && !/^\d{1,6}$/u.test(placed))
    wrong('position', '数字で書いてください（例：10）。', 'write a number (such as 10).');
  const said = row.cell('channel');
  const channel = said === '' ? null : channelOf(said);
  if (said !== '' && channel === null)
    wrong(
      'channel',
      `「${said}」はチャンネルとして読み取れません。空のまま取り込み、チャンネルの中で連携することもできます。`,
      `“${said}” is no channel. It may be left blank, and linked from within the channel.`,
    );
  return {
    ...officeNames({ department, name: section }, aliases),
    aliases: namesIn(row.cell('aliases')),
    ...(table.has('parent') ? { parent: null } : {}),
    ...(route?.ok ? { route: [...route.steps] } : {}),
    ...(placed === '' ? {} : { position: Number(placed) }),
    ...(channel === null ? {} : { channel }),
  };
}

/** Every name of every section → its row; a name that two have is a problem. */
function keysOf(rows: readonly Row[], aliases: DepartmentAliases, problems: Words[]): Map<string, Row> {
  const keys = new Map<string, Row>();
  for (const one of rows) {
    const before = keys.get(one.key);
    if (before)
      problems.push(
        saidAt(
          one.row.where('section'),
          `「${one.section.name}」は前の行（${before.row.where('section')}）にもあります。`,
          `“${one.section.name}” stands in a row above too (${before.row.where('section')}).`,
        ),
      );
    else keys.set(one.key, one);
  }
  for (const one of rows)
    for (const alias of one.section.aliases ?? []) {
      const key = nameKey({ department: one.section.department, name: alias }, aliases);
      const before = keys.get(key);
      if (before && before.key !== one.key)
        problems.push(
          saidAt(
            one.row.where('aliases'),
            `「${alias}」は「${before.section.name}」も指します。1つの課の名前にしてください。`,
            `“${alias}” means “${before.section.name}” too; make it the name of one section.`,
          ),
        );
      else keys.set(key, before ?? one);
    }
  return keys;
}

/** The section meant by what stands in 上の組織: of the same 部, the 部 itself, 「部 課」, or the only one of that name. */
function parentOf(
  said: string,
  { department }: SectionName,
  keys: ReadonlyMap<string, Row>,
  rows: readonly Row[],
  aliases: DepartmentAliases,
): { readonly parent: SectionName; readonly found: boolean } {
  const nameOf = ({ section }: Row): SectionName => ({ department: section.department, name: section.name });
  const own = canonicalDepartment(department, aliases);
  const [first = '', ...rest] = said.split(/[\s/／]+/u);
  const candidates: SectionName[] = [
    { department, name: said },
    ...(rest.length > 0 ? [{ department: first, name: rest.join('') }] : []),
    { department: said, name: said },
  ];
  for (const candidate of candidates) {
    const row = keys.get(nameKey(candidate, aliases));
    if (row) return { parent: nameOf(row), found: true };
  }
  const elsewhere = rows.filter(
    ({ section }) => canonicalOrganization(section.name) === canonicalOrganization(said),
  );
  if (elsewhere.length === 1) return { parent: nameOf(elsewhere[0]!), found: true };
  if (canonicalDepartment(said, aliases) === own)
    return { parent: { department: own, name: own }, found: false };
  return { parent: rest.length > 0 ? candidates[1]! : candidates[0]!, found: false };
}

function isOffice({ department, name }: SectionName, aliases: DepartmentAliases): boolean {
  return canonicalDepartment(department, aliases) === canonicalDepartment(name, aliases);
}

function isCircle(from: string, above: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  for (let at = above.get(from); at !== undefined; at = above.get(at)) {
    if (at === from) return true;
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}

function namesIn(cell: string): string[] {
  return [
    ...new Set(
      cell
        .split(BETWEEN_NAMES)
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ];
}
