/** 代理入力: for whom somebody is entering a goal, until its report is approved. Working state, as a draft is: no history. */
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Command } from '../../../core/decision/command.js';
import { enteringPost } from '../../../core/decision/decide.js';
import type { Section } from '../../../core/organization/people.js';
import { reportersOf } from '../../../core/organization/terms.js';
import { personMeant } from '../../../core/report/owner.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { type Owning, reportersIn } from './owners.js';

/**
 * Says for whom. Those who decide about the section's reports are not entered for: their own approval of it would be one
 * of their own report.
 */
export async function enterFor(
  db: Db,
  { task, posts, actor, now }: Owning,
  section: Section,
  { to }: Extract<Command, { kind: 'enter_for' }>,
): Promise<Done> {
  const today = cityDate(now);
  const { goalNo, sectionName, sectionId, id } = task;
  const done = (behalf: NonNullable<Extract<Done['outcome'], { ok: true }>['behalf']>): Done => ({
    outcome: {
      ok: true,
      goalNo,
      section: sectionName,
      version: task.report?.version ?? 0,
      complete: false,
      behalf,
    },
  });
  if (to === null) {
    await db.query('delete from entered_for where person_id = $1 and task_id = $2', [actor.id, id]);
    return done({ name: null });
  }
  if (!enteringPost(actor, sectionId)) return { outcome: { ok: false, refusal: { reason: 'not_entering' } } };
  const deciding = section.route.map(({ role }) => role);
  const approvers = posts
    .filter((post) => deciding.includes(post.role))
    .flatMap(({ holders, deputies }) => [...holders, ...deputies].map(({ personId }) => personId));
  const people = reportersIn(posts, sectionId, today).filter(
    ({ personId }) => personId !== actor.id && !approvers.includes(personId),
  );
  const asked = reportersOf({ section, posts }, today).people.map(({ personId }) => personId);
  const usual = people.filter(({ personId }) => asked.includes(personId));
  const chosen =
    to === ''
      ? (people.find(({ personId }) => personId === task.owner?.personId) ??
        (usual.length === 1 ? usual[0] : null))
      : personMeant(people, to);
  if (chosen) {
    await db.query(
      `insert into entered_for (person_id, task_id, section_id, for_id, since) values ($1, $2, $3, $4, $5)
       on conflict (person_id, task_id) do update set for_id = excluded.for_id, since = excluded.since`,
      [actor.id, id, sectionId, chosen.personId, now],
    );
    return done({ name: chosen.name });
  }
  if (to !== '' || people.length === 0)
    return {
      outcome: { ok: false, refusal: { reason: 'behalf_of_whom', names: people.map(({ name }) => name) } },
    };
  return done({ name: null, people: people.map(({ personId, name }) => ({ id: personId, name })) });
}

/** For whom somebody is entering a task; null: for nobody. */
export async function enteredForBy(
  db: Db,
  person: string,
  task: string,
): Promise<{ readonly personId: string; readonly name: string } | null> {
  const { rows } = await db.query<{ personId: string; name: string }>(
    `select b.for_id as "personId", p.name from entered_for b join people p on p.id = b.for_id
     where b.person_id = $1 and b.task_id = $2`,
    [person, task],
  );
  return rows[0] ?? null;
}
