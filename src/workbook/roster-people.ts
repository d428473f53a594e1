/** The people list of a roster: one row a post that somebody holds, from when to when, and whom he or she deputises for. */
import { isIsoDate, parseEraDate } from '../core/era.js';
import { foldLabel } from '../core/fold.js';
import type { DepartmentAliases } from '../core/organization.js';
import { POST_ROLES, type PostRole, ROLE_NAMES } from '../core/people.js';
import { isEmail, isPersonRef, type RosterInput, type SectionName } from '../core/roster.js';
import { roleOfTitle } from '../core/route-words.js';
import type { RosterPeriod } from './roster-file.js';
import { LONGEST_NAME, nameKey, officeNames } from './roster-sections.js';
import { PEOPLE_COLUMNS, type PeopleColumn, type RosterRow, type RosterTable } from './roster-tables.js';

type Person = NonNullable<RosterInput['people']>[number];
type Holding = NonNullable<RosterInput['holdings']>[number];
type Deputy = NonNullable<RosterInput['deputies']>[number];

export type PeopleRead = {
  readonly sections: SectionName[];
  readonly people: Person[];
  readonly holdings: Holding[];
  readonly deputies: Deputy[];
};

const NEEDED = ['department', 'section', 'title', 'name'] as const;
const ROLE_WORDS = POST_ROLES.map((role) => ROLE_NAMES[role].ja).join('、');

/** Reads the people lists; problems are added to `problems`. */
export function readPeople(
  tables: readonly RosterTable<'people', PeopleColumn>[],
  period: RosterPeriod,
  aliases: DepartmentAliases,
  problems: string[],
): PeopleRead {
  const sections = new Map<string, SectionName>();
  const people = new Map<string, Person>();
  const emails = new Map<string, string>();
  const terms = new Set<string>();
  const holdings: Holding[] = [];
  const deputies: { readonly deputy: Deputy; readonly where: string }[] = [];
  for (const table of tables) {
    const missing = NEEDED.filter((column) => !table.has(column)).map((column) => PEOPLE_COLUMNS[column][0]);
    if (!table.has('id') && !table.has('email')) missing.push('職員番号' as never);
    if (missing.length > 0) {
      problems.push(`${table.heading}: 見出しに「${missing.join('」「')}」が必要です。`);
      continue;
    }
    for (const row of table.rows) {
      const wrong = (column: PeopleColumn, sentence: string) =>
        problems.push(`${row.where(column)}: ${sentence}`);
      const found = holdingOf(table, row, period, aliases, wrong);
      if (!found) continue;
      const { section, person, post, from, until } = found;
      const known = people.get(person.id);
      if (known && known.name !== person.name)
        wrong('name', `同じ職員（${person.id}）の氏名が、前の行（${known.name}）と違います。`);
      const owner = emails.get(person.email?.toLowerCase() ?? '');
      if (owner !== undefined && owner !== person.id)
        wrong('email', `職員${owner}のメールアドレスと同じです。`);
      const term = [nameKey(section, aliases), post.role, post.title, person.id, from].join('\n');
      if (terms.has(term)) wrong('name', '同じ職員・役職・開始日の行が、前にもあります。');
      terms.add(term);
      if (!sections.has(nameKey(section, aliases))) sections.set(nameKey(section, aliases), section);
      people.set(person.id, known ? { ...person, ...emailOf(person, known) } : person);
      if (person.email && owner === undefined) emails.set(person.email.toLowerCase(), person.id);
      const assumed = row.cell('from') === '' ? { assumed: true } : {};
      holdings.push({ post, person: person.id, from, until, ...assumed });
      const title = row.cell('deputyOf');
      if (title === '') continue;
      const role = roleOfTitle(title) ?? 'section_manager';
      deputies.push({
        deputy: {
          post: { section, role, title },
          person: person.id,
          from,
          until: until ?? (from > period.until ? from : period.until),
          ...assumed,
        },
        where: row.where('deputyOf'),
      });
    }
  }
  for (const { deputy, where } of deputies) {
    const ofRole = holdings.filter(
      ({ post }) =>
        post.role === deputy.post.role &&
        nameKey(post.section, aliases) === nameKey(deputy.post.section, aliases),
    );
    // A 代決 for 課長 where the section has a 館長 would wait for a post that nobody holds.
    if (ofRole.length > 0 && !ofRole.some(({ post }) => post.title === deputy.post.title))
      problems.push(
        `${where}: 「${deputy.post.title}」という役職はこの課にありません（${ofRole[0]!.post.title}があります）。`,
      );
  }
  return {
    sections: [...sections.values()],
    people: [...people.values()],
    holdings,
    deputies: deputies.map(({ deputy }) => deputy),
  };
}

/** Of two rows about one person: an address that one of them has, else what either says. */
function emailOf(one: Person, other: Person): Pick<Person, 'email'> {
  const email = one.email ?? other.email ?? (one.email === undefined ? other.email : null);
  return email === undefined ? {} : { email };
}

function holdingOf(
  table: RosterTable<'people', PeopleColumn>,
  row: RosterRow<PeopleColumn>,
  period: RosterPeriod,
  aliases: DepartmentAliases,
  wrong: (column: PeopleColumn, sentence: string) => unknown,
): {
  readonly section: SectionName;
  readonly person: Person;
  readonly post: Holding['post'];
  readonly from: string;
  readonly until: string | null;
} | null {
  let whole = true;
  const refuse = (column: PeopleColumn, sentence: string) => {
    wrong(column, sentence);
    whole = false;
  };
  for (const column of NEEDED) {
    if (row.cell(column) === '') refuse(column, '空です。');
    if (row.cell(column).length > LONGEST_NAME) refuse(column, `長すぎます（${LONGEST_NAME}文字まで）。`);
  }
  const email = row.cell('email');
  const id = row.cell('id') || email.toLowerCase();
  const idColumn = table.has('id') && (row.cell('id') !== '' || email === '') ? 'id' : 'email';
  if (id === '') refuse(idColumn, '職員番号かメールアドレスが必要です。');
  else if (email !== '' && !isEmail(email))
    refuse('email', `「${email}」はメールアドレスとして読み取れません。`);
  else if (!isPersonRef(id))
    refuse(idColumn, `「${id}」は職員番号に使えません（空白と「/」「:」「#」を除く60文字まで）。`);
  const title = row.cell('title');
  const role = roleOf(row.cell('role'), title);
  if (!role) refuse('role', `「${row.cell('role')}」は役割ではありません（${ROLE_WORDS}）。`);
  const from = dateOf(row.cell('from'), period.from);
  if (from === null)
    refuse('from', `「${row.cell('from')}」は日付として読み取れません（例: R6.4.1、2024-04-01）。`);
  const until = dateOf(row.cell('until'), '');
  if (until === null) refuse('until', `「${row.cell('until')}」は日付として読み取れません。`);
  if (from !== null && until !== null && until !== '' && until < from)
    refuse('until', `終了日（${until}）が開始日（${from}）より前です。`);
  if (!whole || !role || from === null || until === null) return null;
  const section = officeNames({ department: row.cell('department'), name: row.cell('section') }, aliases);
  return {
    section,
    person: {
      id,
      name: row.cell('name'),
      ...(table.has('email') ? { email: email === '' ? null : email } : {}),
    },
    post: { section, role, title },
    from,
    until: until === '' ? null : until,
  };
}

/** The role as said, else as the title has it, else 担当者; null when something unknown was said. */
function roleOf(said: string, title: string): PostRole | null {
  if (said === '') return roleOfTitle(title) ?? 'staff';
  const folded = foldLabel(said);
  return POST_ROLES.find((role) => role === folded || ROLE_NAMES[role].ja === folded) ?? null;
}

function dateOf(text: string, otherwise: string): string | null {
  if (text === '') return otherwise;
  const slashed = text.replaceAll('/', '-').replace(/-(\d)(?=-|$)/gu, '-0$1');
  return isIsoDate(slashed) ? slashed : (parseEraDate(text)?.iso ?? null);
}
