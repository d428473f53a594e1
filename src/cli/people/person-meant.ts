/** The one person meant by a name at the command line; never two at once. */
import { postsOf } from '../../store/postgres/people/person-kept.js';
import { Mistake } from '../mistake.js';
import type { OpenedRecord } from '../record.js';
import { sectionNamed } from '../year.js';

type Person = { readonly id: string; readonly name: string };

/**
 * Who has this name or number (職員番号); of several who are called alike, the one of a section.
 *
 * @throws Mistake when nobody is meant, or more than one: it tells their posts
 */
export async function personMeant(
  { record, pool }: Pick<OpenedRecord, 'record' | 'pool'>,
  said: string,
  section: string | undefined,
): Promise<Person> {
  const people = await record.peopleNamed(said);
  if (people.length === 0)
    throw new Mistake(
      `「${said}」は名簿に見つかりませんでした。氏名か職員番号を確かめてください。 / ${said} is not in the roster.`,
    );
  const posts = await postsOf(
    pool,
    people.map(({ id }) => id),
  );
  const sectionId =
    section === undefined ? null : sectionNamed('--section', section, await record.sections()).id;
  const meant = people.filter(
    ({ id }) => sectionId === null || (posts.get(id) ?? []).some((one) => one.sectionId === sectionId),
  );
  const [person, ...others] = meant;
  if (person && others.length === 0) return person;
  const told = (person ? meant : people).map(({ id }) => {
    const post = posts.get(id)?.[0]?.post ?? '役職なし';
    return `${id}（${post}）`;
  });
  throw new Mistake(
    person
      ? `「${said}」が${meant.length}人います。職員番号か --section で、どの人かを指定してください: ${told.join('、')} / ${meant.length} people are called so; give the number or --section.`
      : `「${said}」は「${section}」にいません: ${told.join('、')} / Nobody called so is in that section.`,
  );
}
