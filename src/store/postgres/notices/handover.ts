/** What a successor is told, and whose drafts may be taken over. */
import type { Pool } from 'pg';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { NoticeMaterial } from '../../../core/cards/notices/notice-material.js';
import { handoversOn } from '../../../core/notice/handover.js';
import type { NoticeAbout } from '../../../core/notice/notice.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import type { Language } from '../../../core/text/language.js';
import { prepared } from '../connection/prepared-statements.js';
import { loadPosts } from '../rounds/section-rounds.js';
import { targetsConcerning } from '../year/waiting-targets.js';
import { dayMaterial, withThoseBelow } from './reminder-material.js';

/** For `handover`; null when the post is not held by that person any more, or nothing was handed over. */
export async function handoverMaterial(
  pool: Pool,
  { personId, postId, from }: Extract<NoticeAbout, { kind: 'handover' }>,
  today: string,
  goesUpAfter?: number,
): Promise<Extract<NoticeMaterial, { kind: 'handover' }> | null> {
  const { rows } = await pool.query<{ id: string; name: string }>(
    prepared('select s.id, s.name from posts o join sections s on s.id = o.section_id where o.id = $1'),
    [postId],
  );
  const [section] = rows;
  if (!section) return null;
  const posts = await loadPosts(pool, [section.id], today);
  const handover = handoversOn({ section: { id: section.id, route: [] }, posts }, today).find(
    ({ post, successor }) => post.id === postId && successor.personId === personId && successor.from === from,
  );
  const day = await dayMaterial(pool, personId, today, goesUpAfter);
  if (!handover || !day) return null;
  const tasks = day.tasks.filter(({ sectionId }) => sectionId === section.id);
  const { rows: theirs } = await pool.query<{ subject: string; name: string }>(
    prepared(`select w.subject, p.name from goal_owners w join people p on p.id = w.person_id
     where w.subject = any($1) and w.person_id = any($2) and w.ended = 'term' order by w.subject`),
    [tasks.flatMap(({ id, goalId }) => [id, goalId]), handover.predecessors.map(({ personId: id }) => id)],
  );
  const owned: Record<string, string[]> = {};
  for (const { id, goalId, goalNo } of tasks)
    for (const { subject, name } of theirs)
      if ((subject === id || subject === goalId) && !owned[name]?.includes(goalNo))
        owned[name] = [...(owned[name] ?? []), goalNo];
  const concerned = new Set(await withThoseBelow(pool, [section.id]));
  const targets = (await targetsConcerning(pool, personId, today)).filter((one) =>
    one.decides ? concerned.has(one.section.id) : one.reports && one.section.id === section.id,
  );
  return {
    kind: 'handover',
    sectionName: section.name,
    post: handover.post.title,
    predecessors: handover.predecessors.map(({ personId: id, name, until }) => ({
      id,
      name,
      until: until ?? from,
    })),
    tasks,
    ...(Object.keys(owned).length > 0 ? { owned } : {}),
    waiting: day.waiting.filter(({ task }) => concerned.has(task.sectionId)),
    ...(targets.length > 0 ? { targets } : {}),
    questions: day.questions.filter(({ task }) => task.sectionId === section.id),
    today,
  };
}

/**
 * Whoever held a reporting post of the section of a task before, by id, and holds none there now, when `personId` holds
 * one today; or who had begun with the task and from whom that person took it over: whose draft that person may take.
 * null: nobody such.
 */
export async function readPredecessor(
  pool: Pool,
  personId: string,
  predecessorId: string,
  taskId: string,
  now: Date,
): Promise<{ readonly id: string; readonly name: string; readonly language: Language } | null> {
  const sectionId = readTaskId(taskId)?.sectionId;
  if (sectionId === undefined) return null;
  const { rows } = await pool.query<{ id: string; name: string; language: Language }>(
    prepared(`with terms as (
       select h.person_id, h.from_on <= $4::date and (h.until_on is null or h.until_on >= $4::date) as runs,
         h.until_on < $4::date as over
       from holdings h join posts o on o.id = h.post_id
       where o.section_id = $3 and o.role <> 'coordinator')
     select p.id, p.name, p.language from people p
     where p.id = $2 and p.id <> $1
       and exists (select 1 from terms where person_id = $1 and runs)
       and (exists (select 1 from goal_owners w
           where w.subject = $5 and w.person_id = $1 and w.taken_from = $2 and w.ended is null)
         or exists (select 1 from terms where person_id = $2 and over)
           and not exists (select 1 from terms where person_id = $2 and runs))`),
    [personId, predecessorId, sectionId, cityDate(now), taskId],
  );
  return rows[0] ?? null;
}
