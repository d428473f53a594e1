/** 部長・区長, and which sections are theirs. */
import type { Db } from '../connection/pool.js';

type DepartmentHead = { readonly personId: string; readonly sectionIds: readonly string[] };

/**
 * Who holds a post of 部長 or 区長 on a day (ISO date), and the sections of their department: their own and those below;
 * from the department's own office, and where nothing is said to stand below, everything of that 部 in the roster.
 *
 * @param personId  only this person
 */
export async function departmentHeads(
  db: Db,
  today: string,
  personId: string | null = null,
): Promise<DepartmentHead[]> {
  const { rows } = await db.query<DepartmentHead>(
    `with heads as (
       select distinct h.person_id, s.id, s.key, split_part(s.key, '/', 1) as department
       from posts o
       join holdings h on h.post_id = o.id and h.from_on <= $1 and (h.until_on is null or h.until_on >= $1)
       join sections s on s.id = o.section_id
       where o.role = 'department_head' and ($2::text is null or h.person_id = $2))
     select d.person_id as "personId", array_agg(distinct s.id) as "sectionIds"
     from heads d join sections s on s.id = d.id or s.parent_id = d.id
       or (split_part(s.key, '/', 1) = d.department and (d.key = d.department || '/' || d.department
         or not exists (select 1 from sections below where below.parent_id = d.id)))
     group by d.person_id order by d.person_id`,
    [today, personId],
  );
  return rows;
}
