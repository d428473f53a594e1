/** The root card of a section and round, owed from the morning of opening. */
import { morningOf, officeInstant } from '../../../core/calendar/office-hours.js';
import { type Closures, workingDayFrom } from '../../../core/calendar/working-days.js';
import { type NoticeAbout, type OwedNotice, owed } from '../../../core/notice/notice.js';

/** The root card of a section and round, owed from the morning of opening by the section's own calendar. */
export function rootCard(
  sectionId: string,
  id: string,
  opensOn: string,
  now: Date,
  closures: Closures,
): OwedNotice {
  const about: NoticeAbout = { kind: 'summary', sectionId, roundId: id };
  return owed(about, sectionId, openingInstant(opensOn, now, closures));
}

/** The morning of the first working day, or now when that is past; in working hours. */
function openingInstant(opensOn: string, now: Date, closures: Closures): string {
  const opening = morningOf(workingDayFrom(opensOn, closures));
  return officeInstant(opening > now.toISOString() ? opening : now, closures);
}
