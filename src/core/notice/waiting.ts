/**
 * What waits for an approval goes up: whoever decides is told again and again; after some working days whoever comes next on
 * the way up, and after as many again 事務局, once each. Then it stops. Who is told may decide nothing by it.
 */
import { WAITING_WORKING_DAYS } from '../calendar/reminder-schedule.js';
import { addWorkingDays, workingDaysUntil } from '../calendar/working-days.js';
import { POST_ROLES, type PostRole } from '../organization/post-roles.js';
import { stepAt } from '../organization/route.js';
import { deciders, type Term } from '../organization/terms.js';
import type { Call } from './call.js';
import { approversOf, type GoalStanding, type SectionRound, waitsSince, writersIn } from './section-round.js';

/** After how many working days it goes up, unless the city has set another number (`APPROVAL_WAITING_DAYS`). */
export const GOES_UP_AFTER_WORKING_DAYS = 5;

/** A word that could not be said on its day is still of use for this many working days. */
const OF_USE_WORKING_DAYS = 3;

type Person = Pick<Term, 'personId' | 'name'>;

/** Where something waits: a section with what of it waits, in a round or outside of any. */
export type WaitingPlace = Omit<SectionRound, 'round'>;

/** Goals that wait for an approval. */
export function waitingGoals({ goals }: WaitingPlace): GoalStanding[] {
  return goals.filter(({ state, since }) => state === 'submitted' && since !== null);
}

/** A level above who decides, told once on a day about a goal. */
type Level = { readonly role: PostRole; readonly people: readonly Person[]; readonly day: string };

/** The levels a goal goes up to in their order, the last of them 事務局. */
function levelsOf(
  sectionRound: WaitingPlace,
  goal: GoalStanding,
  coordinators: readonly Person[],
  today: string,
): Level[] {
  const { closures, goesUpAfter = GOES_UP_AFTER_WORKING_DAYS } = sectionRound;
  const since = waitsSince(goal)!;
  const day = (times: number) => addWorkingDays(since, times * goesUpAfter, closures);
  const next = nextPost(sectionRound, goal, today);
  const desk = { role: 'coordinator', people: coordinators } as const;
  return next
    ? [
        { ...next, day: day(1) },
        { ...desk, day: day(2) },
      ]
    : [{ ...desk, day: day(1) }];
}

/** The next post of the route that somebody holds, else the next higher one of the section or above it; null: none. */
function nextPost(
  sectionRound: WaitingPlace,
  goal: GoalStanding,
  today: string,
): Pick<Level, 'role' | 'people'> | null {
  const { route } = sectionRound.section;
  const at = stepAt(route, goal.step)?.role;
  if (at === undefined) return null;
  const asked = new Set(approversOf(sectionRound, goal, today).map(({ personId }) => personId));
  const higher = POST_ROLES.slice(POST_ROLES.indexOf(at) + 1).filter((role) => role !== 'coordinator');
  for (const role of [...route.slice(goal.step + 1).map((step) => step.role), ...higher]) {
    const people = deciders(sectionRound, role, today, writersIn(goal)).filter(
      ({ personId }) => !asked.has(personId),
    );
    if (people.length > 0) return { role, people };
  }
  return null;
}

/** A goal that has gone up to somebody. */
type Raised = Person & {
  readonly goal: GoalStanding;
  /** the working day on which this person is told */
  readonly day: string;
};

/** Who is told on a day of goals that have gone up to them, whether told already or not. */
export function raisedOn(
  sectionRound: WaitingPlace,
  coordinators: readonly Person[],
  today: string,
): Raised[] {
  const { closures } = sectionRound;
  const isOfUse = (day: string) =>
    day <= today && today <= addWorkingDays(day, OF_USE_WORKING_DAYS, closures);
  return waitingGoals(sectionRound).flatMap((goal) =>
    // Where nobody may decide 事務局 was asked at once, and has the buttons.
    approversOf(sectionRound, goal, today).length === 0
      ? []
      : levelsOf(sectionRound, goal, coordinators, today)
          .filter(({ day }) => isOfUse(day))
          .flatMap(({ people, day }) => people.map(({ personId, name }) => ({ personId, name, goal, day }))),
  );
}

/** A post as it is called: its title, where all of its role have one. */
export type PostNamed = { readonly role: PostRole; readonly title: string | null };

function postNamed({ posts, section }: WaitingPlace, role: PostRole): PostNamed {
  const ofRole = posts.filter((post) => post.role === role);
  const own = ofRole.filter(({ sectionId }) => sectionId === section.id);
  const [title, ...others] = new Set((own.length > 0 ? own : ofRole).map((post) => post.title));
  return { role, title: title !== undefined && others.length === 0 ? title : null };
}

/** To whom a goal has gone up by a day; null: to nobody yet. */
export function raisedTo(sectionRound: WaitingPlace, goal: GoalStanding, today: string): PostNamed | null {
  const level = levelsOf(sectionRound, goal, [], today).findLast(({ day }) => day <= today);
  return level ? postNamed(sectionRound, level.role) : null;
}

/** The post whose approval a goal waits for; null: none of the route. */
export function waitsFor(sectionRound: WaitingPlace, goal: GoalStanding): PostNamed | null {
  const step = stepAt(sectionRound.section.route, goal.step);
  return step && postNamed(sectionRound, step.role);
}

/**
 * The day on which whoever decides is told no more of a goal: it has gone up to 事務局. null where nobody may decide: 事務局
 * is asked then, and there is nobody above.
 */
function overOn(sectionRound: WaitingPlace, goal: GoalStanding, today: string): string | null {
  return approversOf(sectionRound, goal, today).length === 0
    ? null
    : levelsOf(sectionRound, goal, [], today).at(-1)!.day;
}

/**
 * The day since which whoever decides is owed a word about a goal: every second working day, until it has gone up to
 * 事務局; null before the first and after that.
 */
function askedAgainOn(sectionRound: WaitingPlace, goal: GoalStanding, today: string): string | null {
  const { closures } = sectionRound;
  const since = waitsSince(goal)!;
  const times = Math.floor(workingDaysUntil(since, today, closures) / WAITING_WORKING_DAYS);
  const over = overOn(sectionRound, goal, today);
  if (times === 0 || (over !== null && today >= over)) return null;
  return addWorkingDays(since, times * WAITING_WORKING_DAYS, closures);
}

/** The days after a day on which anybody may be told of what waits. */
export function waitingDays(sectionRound: WaitingPlace, today: string): string[] {
  const { closures } = sectionRound;
  return waitingGoals(sectionRound).flatMap((goal) => {
    const since = waitsSince(goal)!;
    const levels = levelsOf(sectionRound, goal, [], today).map(({ day }) => day);
    const times = Math.floor(workingDaysUntil(since, today, closures) / WAITING_WORKING_DAYS);
    const again = addWorkingDays(since, (times + 1) * WAITING_WORKING_DAYS, closures);
    const over = overOn(sectionRound, goal, today);
    return [...levels, ...(over === null || again < over ? [again] : [])].filter((day) => day > today);
  });
}

/** A call about what waits, wherever it does. */
export type WaitingCall = Omit<Call, 'sectionId' | 'roundId'>;

/** What has waited for two working days, by who may decide; the oldest sets the day. */
export function waitingCalls(
  sectionRound: WaitingPlace,
  coordinatorsToday: readonly Person[],
  today: string,
): WaitingCall[] {
  const about = { rung: 'waiting' } as const;
  const found = new Map<string, WaitingCall & { readonly waits: string }>();
  for (const goal of waitingGoals(sectionRound)) {
    const waits = waitsSince(goal)!;
    const since = askedAgainOn(sectionRound, goal, today);
    if (since === null) continue;
    const approvers = approversOf(sectionRound, goal, today);
    const reason = approvers.length > 0 ? 'waiting' : 'vacant';
    for (const { personId, name } of approvers.length > 0 ? approvers : coordinatorsToday) {
      const before = found.get(personId);
      const older = before && before.waits < waits ? before : { since, waits };
      const goals = (before?.goals ?? 0) + 1;
      found.set(personId, {
        personId,
        name,
        reason,
        ...about,
        goals,
        since: older.since,
        waits: older.waits,
      });
    }
  }
  const raised = new Map<string, WaitingCall>();
  for (const { personId, name, day } of raisedOn(sectionRound, coordinatorsToday, today)) {
    const before = raised.get(personId);
    const since = before && before.since > day ? before.since : day;
    const goals = (before?.goals ?? 0) + 1;
    raised.set(personId, { personId, name, reason: 'raised', ...about, goals, since });
  }
  return [...[...found.values()].map(({ waits: _, ...call }) => call), ...raised.values()];
}
