/** Promises (約束) of earlier years' 今後の方針 as 事務局 sees them: those whose time has come first. */
import { timeOf } from '../followup/find.js';
import { nearestNames } from '../organization/nearest-names.js';
import type { Section } from '../organization/people.js';
import { foldSearch } from '../text/fold.js';
import type { BoardAsked } from './asked.js';
import { type BoardPage, pageRows } from './page.js';
import { isOpenPromise, type Promised, TIMES, type Time } from './promised.js';

/**
 * A page of these promises, the whole city's or a section's.
 *
 * @param sections  every section that a name may mean
 */
export function followUpsPage(
  asked: BoardAsked,
  fiscalYear: number,
  today: string,
  { promised, sections }: { readonly promised: readonly Promised[]; readonly sections: readonly Section[] },
): BoardPage {
  const meant = sectionMeant(asked, sections);
  if (meant === 'unclear')
    return {
      kind: 'unclear',
      asked: { ...asked, followUps: fiscalYear },
      near: nearestNames(asked.said, sections, ({ name }) => name).map(({ id, name }) => ({
        of: id,
        name,
        level: 'section',
      })),
    };
  const here = promised
    .filter(({ section }) => meant === null || section.id === meant.id)
    .map((one) => ({ ...one, time: timeOf(one.followUp, today) }))
    // What is kept or given up comes last. Of one time: those that name it first, then by its end; else in the order in which they were found.
    .sort(
      (a, b) =>
        Number(isOpenPromise(b)) - Number(isOpenPromise(a)) ||
        TIMES.indexOf(a.time) - TIMES.indexOf(b.time) ||
        Number(b.followUp.timed) - Number(a.followUp.timed) ||
        a.followUp.due.until.localeCompare(b.followUp.due.until),
    );
  const { rows, page, pages } = pageRows(here, asked.page);
  const count = (time: Time) => here.filter((one) => isOpenPromise(one) && one.time === time).length;
  return {
    kind: 'follow_ups',
    asked: {
      ...asked,
      said: '',
      page,
      followUps: fiscalYear,
      ...(meant ? { level: 'section', of: meant.id } : { level: 'city', of: '' }),
    },
    fiscalYear,
    today,
    section: meant,
    counts: { over: count('over'), now: count('now'), ahead: count('ahead') },
    closed: here.filter((one) => !isOpenPromise(one)).length,
    rows,
    pages,
  };
}

/** The section that was chosen, or whose name was typed whole or is the only one that begins so; null: all of them. */
function sectionMeant(
  { said, level, of }: BoardAsked,
  sections: readonly Section[],
): Section | null | 'unclear' {
  if (said === '') return (level === 'section' ? sections.find(({ id }) => id === of) : null) ?? null;
  const wanted = foldSearch(said);
  const names = ({ name, department }: Section) => [name, `${department} ${name}`].map(foldSearch);
  const exact = sections.filter((one) => names(one).includes(wanted));
  const fitting =
    exact.length > 0 ? exact : sections.filter((one) => names(one).some((name) => name.startsWith(wanted)));
  return fitting.length === 1 ? fitting[0]! : 'unclear';
}
