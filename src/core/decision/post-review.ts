/**
 * 後閲: what a deputy decided for the holder of a post is put before the holder on return, and noted as seen. The list
 * belongs to the post: whoever holds it sees what was not yet seen, and nobody who has left it.
 */
import { morningOf } from '../calendar/office-hours.js';
import { addDays, type Closures, cityDate, workingDayFrom } from '../calendar/working-days.js';
import { type OwedNotice, owed } from '../notice/notice.js';
import { isAbsence, type PostTerms } from '../organization/terms.js';

/** One decision of a deputy, as the holder of the post is shown it. */
export type PostReview = {
  /** grows; the list is noted as seen up to the number that was shown last */
  readonly no: number;
  readonly reportId: string;
  readonly version: number;
  readonly decision: 'approved' | 'returned';
  /** ISO instant of the decision */
  readonly at: string;
  readonly deputy: string;
  /** the title of the post it was decided for */
  readonly post: string;
  readonly sectionName: string;
  readonly goalNo: string;
};

/** A decision of a deputy that the holder of the post has to be told of. */
export type OwedPostReview = Pick<PostReview, 'reportId' | 'version' | 'decision' | 'at' | 'deputy'> & {
  readonly postId: string;
  /** null: nobody held it, so whoever comes sees it in the list */
  readonly holderId: string | null;
};

/**
 * When the holder is told: on the first working morning after the deputy's term; of a deputy who stands by for the year
 * on the next one. An ISO instant.
 */
export function postReviewDue(now: string, until: string, closures?: Closures): string {
  const today = cityDate(now);
  const back = isAbsence(until, today) ? until : today;
  return morningOf(workingDayFrom(addDays(back, 1), closures));
}

/**
 * Whom the list is put before: who holds the post when it is due, and, on their first working morning, those who take
 * it over later. By then nothing may be left in it, and nothing is sent.
 *
 * @param dueAt  ISO instant
 */
export function reviewNotices(
  { holders }: Pick<PostTerms, 'holders'>,
  dueAt: string,
  closures?: Closures,
): OwedNotice[] {
  const day = cityDate(dueAt);
  return holders
    .filter(({ until }) => until === null || until >= day)
    .map(({ personId, from }) => {
      const at = from <= day ? dueAt : morningOf(workingDayFrom(from, closures));
      const about = { kind: 'post_reviews', personId, day: cityDate(at) } as const;
      return owed(about, personId, at, { inHours: true });
    });
}
