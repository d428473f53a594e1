/**
 * 見込み that is to be confirmed: from the first working day after the as-of date whoever is asked hears of it, three times;
 * then the managers, and after as long again 事務局, once each. Then nobody is told any more.
 */
import { addDays, addWorkingDays, workingDayFrom } from '../../calendar/working-days.js';
import { managersOf, reportersOf, reportsFor, running, type Term } from '../../organization/terms.js';
import type { Call } from '../call.js';
import { type GoalStanding, ownerOf, type SectionRound } from '../section-round.js';

/** In working days after the first: whoever is asked, the managers, 事務局. */
const ASKED = [0, 2, 5];
const MANAGERS = 5;
const DESK = 10;
/** A word that could not be said on its day is still of use for this many working days. */
const OF_USE_WORKING_DAYS = 3;

type Person = Pick<Term, 'personId' | 'name'>;

/** The first working day after the as-of date: counts up to that day are known then. */
function confirmedFrom({ round, closures }: Pick<SectionRound, 'round' | 'closures'>): string {
  return workingDayFrom(addDays(round.asOf, 1), closures);
}

/** The days after a day on which anybody may be told. */
export function confirmingDays(sectionRound: SectionRound, today: string): string[] {
  if (unconfirmed(sectionRound).length === 0) return [];
  const first = confirmedFrom(sectionRound);
  return [...ASKED, DESK]
    .map((days) => addWorkingDays(first, days, sectionRound.closures))
    .filter((day) => day > today);
}

const unconfirmed = ({ goals }: SectionRound): GoalStanding[] =>
  goals.filter((goal) => goal.unconfirmed !== undefined);

/**
 * Who is asked to confirm a goal on a day: whose it is, else who wrote it while he or she reports for the section, else
 * who holds the post now (work belongs to posts), else whoever reports; where nobody does, its managers.
 */
function askedFor(goal: GoalStanding, sectionRound: SectionRound, today: string): Person[] {
  const owner = ownerOf(goal, sectionRound, today);
  if (owner) return [owner];
  const writerId = goal.unconfirmed!.writerId;
  const own = sectionRound.posts.filter(({ sectionId }) => sectionId === sectionRound.section.id);
  const holders = own.flatMap((post) => running(post.holders, today));
  const writer = holders.find(({ personId }) => personId === writerId);
  if (writer && reportsFor(sectionRound, writerId, today)) return [writer];
  const successors = own
    .filter((post) => post.holders.some(({ personId }) => personId === writerId))
    .flatMap((post) => running(post.holders, today));
  if (successors.length > 0) return successors;
  const { people } = reportersOf(sectionRound, today);
  return people.length > 0 ? [...people] : managersOf(sectionRound, today);
}

/** Goals that a person is asked on a day to confirm; none before the first day. */
export function toConfirm(sectionRound: SectionRound, personId: string, today: string): GoalStanding[] {
  if (today < confirmedFrom(sectionRound)) return [];
  return unconfirmed(sectionRound).filter((goal) =>
    askedFor(goal, sectionRound, today).some((one) => one.personId === personId),
  );
}

/** Names of whoever is asked for what is left. */
export function namesToConfirm(sectionRound: SectionRound, today: string): string[] {
  const asked = unconfirmed(sectionRound).flatMap((goal) => askedFor(goal, sectionRound, today));
  return [...new Set(asked.map(({ name }) => name))];
}

/** Everybody who is called on a day about 見込み, whether told already or not. */
export function confirmingCalls(
  sectionRound: SectionRound,
  coordinators: readonly Person[],
  today: string,
): Call[] {
  const { section, round, closures, posts } = sectionRound;
  const goals = unconfirmed(sectionRound);
  const first = confirmedFrom(sectionRound);
  if (goals.length === 0 || today < first) return [];
  const day = (after: number) => addWorkingDays(first, after, closures);
  const ofUse = (since: string) => today <= addWorkingDays(since, OF_USE_WORKING_DAYS, closures);
  const about = { rung: 'waiting', sectionId: section.id, roundId: round.id } as const;
  const rung = ASKED.map(day).findLast((one) => one <= today)!;
  const asked = new Map<string, Person & { readonly count: number }>();
  for (const goal of goals)
    for (const { personId, name } of askedFor(goal, sectionRound, today))
      asked.set(personId, { personId, name, count: (asked.get(personId)?.count ?? 0) + 1 });
  const terms = posts.flatMap(({ holders }) => running(holders, today));
  const calls = [...asked.values()].flatMap(({ count, ...person }): Call[] => {
    // Who has come since is told on the own first day.
    const from = terms.find(({ personId }) => personId === person.personId)?.from ?? rung;
    const since = from > rung ? from : rung;
    return ofUse(since) ? [{ ...person, reason: 'confirm', ...about, goals: count, since }] : [];
  });
  const above = (people: readonly Person[], since: string): Call[] =>
    since <= today && ofUse(since)
      ? people
          .filter(({ personId }) => !asked.has(personId))
          .map(({ personId, name }) => ({
            personId,
            name,
            reason: 'unconfirmed',
            ...about,
            goals: goals.length,
            since,
          }))
      : [];
  return [
    ...calls,
    ...above(managersOf(sectionRound, today), day(MANAGERS)),
    ...above(coordinators, day(DESK)),
  ];
}
