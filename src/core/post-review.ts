/**
 * 後閲: what a deputy decided for the holder of a post is put before the holder on return, and noted as seen. The list
 * belongs to the post: whoever holds it sees what was not yet seen.
 */
import { morningOf } from './office-hours.js';
import { addDays, type Closures, cityDate, workingDayFrom } from './working-days.js';

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

/** A deputy named for longer than this stands by for the year: the holder is told at once, not at the end of it. In days. */
const ABSENCE_DAYS = 31;

/** When the holder is told: on the first working morning after the deputy's term. An ISO instant. */
export function postReviewDue(now: string, until: string, closures?: Closures): string {
  const today = cityDate(now);
  const back = until > addDays(today, ABSENCE_DAYS) ? today : until;
  return morningOf(workingDayFrom(addDays(back, 1), closures));
}
