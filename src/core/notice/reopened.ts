/**
 * Goals that 事務局 has reopened in a closed round: no deadline lies ahead of them, so whoever is asked hears of them again
 * by the working days since they came back, and the managers with the last word. Then nobody is told any more.
 */
import { addWorkingDays, cityDate } from '../calendar/working-days.js';
import { managersOf } from '../organization/terms.js';
import type { Call } from './call.js';
import { askedOn, type GoalStanding, goalsToReport, type SectionRound } from './section-round.js';

/** In working days since a goal came back. */
const TOLD_AFTER = [2, 5];
/** A word that could not be said on its day is still of use for this many working days. */
const OF_USE_WORKING_DAYS = 3;

/** The days on which somebody is told of a goal. */
const daysOf = ({ since }: GoalStanding, { closures }: SectionRound): string[] =>
  since === null ? [] : TOLD_AFTER.map((days) => addWorkingDays(cityDate(since), days, closures));

/** The days after a day on which anybody may be told. */
export function reopenedDays(sectionRound: SectionRound, today: string): string[] {
  if (sectionRound.round.state === 'open') return [];
  return goalsToReport(sectionRound)
    .flatMap((goal) => daysOf(goal, sectionRound))
    .filter((day) => day > today);
}

/** Everybody who is called on a day about what was reopened, whether told already or not. */
export function reopenedCalls(sectionRound: SectionRound, today: string): Call[] {
  const { section, round, closures } = sectionRound;
  if (round.state === 'open') return [];
  const about = { rung: 'waiting', sectionId: section.id, roundId: round.id } as const;
  /** The latest of these days that has come and is still of use. */
  const latest = (days: readonly string[]): string | undefined =>
    days
      .filter((day) => day <= today && today <= addWorkingDays(day, OF_USE_WORKING_DAYS, closures))
      .sort()
      .at(-1);
  const asked = askedOn(sectionRound, today);
  const calls = asked.flatMap(({ personId, name, goals }): Call[] => {
    const since = latest(goals.flatMap((goal) => daysOf(goal, sectionRound)));
    return since === undefined
      ? []
      : [{ personId, name, reason: 'report', ...about, goals: goals.length, since }];
  });
  const open = goalsToReport(sectionRound);
  const last = latest(open.flatMap((goal) => daysOf(goal, sectionRound).slice(-1)));
  if (last === undefined) return calls;
  const managers = managersOf(sectionRound, today).filter(
    ({ personId }) => !asked.some((one) => one.personId === personId),
  );
  return [
    ...calls,
    ...managers.map(
      ({ personId, name }): Call => ({
        personId,
        name,
        reason: 'missing',
        ...about,
        goals: open.length,
        since: last,
      }),
    ),
  ];
}
