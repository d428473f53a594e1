/** The people list of a roster: one row a post that somebody holds, from when to when, and whom he or she deputises for. */
import { isIsoDate, parseEraDate } from '../../core/calendar/japanese-dates.js';
import type { DepartmentAliases } from '../../core/organization/organization-names.js';
import { POST_ROLES, type PostRole, ROLE_NAMES } from '../../core/organization/post-roles.js';
import { roleOfTitle } from '../../core/organization/read-route.js';
import { isEmail, isPersonRef } from '../../core/organization/roster.js';
import { foldLabel, foldWidth } from '../../core/text/fold.js';
import type { Words } from '../../core/text/language.js';
import { saidAt } from '../../core/wording/sent/places.js';
import { deputiesOf } from './roster-deputies.js';
import type { Dates, PeopleRead, Person, PostRow, WrongCell } from './roster-rows.js';
import { LONGEST_NAME, nameKey, officeNames } from './roster-sections.js';
import { PEOPLE_COLUMNS, type PeopleColumn, type RosterRow, type RosterTable } from './roster-tables.js';

const NEEDED = ['department', 'section', 'title', 'name'] as const;
const ROLE_WORDS = POST_ROLES.map((role) => ROLE_NAMES[role].ja).join('、');

/** Reads the people lists, as of a day (ISO date); problems are added to `problems`. */
export function readPeople(
  tables: readonly RosterTable<'people', PeopleColumn>[],
  asOf: string,
  aliases: DepartmentAliases,
  problems: Words[],
): PeopleRead {
  const order = new Map(tables.flatMap((table) => table.rows).map((row, index) => [row, index]));
  const found: { readonly at: number; readonly words: Words }[] = [];
  const wrong: WrongCell = (row, column, ja, en) =>
    found.push({ at: order.get(row)!, words: saidAt(row.where(column), ja, en) });
  const rows = tables.flatMap((table): PostRow[] => {
    const missing: string[] = NEEDED.filter((column) => !table.has(column)).map(
      (column) => PEOPLE_COLUMNS[column][0],
    );
    if (!table.has('id') && !table.has('email')) missing.push('職員番号');
    if (missing.length === 0) return table.rows.flatMap((row) => rowOf(table, row, aliases, wrong) ?? []);
    problems.push(
      saidAt(
        table.heading,
        `見出しに「${missing.join('」「')}」が必要です。`,
        `the headings 「${missing.join('」「')}」 are needed.`,
      ),
    );
    return [];
  });
  const sections = new Map<string, PeopleRead['sections'][number]>();
  for (const { post, row } of rows) {
    const key = nameKey(post.section, aliases);
    if (!sections.has(key)) sections.set(key, { section: post.section, where: row.where('section') });
  }
  const people = peopleIn(rows, wrong);
  const { deputies, ownDates, questions } = deputiesOf(rows, asOf, aliases, wrong);
  const terms = new Set<string>();
  const holdings = rows.flatMap((one): PeopleRead['holdings'][number][] => {
    const own = ownDates(one);
    if (own === null) return [];
    const { key, post, person, row } = one;
    const { from, until, untilAssumed } = own;
    if (terms.has(`${key}\n${from}`))
      wrong(
        row,
        'name',
        '同じ職員・役職・開始日の行が、前にもあります。',
        'a row above has the same person, post and first day.',
      );
    terms.add(`${key}\n${from}`);
    const assumed = {
      ...(from === null ? { assumed: true } : {}),
      ...(untilAssumed ? { untilAssumed } : {}),
    };
    const shared = one.deputy?.dates === null && from !== null;
    return [
      {
        term: { post, person: person.id, from: from ?? asOf, until, ...assumed },
        place: { from: row.where('from'), until: row.where('until'), shared },
      },
    ];
  });
  const owners = ownersIn(rows, aliases, wrong);
  // In the order of the rows, whatever was looked at first.
  problems.push(...found.sort((a, b) => a.at - b.at).map(({ words }) => words));
  return { sections: [...sections.values()], people, holdings, deputies, owners, questions };
}

/** 担当 as the rows say it; a goal is one person's. */
function ownersIn(
  rows: readonly PostRow[],
  aliases: DepartmentAliases,
  wrong: WrongCell,
): PeopleRead['owners'] {
  const owned = new Map<string, { section: PostRow['post']['section']; goal: string; person: string }>();
  for (const { row, post, person, goals } of rows)
    for (const goal of goals) {
      const key = `${nameKey(post.section, aliases)}\n${goal}`;
      const known = owned.get(key);
      if (known && known.person !== person.id)
        wrong(
          row,
          'goals',
          `No.${goal} の担当が、前の行にもいます。`,
          `No.${goal} has an owner in a row above, too.`,
        );
      else owned.set(key, { section: post.section, goal, person: person.id });
    }
  return [...owned.values()];
}

/** 「1、3」「No.1 No.3」「1番」: the numbers of goals; null for anything else. */
function goalsOf(text: string): string[] | null {
  const parts = foldWidth(text)
    .split(/[\s、,，・]/u)
    .filter((part) => part !== '');
  const numbers = parts.map((part) => /^(?:no\.?)?(\d{1,6}(?:-\d{1,6})?)番?$/iu.exec(part)?.[1] ?? '');
  return numbers.includes('') ? null : numbers;
}

function peopleIn(rows: readonly PostRow[], wrong: WrongCell): Person[] {
  const people = new Map<string, Person>();
  const emails = new Map<string, string>();
  for (const { person, row } of rows) {
    const known = people.get(person.id);
    if (known && known.name !== person.name)
      wrong(
        row,
        'name',
        `同じ職員（${person.id}）の氏名が、前の行（${known.name}）と違います。`,
        `another name than that of the same person (${person.id}) in a row above (${known.name}).`,
      );
    const owner = emails.get(person.email?.toLowerCase() ?? '');
    if (owner !== undefined && owner !== person.id)
      wrong(
        row,
        'email',
        `職員${owner}のメールアドレスと同じです。`,
        `it is the e-mail address of ${owner}.`,
      );
    people.set(person.id, known ? { ...person, ...emailOf(person, known) } : person);
    if (person.email && owner === undefined) emails.set(person.email.toLowerCase(), person.id);
  }
  return [...people.values()];
}

/** Of two rows about one person: an address that one of them has, else what either says. */
function emailOf(one: Person, other: Person): Pick<Person, 'email'> {
  const email = one.email ?? other.email ?? (one.email === undefined ? other.email : null);
  return email === undefined ? {} : { email };
}

function rowOf(
  table: RosterTable<'people', PeopleColumn>,
  row: RosterRow<PeopleColumn>,
  aliases: DepartmentAliases,
  wrong: WrongCell,
): PostRow | null {
  let whole = true;
  const refuse = (column: PeopleColumn, ja: string, en: string) => {
    wrong(row, column, ja, en);
    whole = false;
  };
  for (const column of NEEDED) {
    if (row.cell(column) === '') refuse(column, '空です。', 'it is empty.');
    if (row.cell(column).length > LONGEST_NAME)
      refuse(column, `長すぎます（${LONGEST_NAME}文字まで）。`, `it is too long (limit ${LONGEST_NAME}).`);
  }
  const email = row.cell('email');
  const id = row.cell('id') || email.toLowerCase();
  const idColumn = table.has('id') && (row.cell('id') !== '' || email === '') ? 'id' : 'email';
  if (id === '')
    refuse(idColumn, '職員番号かメールアドレスが必要です。', 'a 職員番号 or an e-mail address is needed.');
  else if (email !== '' && !isEmail(email))
    refuse('email', `「${email}」はメールアドレスとして読み取れません。`, `“${email}” is no e-mail address.`);
  else if (!isPersonRef(id))
    refuse(
      idColumn,
      `「${id}」は職員番号に使えません（空白と「/」「:」「#」を除く60文字まで）。`,
      `“${id}” cannot be a 職員番号 (up to 60 characters, without blanks, / : and #).`,
    );
  const title = row.cell('title');
  const role = roleOf(row.cell('role'), title);
  if (!role)
    refuse(
      'role',
      `「${row.cell('role')}」は役割ではありません（${ROLE_WORDS}）。`,
      `“${row.cell('role')}” is none of ${ROLE_WORDS}.`,
    );
  const datesOf = (fromColumn: 'from' | 'deputyFrom', untilColumn: 'until' | 'deputyUntil'): Dates => {
    const [from, until] = [fromColumn, untilColumn].map((column) => {
      const day = dateOf(row.cell(column));
      if (day === undefined)
        refuse(
          column,
          `「${row.cell(column)}」は日付として読み取れません（例: R6.4.1、2024-04-01）。`,
          `“${row.cell(column)}” is no date (such as R6.4.1 or 2024-04-01).`,
        );
      return day ?? null;
    }) as [string | null, string | null];
    if (from !== null && until !== null && until < from)
      refuse(
        untilColumn,
        `${PEOPLE_COLUMNS[untilColumn][0]}（${until}）が${PEOPLE_COLUMNS[fromColumn][0]}（${from}）より前です。`,
        `${PEOPLE_COLUMNS[untilColumn][0]} (${until}) is before ${PEOPLE_COLUMNS[fromColumn][0]} (${from}).`,
      );
    return { from, until };
  };
  const dates = datesOf('from', 'until');
  const goals = goalsOf(row.cell('goals'));
  if (goals === null)
    refuse(
      'goals',
      `「${row.cell('goals')}」は目標の番号として読み取れません（例: 1、3）。`,
      `“${row.cell('goals')}” is no number of a goal (such as 1, 3).`,
    );
  const deputyTitle = row.cell('deputyOf');
  const deputyDates =
    table.has('deputyFrom') || table.has('deputyUntil') ? datesOf('deputyFrom', 'deputyUntil') : null;
  if (deputyTitle === '' && (deputyDates?.from || deputyDates?.until))
    refuse(
      'deputyOf',
      '代決の日がありますが、どの役職の代決かが空です。',
      'there are days of a deputy, but not for which post.',
    );
  if (!whole || !role) return null;
  const section = officeNames({ department: row.cell('department'), name: row.cell('section') }, aliases);
  return {
    ...dates,
    row,
    person: {
      id,
      name: row.cell('name'),
      ...(table.has('email') ? { email: email === '' ? null : email } : {}),
    },
    post: { section, role, title },
    key: [nameKey(section, aliases), role, title, id].join('\n'),
    goals: goals ?? [],
    deputy: deputyTitle === '' ? null : { title: deputyTitle, dates: deputyDates },
  };
}

/** The role as said, else as the title has it, else 担当者; null when something unknown was said. */
function roleOf(said: string, title: string): PostRole | null {
  if (said === '') return roleOfTitle(title) ?? 'staff';
  const folded = foldLabel(said);
  return POST_ROLES.find((role) => role === folded || ROLE_NAMES[role].ja === folded) ?? null;
}

/** A date as ISO date; null for nothing, undefined for what is no date. */
function dateOf(text: string): string | null | undefined {
  if (text === '') return null;
  const slashed = text.replaceAll('/', '-').replace(/-(\d)(?=-|$)/gu, '-0$1');
  return isIsoDate(slashed) ? slashed : parseEraDate(text)?.iso;
}
