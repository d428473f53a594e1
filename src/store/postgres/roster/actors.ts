/** People as the record knows them on a day: who, with which posts, and for whom they may act. */
import type { Place } from '../../../core/conversation/input.js';
import type { OpenInquiry } from '../../../core/decision/inquiry.js';
import { readAsked } from '../../../core/decision/stored-inquiry.js';
import type { NoticeAbout } from '../../../core/notice/notice.js';
import { readAbout } from '../../../core/notice/stored-about.js';
import type { Actor } from '../../../core/organization/people.js';
import { POST_ROLES } from '../../../core/organization/post-roles.js';
import type { Language } from '../../../core/text/language.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';

export type LoadedActor = {
  readonly actor: Actor;
  readonly directPlace: Place | null;
  /** what stands in the message whose thread `thread` is, when there is one; newest first */
  readonly threadOf: readonly NoticeAbout[];
  /** questions this person was asked and nobody has answered, oldest first; where `direct` */
  readonly openQuestions: readonly OpenInquiry[];
};

/** A row of `actorSelect`. */
export type ActorRow = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: Language;
  readonly direct_place: Place | null;
  readonly posts: Actor['posts'];
  readonly deputy_for: Actor['deputyFor'];
  readonly thread_of: { readonly key: string; readonly about: unknown }[];
  readonly open_questions: (Pick<OpenInquiry, 'id' | 'reportId'> & {
    readonly asker: unknown;
    readonly text: unknown;
  })[];
};

// Two statements: one that leaves open whether a thread is asked for would be planned anew for every message.
const NO_THREAD = 'case when $4::text is null then null::json end';
const OF_THREAD = `(
         select json_agg(json_build_object('key', n.key, 'about', n.about) order by n.sent_at desc)
         from notices n
         where n.to_kind = 'person' and n.to_id = p.id and n.ref_id is not null
           and starts_with($4, n.ref_place) and right($4, length(n.ref_id)) = n.ref_id)`;

/** SQL for one person; see `loadActor`. Its parameters are those of `actorParameters`. */
export const actorSelect = (thread: 'thread' | 'no thread'): string => {
  const ofThread = thread === 'thread' ? OF_THREAD : NO_THREAD;
  return `select p.id, p.name, p.email, p.language, d.place as direct_place,
     coalesce((
       select json_agg(json_build_object('id', o.id, 'sectionId', o.section_id, 'role', o.role, 'title', o.title,
                                         'sectionName', s.name) order by array_position($3, o.role) desc, o.id)
       from posts o join sections s on s.id = o.section_id
       where o.id in (select post_id from holdings h where h.person_id = p.id
                      and h.from_on <= $2 and (h.until_on is null or h.until_on >= $2))), '[]') as posts,
     coalesce((
       select json_agg(json_build_object('id', o.id, 'sectionId', o.section_id, 'role', o.role, 'title', o.title,
                                         'sectionName', s.name, 'holderId', holder.id, 'holderName', holder.name)
                       order by array_position($3, o.role) desc, o.id)
       from posts o join sections s on s.id = o.section_id
       left join lateral (
         select q.id, q.name from holdings h join people q on q.id = h.person_id
         where h.post_id = o.id and h.person_id <> p.id
           and h.from_on <= $2 and (h.until_on is null or h.until_on >= $2)
         order by h.from_on, q.id limit 1) holder on true
       where o.id in (select post_id from deputies x where x.person_id = p.id
                      and x.from_on <= $2 and x.until_on >= $2)), '[]') as deputy_for,
     coalesce(${ofThread}, '[]') as thread_of,
     coalesce((
       select json_agg(json_build_object('id', q.id, 'reportId', coalesce(q.report_id, q.task_id), 'asker', q.asker, 'text', q.text)
                       order by q.asked_at, q.id)
       from questions q
       where $5::boolean and q.answered_at is null and q.asked_of @> array[p.id]), '[]') as open_questions
   from people p left join direct_places d on d.person_id = p.id
   where p.id = $1`;
};
const WITH_THREAD = prepared(actorSelect('thread'));
const WITHOUT_THREAD = prepared(actorSelect('no thread'));

/**
 * One query: the person with the posts held and the deputies on `today` (ISO date in the city); null when not in the
 * roster. With `thread` also the notices sent to this person in whose thread that place is: a thread's place begins
 * with the place of its conversation and ends with the id of the message above it. With `direct` also the questions
 * that wait for this person's answer.
 */
export async function loadActor(
  db: Db,
  personId: string,
  today: string,
  thread: Place | null = null,
  direct = false,
): Promise<LoadedActor | null> {
  const { rows } = await db.query<ActorRow>(
    thread === null ? WITHOUT_THREAD : WITH_THREAD,
    actorParameters(personId, today, thread, direct),
  );
  return rows[0] ? actorOf(rows[0]) : null;
}

/** What `actorSelect` asks with. */
export function actorParameters(
  personId: string,
  today: string,
  thread: Place | null,
  direct: boolean,
): unknown[] {
  return [personId, today, POST_ROLES, thread, direct];
}

/** A row of `actorSelect`. */
export function actorOf({ id, name, email, language, posts, ...row }: ActorRow): LoadedActor {
  return {
    actor: { id, name, email, language, posts, deputyFor: row.deputy_for },
    directPlace: row.direct_place,
    threadOf: row.thread_of.flatMap(({ key, about }) => readAbout(about, key) ?? []),
    openQuestions: row.open_questions.map((one) => ({ ...one, ...readAsked(one) })),
  };
}

/** The sections a person may report for: those of the own posts, but not as 事務局. */
export function reportingSections(actor: Actor): string[] {
  return [...new Set(actor.posts.filter(({ role }) => role !== 'coordinator').map((post) => post.sectionId))];
}
