/**
 * One look at a section in a round: the notices owed at this moment, and when to look again. The tick looks only at
 * what is due to be looked at; looking twice is harmless.
 */
import { eveningOf, isOfficeOpen, mondayOf, morningOf, officeInstant } from '../calendar/office-hours.js';
import { digestDay, digestSince, digestWeekOn, nextDigestDay } from '../calendar/reminder-schedule.js';
import { addDays, type Closures, cityDate, workingDayFrom } from '../calendar/working-days.js';
import { stepAt } from '../organization/route.js';
import { entitledIn, type PostTerms, running } from '../organization/terms.js';
import type { Call } from './call.js';
import { handoverNotice, handoversOn, isHandedOver } from './handover.js';
import { inquiriesPassedOn, type PassedOn, passedOnNotices } from './inquiry-reminders.js';
import { approvalCardOwed, type NoticeAbout, type OwedNotice, owed } from './notice.js';
import { type EndedOwner, endedOn } from './owners.js';
import { callsOn, firstDay, nextCallDay, reminderOf } from './reminders.js';
import { approversOf, type SectionRound, writersIn } from './section-round.js';

/** What was told already. */
export type AlreadySent = {
  /** the last day (ISO date) on which a person's message of the day went out; null: never */
  reminded(personId: string): string | null;
  /** whether this notice went out */
  sent(key: string): boolean;
  /** the day (ISO date) on which the message of this key was last drawn; null: never */
  drawn(key: string): string | null;
};

export type NoticePlan = {
  readonly owed: readonly OwedNotice[];
  /** why people are written to */
  readonly calls: readonly Call[];
  /** questions that are for others to answer from now on: who was asked does not report for the section any more */
  readonly passedOn: readonly PassedOn[];
  /** 担当 that has ended and is to be written down so */
  readonly ended: readonly EndedOwner[];
  /** ISO instant of the next look; null: only when something changes */
  readonly next: string | null;
};

/**
 * Looks at a section in a round.
 *
 * @param afresh  the round has just been opened: who was written to earlier today hears of it too
 */
export function planNotices(
  sectionRound: SectionRound,
  coordinators: readonly PostTerms[],
  told: AlreadySent,
  now: string,
  afresh = false,
): NoticePlan {
  const { closures, section } = sectionRound;
  if (sectionRound.goals.length === 0) return NOTHING;
  const waits = notYet(sectionRound, now);
  if (waits !== null) return { ...NOTHING, next: waits };
  const today = cityDate(now);
  const calls = callsOn(sectionRound, coordinators, today).filter(({ personId, since }) => {
    const last = told.reminded(personId);
    return last === null || last < since || (afresh && last === today);
  });
  const owed = standingCards(sectionRound, told, today, now);
  const handedOver = new Set<string>();
  for (const handover of handoversOn(sectionRound, today)) {
    if (!isHandedOver(sectionRound, handover, today)) continue;
    const notice = handoverNotice(handover, now);
    if (told.sent(notice.key)) continue;
    owed.push(notice);
    handedOver.add(handover.successor.personId);
  }
  // The hand-over lists what the successor is to do: of that it is the day's message. It says nothing of what others have
  // not done, nor of what is approved and may still be confirmed.
  const people = new Set(
    calls.flatMap(({ personId, reason }) =>
      handedOver.has(personId) && IN_HANDOVER.has(reason) ? [] : [personId],
    ),
  );
  owed.push(...[...people].map((personId) => reminderOf(personId, today, now)));
  for (const notice of nobodyDecides(sectionRound, coordinators, today, now))
    if (!told.sent(notice.key)) owed.push(notice);
  const passedOn = inquiriesPassedOn(sectionRound, today);
  owed.push(...passedOn.flatMap((one) => passedOnNotices(one, now)));
  const week = digestWeekOn(today, closures);
  if (week !== null && begunBefore(sectionRound, week) && hasNews(sectionRound, week)) {
    const digest = weekly({ kind: 'digest', sectionId: section.id, week }, today, now);
    if (!told.sent(digest.key)) owed.push(digest);
  }
  return {
    owed,
    calls,
    passedOn,
    ended: endedOn(sectionRound, today),
    next: nextLook(sectionRound, today, owed.length > 0),
  };
}

/**
 * The cards of what waits for somebody whose term has begun since they were drawn, drawn anew: who has not seen the version
 * before sees the whole, however long the post was vacant.
 */
function standingCards(
  sectionRound: SectionRound,
  told: AlreadySent,
  today: string,
  now: string,
): OwedNotice[] {
  const { section, round, goals } = sectionRound;
  return goals.flatMap((goal) => {
    const card = approvalCardOwed(section.id, round.id, goal.taskId, now);
    const drawn = told.drawn(card.key);
    return drawn !== null && approversOf(sectionRound, goal, today).some(({ from }) => from > drawn)
      ? [card]
      : [];
  });
}

/** Reports for which nobody is there any more to decide: each is put before 事務局, so that none waits for nobody. */
export function nobodyDecides(
  sectionRound: SectionRound,
  coordinators: readonly PostTerms[],
  today: string,
  now: string,
): OwedNotice[] {
  const desks = new Set(
    coordinators.flatMap(({ holders }) => running(holders, today)).map(({ personId }) => personId),
  );
  return sectionRound.goals.flatMap((goal) => {
    const { taskId, state, step: at, version } = goal;
    const step = stepAt(sectionRound.section.route, at);
    if (state !== 'submitted' || step === null) return [];
    if (entitledIn(sectionRound, step.role, today, writersIn(goal)).length > 0) return [];
    return [...desks].map((personId) =>
      owed({ kind: 'decide', reportId: taskId, version, step: at, personId }, personId, now),
    );
  });
}

/** A round of the whole city, for 事務局's digest. */
export type CityRound = {
  readonly round: SectionRound['round'];
  readonly closures: Closures;
  /** whether a goal of any section is not approved yet, or what was approved is 見込み that nobody has confirmed */
  readonly unfinished: boolean;
  readonly heads: readonly HeadNews[];
};

/** 部長・区長, and when (ISO instants) something of their departments changed lately. */
export type HeadNews = { readonly personId: string; readonly changed: readonly string[] };

/**
 * Looks at a round as 事務局 sees it: one digest a week to each, while anything is unfinished, and one of their own
 * department to 部長 and 区長 when something in it has changed since the last.
 */
export function planCityNotices(
  cityRound: CityRound,
  coordinators: readonly PostTerms[],
  told: AlreadySent,
  now: string,
): NoticePlan {
  const { round, closures, unfinished, heads } = cityRound;
  if (round.state === 'closed') return NOTHING;
  const waits = notYet(cityRound, now);
  if (waits !== null) return { ...NOTHING, next: waits };
  const today = cityDate(now);
  const week = digestWeekOn(today, closures);
  const desks = coordinators.flatMap(({ holders }) => running(holders, today));
  const owed: OwedNotice[] = [];
  if (week !== null && unfinished && begunBefore(cityRound, week))
    for (const personId of new Set(desks.map((desk) => desk.personId))) {
      const overview = weekly({ kind: 'overview', personId, week }, today, now);
      if (!told.sent(overview.key)) owed.push(overview);
    }
  if (week !== null && begunBefore(cityRound, week))
    for (const { personId, changed } of heads) {
      // 事務局 hears of all departments.
      if (desks.some((desk) => desk.personId === personId)) continue;
      const department = weekly({ kind: 'department', personId, week }, today, now);
      if (changed.some((at) => isNews(at, week, closures)) && !told.sent(department.key))
        owed.push(department);
    }
  const day = owed.length > 0 ? workingDayFrom(addDays(today, 1), closures) : nextDigestDay(today, closures);
  return { owed, calls: [], passedOn: [], ended: [], next: morningOf(day) };
}

/** What a hand-over lists. */
const IN_HANDOVER: ReadonlySet<Call['reason']> = new Set(['report', 'waiting', 'question']);

const NOTHING: NoticePlan = { owed: [], calls: [], passedOn: [], ended: [], next: null };

/** Outside working hours and before the round nothing is owed: the instant to look again; null when it is time. */
function notYet(of: Pick<SectionRound, 'round' | 'closures'>, now: string): string | null {
  const begins = morningOf(firstDay(of));
  if (now < begins) return begins;
  return isOfficeOpen(now, of.closures) ? null : officeInstant(now, of.closures);
}

/** A round that begins with the week needs no digest in it. */
function begunBefore(of: Pick<SectionRound, 'round' | 'closures'>, week: string): boolean {
  return firstDay(of) < (digestDay(week, of.closures) ?? '');
}

/** Whether anything has changed since the digest before; a closed round has no digests. */
function hasNews({ round, goals, closures }: SectionRound, week: string): boolean {
  return round.state === 'open' && goals.some(({ since }) => since !== null && isNews(since, week, closures));
}

/** Whether what changed at an instant is new in the digest of a week. */
function isNews(at: string, week: string, closures: Closures): boolean {
  // What comes after its morning is of the next, though this one be a day late.
  const until = morningOf(digestDay(week, closures) ?? week);
  return cityDate(at) >= digestSince(week, closures) && at < until;
}

/** What went out is looked at the next morning: what did not arrive and is still of use is owed anew. */
function nextLook(sectionRound: SectionRound, today: string, owed: boolean): string | null {
  const { closures } = sectionRound;
  if (owed) return morningOf(workingDayFrom(addDays(today, 1), closures));
  const digest = nextDigestDay(today, closures);
  const days = [
    nextCallDay(sectionRound, today),
    nextTermDay(sectionRound, today),
    hasNews(sectionRound, mondayOf(digest)) ? digest : null,
  ]
    .filter((day) => day !== null)
    .sort();
  return days[0] === undefined ? null : morningOf(days[0]);
}

/**
 * The next day on which a post passes to others: who follows on 1 April hears on that day what is open. null when no
 * term begins or ends, or nothing is left to do.
 */
function nextTermDay({ posts, goals }: SectionRound, today: string): string | null {
  if (goals.every(({ state, unconfirmed }) => state === 'approved' && !unconfirmed)) return null;
  const days = posts
    .flatMap(({ holders, deputies }) => [...holders, ...deputies])
    .flatMap(({ from, until }) => [from, ...(until === null ? [] : [addDays(until, 1)])])
    .filter((day) => day > today)
    .sort();
  return days[0] ?? null;
}

function weekly(
  about: Extract<NoticeAbout, { kind: 'digest' | 'overview' | 'department' }>,
  today: string,
  now: string,
): OwedNotice {
  const to = about.kind === 'digest' ? about.sectionId : about.personId;
  return owed(about, to, now, { staleAt: eveningOf(today), inHours: true });
}
