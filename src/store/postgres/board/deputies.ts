/** 代決者 set from the board: a roster of one deputy, entered as any other roster is. */
import type { DeputyAct, DeputyCommand } from '../../../core/board/deputies.js';
import { addDays, cityDate } from '../../../core/calendar/working-days.js';
import { nearestNames } from '../../../core/organization/nearest-names.js';
import type { PostRole } from '../../../core/organization/post-roles.js';
import { isAbsence } from '../../../core/organization/terms.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';
import { importRosterIn } from '../roster/import-roster.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { peopleNamed, readSections } from '../sheets/status.js';

/** What was asked for, or why not; nothing is entered that was not agreed to. */
export function carryOutDeputies(db: Db, command: DeputyCommand, by: By, now: Date): Promise<DeputyAct> {
  return command.kind === 'show_deputies'
    ? showDeputies(db, command.section, cityDate(now))
    : setDeputy(db, command, by, now);
}

const namesOf = (people: readonly { readonly name: string }[]) => [
  ...new Set(people.map(({ name }) => name)),
];

async function showDeputies(db: Db, id: string, today: string): Promise<DeputyAct> {
  const sections = await readSections(db);
  const section = sections.find((one) => one.id === id);
  if (!section) return { what: 'no_deputy', why: 'unknown_post', title: '', said: '', names: [] };
  const posts = await loadPosts(db, [section.id, section.parentId ?? section.id], today);
  const deciding = section.route.flatMap(({ role }) => {
    const ofRole = posts.filter((post) => post.role === role);
    const own = ofRole.filter((post) => post.sectionId === section.id);
    return own.length > 0 ? own : ofRole;
  });
  return {
    what: 'deputies',
    section: section.id,
    name: section.name,
    posts: [...new Map(deciding.map((post) => [post.id, post])).values()].map((post) => ({
      id: post.id,
      title: `${sections.find((one) => one.id === post.sectionId)?.name ?? ''} ${post.title}`,
      holders: namesOf(post.holders.filter(({ from, until }) => runs(from, until, today))),
      deputies: post.deputies.map(({ name, from, until }) => ({ name, from, until: until! })),
    })),
  };
}

const runs = (from: string, until: string | null, today: string) =>
  from <= today && (until === null || until >= today);

type PostRow = {
  readonly section_id: string;
  readonly role: PostRole;
  readonly title: string;
  readonly section: string;
  readonly department: string;
};

async function setDeputy(
  db: Db,
  { post: id, to, from: wanted, until, agreed }: Extract<DeputyCommand, { kind: 'set_deputy' }>,
  by: By,
  now: Date,
): Promise<DeputyAct> {
  const today = cityDate(now);
  const { rows } = await db.query<PostRow>(
    `select o.section_id, o.role, o.title, s.name as section, s.department
     from posts o join sections s on s.id = o.section_id where o.id = $1 and o.role <> 'coordinator'`,
    [id],
  );
  const [row] = rows;
  const title = row ? `${row.section} ${row.title}` : '';
  const no = (why: Extract<DeputyAct, { what: 'no_deputy' }>['why'], names: readonly string[] = []) =>
    ({ what: 'no_deputy', why, title, said: to, names }) as const;
  if (!row) return no('unknown_post');
  const found = await peopleNamed(db, to);
  const [person, ...others] = found;
  if (!person) {
    const { rows: all } = await db.query<{ name: string }>('select distinct name from people');
    return no('unknown', namesOf(nearestNames(to, all, ({ name }) => name)));
  }
  if (others.length > 0)
    return no(
      'several',
      found.map((one) => `${one.id}（${one.name}）`),
    );
  const terms = (await loadPosts(db, [row.section_id], today)).find((post) => post.id === id);
  const holders = (terms?.holders ?? []).filter((one) => runs(one.from, one.until, today));
  const running = terms?.deputies.find(({ personId }) => personId === person.id);
  const from = wanted ?? running?.from ?? today;
  const was = terms?.deputies.find((one) => one.personId === person.id && one.from === from) ?? null;
  if (holders.some(({ personId }) => personId === person.id)) return no('holder');
  if (until < from) return no('backwards');
  // One that runs already began when it did; it may end on the day before, so that it runs no more.
  if (until < addDays(today, -1) || (from < today && !was)) return no('past');
  if (was?.until === until) return no('same');
  const act = {
    what: 'deputy',
    section: row.section_id,
    post: id,
    title,
    person: person.id,
    name: person.name,
    holders: namesOf(holders),
    from,
    until,
    was: was?.until ?? null,
    absence: isAbsence(until, from),
  } as const;
  if (!agreed) return { ...act, done: false };
  const { section: name, department, role, title: post } = row;
  await importRosterIn(
    db,
    {
      deputies: [
        { post: { section: { department, name }, role, title: post }, person: person.id, from, until },
      ],
    },
    { by, now },
  );
  return { ...act, done: true };
}
