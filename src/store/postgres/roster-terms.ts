/** Posts, who holds them from when to when, and deputies, as a roster names them. */
import { postIdOf } from '../../core/ids.js';
import type { Roster } from '../../core/roster.js';
import { addDays, cityDate } from '../../core/working-days.js';
import type { RosterWork } from './import-roster.js';
import type { Db } from './pool.js';
import type { SectionFinder } from './sections.js';

type PostName = Roster['holdings'][number]['post'];

const postId = (finder: SectionFinder, post: PostName): string =>
  postIdOf(finder.idOf(post.section), post.role, post.title);

const postTitle = (post: PostName): string => `${post.section.name} ${post.title}`;

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
        name: postTitle(post),
        before: null,
        after,
      });
    } else if (!(await exists(db, 'sections', sectionId)))
      throw new Error(
        `「${post.section.department} ${post.section.name}」という組織が名簿にありません。 / There is no section ${post.section.name} in ${post.section.department}.`,
      );
  }
}

type Term = {
  readonly post: PostName;
  readonly person: string;
  readonly from: string;
  readonly until: string | null;
};
type TermRow = {
  post_id: string;
  person_id: string;
  from: string;
  until: string | null;
  title: string;
  section_id: string;
};

/** Holdings, or deputies: both are a post, a person and two dates. */
export async function enterTerms(
  { db, differences, now }: RosterWork,
  finder: SectionFinder,
  roster: Roster,
  what: 'holding' | 'deputy',
): Promise<void> {
  const table = what === 'holding' ? 'holdings' : 'deputies';
  const listed: readonly Term[] = what === 'holding' ? roster.holdings : roster.deputies;
  const today = cityDate(now);
  const yesterday = addDays(today, -1);
  const named = [...new Set(roster.holdings.map(({ post }) => finder.idOf(post.section)))];
  const { rows } = await db.query<TermRow>(
    `select t.post_id, t.person_id, t.from_on::text as "from", t.until_on::text as until, o.title, o.section_id
     from ${table} t join posts o on o.id = t.post_id
     where o.section_id = any($1)
     order by t.post_id, t.person_id, t.from_on`,
    [[...named, ...listed.map(({ post }) => finder.idOf(post.section))]],
  );
  const key = (post: string, person: string, from: string) => `${post} ${person} ${from}`;
  const before = new Map(rows.map((row) => [key(row.post_id, row.person_id, row.from), row]));
  const repeated = new Set<string>();
  for (const { post, person, from, until } of listed) {
    if (!(await exists(db, 'people', person)))
      throw new Error(
        `${postTitle(post)} の「${person}」が名簿の職員にいません。 / ${person}, named for ${postTitle(post)}, is not among the people of the roster.`,
      );
    const id = postId(finder, post);
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
      id: key(id, person, from),
      name: postTitle(post),
      before: was ? { person, from, until: was.until } : null,
      after: { person, from, until },
    });
  }
  for (const [id, row] of before) {
    const over = row.until !== null && row.until < today;
    if (over || repeated.has(id) || !named.includes(row.section_id)) continue;
    const begun = row.from < today;
    await db.query(
      begun
        ? `update ${table} set until_on = $4 where post_id = $1 and person_id = $2 and from_on = $3`
        : `delete from ${table} where post_id = $1 and person_id = $2 and from_on = $3 and $4::date is not null`,
      [row.post_id, row.person_id, row.from, yesterday],
    );
    const { person_id: person, from, until } = row;
    differences.push({
      what,
      id,
      name: row.title,
      before: { person, from, until },
      after: begun ? { person, from, until: yesterday } : null,
    });
  }
}

async function exists(db: Db, table: 'people' | 'sections', id: string): Promise<boolean> {
  const { rowCount } = await db.query(`select 1 from ${table} where id = $1`, [id]);
  return rowCount === 1;
}
