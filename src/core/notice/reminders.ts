/**
 * Who is owed a word in private, as a pure function of record and clock: one message a person and day, whatever they
 * owe. What it says is made at delivery, from all that the person owes then (`dayOf`).
 */
import { eveningOf, morningOf } from '../calendar/office-hours.js';
import { ladder, missingRungOn, missingRungs, nextRung, rungOn } from '../calendar/reminder-schedule.js';
import type { PostRole } from '../organization/post-roles.js';
import { stepAt } from '../organization/route.js';
import { entitledIn, managersOf, type PostTerms, reportersOf, running } from '../organization/terms.js';
import type { Call } from './call.js';
import { questionCalls, recallDays } from './inquiry-reminders.js';
import { type NoticeAbout, type OwedNotice, owed } from './notice.js';
import { againCalls, endingDays, ownedByOthers } from './owners.js';
import { reopenedCalls, reopenedDays } from './reopened.js';
import {
  answerersOn,
  approversOf,
  askedOn,
  type GoalStanding,
  goalsToReport,
  type SectionRound,
  waitsSince,
} from './section-round.js';
import {
  type PostNamed,
  raisedOn,
  raisedTo,
  waitingCalls,
  waitingDays,
  waitingGoals,
  waitsFor,
} from './waiting.js';
import { confirmingCalls, confirmingDays, namesToConfirm, toConfirm } from './year/confirming.js';

/** Everybody who is called on a day about a section in a round, whether told already or not. */
export function callsOn(
  sectionRound: SectionRound,
  coordinators: readonly PostTerms[],
  today: string,
): Call[] {
  const { section, round, closures } = sectionRound;
  const open = goalsToReport(sectionRound);
  const about = { sectionId: section.id, roundId: round.id };
  const calls: Call[] = [];
  const coordinatorsToday = coordinatorsOn(coordinators, today);
  const reporters = reportersOf(sectionRound, today);
  const asked = askedOn(sectionRound, today);
  // The ladder ends with the round.
  const ends = round.state === 'closed';
  const rung = ends ? null : stillOwed(open, rungOn(round, today, closures));
  if (rung) {
    const call = { rung: rung.kind, since: rung.day, goals: open.length, ...about };
    for (const { personId, name, goals } of asked)
      if (stillOwed(goals, rung))
        calls.push({ ...call, goals: goals.length, personId, name, reason: 'report' });
    if (reporters.vacant.length > 0 || vacantSteps(sectionRound, today).length > 0)
      for (const { personId, name } of coordinatorsToday)
        calls.push({ ...call, personId, name, reason: 'vacant' });
  }
  const missing = ends ? null : stillOwed(open, missingRungOn(round, today, closures));
  if (missing)
    for (const { personId, name } of managersOf(sectionRound, today))
      if (!asked.some((one) => one.personId === personId))
        calls.push({
          personId,
          name,
          reason: 'missing',
          rung: missing.kind,
          since: missing.day,
          goals: open.length,
          ...about,
        });
  return [
    ...calls,
    ...againCalls(sectionRound, today),
    ...reopenedCalls(sectionRound, today),
    ...waitingCalls(sectionRound, coordinatorsToday, today).map((call) => ({ ...call, ...about })),
    ...questionCalls(sectionRound, today),
    ...confirmingCalls(sectionRound, coordinatorsToday, today),
  ];
}

const coordinatorsOn = (coordinators: readonly PostTerms[], today: string) =>
  coordinators.flatMap(({ holders }) => running(holders, today));

/** A rung speaks of goals that were open on its morning; one returned later that day is told by the return itself. */
function stillOwed<Rung extends { readonly day: string }>(
  open: readonly GoalStanding[],
  rung: Rung | null,
): Rung | null {
  return rung && open.some(({ since }) => since === null || since <= morningOf(rung.day)) ? rung : null;
}

/** The message of a person and day. Of use on that day only: the next morning asks anew who still owes what. */
export function reminderOf(personId: string, today: string, now: string): OwedNotice {
  const about: NoticeAbout = { kind: 'reminder', personId, day: today };
  return owed(about, personId, now, { staleAt: eveningOf(today), inHours: true });
}

/** The next day after `today` on which anybody may be called about a section in a round; null when none is in sight. */
export function nextCallDay(sectionRound: SectionRound, today: string): string | null {
  const { round, closures } = sectionRound;
  const days: string[] = [];
  if (round.state === 'open' && goalsToReport(sectionRound).length > 0) {
    const rung = nextRung(round, today, closures);
    if (rung) days.push(rung.day);
    for (const { day } of missingRungs(round, closures)) if (day > today) days.push(day);
  }
  for (const daysOf of [endingDays, reopenedDays, waitingDays, confirmingDays])
    days.push(...daysOf(sectionRound, today));
  days.push(...recallDays(sectionRound).filter((day) => day > today));
  return days.sort()[0] ?? null;
}

/** The day on which a round begins for a section: its first working day. */
export function firstDay({ round, closures }: Pick<SectionRound, 'round' | 'closures'>): string {
  return ladder(round, closures)[0]?.day ?? round.opensOn;
}

/** Everything one person owes or is told on a day, over all sections and rounds. */
export type PersonDay = {
  /** ids of the goals the person is asked to report */
  readonly report: readonly string[];
  /** ids of open goals that a colleague has taken on */
  readonly others: readonly string[];
  /** reports that wait for this person's approval; `since` a date in the city, in the order of the sheet */
  readonly waiting: readonly {
    readonly taskId: string;
    readonly since: string;
    readonly workingDays: number;
    /** to whom it has gone up; null: to nobody yet */
    readonly raised: PostNamed | null;
  }[];
  /** reports that have waited too long for somebody else's approval, and have gone up to this person */
  readonly raised: readonly {
    readonly taskId: string;
    readonly workingDays: number;
    /** whose approval it waits for */
    readonly post: PostNamed | null;
    readonly names: readonly string[];
  }[];
  /** questions that wait for this person's answer, oldest first */
  readonly questions: readonly { readonly id: string; readonly taskId: string }[];
  /** ids of 見込み that this person is asked to confirm */
  readonly confirm: readonly string[];
  /** sections in which nobody confirms them, told to who is above */
  readonly unconfirmed: PersonDay['missing'];
  readonly missing: readonly {
    readonly sectionRound: SectionRound;
    readonly goals: number;
    readonly names: readonly string[];
  }[];
  readonly vacant: readonly {
    readonly sectionRound: SectionRound;
    readonly goals: number;
    /** posts that nobody holds */
    readonly roles: readonly PostRole[];
    /** posts whose only holders submitted what waits for them */
    readonly own: readonly PostRole[];
    /** posts of the route that nobody holds or deputises for: what is submitted will wait for 事務局 */
    readonly deciding: readonly PostRole[];
    /** the post that was written to instead; null: nobody could be */
    readonly instead: PostRole | null;
    /** they wait for approval; else they are not submitted */
    readonly waits: boolean;
  }[];
};

/** What a person's message of the day says: made of the sections as they are at delivery. */
export function dayOf(
  personId: string,
  sections: readonly SectionRound[],
  coordinators: readonly PostTerms[],
  today: string,
  workingDays: (since: string, sectionRound: SectionRound) => number,
): PersonDay {
  const open = sections.filter(({ round }) => round.opensOn <= today);
  // Nobody is called before the first working day; what people did on their own before it waits all the same.
  const begun = open.filter((one) => firstDay(one) <= today);
  const calls = begun.flatMap((one) =>
    callsOn(one, coordinators, today)
      .filter((call) => call.personId === personId)
      .map((call) => ({ ...call, sectionRound: one })),
  );
  const toldOf = (why: Call['reason'], names: (one: SectionRound) => readonly string[]) =>
    calls
      .filter(({ reason }) => reason === why)
      .map(({ sectionRound, goals }) => ({ sectionRound, goals, names: names(sectionRound) }));
  const reports = (one: SectionRound) =>
    reportersOf(one, today).people.some((person) => person.personId === personId);
  const own = (one: SectionRound) =>
    askedOn(one, today).find((person) => person.personId === personId)?.goals ?? [];
  return {
    report: begun.flatMap((one) => own(one).map(({ taskId }) => taskId)),
    others: begun.flatMap((one) => (reports(one) ? ownedByOthers(one, personId, today) : [])),
    waiting: open.flatMap((one) =>
      waitingGoals(one)
        .filter((goal) => approversOf(one, goal, today).some((person) => person.personId === personId))
        .map((goal) => {
          const since = waitsSince(goal)!;
          const raised = raisedTo(one, goal, today);
          return { taskId: goal.taskId, since, workingDays: workingDays(since, one), raised };
        }),
    ),
    raised: begun.flatMap((one) =>
      raisedOn(one, coordinatorsOn(coordinators, today), today)
        .filter((raised) => raised.personId === personId)
        .map(({ goal }) => ({
          taskId: goal.taskId,
          workingDays: workingDays(waitsSince(goal)!, one),
          post: waitsFor(one, goal),
          names: approversOf(one, goal, today).map(({ name }) => name),
        })),
    ),
    questions: open.flatMap((one) =>
      one.goals.flatMap(({ taskId, questions }) =>
        questions
          .filter((question) => answerersOn(one, question, today).includes(personId))
          .map(({ id }) => ({ id, taskId })),
      ),
    ),
    confirm: open.flatMap((one) => toConfirm(one, personId, today).map(({ taskId }) => taskId)),
    unconfirmed: toldOf('unconfirmed', (one) => namesToConfirm(one, today)),
    missing: toldOf('missing', (one) => askedOn(one, today).map(({ name }) => name)),
    vacant: calls
      .filter(({ reason }) => reason === 'vacant')
      .map(({ sectionRound, goals, rung }) => vacancy(sectionRound, goals, rung, today)),
  };
}

function vacancy(
  sectionRound: SectionRound,
  goals: number,
  rung: Call['rung'],
  today: string,
): PersonDay['vacant'][number] {
  const empty = vacantSteps(sectionRound, today);
  if (rung === 'waiting') {
    const stuck = waitingGoals(sectionRound).filter(
      (goal) => approversOf(sectionRound, goal, today).length === 0,
    );
    const asked = [
      ...new Set(stuck.flatMap(({ step }) => stepAt(sectionRound.section.route, step)?.role ?? [])),
    ];
    return {
      sectionRound,
      goals,
      roles: asked.filter((role) => empty.includes(role)),
      own: asked.filter((role) => !empty.includes(role)),
      deciding: [],
      instead: null,
      waits: true,
    };
  }
  const { vacant, role } = reportersOf(sectionRound, today);
  return { sectionRound, goals, roles: vacant, own: [], deciding: empty, instead: role, waits: false };
}

/** The posts of a section's route in which nobody could decide on a day. */
function vacantSteps(sectionRound: SectionRound, today: string): PostRole[] {
  const roles = new Set(sectionRound.section.route.map(({ role }) => role));
  return [...roles].filter((role) => entitledIn(sectionRound, role, today, []).length === 0);
}
