/** What went out already, so that a look at a section owes nothing twice. */
import { mondayOf, morningOf } from '../../../core/calendar/office-hours.js';
import { addDays, cityDate } from '../../../core/calendar/working-days.js';
import { handoversOn } from '../../../core/notice/handover.js';
import { noticeKey } from '../../../core/notice/notice.js';
import { type AlreadySent, type CityRound, nobodyDecides } from '../../../core/notice/plan-notices.js';
import type { SectionRound } from '../../../core/notice/section-round.js';
import { type PostTerms, running } from '../../../core/organization/terms.js';
import type { Db } from '../connection/pool.js';

/** A message of the day that went out longer ago than any round lasts tells nothing; in days. */
const REMEMBERED_DAYS = 200;

/** What was told to everybody who may be called about these sections, and this week's digests. */
export async function loadAlreadySent(
  db: Db,
  sections: readonly SectionRound[],
  coordinators: readonly PostTerms[],
  today: string,
  city: readonly Pick<CityRound, 'heads'>[] = [],
): Promise<AlreadySent> {
  const coordinatorsToday = coordinators.flatMap(({ holders }) => running(holders, today));
  const people = new Set(
    [
      ...sections.flatMap(({ posts }) => posts.flatMap(({ holders, deputies }) => [...holders, ...deputies])),
      ...coordinatorsToday,
    ].map(({ personId }) => personId),
  );
  const week = mondayOf(today);
  const keys = [
    ...sections.flatMap(({ goals }) =>
      goals.map(({ taskId: reportId }) => noticeKey({ kind: 'approval', reportId })),
    ),
    ...sections.map(({ section }) => noticeKey({ kind: 'digest', sectionId: section.id, week })),
    ...coordinatorsToday.map(({ personId }) => noticeKey({ kind: 'overview', personId, week })),
    ...city.flatMap(({ heads }) =>
      heads.map(({ personId }) => noticeKey({ kind: 'department', personId, week })),
    ),
    ...sections.flatMap((one) =>
      nobodyDecides(one, coordinators, today, morningOf(today)).map(({ key }) => key),
    ),
    ...sections.flatMap((one) =>
      handoversOn(one, today).map(({ post, successor: { personId, from } }) =>
        noticeKey({ kind: 'handover', personId, postId: post.id, from }),
      ),
    ),
  ];
  // A message whose answer was lost may have arrived: it is not sent a second time.
  const reminders = await db.query<{ to_id: string; day: string | null; handover: Date | null }>(
    `select to_id, max(about->>'day') as day,
       max(coalesce(first_sent_at, posting_since, due_at)) filter (where kind = 'handover') as handover from notices
     where kind in ('reminder', 'handover') and to_kind = 'person' and to_id = any($1) and due_at > $2
       and (sent_at is not null or doubtful or posting_since is not null) group by to_id`,
    [[...people], morningOf(addDays(today, -REMEMBERED_DAYS))],
  );
  const standing = await db.query<{ key: string; sent_at: Date | null }>(
    'select key, sent_at from notices where key = any($1) and (sent_at is not null or doubtful or posting_since is not null)',
    [keys],
  );
  // A hand-over is the message of its day, too.
  const reminded = new Map(
    reminders.rows.map(({ to_id, day, handover }) => {
      const handedOver = handover === null ? '' : cityDate(handover);
      return [to_id, (day ?? '') > handedOver ? day : handedOver];
    }),
  );
  const sent = new Map(standing.rows.map(({ key, sent_at }) => [key, sent_at && cityDate(sent_at)]));
  return {
    reminded: (personId) => reminded.get(personId) ?? null,
    sent: (key) => sent.has(key),
    drawn: (key) => sent.get(key) ?? null,
  };
}
