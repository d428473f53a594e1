/**
 * 代決 in the people list. Its days stand in 代決開始 and 代決終了; a list without these columns has them where the post's
 * own days stand, and is read where only one reading makes sense, and asked about where it does not: an absence is not
 * the end of a post.
 */
import { fiscalYearEnd, fiscalYearOf, formatEraDate } from '../../core/calendar/japanese-dates.js';
import type { DepartmentAliases } from '../../core/organization/organization-names.js';
import { roleOfTitle } from '../../core/organization/read-route.js';
import { isAbsence } from '../../core/organization/terms.js';
import type { Words } from '../../core/text/language.js';
import { saidAt } from '../../core/wording/sent/places.js';
import type { Dates, PeopleRead, PostRow, WrongCell } from './roster-rows.js';
import { nameKey } from './roster-sections.js';

/** The days of the row's own post; `untilAssumed`: nothing is said of them, an end that is recorded stays. */
type OwnDates = Dates & { readonly untilAssumed?: boolean };

/**
 * The deputies of these rows as of a day (ISO date), what is to be asked, and `ownDates`: the days of the post of a row,
 * null where another row has them. What contradicts itself is told to `wrong`.
 */
export function deputiesOf(
  rows: readonly PostRow[],
  asOf: string,
  aliases: DepartmentAliases,
  wrong: WrongCell,
): Pick<PeopleRead, 'deputies' | 'questions'> & { ownDates(row: PostRow): OwnDates | null } {
  const questions: Words[] = [];
  const split = new Map(rows.map((one) => [one, daysOf(one, rows, questions)]));
  const said = new Set<string>();
  const deputies = rows.flatMap((one): PeopleRead['deputies'][number][] => {
    const { deputy, row, post, person } = one;
    const dates = split.get(one)!.deputy;
    if (deputy === null || dates === null) return [];
    const own = split.get(one)!.own ?? one;
    const from = dates.from ?? (own.from !== null && own.from > asOf ? own.from : asOf);
    const until = dates.until ?? deputyUntil(from, own.until);
    // Whoever has left the own post by then deputises for nobody.
    if (dates.until === null && until < from) return [];
    const role = roleOfTitle(deputy.title) ?? 'section_manager';
    const key = [one.key, deputy.title, dates.from].join('\n');
    if (said.has(key))
      wrong(
        row,
        'deputyOf',
        '同じ職員・代決・開始日の行が、前にもあります。',
        'a row above has the same person, deputy and first day.',
      );
    said.add(key);
    const ofRole = rows.filter(
      (other) =>
        other.post.role === role && nameKey(other.post.section, aliases) === nameKey(post.section, aliases),
    );
    // A 代決 for 課長 where the section has a 館長 would wait for a post that nobody holds.
    if (ofRole.length > 0 && !ofRole.some((other) => other.post.title === deputy.title))
      wrong(
        row,
        'deputyOf',
        `「${deputy.title}」という役職はこの課にありません（${ofRole[0]!.post.title}があります）。`,
        `the section has no post “${deputy.title}” (it has ${ofRole[0]!.post.title}).`,
      );
    const shared = deputy.dates === null;
    return [
      {
        term: {
          post: { section: post.section, role, title: deputy.title },
          person: person.id,
          from,
          until,
          ...(dates.from === null ? { assumed: true } : {}),
        },
        place: {
          from: row.where(shared ? 'from' : 'deputyFrom'),
          until: row.where(shared ? 'until' : 'deputyUntil'),
          shared,
        },
      },
    ];
  });
  return { deputies, questions, ownDates: (row) => split.get(row)!.own };
}

type Split = { readonly own: OwnDates | null; readonly deputy: Dates | null };

const UNSAID: Dates = { from: null, until: null };

/** Whose days those of a row are. */
function daysOf(one: PostRow, rows: readonly PostRow[], questions: Words[]): Split {
  const { deputy, row, from, until, key } = one;
  const dates = { from, until };
  if (deputy === null) return { own: dates, deputy: null };
  const others = rows.filter((other) => other.key === key && other !== one);
  const first = others.find((other) => other.deputy === null) ?? others[0];
  const isFurther = first !== undefined && (first.deputy === null || rows.indexOf(first) < rows.indexOf(one));
  if (deputy.dates !== null) {
    // A further 代決 of somebody whose post another row has.
    const same = (from === null && until === null) || (from === first?.from && until === first?.until);
    return { own: isFurther && same ? null : dates, deputy: deputy.dates };
  }
  // The post's own days stand in another row: these are the deputy's.
  if (first?.deputy === null) return { own: null, deputy: dates };
  // The post begins, and with it the 代決, which nobody is backdated for.
  if (until === null) return { own: isFurther ? null : dates, deputy: UNSAID };
  if (from === null || !isAbsence(until, from))
    questions.push(
      saidAt(
        row.where('until'),
        `終了日（${formatEraDate(until, 'kanji')}）が、${one.person.name}さんの「${one.post.title}」の終わりか、「${deputy.title}」の代決の終わりか分かりません。`,
        `it is not clear whether ${until} ends ${one.person.name}’s post “${one.post.title}” or the deputy for “${deputy.title}”.`,
      ),
    );
  return { own: isFurther ? null : { ...UNSAID, untilAssumed: true }, deputy: dates };
}

/** The day until which a deputy may act where nobody said it: as long as the own post is held, in that fiscal year. */
function deputyUntil(from: string, ownUntil: string | null): string {
  const end = fiscalYearEnd(fiscalYearOf(from));
  return ownUntil !== null && ownUntil < end ? ownUntil : end;
}
