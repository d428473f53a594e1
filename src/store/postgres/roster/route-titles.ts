/** The posts that a section's reports go through, as they are called there. */
import type { Section } from '../../../core/organization/people.js';
import { type PostRole, ROLE_NAMES } from '../../../core/organization/post-roles.js';
import type { TitledStep } from '../../../core/organization/route.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';

/** The route with the titles of its posts; where several posts of one role have several titles, the role's own name. */
export async function loadRoute(db: Db, section: Section): Promise<TitledStep[]> {
  const { rows } = await db.query<{ role: PostRole; title: string; section_id: string }>(
    prepared(
      'select distinct role, title, section_id from posts where section_id = any($1) and role = any($2)',
    ),
    [[section.id, section.parentId], section.route.map(({ role }) => role)],
  );
  return section.route.map((step) => {
    const { role } = step;
    const ofRole = rows.filter((post) => post.role === role);
    const own = ofRole.filter(({ section_id }) => section_id === section.id);
    const titles = new Set((own.length > 0 ? own : ofRole).map(({ title }) => title));
    const [only] = titles;
    return { ...step, title: titles.size === 1 && only !== undefined ? only : ROLE_NAMES[role].ja };
  });
}
