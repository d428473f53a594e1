/** Posts, who holds them from when to when, and deputies, as a roster names them. */
import { addDays } from '../../../core/calendar/working-days.js';
import type { Roster } from '../../../core/organization/roster.js';
import { postIdOf } from '../../../core/sheet/ids.js';
import type { Db } from '../connection/pool.js';
import { RosterRefused, type RosterWork } from './roster-work.js';
import type { SectionFinder } from './sections.js';

type PostName = Roster['holdings'][number]['post'];

const postId = (finder: SectionFinder, post: PostName): string =>
  postIdOf(finder.idOf(post.section), post.role, post.title);

/** A post as the record names its section, whatever its name in the roster. */
const postTitle = (finder: SectionFinder, { section, title }: PostName): string =>
  `${finder.known(finder.idOf(section))?.name ?? section.name} ${title}`;

/** Makes the posts that holdings and deputies name. */
export async function enterPosts(
  { db, differences }: RosterWork,
  finder: SectionFinder,
  roster: Roster,
): Promise<void> {
  for (const { post } of [...roster.holdings, ...roster.deputies]) {
    const sectionId = finder.idOf(post.section);
    const { rowCount } = await db.query(
      `insert into posts (id, section_id, role, title)
       select $1, id, $3, $4 from sections where id = $2 on conflict (id) do nothing`,
      [postId(finder, post), sectionId, post.role, post.title],
    );
    if (rowCount) {
      const after = { role: post.role, title: post.title };
      differences.push({
        what: 'post',
        id: postId(finder, post),
        name: postTitle(finder, post),
        before: null,
        after,
      });
    } else if (!(await exists(db, 'sections', sectionId)))
      throw new RosterRefused(
        `「${post.section.department} ${post.section.name}」という組織が名簿にありません。 / There is no section ${post.section.name} in ${post.section.department}.`,
      );
  }
}

type Term = {
  readonly post: PostName;
  readonly person: string;
  readonly from: string;
  readonly until: string | null;
  readonly assumed: boolean;
  readonly untilAssumed?: boolean;
};
type TermRow = {
  post_id: string;
  person_id: string;
  from: string;
  until: string | null;
  title: string;
  section_id: string;
  section: string;
  person: string;
};

/** Holdings, or deputies: both are a post, a person and two dates. */
export async function enterTerms(
  { db, differences, asOf }: RosterWork,
  finder: SectionFinder,
  roster: Roster,
  what: 'holding' | 'deputy',
): Promise<void> {
  const table = what === 'holding' ? 'holdings' : 'deputies';
  const listed: readonly Term[] = what === 'holding' ? roster.holdings : roster.deputies;
  // A deputy stands in for some days; whoever else may is not succeeded by that.
  const successors =
    what === 'holding' ? firstDays(listed, (post) => postId(finder, post), asOf) : new Map<string, string>();
  const named = [...new Set(roster.holdings.map(({ post }) => finder.idOf(post.section)))];
  const { rows } = await db.query<TermRow>(
    `select t.post_id, t.person_id, t.from_on::text as "from", t.until_on::text as until, o.title, o.section_id,
       s.name as section, p.name as person
     from ${table} t join posts o on o.id = t.post_id join sections s on s.id = o.section_id
     join people p on p.id = t.person_id
     where o.section_id = any($1)
     order by t.post_id, t.person_id, t.from_on`,
    [[...named, ...listed.map(({ post }) => finder.idOf(post.section))]],
  );
  const key = (post: string, person: string, from: string) => `${post} ${person} ${from}`;
  const rowsOf = (id: string) => rows.filter((row) => row.post_id === id);
  const before = new Map(rows.map((row) => [key(row.post_id, row.person_id, row.from), row]));
  const repeated = new Set<string>();
  for (const [index, { post, person, ...said }] of listed.entries()) {
    const name = await nameOf(db, person);
    if (name === null)
      throw new RosterRefused(
        `${postTitle(finder, post)} の「${person}」が名簿の職員にいません。 / ${person}, named for ${postTitle(finder, post)}, is not among the people of the roster.`,
      );
    const id = postId(finder, post);
    const running = rowsOf(id).find(
      (row) => row.person_id === person && (row.until === null || row.until >= asOf),
    );
    const until = said.untilAssumed && running ? running.until : said.until;
    const from = said.assumed ? firstDay(person, until, running, rowsOf(id), asOf) : said.from;
    if (from === null)
      throw new RosterRefused(
        `${postTitle(finder, post)} ${name}: 終了日は過ぎた日（${until}）ですが、いつからだったか分かりません。開始日を書いてください。 / The term of ${name} ended on ${until}; say when it began.`,
      );
    const was = before.get(key(id, person, from));
    repeated.add(key(id, person, from));
    if (was && was.until === until) continue;
    await db.query(
      `insert into ${table} (post_id, person_id, from_on, until_on) values ($1, $2, $3, $4)
       on conflict (post_id, person_id, from_on) do update set until_on = $4`,
      [id, person, from, until],
    );
    differences.push({
      what,
      listed: index,
      id: key(id, person, from),
      name: postTitle(finder, post),
      person: name,
      before: was ? { person, from, until: was.until } : null,
      after: { person, from, until },
    });
  }
  for (const [id, row] of before) {
    const over = row.until !== null && row.until < asOf;
    if (over || repeated.has(id) || !named.includes(row.section_id)) continue;
    const last = addDays(successors.get(row.post_id) ?? asOf, -1);
    // Already ended on that day or before it, by a term of its own.
    if (row.until !== null && row.until <= last) continue;
    const begun = row.from <= last;
    await db.query(
      begun
        ? `update ${table} set until_on = $4 where post_id = $1 and person_id = $2 and from_on = $3`
        : `delete from ${table} where post_id = $1 and person_id = $2 and from_on = $3 and $4::date is not null`,
      [row.post_id, row.person_id, row.from, last],
    );
    const { person_id: person, from, until } = row;
    differences.push({
      what,
      id,
      name: `${row.section} ${row.title}`,
      person: row.person,
      before: { person, from, until },
      after: begun ? { person, from, until: last } : null,
    });
  }
}

/**
 * Since when, where nobody said it: as before, or from the day the roster holds. What was over by then began when the
 * record says so; null where it does not.
 */
function firstDay(
  person: string,
  until: string | null,
  running: TermRow | undefined,
  ofPost: readonly TermRow[],
  asOf: string,
): string | null {
  if (running) return running.from;
  if (until === null || until >= asOf) return asOf;
  return ofPost.find((row) => row.person_id === person && row.until === until)?.from ?? null;
}

/** The day on which each post passes on to those who are listed, where nobody listed holds it until then. */
function firstDays(
  listed: readonly Term[],
  idOf: (post: PostName) => string,
  asOf: string,
): Map<string, string> {
  const days = new Map<string, string>();
  for (const { post, from, until } of listed) {
    if (until !== null && until < asOf) continue;
    const id = idOf(post);
    const day = from > asOf ? from : asOf;
    const before = days.get(id);
    if (before === undefined || day < before) days.set(id, day);
  }
  return days;
}

async function nameOf(db: Db, person: string): Promise<string | null> {
  const { rows } = await db.query<{ name: string }>('select name from people where id = $1', [person]);
  return rows[0]?.name ?? null;
}

async function exists(db: Db, table: 'sections', id: string): Promise<boolean> {
  const { rowCount } = await db.query(`select 1 from ${table} where id = $1`, [id]);
  return rowCount === 1;
}
